"""Stored analyses of series, on both engines."""

from __future__ import annotations

from dataclasses import replace

from db.engine import Store
from learning.domain.analyses import AnalysisKind, SeriesKey, StoredAnalysis
from learning.domain.enums import Basis
from tests.db.world import add_brand

CLICKS = SeriesKey("clicks", Basis.ACTIVITY)
CLICKS_OF_X = SeriesKey("clicks", Basis.ACTIVITY, "x")


def done(brand_id: int, series: SeriesKey = CLICKS, version: int = 3, result: str = "{}") -> StoredAnalysis:
    return StoredAnalysis(brand_id, AnalysisKind.CHANGE_POINTS, series, version, 1_000 + version, result)


def failed(brand_id: int, series: SeriesKey = CLICKS) -> StoredAnalysis:
    kind = AnalysisKind.CHANGE_POINTS
    return StoredAnalysis(brand_id, kind, series, None, None, None, failed_at=2_000, failure="no data")


def test_each_series_has_its_own_latest_result(store: Store) -> None:
    brand_id, other = add_brand(store, "B"), add_brand(store, "C")
    with store.write() as work:
        work.analyses.put(done(brand_id, version=3))
        work.analyses.put(done(brand_id, version=4, result='{"a":1}'))
        work.analyses.put(done(brand_id, CLICKS_OF_X))
        assert work.analyses.find(brand_id, AnalysisKind.CHANGE_POINTS, CLICKS) == done(
            brand_id, version=4, result='{"a":1}'
        )
        assert len(work.analyses.list_of(brand_id, AnalysisKind.CHANGE_POINTS)) == 2
        assert work.analyses.list_of(other, AnalysisKind.CHANGE_POINTS) == ()
        assert work.analyses.find(brand_id, AnalysisKind.DECOMPOSITION, CLICKS) is None


def test_a_failure_stands_beside_the_old_result_and_goes_with_the_next_one(store: Store) -> None:
    brand_id = add_brand(store, "B")
    with store.write() as work:
        work.analyses.put(failed(brand_id))
        assert work.analyses.find(brand_id, AnalysisKind.CHANGE_POINTS, CLICKS) == failed(brand_id)
        work.analyses.put(done(brand_id))
        work.analyses.put(failed(brand_id))
        kept = work.analyses.find(brand_id, AnalysisKind.CHANGE_POINTS, CLICKS)
        assert kept == replace(done(brand_id), failed_at=2_000, failure="no data")
        work.analyses.put(done(brand_id, version=5))
        assert work.analyses.find(brand_id, AnalysisKind.CHANGE_POINTS, CLICKS) == done(brand_id, version=5)


def test_whoever_saw_older_data_may_not_store(store: Store) -> None:
    brand_id = add_brand(store, "B")
    with store.write() as work:
        assert work.analyses.seen_version(brand_id) is None
        assert work.analyses.claim(brand_id, 4, 1)
        assert work.analyses.claim(brand_id, 4, 2)
        assert not work.analyses.claim(brand_id, 3, 3)
        assert work.analyses.claim(brand_id, 5, 4)
        assert work.analyses.seen_version(brand_id) == 5


def test_series_that_the_data_no_longer_has_go(store: Store) -> None:
    brand_id = add_brand(store, "B")
    with store.write() as work:
        work.analyses.put(done(brand_id))
        work.analyses.put(done(brand_id, CLICKS_OF_X))
        assert work.analyses.keep_only(brand_id, AnalysisKind.CHANGE_POINTS, [CLICKS]) == 1
        assert work.analyses.find(brand_id, AnalysisKind.CHANGE_POINTS, CLICKS_OF_X) is None
        assert work.analyses.keep_only(brand_id, AnalysisKind.CHANGE_POINTS, []) == 1


def test_analyses_go_with_their_brand(store: Store) -> None:
    brand_id = add_brand(store, "B")
    with store.write() as work:
        work.analyses.put(done(brand_id))
        work.brands.remove(brand_id)
        assert work.analyses.list_of(brand_id, AnalysisKind.CHANGE_POINTS) == ()
