"""Near-duplicates and novelty."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from learning.domain.insights import Tier
from learning.insights.control import control
from learning.insights.detectors.near_duplicates import NearDuplicates
from learning.insights.detectors.similarity import BANDS, Similarity
from learning.insights.likeness import likeness_of
from learning.insights.text_embedding import SentenceModel, TfidfSvd
from tests.learning.insights.post_frames import FIRST_DAY, brand_with, made_posts

WORDS = np.array([f"word{place}" for place in range(400)], dtype=object)


def varied(count: int, rng: np.random.Generator) -> list[str]:
    """Texts of their own words."""
    return [" ".join(rng.choice(WORDS, 12, replace=False)) for _ in range(count)]


def repeating(seed: int, lift: float, count: int = 240) -> pd.DataFrame:
    """Every third post is an old one over again, and gets less."""
    rng = np.random.default_rng(seed)
    texts = varied(count, rng)
    again = np.arange(count) % 3 == 2
    for place in np.flatnonzero(again).tolist():
        texts[place] = texts[place - 2] + " again"
    return made_posts(count, rng, text=texts, lift=np.where(again, lift, 0.0))


def test_repeats_that_get_less_are_confirmed() -> None:
    found = Similarity().detect(brand_with(repeating(1, -0.6)))
    (one,) = [one for one in control(found) if one.tier is Tier.CONFIRMED]
    assert dict(one.candidate.subject.what)["level"] in BANDS
    assert one.candidate.recommendation == "try_something_new"


def test_repeats_that_do_as_well_are_not() -> None:
    for seed in range(4):
        found = Similarity().detect(brand_with(repeating(30 + seed, 0.0)))
        assert found
        assert not [one for one in control(found) if one.tier is Tier.CONFIRMED]


def test_a_text_over_again_within_two_weeks_is_counted_once_with_its_posts() -> None:
    rng = np.random.default_rng(2)
    texts = varied(40, rng)
    texts[30] = texts[33] = texts[36] = "spring sale on tents and stoves, all of april, in every shop"
    texts[5] = texts[4]
    posts = made_posts(40, rng, per_day=1.0, text=texts)
    (one,) = NearDuplicates().detect(brand_with(posts))
    assert one.measured is None
    assert one.evidence.posts == (37, 34, 31)
    assert one.n == 3
    assert "spring sale" in one.evidence.words["example"]
    assert one.evidence.first == one.evidence.last - timedelta(days=int(posts["day"][36] - posts["day"][30]))  # type: ignore[operator]


def test_the_same_text_on_another_channel_repeats_nothing() -> None:
    rng = np.random.default_rng(3)
    posts = made_posts(40, rng, text=varied(40, rng), platform=np.where(np.arange(40) % 2, "x", "mail"))
    posts["text"] = [posts["text"][place - place % 2] for place in range(40)]
    assert list(NearDuplicates().detect(brand_with(posts))) == []


def test_likeness_looks_back_only() -> None:
    rng = np.random.default_rng(4)
    posts = made_posts(8, rng, text=varied(8, rng)).assign(day=FIRST_DAY + np.arange(8) * 10)
    vectors = TfidfSvd().embed([*posts["text"][:7], posts["text"][2]])
    found = likeness_of(posts, vectors)
    assert np.isnan(found.closest[0])
    assert found.which[7] == 2
    assert found.closest[7] == pytest.approx(1.0, abs=1e-5)
    assert found.hours[7] == posts["day"][7] * 24 + posts["hour"][7] - posts["day"][2] * 24 - posts["hour"][2]
    assert (found.closest[1:7] < 0.9).all()


def test_texts_in_scripts_without_spaces_are_told_apart_too() -> None:
    texts = [
        "秋の登山靴の手入れ方法を紹介します",
        "秋の登山靴の手入れ方法をご紹介します",
        "新しい川のカヌー教室が始まります",
    ] * 3
    vectors = TfidfSvd().embed(texts)
    assert vectors[0] @ vectors[1] > 0.7 > vectors[0] @ vectors[2]


def test_empty_texts_and_emoji_have_no_vector() -> None:
    vectors = TfidfSvd().embed(
        ["", "  ", "🎉", "one word here now", "one word there now", "and some more text", "last one is it"]
    )
    assert (np.linalg.norm(vectors[:2], axis=1) == 0).all()
    assert np.linalg.norm(vectors[3]) == pytest.approx(1.0, abs=1e-5)
    assert not TfidfSvd().embed(["🎉"] * 9).any()
    assert not TfidfSvd().embed(["too few", "texts"]).any()


def test_a_sentence_model_can_stand_in() -> None:
    asked: list[str] = []

    class Model:
        def encode(self, texts: list[str], /) -> list[list[float]]:
            asked.extend(texts)
            return [[3.0, 4.0] if "tent" in text else [0.0, 2.0] for text in texts]

    model = SentenceModel(Model())
    vectors = model.embed(["a tent", "a stove", ""])
    assert vectors.tolist() == [[pytest.approx(0.6), pytest.approx(0.8)], [0.0, 1.0], [0.0, 0.0]]
    assert model.embed(["a map", "a tent", "a tent"])[1:].tolist() == [vectors[0].tolist()] * 2
    assert asked == ["a tent", "a stove", "a map"], "each text once"
    assert model.embed([]).shape == (0, 2)
    posts = made_posts(60, np.random.default_rng(6))
    assert list(Similarity(embedder=SentenceModel(Model())).detect(brand_with(posts))) == []
