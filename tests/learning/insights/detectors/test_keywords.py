"""Posts compared by the word that tells most of each."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from learning.domain.insights import Tier
from learning.insights.control import control
from learning.insights.detectors.attribute_effects import AttributeEffects
from learning.insights.detectors.correlations import Correlations
from learning.insights.detectors.keywords import Keywords
from tests.learning.insights.post_frames import brand_with, made_posts

WORDS = ("discount", "sunrise", "needle", "granite", "kettle", "lantern")


def worded(rng: np.random.Generator, size: float, **columns: object) -> pd.DataFrame:
    """Posts of which each has one of six words; the first does better by so much (log scale)."""
    word = rng.integers(0, len(WORDS), 300)
    texts = [f"today {WORDS[one]} comes along with us again" for one in word]
    return made_posts(300, rng, text=texts, lift=np.where(word == 0, size, 0.0), **columns)


def sure_words(posts: pd.DataFrame) -> list[str]:
    found = control(Keywords().detect(brand_with(posts)))
    return [dict(one.candidate.subject.what)["level"] for one in found if one.tier is Tier.CONFIRMED]


def test_a_word_that_matters_is_confirmed_and_the_others_are_not() -> None:
    assert sure_words(worded(np.random.default_rng(1), 0.7)) == ["discount"]


def test_words_that_do_nothing_are_compared_and_not_confirmed() -> None:
    posts = worded(np.random.default_rng(2), 0.0)
    assert len(Keywords().detect(brand_with(posts))) == len(WORDS)
    assert sure_words(posts) == []


def test_a_word_that_only_stands_for_its_topic_is_no_finding() -> None:
    posts = worded(np.random.default_rng(3), 0.7)
    posts["topic"] = posts["text"].str.split().str[1]
    assert sure_words(posts) == []


def test_posts_without_text_have_nothing_to_compare() -> None:
    assert Keywords().detect(brand_with(made_posts(60, np.random.default_rng(4), text=""))) == ()


def test_how_complex_a_text_is_goes_with_what_comes_of_it() -> None:
    rng = np.random.default_rng(5)
    long = rng.integers(0, 9, 300)
    texts = [" ".join(["we go out now"] + ["extraordinary"] * int(one) + ["by sea"] * (8 - int(one))) for one in long]
    found = control(Correlations().detect(brand_with(made_posts(300, rng, text=texts, lift=0.12 * (long - 4)))))
    assert ("measure", "complexity") in [one.candidate.subject.what[0] for one in found if one.tier is Tier.CONFIRMED]


def test_that_posts_without_a_link_are_not_clicked_is_no_finding() -> None:
    rng = np.random.default_rng(6)
    links = rng.integers(0, 2, 300).astype(float)
    clicks = np.floor(links * rng.poisson(40, 300))
    brand = brand_with(
        made_posts(300, rng, links=links, clicks=clicks), metrics=("click_through_rate", "engagement_rate")
    )
    for detector in (AttributeEffects(), Correlations()):
        told = [one.subject for one in detector.detect(brand) if "links" in dict(one.subject.what).values()]
        assert {one.metric for one in told} == {"engagement_rate"}


AREAS = {
    "food": ("pizza", "soup", "salad", "burger", "dessert", "cheese"),
    "sport": ("football", "tennis", "golf", "rugby", "cricket", "hockey"),
    "travel": ("hotel", "beach", "cruise", "island", "resort", "luggage"),
}


def areas_of(rng: np.random.Generator, size: float) -> pd.DataFrame:
    """Posts that name two things of one of three areas; those about food do better by so much (log scale)."""
    names = list(AREAS)
    area = rng.integers(0, len(names), 400)
    told = [rng.choice(AREAS[names[one]], 2, replace=False) for one in area]
    texts = [f"today we like {one} and {other}" for one, other in told]
    return made_posts(400, rng, text=texts, lift=np.where(area == 0, size, 0.0))


def test_an_area_that_does_better_is_confirmed_as_an_area_and_not_by_each_of_its_words() -> None:
    found = control(Keywords().detect(brand_with(areas_of(np.random.default_rng(11), 0.6))))
    assert [dict(one.candidate.subject.what) for one in found if one.tier is Tier.CONFIRMED] == [
        {"attribute": "subject area", "level": "food"}
    ]


def test_areas_that_do_nothing_are_compared_and_not_confirmed() -> None:
    proposed = Keywords().detect(brand_with(areas_of(np.random.default_rng(12), 0.0)))
    assert {dict(one.subject.what)["level"] for one in proposed} >= set(AREAS)
    assert not [one for one in control(proposed) if one.tier is Tier.CONFIRMED]


def test_an_area_that_only_stands_for_its_topic_or_for_one_word_is_no_finding_of_its_own() -> None:
    posts = areas_of(np.random.default_rng(13), 0.6)
    posts["topic"] = np.where(posts["text"].str.contains("|".join(AREAS["food"])), "kitchen", "other things")
    levels = [dict(one.subject.what)["level"] for one in Keywords().detect(brand_with(posts))]
    assert "food" not in levels
    one_word = worded(np.random.default_rng(15), 0.7)
    one_word["text"] = one_word["text"].str.replace("discount", "pizza")
    assert sure_words(one_word) == ["pizza"]


@pytest.mark.slow
def test_of_a_hundred_brands_whose_words_do_nothing_ten_at_most_get_a_finding() -> None:
    runs = (
        control(Keywords().detect(brand_with(areas_of(np.random.default_rng(seed), 0.0)))) for seed in range(200, 300)
    )
    assert sum(any(one.tier is Tier.CONFIRMED for one in found) for found in runs) <= 10
