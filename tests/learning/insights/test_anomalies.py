from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.domain.anomalies import AnomalyKind, TimedSeries
from learning.insights.anomalies import score_anomalies
from learning.insights.anomaly_settings import DEFAULT
from tests.learning.insights.hourly_worlds import BEGIN, DAY, HOUR, Noise, calm_series


def with_values(series: TimedSeries, values: np.ndarray) -> TimedSeries:
    return replace(series, values=values)


def alert_rows(series: TimedSeries) -> list[int]:
    return [int(row) for row in np.flatnonzero(score_anomalies(series).alerts)]


def false_alerts_a_month(noise: Noise, *, seeds: int, step: int = HOUR, days: int = 90) -> float:
    found = [len(alert_rows(calm_series(noise, seed, step=step, days=days))) for seed in range(seeds)]
    return sum(found) / seeds / days * 30


@pytest.mark.parametrize("noise", list(Noise))
def test_a_calm_hourly_series_gives_at_most_one_alert_a_month(noise: Noise) -> None:
    assert false_alerts_a_month(noise, seeds=4) <= 1


@pytest.mark.slow
@pytest.mark.parametrize("noise", list(Noise))
@pytest.mark.parametrize(("step", "days"), [(HOUR, 90), (300, 30), (DAY, 365)])
def test_calm_series_of_any_step_give_at_most_one_alert_a_month(noise: Noise, step: int, days: int) -> None:
    assert false_alerts_a_month(noise, seeds=40 if step > 300 else 12, step=step, days=days) <= 1


def test_a_spike_is_a_point_and_its_neighbours_stay_quiet() -> None:
    series = calm_series(Noise.EVEN, 1)
    values = series.values.copy()
    values[1_500:1_503] *= 6
    found = score_anomalies(with_values(series, values))
    assert found.alerts[1_500]
    assert found.kinds[1_500] is AnomalyKind.POINT
    assert not found.alerts[1_501:1_524].any()


def test_a_value_that_is_usual_at_another_hour_is_contextual() -> None:
    series = calm_series(Noise.EVEN, 2)
    values = series.values * np.exp(0.7 * np.sin(2 * np.pi * (series.times % DAY) / DAY))
    row = next(row for row in range(1_400, 1_500) if series.times[row] % DAY == 18 * HOUR)
    values[row] = 200.0
    found = score_anomalies(with_values(series, values))
    assert found.alerts[row]
    assert found.kinds[row] is AnomalyKind.CONTEXTUAL


def test_two_days_that_are_each_hour_a_little_too_low_are_collective() -> None:
    series = calm_series(Noise.EVEN, 3)
    values = series.values.copy()
    values[1_512:1_560] *= 0.7
    found = score_anomalies(with_values(series, values))
    kinds = {kind for kind in found.kinds[1_512:1_560] if kind is not None}
    assert kinds == {AnomalyKind.COLLECTIVE}


def test_a_sensor_that_stands_still_is_noticed() -> None:
    series = calm_series(Noise.EVEN, 4)
    values = series.values.copy()
    values[1_500:1_560] = values[1_500]
    assert any(1_500 <= row < 1_560 for row in alert_rows(with_values(series, values)))


def test_a_level_shift_is_told_once_or_twice_and_then_becomes_usual() -> None:
    series = calm_series(Noise.EVEN, 5)
    values = series.values.copy()
    values[1_200:] *= 2
    rows = [row for row in alert_rows(with_values(series, values)) if row >= 1_200]
    assert rows[0] <= 1_206
    assert len([row for row in rows if row > 1_200 + 14 * 24]) <= 1


def test_alerts_are_a_day_apart_and_no_more_than_the_budget_allows() -> None:
    series = calm_series(Noise.EVEN, 6)
    values = series.values.copy()
    # Each spike larger than the one before, so that each is a record.
    for count, row in enumerate(range(1_000, 1_720, 18)):
        values[row] *= 3 * 1.3**count
    found = score_anomalies(with_values(series, values))
    moments = series.times[found.alerts]
    assert np.diff(moments).min() >= DAY
    assert all(((moments >= begin) & (moments < begin + 30 * DAY)).sum() <= DEFAULT.budget for begin in moments)


def test_scores_exceed_one_half_exactly_where_there_is_an_alert() -> None:
    series = calm_series(Noise.OVERDISPERSED, 7)
    values = series.values.copy()
    values[[900, 901, 1_400]] = [4_000, 4_000, 9_000]
    found = score_anomalies(with_values(series, values))
    assert found.alerts.any()
    assert np.array_equal(found.scores > 0.5, found.alerts)
    assert [kind is not None for kind in found.kinds] == found.alerts.tolist()


@given(
    seed=st.integers(0, 10**6),
    step=st.sampled_from([30, 300, 1_800, HOUR, 4 * HOUR, DAY, 7 * DAY]),
    cut=st.floats(0.05, 0.98),
    damage=st.sampled_from(["none", "gaps", "missing", "negative", "constant", "huge", "repeated", "jitter"]),
)
@settings(max_examples=40, deadline=None)
def test_a_score_never_depends_on_later_rows(seed: int, step: int, cut: float, damage: str) -> None:
    generator = np.random.default_rng(seed)
    size = int(generator.integers(40, 900))
    times = BEGIN + step * np.arange(size, dtype=np.int64)
    values = np.exp(generator.normal(size=size)) * 10
    place = size // 2
    if damage == "gaps":
        times[place:] += 40 * DAY + 17
    elif damage == "missing":
        values[generator.random(size) < 0.3] = np.nan
    elif damage == "negative":
        values[place:] -= 15
    elif damage == "constant":
        values[place : place + 60] = 3.0
    elif damage == "huge":
        values[place] = 1e300
    elif damage == "repeated":
        times[place : place + 5] = times[place]
    elif damage == "jitter":
        times = np.sort(times + generator.integers(-step // 3, step // 3 + 1, size))
    whole = score_anomalies(TimedSeries(times, values))
    rows = int(cut * size)
    begun = score_anomalies(TimedSeries(times[:rows], values[:rows]))
    assert np.array_equal(begun.scores, whole.scores[:rows])
    assert begun.kinds == whole.kinds[:rows]
    assert np.isfinite(whole.scores).all()


@pytest.mark.parametrize(
    "values",
    [
        np.zeros(400),
        np.full(400, 5.0),
        np.full(400, np.nan),
        np.full(400, 1e308),
        np.array([1.0]),
        np.empty(0),
    ],
)
def test_what_never_moves_is_never_unusual(values: np.ndarray) -> None:
    found = score_anomalies(TimedSeries(BEGIN + HOUR * np.arange(len(values), dtype=np.int64), values))
    assert not found.alerts.any()
    assert not found.scores.any()


def test_missing_rows_score_zero_and_do_not_hide_what_follows() -> None:
    series = calm_series(Noise.EVEN, 8)
    values = series.values.copy()
    values[1_300:1_400] = np.nan
    values[1_500] *= 8
    found = score_anomalies(with_values(series, values))
    assert not found.scores[1_300:1_400].any()
    assert found.alerts[1_500]


def test_times_that_lie_years_apart_cost_no_more_than_the_rows() -> None:
    times = BEGIN + np.cumsum(np.where(np.arange(3_000) % 50 == 0, 40 * DAY, 1)).astype(np.int64)
    found = score_anomalies(TimedSeries(times, np.random.default_rng(0).normal(100, 5, 3_000)))
    assert found.alerts.sum() <= 3
