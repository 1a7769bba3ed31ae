"""Integer keys of local hours and days: one arithmetic for both engines."""

from datetime import date
from typing import Final

EPOCH: Final = date(1970, 1, 1)


def day_key(day: date) -> int:
    """The number of days since 1970-01-01 of a calendar date."""
    return (day - EPOCH).days


def day_of(key: int) -> date:
    """The calendar date of a day key."""
    return date.fromordinal(EPOCH.toordinal() + key)


def hour_key(day: int, hour: int) -> int:
    """The local hour key (24 x day key + hour of the wall clock): the repeated hour of autumn shares one key."""
    return day * 24 + hour


def hour_of_week(key: int) -> int:
    """0-167 from Monday 00:00, of a local hour key (1970-01-01 was a Thursday)."""
    return (key + 72) % 168
