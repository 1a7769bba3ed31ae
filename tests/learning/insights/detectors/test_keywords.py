"""Posts compared by the word that tells most of each."""

from __future__ import annotations

import numpy as np
import pandas as pd

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
