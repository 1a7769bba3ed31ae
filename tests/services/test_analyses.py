"""Analyses of a brand's series: computed when the data changed, stored, read; on planted data."""

from __future__ import annotations

import json
import math
import threading
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from learning.domain.analyses import AnalysisKind, SeriesKey
from learning.domain.enums import Basis, Grain
from learning.domain.facts import Fact
from services.analyses import refresh as analysis_refresh
from services.analyses import series as analysis_series
from services.analyses.reading import find_changes, find_decomposition, list_changes
from services.analyses.refresh import refresh_analyses
from services.analyses.result_json import (
    change_points_payload,
    decomposition_payload,
    read_change_points,
    read_decomposition,
)
from services.analyses.series import read_series
from services.analyses.upkeep import analyse_behind, follow_change
from tests.services.hand_made import HandMade, Row, make, spec

FIRST = date(2026, 6, 1)
SHIFTED = FIRST + timedelta(days=70)
NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
IMPRESSIONS = SeriesKey("impressions", Basis.ACTIVITY)
RATE = SeriesKey("engagement_rate", Basis.ACTIVITY)


def rows(days: int = 120, seed: int = 1) -> list[Row]:
    """Impressions go up by half on one day; the rate of likes stays."""
    generator = np.random.default_rng(seed)
    found = []
    for offset in range(days):
        day = FIRST + timedelta(days=offset)
        seen = 1_000 * math.exp(generator.normal(0, 0.1)) * (1.5 if day >= SHIFTED else 1)
        likes = seen * 0.05 * math.exp(generator.normal(0, 0.1))
        found.append(Row(day, {Fact.IMPRESSIONS: round(seen), Fact.LIKES: round(likes)}))
    return found


@pytest.fixture
def brand(sqlite_url: str) -> HandMade:
    made = make(sqlite_url)
    made.put(spec("x", Basis.ACTIVITY), rows())
    return made


def test_a_planted_change_is_stored_and_read_with_its_data_version(brand: HandMade) -> None:
    assert refresh_analyses(brand.store, brand.brand_id, NOW) > 0
    with brand.read() as work:
        found = find_changes(work, brand.brand_id, IMPRESSIONS)
        rate = find_changes(work, brand.brand_id, RATE)
    assert found is not None
    assert found.result is not None
    assert (found.data_version, found.computed_at, found.failure) == (1, int(NOW.timestamp()), None)
    (point,) = found.result.points
    assert point.low <= SHIFTED <= point.high
    assert point.change_low < 0.5 < point.change_high
    assert rate is not None
    assert rate.result is not None
    assert rate.result.points == ()


def test_each_platform_has_series_beside_those_of_all_together(brand: HandMade) -> None:
    brand.put(spec("youtube", Basis.ACTIVITY), rows(seed=2))
    refresh_analyses(brand.store, brand.brand_id, NOW)
    with brand.read() as work:
        parts = {
            name: find_decomposition(work, brand.brand_id, SeriesKey("impressions", Basis.ACTIVITY, name))
            for name in (None, "x", "youtube")
        }
    totals = {name: one.result.days[10].value for name, one in parts.items() if one and one.result}
    assert totals[None] == pytest.approx((totals["x"] or 0) + (totals["youtube"] or 0))


def test_hours_come_from_hourly_data_and_their_lack_has_a_reason(sqlite_url: str) -> None:
    made = make(sqlite_url)

    hourly = [
        Row(FIRST + timedelta(days=day), {Fact.IMPRESSIONS: 300 if hour == 18 else 100}, hour=hour)
        for day in range(35)
        for hour in range(24)
    ]
    made.put(spec("x", Basis.ACTIVITY, grain=Grain.HOUR), hourly)
    refresh_analyses(made.store, made.brand_id, NOW)
    with made.read() as work:
        found = find_decomposition(work, made.brand_id, IMPRESSIONS)
    assert found is not None
    assert found.result is not None
    assert found.result.hours[18].factor == pytest.approx(300 / (2_600 / 24))
    assert found.result.hours[18].n == 35
    assert found.result.reason == "every day shows the same value"


def test_nothing_is_done_twice_for_the_same_data(brand: HandMade) -> None:
    assert analyse_behind(brand.store, NOW) > 0
    assert refresh_analyses(brand.store, brand.brand_id, NOW) == 0
    assert analyse_behind(brand.store, NOW) == 0
    brand.put(spec("x", Basis.ACTIVITY), [Row(FIRST + timedelta(days=120), {Fact.IMPRESSIONS: 1_500, Fact.LIKES: 70})])
    assert analyse_behind(brand.store, NOW) > 0


