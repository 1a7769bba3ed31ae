"""Themes by month: counts, share, trend with its interval, and when it refuses."""

from __future__ import annotations

import numpy as np
import pytest

from learning.models.feedback.months import MonthNote, MonthTrend, month_trends

FIRST = 12 * 2026


def trend_of(shares: list[float], each: int = 50, name: str = "price") -> MonthTrend:
    notes = [
        MonthNote(FIRST + month, (name,) if place < round(share * each) else ())
        for month, share in enumerate(shares)
        for place in range(each)
    ]
    return next(one for one in month_trends(notes, FIRST, FIRST + len(shares) - 1) if one.name == name)


def test_a_share_that_grows_by_two_points_a_month_has_that_slope() -> None:
    found = trend_of([0.1, 0.12, 0.14, 0.16, 0.18, 0.2])
    assert found.counts == (5, 6, 7, 8, 9, 10)
    assert (found.n, found.of, found.totals) == (45, 300, (50,) * 6)
    assert found.slope == pytest.approx(0.02)
    assert found.low is not None
    assert found.low < 0.02 < (found.high or 0)


def test_months_without_notes_count_as_time_and_others_are_left_out() -> None:
    notes = [MonthNote(FIRST + month, ("price",)) for month in (0, 1, 5, 9) for _ in range(3)]
    notes += [MonthNote(FIRST + month, ()) for month in (0, 1, 5, 9, 99) for _ in range(3)]
    (found,) = month_trends(notes, FIRST, FIRST + 9)
    assert found.counts == (3, 3, 0, 0, 0, 3, 0, 0, 0, 3)
    assert (found.of, found.slope) == (24, 0.0)


@pytest.mark.parametrize(
    ("shares", "each", "reason"),
    [
        ([0.1, 0.2, 0.3], 50, "fewer than 4 months with notes"),
        ([0.0, 0.1, 0.0, 0.1], 10, "fewer than 5 notes"),
        ([1.0] * 6, 10, "every note says so"),
    ],
)
def test_too_little_or_nothing_to_compare_has_no_trend_and_says_why(
    shares: list[float], each: int, reason: str
) -> None:
    found = trend_of(shares, each)
    assert (found.slope, found.low, found.high, found.reason) == (None, None, None, reason)


def test_nineteen_of_twenty_intervals_hold_the_true_slope_also_in_storms() -> None:
    generator = np.random.default_rng(2)
    held = 0
    for _ in range(300):
        # The share of each month varies by more than chance.
        own = generator.binomial(60, generator.beta(8, 32, size=12))
        notes = [
            MonthNote(FIRST + month, ("a",) if place < k else ()) for month, k in enumerate(own) for place in range(60)
        ]
        (found,) = month_trends(notes, FIRST, FIRST + 11)
        held += found.low is not None and found.high is not None and found.low <= 0 <= found.high
    assert held >= 273
