from datetime import date, timedelta

import numpy as np
import pytest

from learning.domain.analyses import SeriesScale
from learning.insights.change_points import find_change_points
from learning.insights.hours import HourSums, hour_factors
from learning.insights.series import decompose
from tests.learning.insights.daily_worlds import WEEKDAYS, DailyWorld

FIRST = date(2026, 1, 5)
"""A Monday."""


def days(count: int) -> list[date]:
    return [FIRST + timedelta(days=place) for place in range(count)]


def drawn(world: DailyWorld, seed: int) -> list[float | None]:
    return [float(value) for value in np.exp(world.draw(seed)[0])]


def test_the_parts_of_a_positive_series_multiply_to_it() -> None:
    values = drawn(DailyWorld(180, growth=0.5), 1)
    found = decompose(days(180), values)
    assert found.scale is SeriesScale.LOG
    assert found.n == 180
    for part, value in zip(found.days, values, strict=True):
        factor = found.weekdays[part.day.weekday()].factor
        assert part.trend is not None
        assert part.remainder is not None
        assert factor is not None
        assert part.trend * factor * (1 + part.remainder) == pytest.approx(value)


def test_planted_weekdays_lie_within_their_intervals() -> None:
    found = decompose(days(280), drawn(DailyWorld(280), 2))
    held = [
        one.low <= np.exp(effect) <= one.high
        for one, effect in zip(found.weekdays, WEEKDAYS, strict=True)
        if one.low is not None and one.high is not None
    ]
    assert sum(held) >= 6
    assert [one.n for one in found.weekdays] == [40] * 7


def test_a_planted_trend_is_followed() -> None:
    found = decompose(days(200), drawn(DailyWorld(200, noise=0.05, growth=1.0), 3))
    first, last = found.days[5].trend, found.days[-5].trend
    assert first is not None
    assert last is not None
    assert last / first == pytest.approx(2, rel=0.12)


def test_a_series_that_touches_zero_is_taken_apart_by_addition() -> None:
    values: list[float | None] = [float(value) for value in np.random.default_rng(4).poisson(2, 120)]
    found = decompose(days(120), values)
    assert found.scale is SeriesScale.LINEAR
    part = found.days[60]
    factor = found.weekdays[part.day.weekday()].factor
    assert part.trend is not None
    assert part.remainder is not None
    assert factor is not None
    assert part.trend + factor + part.remainder == pytest.approx(values[60])


def test_gaps_stay_gaps_and_have_a_trend_and_a_band_all_the_same() -> None:
    values = drawn(DailyWorld(120), 5)
    values[80] = None
    found = decompose(days(120), values)
    assert found.n == 119
    assert found.days[80].value is None
    assert found.days[80].remainder is None
    assert found.days[80].trend is not None
    assert found.days[80].expected is not None


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([10.0] * 20, "at least four weeks"),
        ([], "there are 0 days"),
        ([5.0] * 60, "same value"),
    ],
)
def test_what_cannot_be_analysed_says_why(values: list[float | None], reason: str) -> None:
    values = [
        value if value is None else value + place % 3 * (reason != "same value") for place, value in enumerate(values)
    ]
    parts, changes = decompose(days(len(values)), values), find_change_points(days(len(values)), values)
    assert reason in (parts.reason or "")
    assert reason in (parts.band_reason or "")
    assert reason in (changes.reason or "")
    assert parts.weekdays == ()
    assert changes.points == ()


def test_a_planted_change_has_its_day_its_size_and_its_levels() -> None:
    world = DailyWorld(180, noise=0.1, shift=0.3)
    values, row = world.draw(7)
    found = find_change_points(days(180), [float(value) for value in np.exp(values)])
    (point,) = found.points
    assert point.low <= FIRST + timedelta(days=row) <= point.high
    assert point.change_low < 0.3 < point.change_high
    assert point.after / point.before - 1 == pytest.approx(point.change)
    assert point.n_before + point.n_after == 180
    assert found.noise == pytest.approx(0.1, abs=0.03)


def test_days_without_data_do_not_move_a_change() -> None:
    world = DailyWorld(200, noise=0.08, shift=0.5)
    values, row = world.draw(9)
    figures: list[float | None] = [float(value) for value in np.exp(values)]
    for place in range(0, 200, 9):
        figures[place] = None
    (point,) = find_change_points(days(200), figures).points
    assert abs((point.day - FIRST).days - row) <= 3


def test_hours_are_compared_within_their_weekday() -> None:
    shape = 1 + 0.5 * np.sin(2 * np.pi * np.arange(24) / 24)
    weekday_levels = np.array([5, 1, 2, 3, 4, 0.5, 9.0])
    tops = (weekday_levels[:, None] * shape[None, :] * 20).reshape(-1)
    factors, reason = hour_factors(HourSums(tops, None, np.full(168, 20)), SeriesScale.LOG)
    assert reason is None
    assert [one.factor for one in factors] == pytest.approx(shape.tolist())
    assert factors[0].n == 140


def test_rates_by_hour_are_ratios_of_sums() -> None:
    bottoms = np.full(168, 1_000.0)
    tops = np.tile(np.where(np.arange(24) < 12, 10.0, 30.0), 7)
    factors, _ = hour_factors(HourSums(tops, bottoms, np.full(168, 8)), SeriesScale.LOG)
    assert factors[0].factor == pytest.approx(0.5)
    assert factors[20].factor == pytest.approx(1.5)


def test_few_or_no_hours_are_refused_with_the_reason() -> None:
    nothing = HourSums(np.full(168, np.nan), None, np.zeros(168, dtype=np.int64))
    assert hour_factors(nothing, SeriesScale.LOG) == ((), "the data has no hours")
    few = HourSums(np.ones(168), None, np.ones(168, dtype=np.int64))
    assert "two weeks" in (hour_factors(few, SeriesScale.LOG)[1] or "")


def test_posts_that_come_out_twice_a_week_have_levels_but_no_weekdays() -> None:
    generator = np.random.default_rng(0)
    values = [
        float(np.exp(generator.normal(0, 0.1))) * (1.5 if place >= 200 else 1) if place % 7 in {1, 4} else None
        for place in range(400)
    ]
    parts, changes = decompose(days(400), values), find_change_points(days(400), values)
    assert "too few of the days have data" in (parts.reason or "")
    (point,) = changes.points
    assert abs((point.day - FIRST).days - 200) <= 7
