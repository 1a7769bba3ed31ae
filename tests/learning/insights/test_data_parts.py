"""What changed since a detector looked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from learning.domain.analyses import SeriesKey
from learning.insights.brand_data import BrandData, no_decisions, no_notes
from learning.insights.catalogue import DETECTORS
from learning.insights.data_parts import Part, digests_of
from learning.simulation.world import WorldName
from tests.learning.insights.brand_worlds import Brand, simulated_brand


@pytest.fixture(scope="module")
def brand() -> Brand:
    return simulated_brand(WorldName.NOISE, 3, days=40, posts_per_day=2, metrics=("engagement_rate",))


def changed(before: BrandData, now: BrandData) -> set[Part]:
    one, other = digests_of(before), digests_of(now)
    return {part for part in Part if one[part] != other[part]}


def test_the_same_data_has_not_changed_however_it_is_stored(brand: Brand) -> None:
    cells = brand.data.cells.assign(persona=brand.data.cells["persona"].astype("category"))
    same = replace(brand.data, posts=brand.data.posts.copy(), series=tuple(map(replace, brand.data.series)))
    assert changed(brand.data, same) == set()
    assert changed(replace(brand.data, cells=cells), replace(brand.data, cells=cells.copy())) == set()


def test_anything_that_is_other_changes_its_part_and_no_other_part(brand: Brand) -> None:
    data = brand.data
    first = data.series[0]
    aged = data.posts["age_hours"] + 0.5
    for part, now in (
        (Part.TODAY, replace(data, today=data.today + timedelta(days=1))),
        (Part.POSTS, replace(data, posts=data.posts.iloc[1:])),
        (Part.POSTS, replace(data, posts=data.posts.assign(age_hours=aged))),
        (Part.POSTS, replace(data, posts=data.posts.assign(topic=data.posts["topic"].str.upper()))),
        (Part.POSTS, replace(data, posts=data.posts.iloc[::-1])),
        (Part.PEERS, replace(data, peers=data.posts)),
        (Part.CELLS, replace(data, cells=data.cells.assign(likes=data.cells["likes"] + 1))),
        (Part.SERIES, replace(data, series=(replace(first, numerator=first.numerator + 1), *data.series[1:]))),
        (Part.SERIES, replace(data, series=(replace(first, key=SeriesKey("views", first.key.basis)),))),
        (Part.HOURS, replace(data, hours={"engagement_rate": data.hours["engagement_rate"] + 1})),
    ):
        assert changed(data, now) == {part}


def test_a_detector_proposes_nothing_else_when_a_part_changes_that_it_does_not_read(brand: Brand) -> None:
    bare = {
        Part.TODAY: {"today": brand.data.today + timedelta(days=40)},
        Part.POSTS: {"posts": brand.data.posts.iloc[:0]},
        Part.PEERS: {"peers": brand.data.posts},
        Part.CELLS: {"cells": brand.data.cells.iloc[:0]},
        Part.SERIES: {"series": ()},
        Part.HOURS: {"hours": {}},
        Part.SOURCES: {"sources": ()},
        Part.NOTES: {"notes": no_notes()},
        Part.DECISIONS: {"decisions": no_decisions()},
    }
    for detector in DETECTORS:
        changes = {name: value for part in Part if part not in detector.reads for name, value in bare[part].items()}
        assert list(detector.detect(replace(brand.data, **changes))) == list(detector.detect(brand.data))
