"""When a job is due: every so often, at a time of day, or on a day of the week; all in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

MINUTE: Final = 60
HOUR: Final = 3_600
DAY: Final = 86_400
WEEK: Final = 7 * DAY
MONDAY: Final = 4 * DAY
"""Seconds from the start of 1970, a Thursday, to the first Monday."""
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Schedule:
    """A rhythm: its slots are the moments `offset + k x every`, in seconds since 1970."""

    every: int
    offset: int = 0

    def latest_slot(self, now: int) -> int:
        """The newest slot that is not after a moment."""
        return (now - self.offset) // self.every * self.every + self.offset

    def slots_between(self, after: int, now: int) -> tuple[int, ...]:
        """The slots after one moment, up to and with another, the earliest first."""
        last = self.latest_slot(now)
        first = self.latest_slot(after) + self.every
        return tuple(range(first, last + 1, self.every))

    @property
    def words(self) -> str:
        """What a person reads: 'every 10 minutes', 'daily at 00:30 UTC', 'Monday at 02:00 UTC'."""
        if self.every == WEEK:
            return f"{WEEKDAYS[(self.offset - MONDAY) % WEEK // DAY]} at {_clock(self.offset % DAY)} UTC"
        if self.every == DAY:
            return f"daily at {_clock(self.offset % DAY)} UTC"
        for size, noun in ((HOUR, "hour"), (MINUTE, "minute"), (1, "second")):
            if self.every % size == 0:
                count = self.every // size
                return f"every {noun}" if count == 1 else f"every {count} {noun}s"
        raise AssertionError(self.every)  # a whole number of seconds always divides by one


def every_minutes(count: int) -> Schedule:
    """Every so many minutes, counted from midnight UTC."""
    return Schedule(count * MINUTE)


def daily_at(hour: int, minute: int = 0) -> Schedule:
    """Once a day."""
    return Schedule(DAY, hour * HOUR + minute * MINUTE)


def weekly_on(weekday: int, hour: int, minute: int = 0) -> Schedule:
    """Once a week; Monday is 0."""
    return Schedule(WEEK, (MONDAY + weekday * DAY + hour * HOUR + minute * MINUTE) % WEEK)


def slot_words(slot: int) -> str:
    """A slot as a program reads it."""
    return datetime.fromtimestamp(slot, UTC).isoformat().replace("+00:00", "Z")


def _clock(seconds: int) -> str:
    return f"{seconds // HOUR:02d}:{seconds % HOUR // MINUTE:02d}"
