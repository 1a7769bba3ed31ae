"""Sums of spans of days: what is kept is what would be summed anew, and goes with the days that change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pytest

from db.engine import open_store
from db.rollups.bucket_sums import BucketSums
from db.rollups.kept_sums import SPAN_DAYS, SpanSums
from learning.domain.enums import Basis
from learning.domain.facts import MISSING, Fact
from learning.domain.observations import SegmentKey
from tests.services.hand_made import HandMade, Row, make, spec

FIRST = date(2026, 6, 1)
BY_POST = spec("x", Basis.ACTIVITY, "content", "persona")


@pytest.fixture
def brand(any_database_url: str) -> Iterator[HandMade]:
    made = make(any_database_url)
    yield made
    made.store.close()


def rows(seed: int, count: int, first: int = 0, days: int = 90) -> list[Row]:
    rng = np.random.default_rng(seed)
    places = rng.choice(days * 18, count, replace=False).tolist()
    return [
        Row(
            FIRST + timedelta(days=first + place // 18),
            {Fact.VIEWS: float(rng.integers(0, 10**6)), Fact.REVENUE: round(float(rng.gamma(1, 9)), 2)}
            | ({Fact.FOLLOWS: float(rng.integers(-5, 50))} if rng.random() < 0.5 else {}),
            content=f"p{place % 9}",
            segment=SegmentKey(persona=("Parents", "Students")[place // 9 % 2]),
        )
        for place in places
    ]


def read(brand: HandMade, *, keep: bool = True) -> tuple[list[list[int]], list[int]]:
    """The sums with their keys, and the spans that had to be summed."""
    with brand.read() as work:
        (holding,) = work.figures.list_holdings(brand.brand_id)
        found = [work.kept_sums.read(holding.cut_id, by_post=by_post) for by_post in (True, False)]
        fresh = tuple(work.kept_sums.fresh)
    if keep:
        with brand.store.write() as work:
            work.kept_sums.keep(fresh)
            work.commit()
    return [np.hstack([one.keys, one.sums]).tolist() for one in found], [one.span for one in fresh if one.by_post]


def anew(brand: HandMade) -> list[list[int]]:
    """The same of the rollups alone."""
    with brand.read() as work:
        (holding,) = work.figures.list_holdings(brand.brand_id)
        kept = work.kept_sums.read(holding.cut_id, by_post=True)
    with brand.store.write() as work:
        work.rollups.rebuild(brand.brand_id)
        found = [work.kept_sums.read(holding.cut_id, by_post=by_post) for by_post in (True, False)]
    assert kept.names == found[0].names
    return [np.hstack([one.keys, one.sums]).tolist() for one in found]


def test_what_is_kept_is_what_would_be_summed_anew_after_imports_and_undo(brand: HandMade) -> None:
    brand.put(BY_POST, rows(1, 60))
    first, summed = read(brand)
    assert len(summed) >= 3
    again, summed = read(brand)
    assert (again, summed) == (first, [])
    batch = brand.put(BY_POST, rows(2, 4, first=80, days=3))
    more, summed = read(brand)
    assert len(summed) == 1
    assert more == anew(brand) != first
    with brand.store.write() as work:
        work.importing.undo(batch)
        work.commit()
    assert read(brand)[0] == anew(brand) == first


def test_a_fact_that_comes_later_is_not_reported_on_the_days_before(brand: HandMade) -> None:
    brand.put(BY_POST, [Row(FIRST, {Fact.VIEWS: 3}, content="a")])
    read(brand)
    late = FIRST + timedelta(days=2 * SPAN_DAYS)
    batch = brand.put(BY_POST, [Row(late, {Fact.VIEWS: 1, Fact.LIKES: 2}, content="b")])
    found, summed = read(brand)
    assert len(summed) == 2
    assert found == anew(brand)
    assert MISSING in found[0][0]
    with brand.store.write() as work:
        work.importing.undo(batch)
        work.commit()
    assert read(brand)[0] == anew(brand)


def test_numbers_come_back_as_they_were_kept(brand: HandMade) -> None:
    brand.put(BY_POST, [Row(FIRST, {Fact.VIEWS: 3}, content="a")])
    edges = [0, 1, -1, 255, 256, 2**31, -(2**40), 2**62, MISSING]
    matrix = np.array([edges, edges[::-1], [MISSING] * 9, [7_000_000] * 9], dtype=np.int64).T
    sums = BucketSums(("views", "likes", "shares"), np.arange(18, dtype=np.int64).reshape(9, 2), matrix)
    with brand.store.write() as work:
        (holding,) = work.figures.list_holdings(brand.brand_id)
        work.kept_sums.keep([SpanSums(holding.cut_id, by_post=True, span=FIRST.toordinal(), sums=sums)])
        work.kept_sums.keep([SpanSums(holding.cut_id, by_post=True, span=FIRST.toordinal(), sums=sums)])
        kept = work.kept_sums.list_kept(holding.cut_id, by_post=True)[FIRST.toordinal()]
    assert kept.names == sums.names
    assert kept.keys.tolist() == sums.keys.tolist()
    assert kept.sums.tolist() == matrix.tolist()


def test_what_was_read_before_another_import_stays_away_from_another_connection(brand: HandMade) -> None:
    brand.put(BY_POST, rows(1, 60))
    read(brand)
    other = HandMade(open_store(str(brand.store.url)), brand.brand_id)
    brand.put(BY_POST, rows(3, 5))
    assert read(other, keep=False)[0] == anew(brand)
    other.store.close()