def test_series_with_the_same_figures_are_analysed_once(brand: HandMade, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[float | None, ...]] = []
    methods = analysis_refresh.find_change_points

    def counted(days: tuple[date, ...], values: tuple[float | None, ...]) -> object:
        asked.append(values)
        return methods(days, values)

    monkeypatch.setattr(analysis_refresh, "find_change_points", counted)
    count = refresh_analyses(brand.store, brand.brand_id, NOW)
    assert len(asked) == len(set(asked)) == count // 2
    with brand.read() as work:
        whole, part = (
            find_changes(work, brand.brand_id, SeriesKey("impressions", Basis.ACTIVITY, name)) for name in (None, "x")
        )
    assert whole is not None
    assert part is not None
    assert part.series.platform == "x"
    assert whole.result == part.result


def test_series_are_read_once_for_the_same_data(brand: HandMade, monkeypatch: pytest.MonkeyPatch) -> None:
    with brand.read() as work:
        before = read_series(work, brand.brand_id)
    monkeypatch.setattr(analysis_series, "answer", None)
    with brand.read() as work:
        assert read_series(work, brand.brand_id) is before


def test_a_brand_without_data_costs_nothing(sqlite_url: str) -> None:
    made = make(sqlite_url)
    assert analyse_behind(made.store, NOW) == 0
    with made.read() as work:
        assert find_changes(work, made.brand_id, IMPRESSIONS) is None
        assert list_changes(work, made.brand_id) == ()


def test_a_fault_in_one_analysis_keeps_its_old_result_and_leaves_the_others(
    brand: HandMade, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh_analyses(brand.store, brand.brand_id, NOW)
    brand.put(spec("x", Basis.ACTIVITY), [Row(FIRST + timedelta(days=120), {Fact.IMPRESSIONS: 1_500, Fact.LIKES: 70})])
    methods = analysis_refresh.find_change_points

    def breaks_on_counts(days: tuple[date, ...], values: tuple[float | None, ...]) -> object:
        if max(value or 0 for value in values) > 1:
            raise ZeroDivisionError
        return methods(days, values)

    monkeypatch.setattr(analysis_refresh, "find_change_points", breaks_on_counts)
    later = NOW + timedelta(hours=1)
    refresh_analyses(brand.store, brand.brand_id, later)
    with brand.read() as work:
        broken, whole = (find_changes(work, brand.brand_id, one) for one in (IMPRESSIONS, RATE))
    assert broken is not None
    assert broken.result is not None
    assert broken.data_version == 1
    assert "fault of ours" in (broken.failure or "")
    assert broken.failed_at == int(later.timestamp())
    assert whole is not None
    assert (whole.data_version, whole.failure) == (2, None)


def test_results_of_older_data_never_replace_newer_ones(brand: HandMade, monkeypatch: pytest.MonkeyPatch) -> None:
    computed = analysis_refresh._attempt
    overtaken = threading.Event()

    def overtake(attempt: object, figures: object) -> object:
        if not overtaken.is_set():
            overtaken.set()
            with brand.store.write() as work:
                assert work.analyses.claim(brand.brand_id, 9, 1)
                work.commit()
        return computed(attempt, figures)  # type: ignore[arg-type] # passed on as they come

    monkeypatch.setattr(analysis_refresh, "_attempt", overtake)
    assert refresh_analyses(brand.store, brand.brand_id, NOW) == 0
    with brand.read() as work:
        assert work.analyses.list_of(brand.brand_id, AnalysisKind.CHANGE_POINTS) == ()


def test_two_at_once_compute_once(brand: HandMade) -> None:
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(refresh_analyses(brand.store, brand.brand_id, NOW)))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found)[:2] == [0, 0]
    assert max(found) > 0


def test_series_go_with_the_import_that_brought_them(brand: HandMade) -> None:
    batch = brand.put(spec("youtube", Basis.ACTIVITY), rows(seed=2))
    refresh_analyses(brand.store, brand.brand_id, NOW)
    with brand.store.write() as work:
        work.importing.undo(batch)
        work.commit()
    refresh_analyses(brand.store, brand.brand_id, NOW)
    with brand.read() as work:
        assert {one.series.platform for one in list_changes(work, brand.brand_id)} == {None, "x"}


def test_following_a_change_never_fails_the_one_who_made_it(brand: HandMade, caplog: pytest.LogCaptureFixture) -> None:
    follow_change(brand.store, NOW, 9_999)
    assert "could not be analysed" in caplog.text


def test_results_are_the_same_after_a_round_through_json(brand: HandMade) -> None:
    refresh_analyses(brand.store, brand.brand_id, NOW)
    with brand.read() as work:
        parts = find_decomposition(work, brand.brand_id, IMPRESSIONS)
        changes = find_changes(work, brand.brand_id, IMPRESSIONS)
    assert parts is not None
    assert parts.result is not None
    assert changes is not None
    assert changes.result is not None
    assert read_decomposition(json.loads(json.dumps(decomposition_payload(parts.result)))) == parts.result
    assert read_change_points(json.loads(json.dumps(change_points_payload(changes.result)))) == changes.result
    assert len(parts.result.days) == 120
    assert len(parts.result.weekdays) == 7
    assert parts.result.days[60].expected is not None
