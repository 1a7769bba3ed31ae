"""Groups of content and of reactions."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.cluster import DBSCAN

from learning.domain.insights import Tier
from learning.insights.control import control
from learning.insights.density_clusters import (
    ClusterSettings,
    cluster_directions,
    cluster_points,
    group_by_density,
)
from learning.insights.detectors.clusters import CONTENT, REACTION, Clusters
from tests.learning.insights.post_frames import brand_with, made_posts

THEMES = (
    "mend zips and seams of jackets at home with needle thread patches",
    "river paddle canoe rapids helmet water safety training weekend",
    "alpine summit glacier rope crampons guide sunrise descent",
)


def themed(count: int, rng: np.random.Generator, **columns: object) -> pd.DataFrame:
    """Posts about three themes that no attribute states, each in its own words."""
    theme = rng.integers(0, 3, count)
    texts = [" ".join(rng.permutation(THEMES[one].split())[:9]) for one in theme]
    lift = np.where(theme == 0, 0.7, 0.0) if columns.pop("plant", True) else np.zeros(count)
    return made_posts(count, rng, text=texts, lift=lift, **columns)


def test_a_theme_that_no_attribute_states_is_found_named_and_confirmed() -> None:
    found = Clusters().detect(brand_with(themed(300, np.random.default_rng(1))))
    sure = [one for one in control(found) if one.tier is Tier.CONFIRMED]
    assert len(sure) == 1
    what = dict(sure[0].candidate.subject.what)
    assert what["attribute"] == CONTENT
    assert set(what["level"].split(", ")) <= set(THEMES[0].split())
    assert sure[0].candidate.recommendation == "make_more_alike"
    assert sure[0].candidate.n == pytest.approx(100, abs=20)


def test_themes_that_do_nothing_are_compared_and_not_confirmed() -> None:
    for seed in range(3):
        posts = themed(300, np.random.default_rng(10 + seed), plant=False)
        found = Clusters().detect(brand_with(posts))
        assert len(found) == 3
        assert not [one for one in control(found) if one.tier is Tier.CONFIRMED]


def test_posts_that_are_saved_rather_than_liked_are_a_group_of_their_own() -> None:
    rng = np.random.default_rng(2)
    kind = rng.integers(0, 2, 240)
    counts = np.array([rng.multinomial(200, (0.2, 0.1, 0.1, 0.6) if one else (0.7, 0.1, 0.1, 0.1)) for one in kind])
    posts = made_posts(240, rng).assign(
        **{name: counts[:, place].astype(float) for place, name in enumerate(("likes", "comments", "shares", "saves"))},
        follows=rng.poisson(np.where(kind == 1, 12, 4)).astype(float),
    )
    found = Clusters().detect(brand_with(posts, metrics=("engagement_rate", "follows_per_1000_impressions")))
    (one,) = [one for one in found if dict(one.subject.what)["attribute"] == REACTION]
    assert one.subject.metric == "follows_per_1000_impressions"
    assert dict(one.subject.what)["level"] in ("more saves", "more likes")
    assert control(found)
    assert one.measured is not None
    assert abs(one.measured.estimate) == pytest.approx(np.log(3), abs=0.3)


def test_density_decides_what_is_a_cluster() -> None:
    rng = np.random.default_rng(3)
    points = np.vstack([rng.normal(0, 0.05, (30, 2)), rng.normal(2, 0.05, (20, 2)), [[9.0, 9.0], [np.nan, 0.0]]])
    found = cluster_points(points, ClusterSettings())
    assert found[:30].tolist() == [0] * 30
    assert found[30:50].tolist() == [1] * 20
    assert found[50:].tolist() == [-1, -1]
    assert set(cluster_points(points, ClusterSettings(fewest=25)).tolist()) == {0, -1}


def test_earlier_points_join_the_cluster_of_the_newest_near_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("learning.insights.density_clusters.MOST_POINTS", 40)
    rng = np.random.default_rng(4)
    angles = np.concatenate([np.tile([0.1, 1.4], 30), rng.normal(0.1, 0.05, 20), rng.normal(1.4, 0.05, 20)])
    vectors = np.column_stack([np.cos(angles), np.sin(angles)])
    found = cluster_directions(np.vstack([vectors, np.zeros((1, 2))]), ClusterSettings(near=0.05))
    assert set(found[:60:2].tolist()) == {int(found[70])}
    assert set(found[1:60:2].tolist()) == {int(found[90])}
    assert found[70] != found[90]
    assert found[-1] == -1


def test_nothing_to_cluster_is_no_error() -> None:
    posts = made_posts(30, np.random.default_rng(5), text="")
    assert list(Clusters().detect(brand_with(posts))) == []
    assert Clusters().detect(brand_with(posts.iloc[:0])) == ()


@given(st.integers(0, 2**32 - 1), st.integers(2, 90), st.integers(1, 6), st.sampled_from([0.05, 0.2, 0.3, 0.8]))
def test_groups_by_density_are_those_of_scikit_learn(seed: int, count: int, fewest: int, near: float) -> None:
    rng = np.random.default_rng(seed)
    points = rng.normal(0, 0.2, (count, 3)) + rng.integers(0, 3, (count, 1))
    fitted = DBSCAN(eps=near, min_samples=fewest, algorithm="brute").fit(points)
    labels, is_core = group_by_density(points, near, fewest)
    assert labels.tolist() == fitted.labels_.tolist()
    assert np.flatnonzero(is_core).tolist() == fitted.core_sample_indices_.tolist()
