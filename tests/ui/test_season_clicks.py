"""A bar of the season stands for the hours of the week that the store knows."""

from __future__ import annotations

from datetime import date, timedelta

from learning.domain.timekeys import day_key, hour_key, hour_of_week
from ui.season.clicks import hours_of_week


def test_the_hours_of_a_weekday_and_of_an_hour_are_those_of_the_stores_arithmetic() -> None:
    monday = date(2026, 11, 16)
    for weekday in range(7):
        day = day_key(monday + timedelta(days=weekday))
        known = {str(hour_of_week(hour_key(day, hour))) for hour in range(24)}
        assert set(hours_of_week(weekday, hours=False)) == known
    evening = {str(hour_of_week(hour_key(day_key(monday) + weekday, 18))) for weekday in range(7)}
    assert set(hours_of_week(18, hours=True)) == evening
