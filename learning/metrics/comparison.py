"""Which earlier days a range is compared with."""

from datetime import date, timedelta
from typing import Final

from learning.domain.trends import Comparison

WEEK_DAYS: Final = 7
YEAR_WEEKS: Final = 52


def shift_days(first: date, last: date, comparison: Comparison) -> int:
    """Give how many days earlier the compared range lies.

    Args:
        first: First day of the range.
        last: Last day, counted.
        comparison: The previous period or the same one last year.

    Returns:
        A multiple of seven, so that Mondays meet Mondays: the smallest one at which the two ranges do not overlap, or
        52 weeks (53 where the range itself is longer than 52); 0 for no comparison.
    """
    if comparison is Comparison.OFF:
        return 0
    weeks = -(-((last - first).days + 1) // WEEK_DAYS)
    if comparison is Comparison.LAST_YEAR:
        weeks = max(weeks, YEAR_WEEKS)
    return weeks * WEEK_DAYS


def earlier_range(first: date, last: date, days: int) -> tuple[date, date]:
    """Give the range that lies some days earlier, e.g. 28 before 1-28 November: 4-31 October."""
    return first - timedelta(days=days), last - timedelta(days=days)
