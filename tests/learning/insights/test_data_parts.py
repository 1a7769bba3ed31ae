"""What changed since a detector looked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from learning.domain.facts import Fact
from learning.insights.brand_data import POST_COLUMNS, BrandData, Gates, no_notes
from learning.insights.catalogue import DETECTORS
from learning.insights.data_parts import Part, PartState, is_due, share_changed, states_of
from learning.insights.detectors.attribute_effects import AttributeEffects
from learning.insights.detectors.trends import Trends
from learning.insights.moment_drivers import explained_from
from learning.simulation.world import WorldName
from tests.learning.insights.brand_worlds import Brand, simulated_brand

FACTS = tuple(fact.value for fact in Fact)


@pytest.fixture(scope="module")
def brand() -> Brand:
    return simulated_brand(WorldName.NOISE, 3, days=60, metrics=("engagement_rate", "click_through_rate"))


def posts_frame(size: int) -> pd.DataFrame:
    frame = pd.DataFrame({name: np.full(size, np.nan) for name in POST_COLUMNS})
    return frame.assign(content_id=np.arange(size), age_hours=1_000.0)


def of_posts(posts: pd.DataFrame) -> PartState:
    data = BrandData(
        today=date(2026, 11, 1),
        posts=posts,
        peers=posts_frame(0),
        cells=posts_frame(0)[["content_id"]],
        series=(),
        hours={},
        sources=(),
        gates=Gates(0.0, 0.0, 0.0, 0.0, 0.0),
        metrics=(),
    )
    return states_of(data)[Part.POSTS]


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


def test_new_and_removed_posts_count_by_their_share(brand: Brand) -> None:
    posts = brand.data.posts.assign(**dict.fromkeys(FACTS, 100.0))
    before = of_posts(posts)
    fewer = of_posts(posts.iloc[5:])
    assert share_changed(before, fewer) == pytest.approx(5 / len(posts))
    assert share_changed(fewer, before) == pytest.approx(5 / len(posts))


def test_a_post_that_is_described_otherwise_counts_as_one_gone_and_one_new(brand: Brand) -> None:
    posts = brand.data.posts.assign(**dict.fromkeys(FACTS, 100.0))
    other = posts.assign(topic=posts["topic"].where(posts.index >= 3, "something else"))
    share = share_changed(of_posts(posts), of_posts(other))
    assert share == pytest.approx(6 / (len(posts) + 3))


def test_one_fact_that_is_reported_otherwise_counts_however_small_it_is(brand: Brand) -> None:
    posts = brand.data.posts.assign(impressions=1e6, saves=4.0)
    half = posts.assign(saves=np.where(posts.index % 2 == 0, 16.0, 4.0))
    # Half of the posts have 4 instead of 2 in square roots.
    assert share_changed(of_posts(posts), of_posts(half)) == pytest.approx(2 / 6, abs=0.01)
    assert share_changed(of_posts(posts), of_posts(posts.assign(saves=np.nan))) == 1.0


def test_one_more_day_of_four_hundred_is_about_a_four_hundredth_though_it_touches_all_young_posts() -> None:
    def after(days: int) -> PartState:
        published = np.repeat(np.arange(days), 5)
        seen = np.minimum(days - published, 14)
        posts = posts_frame(len(published)).assign(day=published, age_hours=seen * 24.0, impressions=seen * 100.0)
        return of_posts(posts)

    before, now = after(400), after(401)
    touched = (before.digests != now.digests[np.searchsorted(now.ids, before.ids)]).mean()
    assert touched > 0.03
    assert 1 / 500 < share_changed(before, now) < 1 / 300
    assert share_changed(before, after(405)) > 0.01


def test_one_post_that_everybody_saw_does_not_hide_what_happens_to_the_others() -> None:
    posts = posts_frame(200).assign(impressions=np.where(np.arange(200) == 0, 1e7, 1e3))
    more = posts.assign(impressions=posts["impressions"] * np.where(np.arange(200) > 150, 2.0, 1.0))
    assert share_changed(of_posts(posts), of_posts(more)) > 0.01


def test_getting_older_counts_only_for_detectors_without_patience_and_only_while_numbers_still_grow(
    brand: Brand,
) -> None:
    def aged(days: float) -> PartState:
        return of_posts(brand.data.posts.assign(age_hours=lambda frame: frame["age_hours"] + days * 24))

    assert 0 < share_changed(aged(0), aged(1)) < 0.001
    assert share_changed(aged(20), aged(21)) == 0


def test_one_more_segment_of_a_post_is_one_change(brand: Brand) -> None:
    cells = brand.data.cells.assign(**dict.fromkeys(FACTS, 100.0))
    before, now = (
        states_of(replace(brand.data, cells=one))[Part.CELLS]
        for one in (cells, pd.concat([cells, cells.iloc[:1].assign(persona="somebody new")]))
    )
    assert share_changed(before, now) == pytest.approx(1 / (len(cells) + 1))


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
    cells = brand.data.cells
    days = cells["content_id"].map(brand.data.posts.set_index("content_id")["day"])
    bare = {
        Part.POSTS: {"posts": brand.data.posts.iloc[:0]},
        Part.PEERS: {"peers": brand.data.posts},
        Part.CELLS: {"cells": cells[days >= explained_from(brand.data.series)]},
        Part.RECENT_CELLS: {"cells": cells.iloc[:0]},
        Part.SERIES: {"series": ()},
        Part.HOURS: {"hours": {}},
        Part.SOURCES: {"sources": ()},
        Part.NOTES: {"notes": no_notes()},
    }
    for detector in DETECTORS:
        # Whoever reads all cells reads the recent ones with them.
        reads = detector.reads | ({Part.RECENT_CELLS} if Part.CELLS in detector.reads else set())
        changes = {name: value for part in Part if part not in reads for name, value in bare[part].items()}
        assert list(detector.detect(replace(brand.data, **changes))) == list(detector.detect(brand.data))
