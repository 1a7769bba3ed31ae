from datetime import date

import pytest

from learning.domain.trends import Comparison
from learning.metrics.comparison import earlier_range, shift_days


@pytest.mark.parametrize(("days", "shift"), [(1, 7), (7, 7), (8, 14), (28, 28), (30, 35), (90, 91)])
def test_the_previous_period_lies_whole_weeks_earlier_and_does_not_overlap(days: int, shift: int) -> None:
    first = date(2026, 3, 1)
    last = date.fromordinal(first.toordinal() + days - 1)
    assert shift_days(first, last, Comparison.PREVIOUS) == shift
    start, finish = earlier_range(first, last, shift)
    assert finish < first
    assert start.weekday() == first.weekday()


def test_last_year_is_52_weeks_earlier() -> None:
    assert shift_days(date(2026, 11, 1), date(2026, 11, 28), Comparison.LAST_YEAR) == 364


def test_a_range_longer_than_a_year_is_never_compared_with_its_own_days() -> None:
    assert shift_days(date(2025, 1, 1), date(2026, 6, 30), Comparison.LAST_YEAR) >= 546


def test_no_comparison_is_no_shift() -> None:
    assert shift_days(date(2026, 11, 1), date(2026, 11, 28), Comparison.OFF) == 0
