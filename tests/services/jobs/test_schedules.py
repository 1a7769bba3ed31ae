from __future__ import annotations

from datetime import UTC, datetime

import pytest

from services.jobs.schedules import Schedule, daily_at, every_minutes, weekly_on

SATURDAY = datetime(2026, 11, 21, 9, 34, 12, tzinfo=UTC)
NOW = int(SATURDAY.timestamp())


def at(schedule: Schedule) -> datetime:
    return datetime.fromtimestamp(schedule.latest_slot(NOW), UTC)


def test_an_interval_counts_from_midnight() -> None:
    assert at(every_minutes(10)) == SATURDAY.replace(minute=30, second=0)


def test_a_time_of_day_that_is_still_to_come_was_yesterday() -> None:
    assert at(daily_at(0, 30)) == SATURDAY.replace(hour=0, minute=30, second=0)
    assert at(daily_at(23)) == datetime(2026, 11, 20, 23, tzinfo=UTC)


@pytest.mark.parametrize(("weekday", "day"), [(0, 16), (4, 20), (5, 21), (6, 15)])
def test_a_day_of_the_week_is_the_latest_one(weekday: int, day: int) -> None:
    assert at(weekly_on(weekday, 2)) == datetime(2026, 11, day, 2, tzinfo=UTC)


def test_slots_that_went_by_are_each_named_once() -> None:
    schedule = every_minutes(10)
    latest = schedule.latest_slot(NOW)
    assert schedule.slots_between(latest - 1800, NOW) == (latest - 1200, latest - 600, latest)
    assert schedule.slots_between(latest, NOW) == ()


@pytest.mark.parametrize(
    ("schedule", "words"),
    [
        (every_minutes(10), "every 10 minutes"),
        (every_minutes(60), "every hour"),
        (Schedule(90), "every 90 seconds"),
        (daily_at(0, 30), "daily at 00:30 UTC"),
        (weekly_on(2, 2, 5), "Wednesday at 02:05 UTC"),
    ],
)
def test_a_rhythm_in_words(schedule: Schedule, words: str) -> None:
    assert schedule.words == words
