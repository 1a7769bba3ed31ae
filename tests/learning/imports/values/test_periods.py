"""Ranges of days are read from preambles and file names."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.domain.enums import DateOrder
from learning.domain.imports import Period
from learning.imports.values.periods import capture_in_file_name, parse_period, period_in_file_name

SEPTEMBER = Period(date(2026, 9, 1), date(2026, 9, 30))


@pytest.mark.parametrize(
    "text",
    [
        "September 1, 2026 - September 30, 2026",
        "Sep 1 - Sep 30, 2026",
        "Sep 1 – 30, 2026",
        "1. September 2026 – 30. September 2026",
        "1. – 30. September 2026",
        "1-30 сентября 2026",
        "20260901-20260930",
        "2026-09-01 - 2026-09-30",
        "2026-09-01_2026-09-30",
        "2026-09-01/2026-09-30",
        "2026/09/01-2026/09/30",
        "2026年9月1日~2026年9月30日",
        "2026年9月1日〜9月30日",
        "2026. 9. 1. ~ 2026. 9. 30.",
        "01/09/2026 - 30/09/2026",
        "9/1/26 - 9/30/26",
        "01.09.-30.09.2026",
        "Zeitraum: 01.09.2026 - 30.09.2026",
        "Date range: Sep 1, 2026 to Sep 30, 2026",
        "Last month (Sep 1, 2026 - Sep 30, 2026)",
        "del 1 de septiembre de 2026 al 30 de septiembre de 2026",
        "Du 1 septembre 2026 au 30 septembre 2026",
        "de 1 de set. de 2026 a 30 de set. de 2026",
        "1 Σεπτεμβρίου 2026 - 30 Σεπτεμβρίου 2026",
        "September 1 - September 30, 2026, UTC",
        "September 2026",
        "2026-09",
    ],
)
def test_a_range_is_read_in_every_language(text: str) -> None:
    assert parse_period(text) == SEPTEMBER


@pytest.mark.parametrize(
    "text", ["All time", "", "Campaign report", "Top 500 results", "Page 3 of 10", "01/02/2026 - 03/04/2026"]
)
def test_what_states_no_range_gives_none(text: str) -> None:
    assert parse_period(text) is None


def test_a_known_order_settles_an_open_range() -> None:
    assert parse_period("01/02/2026 - 03/04/2026", order=DateOrder.MDY) == Period(date(2026, 1, 2), date(2026, 3, 4))


def test_a_range_without_its_first_year_may_turn_the_year() -> None:
    assert parse_period("Dec 15 - Jan 14, 2026") == Period(date(2025, 12, 15), date(2026, 1, 14))


def test_a_single_day_is_a_range_of_one() -> None:
    assert parse_period("2021-08-22") == Period(date(2021, 8, 22), date(2021, 8, 22))
    assert parse_period("Start date: 20260501") == Period(date(2026, 5, 1), date(2026, 5, 1))


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("tweet_activity_metrics_acme_20161201_20170101_en.csv", date(2016, 12, 1), date(2016, 12, 31)),
        ("account_analytics_content_2026-01-01_2026-01-31.csv", date(2026, 1, 1), date(2026, 1, 31)),
        ("Jan-14-2025_Apr-14-2025_1396269028466733.csv", date(2025, 1, 14), date(2025, 4, 14)),
        ("2013.01.01-2015.04.30-daily.csv", date(2013, 1, 1), date(2015, 4, 30)),
        ("Content 2025-01-01_2026-01-01 Channel.zip", date(2025, 1, 1), date(2025, 12, 31)),
        ("ads 1 Sep 2026 - 30 Sep 2026.csv", date(2026, 9, 1), date(2026, 9, 30)),
        ("report 01-09-2026 30-09-2026.csv", date(2026, 9, 1), date(2026, 9, 30)),
        ("TikTok 2026-09-01 to 2026-09-28 (1).csv", date(2026, 9, 1), date(2026, 9, 28)),
    ],
)
def test_two_dates_in_a_file_name_are_its_range_and_its_end_the_capture(name: str, first: date, last: date) -> None:
    assert period_in_file_name(name) == Period(first, last)
    assert capture_in_file_name(name) == last


@pytest.mark.parametrize(
    ("name", "capture"),
    [
        ("data-export_2021-08-22.csv", date(2021, 8, 22)),
        ("export-14.Sep.2026.csv", date(2026, 9, 14)),
        ("2026-09-30T12-00.csv", date(2026, 9, 30)),
        ("Overview.csv", None),
        ("12345678.csv", None),
        ("acme_content_1700000000.xls", None),
        ("posts_01-02-2026.csv", None),
        ("2026-01-01/Table data.csv", None),
        ("x_2026-02-01_2026-02-28_2026-03-05.csv", None),
    ],
)
def test_other_file_names_state_no_range(name: str, capture: date | None) -> None:
    assert period_in_file_name(name) is None
    assert capture_in_file_name(name) == capture


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(0, 900))
def test_every_spelling_of_a_range_round_trips(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    expected = Period(first, last)
    assert parse_period(f"{first} - {last}") == expected
    assert parse_period(f"{first:%B} {first.day}, {first.year} - {last:%B} {last.day}, {last.year}") == expected
    assert parse_period(f"{first:%d.%m.%Y} – {last:%d.%m.%Y}") == expected
    assert parse_period(f"{first:%Y%m%d}-{last:%Y%m%d}") == expected


@given(st.one_of(st.text(), st.text(alphabet="0123456789-_. /SepOct~年月日", max_size=40)))
def test_no_text_ever_raises(text: str) -> None:
    parse_period(text)
    period_in_file_name(text)
    capture_in_file_name(text)
