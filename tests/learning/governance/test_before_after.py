"""What is said of a change that reached everybody at once: a hint at most, and nothing where nothing can be said."""

from __future__ import annotations

import numpy as np
import pytest

from learning.governance.before_after import before_after

DAYS, START = 90, 69


def world(seed: int, *, lift: float = 0.0, slump: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Two platforms with weekdays and common weeks; the first may change at the start, or slump before it."""
    rng = np.random.default_rng(seed)
    weekday = 1 + 0.2 * np.sin(2 * np.pi * np.arange(DAYS) / 7)
    common = np.exp(np.cumsum(rng.normal(0, 0.02, DAYS)))
    series, other = (1_000 * weekday * common * np.exp(rng.normal(0, 0.05, DAYS)) for _ in range(2))
    series[START:] *= 1 + lift
    series[START - 7 : START] *= 1 - slump
    return np.round(series), np.round(other).reshape(-1, 1)


def test_a_clear_change_is_seen_with_its_range_and_what_was_to_be_expected():
    found = before_after(*world(3, lift=0.4), START, np.random.default_rng(1))
    assert found.lift == pytest.approx(0.4, abs=0.12)
    assert found.low is not None
    assert found.low > 0
    assert found.expected_mean is not None
    assert 500 < found.expected_mean < 2_000
    assert (found.days_before, found.days_after) == (START, DAYS - START - 1)


@pytest.mark.parametrize("slump", [0.0, 0.3])
def test_no_change_is_no_effect_also_where_a_slump_came_before_it(slump: float):
    found = before_after(*world(4, slump=slump), START, np.random.default_rng(1))
    assert found.low is None or found.low < 0 < (found.high or 0)


def test_too_few_days_no_other_series_and_nothing_before_are_told():
    series, other = world(5)
    rng = np.random.default_rng(1)
    assert "42 and 7 are needed" in before_after(series, other, 20, rng).reason
    assert "42 and 7 are needed" in before_after(series[: START + 3], other[: START + 3], START, rng).reason
    assert "no other series" in before_after(series, np.empty((DAYS, 0)), START, rng).reason
    assert "nothing of it before" in before_after(series * (np.arange(DAYS) >= START), other, START, rng).reason


def rates(runs: int, lift: float, slump: float) -> tuple[float, float, float]:
    """The shares of runs that hint at an effect and that give a range, and of the ranges that hold the truth."""
    worlds = (world(100 + number, lift=lift, slump=slump) for number in range(runs))
    found = [before_after(*each, START, np.random.default_rng(number)) for number, each in enumerate(worlds)]
    ranges = [(one.low, one.high) for one in found if one.low is not None and one.high is not None]
    hints = sum(low > 0 or high < 0 for low, high in ranges)
    inside = sum(low <= lift <= high for low, high in ranges)
    return hints / runs, len(ranges) / runs, inside / max(len(ranges), 1)


@pytest.mark.slow
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize(("lift", "slump"), [(0.0, 0.0), (0.0, 0.3), (0.2, 0.0)])
def test_how_often_it_suggests_something(lift: float, slump: float):
    hints, told, inside = rates(60, lift, slump)
    assert hints <= 0.1 if lift == 0 else hints >= 0.5
    assert told >= 0.8
    assert inside >= 0.85
