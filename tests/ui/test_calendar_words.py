"""Dates are never two numbers that could be read either way."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ui.calendar_words import age_words, hours_of_week_words, minute_words, moment_words, range_words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2019, 3, 3), date(2019, 3, 3), "3 Mar 2019"),
        (date(2019, 9, 1), date(2019, 9, 30), "1–30 Sep 2019"),
        (date(2019, 9, 1), date(2019, 10, 2), "1 Sep – 2 Oct 2019"),
        (date(2018, 12, 31), date(2019, 1, 2), "31 Dec 2018 – 2 Jan 2019"),
    ],
)
def test_a_range_repeats_nothing(first: date, last: date, words: str) -> None:
    assert range_words(first, last) == words


def test_a_moment_is_written_in_the_brands_zone_and_names_it() -> None:
    moment = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
    assert moment_words(moment, "Europe/Berlin") == "20 Nov 2026, 18:00 (Europe/Berlin)"
    assert minute_words(moment, "Europe/Berlin") == "20 Nov 2026, 18:00"


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=5), "5 hours ago"),
        (timedelta(days=6), "6 days ago"),
        (timedelta(days=200), "about 7 months ago"),
        (timedelta(days=2800), "about 8 years ago"),
    ],
)
def test_age_is_given_in_the_largest_honest_unit(gap: timedelta, words: str) -> None:
    now = datetime(2026, 11, 21, tzinfo=UTC)
    assert age_words(now - gap, now) == words


def test_hours_of_the_week_are_told_as_a_person_would_say_them() -> None:
    assert hours_of_week_words(range(72, 96)) == "Thursdays"
    assert hours_of_week_words([18 + 24 * day for day in range(7)]) == "18:00 on every day"
    assert hours_of_week_words([34, 9]) == "Mon 09:00 or Tue 10:00"
