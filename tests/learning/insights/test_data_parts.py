"""What changed since a detector looked."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from learning.insights.catalogue import DETECTORS
from learning.insights.data_parts import Part, is_due, share_changed, states_of
from learning.insights.detectors.attribute_effects import AttributeEffects
from learning.insights.detectors.trends import Trends
from learning.simulation.world import WorldName
from tests.learning.insights.brand_worlds import Brand, simulated_brand


@pytest.fixture(scope="module")
def brand() -> Brand:
    return simulated_brand(WorldName.NOISE, 3, days=60, metrics=("engagement_rate", "click_through_rate"))


def test_the_same_data_in_another_order_has_not_changed(brand: Brand) -> None:
    before = states_of(brand.data)
    shuffled = replace(
        brand.data,
        posts=brand.data.posts.sample(frac=1, random_state=1),
        cells=brand.data.cells.sample(frac=1, random_state=1),
        series=tuple(reversed(brand.data.series)),
    )
    now = states_of(shuffled)
    assert {part: share_changed(before[part], now[part]) for part in Part} == dict.fromkeys(Part, 0.0)
    assert not any(is_due(detector, before, now) for detector in DETECTORS)


def test_new_changed_and_removed_posts_count_by_their_share(brand: Brand) -> None:
    posts = brand.data.posts
    before = states_of(brand.data)[Part.POSTS]
    other = posts.assign(likes=posts["likes"].where(posts.index >= 3, posts["likes"] + 1))
    assert share_changed(before, states_of(replace(brand.data, posts=other))[Part.POSTS]) == pytest.approx(
        3 / len(posts)
    )
    fewer = states_of(replace(brand.data, posts=posts.iloc[5:]))[Part.POSTS]
    assert share_changed(before, fewer) == pytest.approx(5 / len(posts))
    assert share_changed(fewer, before) == pytest.approx(5 / len(posts))


def test_getting_older_changes_a_post_only_while_its_numbers_still_grow(brand: Brand) -> None:
    posts = brand.data.posts.assign(age_hours=lambda frame: frame["age_hours"] + 24.0)
    later = states_of(replace(brand.data, posts=posts))[Part.POSTS]
    young = (brand.data.posts["age_hours"] < 336).mean()
    assert share_changed(states_of(brand.data)[Part.POSTS], later) == pytest.approx(young, abs=0.01)


def test_one_more_segment_of_a_post_is_one_change(brand: Brand) -> None:
    cells = pd.concat([brand.data.cells, brand.data.cells.iloc[:1].assign(persona="somebody new")])
    now = states_of(replace(brand.data, cells=cells))[Part.CELLS]
    units = brand.data.cells["content_id"].nunique()
    assert share_changed(states_of(brand.data)[Part.CELLS], now) == pytest.approx(1 / units)


def test_a_detector_of_effects_waits_for_one_percent_and_one_of_days_does_not(brand: Brand) -> None:
    before = states_of(brand.data)
    first = brand.data.series[0]
    data = replace(
        brand.data,
        posts=brand.data.posts.iloc[1:],
        series=(replace(first, numerator=first.numerator + 1), *brand.data.series[1:]),
    )
    now = states_of(data)
    assert share_changed(before[Part.POSTS], now[Part.POSTS]) < AttributeEffects().patience
    assert not is_due(AttributeEffects(), before, now)
    assert is_due(Trends(), before, now)
    assert is_due(AttributeEffects(), before, states_of(replace(data, posts=brand.data.posts.iloc[9:])))
    assert is_due(AttributeEffects(), None, now)


def test_a_detector_proposes_nothing_else_when_a_part_changes_that_it_does_not_read(brand: Brand) -> None:
    bare = {
        Part.POSTS: {"posts": brand.data.posts.iloc[:0]},
        Part.PEERS: {"peers": brand.data.posts},
        Part.CELLS: {"cells": brand.data.cells.iloc[:0]},
        Part.SERIES: {"series": ()},
        Part.HOURS: {"hours": {}},
        Part.SOURCES: {"sources": ()},
    }
    for detector in DETECTORS:
        changes = {name: value for part in set(Part) - detector.reads for name, value in bare[part].items()}
        assert list(detector.detect(replace(brand.data, **changes))) == list(detector.detect(brand.data))
