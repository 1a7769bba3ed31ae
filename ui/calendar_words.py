"""How days, ranges and moments are written: month names, never numbers that could be read two ways."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAYS_UP_TO_MONTHS: Final = 60


def day_words(day: date) -> str:
    """Write a day, as in '3 Mar 2019'."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def range_words(first: date, last: date) -> str:
    """Write a range as short as it stays clear: '1-30 Sep 2019', '1 Sep - 2 Oct 2019', '3 Mar 2019'."""
    if first == last:
        return day_words(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {MONTHS[first.month - 1]} {first.year}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]} – {day_words(last)}"
    return f"{day_words(first)} – {day_words(last)}"


def moment_words(moment: datetime, zone: str) -> str:
    """Write a moment in a zone and name the zone: '20 Nov 2026, 18:00 (Europe/Berlin)'."""
    return f"{minute_words(moment, zone)} ({zone})"


def minute_words(moment: datetime, zone: str) -> str:
    """Write a moment in a zone that is named elsewhere: '20 Nov 2026, 18:00'."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{day_words(local.date())}, {local:%H:%M}"


def hours_of_week_words(hours: Sequence[int]) -> str:
    """Write hours of the week (0 = Monday 00:00): 'Thursdays', '18:00 on every day', 'Mon 09:00 or Tue 10:00'."""
    days = {hour // 24 for hour in hours}
    clock = {hour % 24 for hour in hours}
    if len(hours) == 24 and len(days) == 1:
        return f"{WEEKDAYS[days.pop()]}s"
    if len(hours) == 7 and len(clock) == 1:
        return f"{clock.pop():02d}:00 on every day"
    return " or ".join(f"{WEEKDAYS[hour // 24][:3]} {hour % 24:02d}:00" for hour in sorted(hours))


def age_words(moment: datetime, now: datetime) -> str:
    """Write how long ago a moment is, in the largest unit that is still honest."""
    gap = now - moment
    if gap < timedelta(minutes=1):
        return "just now"
    if gap < timedelta(hours=1):
        return _count(int(gap / timedelta(minutes=1)), "minute") + " ago"
    if gap < timedelta(days=1):
        return _count(int(gap / timedelta(hours=1)), "hour") + " ago"
    return days_old_words(gap.days) + " ago"


def days_old_words(days: int) -> str:
    """Write a number of days as days, months or years."""
    if days < DAYS_UP_TO_MONTHS:
        return _count(days, "day")
    if days < 2 * 365:
        return f"about {_count(round(days / 30.4), 'month')}"
    return f"about {_count(round(days / 365.25), 'year')}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
