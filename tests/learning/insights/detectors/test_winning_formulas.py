"""Structures that do better than others."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from learning.domain.insights import Tier
from learning.insights.control import control
from learning.insights.detectors.winning_formulas import WinningFormulas
from learning.insights.post_combinations import formula_parts, recurring_combinations
from tests.learning.insights.post_frames import brand_with, made_posts


def planted(seed: int, lift: float, count: int = 400) -> pd.DataFrame:
    """Questions about repairs get more; questions and repairs by themselves do not."""
    bare = made_posts(count, np.random.default_rng(seed))
    hit = (bare["hook"] == "question") & (bare["topic"] == "repairs")
    return made_posts(count, np.random.default_rng(seed), lift=np.where(hit, lift, 0.0))


def test_a_structure_that_works_is_confirmed_with_an_example_of_its_own() -> None:
    posts = planted(1, 0.8)
    sure = [one for one in control(WinningFormulas().detect(brand_with(posts))) if one.tier is Tier.CONFIRMED]
    structures = [set(one.candidate.subject.what) for one in sure]
    pair = {("hook", "question"), ("topic", "repairs")}
    assert pair in structures
    assert all(pair <= one for one in structures)
    one = sure[structures.index(pair)].candidate
    own = posts.set_index("content_id").loc[list(one.evidence.posts)]
    assert set(own["hook"]) == {"question"}
    assert set(own["topic"]) == {"repairs"}
    assert one.evidence.words["example"] == own["text"].iloc[0]
    assert one.recommendation == "use_formula"


def test_structures_that_do_nothing_are_proposed_and_none_is_confirmed() -> None:
    for seed in range(5):
        found = WinningFormulas().detect(brand_with(planted(40 + seed, 0.0)))
        assert len(found) > 60
        assert not [one for one in control(found) if one.tier is Tier.CONFIRMED]


def test_combinations_of_two_and_three_parts_are_counted_and_the_longest_of_the_same_posts_stays() -> None:
    parts = {
        "hook": np.array(["q", "q", "q", "n", ""], dtype=object),
        "topic": np.array(["a", "a", "b", "b", "a"], dtype=object),
        "format": np.array(["i", "i", "v", "v", "i"], dtype=object),
    }
    found = {one.structure: one.rows.tolist() for one in recurring_combinations(parts, 2, 10)}
    assert found == {
        (("hook", "q"), ("topic", "a"), ("format", "i")): [0, 1],
        (("topic", "a"), ("format", "i")): [0, 1, 4],
        (("topic", "b"), ("format", "v")): [2, 3],
    }
    assert recurring_combinations({}, 2, 10) == []


def test_an_angle_is_a_part_where_posts_have_one_and_a_single_level_is_none() -> None:
    posts = made_posts(60, np.random.default_rng(2), format="image").assign(angle=["proof", "price"] * 30)
    assert list(formula_parts(posts)) == ["hook", "angle", "topic", "length", "hour"]


@pytest.mark.parametrize("count", [0, 4])
def test_too_few_posts_have_no_structure(count: int) -> None:
    posts = made_posts(40, np.random.default_rng(3)).iloc[:count]
    assert list(WinningFormulas().detect(brand_with(posts))) == []
