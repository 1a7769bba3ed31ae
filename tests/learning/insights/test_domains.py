"""The subject area of a text, told by words that mean one, in several languages, or not told."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from learning.insights.domain_words import DOMAIN_WORDS
from learning.insights.domains import domain_of

CHANNELS = {
    "data_channel_is_bus": {"business", "finance"},
    "data_channel_is_entertainment": {"entertainment"},
    "data_channel_is_lifestyle": {"health", "food", "fashion", "home", "travel", "education", "sport"},
    "data_channel_is_world": {"politics", "science", "environment"},
    "data_channel_is_tech": {"technology", "mobility"},
}
"""Channels of a news site and the areas that count as right; a channel about social media has no area of its own."""


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("Five recipes for a quick dinner", "food"),
        ("Neues Rezept: Käsekuchen backen wie Oma", "food"),
        ("La nouvelle recette du gâteau au chocolat", "food"),
        ("Nuestra receta favorita para el verano", "food"),
        ("#MarathonTraining starts on Sunday", "sport"),
        ("Unser Urlaub am Strand", "travel"),
        ("Vaccination: what patients ask their doctors", "health"),
    ],
)
def test_words_of_several_languages_and_hashtags_name_the_area(text: str, area: str) -> None:
    assert domain_of(text) == area


@pytest.mark.parametrize(
    "text", ["", "See you there!", "🎉🎉", "今日のレシピ", "More on https://food.example/pizza", "@pizza thank you"]
)
def test_where_no_word_names_an_area_none_is_told(text: str) -> None:
    assert not domain_of(text)


def test_between_two_areas_of_as_many_words_none_is_told_and_the_greater_part_decides() -> None:
    assert not domain_of("pizza and football")
    assert domain_of("pizza, pasta and football") == "food"
    assert not domain_of("pizza pizza pizza and football"), "a word counts once"


def test_no_word_stands_in_two_areas() -> None:
    told = [word for words in DOMAIN_WORDS.values() for word in words.split()]
    assert sorted(set(told)) == sorted(told)
    for one, other in pairwise(sorted(told)):
        assert one.removesuffix("*") != other.removesuffix("*"), "a stem and the same word whole"


def test_headlines_of_a_news_site_are_told_far_more_often_right_than_by_chance(shared: Path) -> None:
    (file,) = (shared / "data/online_news_popularity_part").glob("*.csv")
    with file.open(encoding="utf-8") as table:
        rows = [
            ({name.strip(): value for name, value in row.items()})
            for row in csv.DictReader(table, skipinitialspace=True)
        ]
    headlines = [row["url"].rstrip("/").rsplit("/", 1)[-1].replace("-", " ") for row in rows]
    areas = np.array([domain_of(text) for text in headlines], dtype=object)
    right = [next((ok for name, ok in CHANNELS.items() if float(row[name]) > 0), None) for row in rows]
    places = [place for place, ok in enumerate(right) if ok is not None and areas[place]]
    hits = sum(areas[place] in (right[place] or ()) for place in places)
    shuffled = np.random.default_rng(0).permutation(areas[places])
    by_chance = sum(area in (right[place] or ()) for area, place in zip(shuffled, places, strict=True))
    assert len(places) > 2_000
    assert hits / len(places) > 0.48
    assert hits > 2 * by_chance
