"""How long the pure part of a full and of an incremental run takes."""

from __future__ import annotations

import resource
import time
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from threadpoolctl import threadpool_limits

from learning.domain.facts import Fact
from learning.insights.brand_data import BrandData, DailySeries
from learning.insights.catalogue import DETECTORS
from learning.insights.change_points import find_change_points
from learning.insights.control import control
from learning.insights.data_parts import digests_of
from learning.insights.series import decompose
from learning.simulation.world import WorldName
from tests.learning.insights.brand_worlds import simulated_brand
from tests.learning.insights.whole_runs import METRICS

POSTS, DAYS, CHANNELS = 10_000, 400, 5


def large_brand() -> BrandData:
    """10,000 posts over 400 days, each seen by 4 x 3 x 5 segments, and five series of every metric."""
    rng = np.random.default_rng(0)
    small = simulated_brand(WorldName.DEMO, 1, days=DAYS, posts_per_day=2.5, metrics=METRICS).data
    size = len(small.posts)
    copies = range(-(-POSTS // size))
    words = rng.choice(np.array(["rope", "tent", "stove", "boots", "map", "river"], dtype=object), (len(copies), size))
    posts = pd.concat(
        [
            small.posts.assign(content_id=small.posts["content_id"] + at * size, text=small.posts["text"] + " " + own)
            for at, own in zip(copies, words, strict=True)
        ],
        ignore_index=True,
    ).iloc[:POSTS]
    cells = pd.concat(
        [small.cells.assign(content_id=small.cells["content_id"] + at * size) for at in copies], ignore_index=True
    )
    cells = pd.concat([cells[cells["content_id"] < POSTS]] * CHANNELS, ignore_index=True)
    cells["channel"] = np.repeat([f"channel {place}" for place in range(CHANNELS)], len(cells) // CHANNELS)
    for fact in Fact:
        cells[fact.value] = np.floor(cells[fact.value] / CHANNELS)
    series = [
        replace(one, key=replace(one.key, platform=platform))
        for one in small.series
        for platform in (None, "instagram", "x", "linkedin", "mail")
    ]
    return replace(small, posts=posts, cells=cells, series=tuple(map(analysed, series)))


def analysed(series: DailySeries) -> DailySeries:
    """A series with what is computed beforehand."""
    days = [series.first + timedelta(days=place) for place in range(len(series.values))]
    values = [None if np.isnan(one) else one for one in series.values.tolist()]
    return replace(series, decomposition=decompose(days, values), changes=find_change_points(days, values))


@pytest.mark.slow
@pytest.mark.timeout(0)
def test_a_large_brand_is_analysed_in_half_a_minute_of_one_core_and_a_gigabyte() -> None:
    data = large_brand()
    with threadpool_limits(1):
        begun = time.process_time()
        digests_of(data)
        control([one for detector in DETECTORS for one in detector.detect(data)])
        full = time.process_time() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    assert full < 30
    assert memory < 1
