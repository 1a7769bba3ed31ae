"""A column of dates tells its own order, years and times, or says what must be asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.domain.enums import DateOrder
from learning.domain.imports import Period
from learning.imports.values.date_evidence import date_order_evidence
from learning.imports.values.yearless import yearless_range

DMY, MDY, YMD = DateOrder.DMY, DateOrder.MDY, DateOrder.YMD
TODAY = date(2026, 11, 21)


def test_days_up_to_12_must_be_asked_with_both_readings_of_the_first() -> None:
    found = date_order_evidence(["11/10/2025 21:00", "03/04/2025 10:00"], latest=TODAY)
    assert found.ambiguous
    assert found.order is None
    assert found.proposed is MDY
    assert found.example == "11/10/2025 21:00"
    assert dict(found.readings) == {DMY: date(2025, 10, 11), MDY: date(2025, 11, 10)}


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["03/27/2026 06:08", "03/04/2026"], MDY),
        (["27/03/2026", "03/04/2026"], DMY),
        (["01.09.2026", "02.10.2026"], DMY),
        (["2026/09/01", "2026/10/02"], YMD),
        ([f"{day:02}/05/2026" for day in range(1, 13)], DMY),
        ([f"05/{day:02}/2026" for day in range(12, 0, -1)], MDY),
        (["26/09/12", "26/09/13", "26/09/14"], YMD),
        (["05/05/2026", "06/06/2026"], DMY),
    ],
)
def test_the_column_itself_decides_where_it_can(texts: list[str], order: DateOrder) -> None:
    found = date_order_evidence(texts)
    assert (found.order, found.ambiguous) == (order, False)
    assert found.reasons


def test_a_reading_in_the_future_is_ruled_out() -> None:
    assert date_order_evidence(["11/12/2026", "10/12/2026"], latest=TODAY).order is MDY


def test_the_range_of_the_file_rules_a_reading_out() -> None:
    september = Period(date(2026, 9, 1), date(2026, 9, 30))
    assert date_order_evidence(["01/09/2026", "05/09/2026"], period=september).order is DMY


def test_the_language_of_the_headers_decides_unless_it_is_english() -> None:
    texts = ["01/09/2026", "05/10/2026"]
    assert date_order_evidence(texts, language="de").order is DMY
    assert date_order_evidence(texts, language="es").order is DMY
    assert date_order_evidence(texts, language="en").ambiguous


def test_a_single_misfit_does_not_open_the_order_of_a_long_column() -> None:
    texts = (
        [f"05/{day:02}/2026" for day in range(1, 32)] + [f"06/{day:02}/2026" for day in range(1, 31)] + ["31/05/2026"]
    )
    found = date_order_evidence(texts)
    assert (found.order, found.ambiguous) == (MDY, False)


def test_an_even_mixture_of_orders_is_asked() -> None:
    assert date_order_evidence(["13/05/2026", "05/14/2026", "01/02/2026"]).ambiguous


def test_named_months_leave_nothing_to_order() -> None:
    found = date_order_evidence(["Sep 1, 2026", "Sep 2, 2026"])
    assert (found.order, found.ambiguous, found.readable) == (None, False, 2)
    assert found.span == Period(date(2026, 9, 1), date(2026, 9, 2))


@pytest.mark.parametrize("clocks", [("00:00", "00:00"), ("01:00", "01:00"), ("00:00", "23:00"), ("08:00", "07:00")])
def test_one_text_a_day_at_one_time_is_a_date(clocks: tuple[str, str]) -> None:
    texts = [f"2026-03-{day:02}T{clocks[day > 5]}:00" for day in range(1, 11)]
    assert date_order_evidence(texts).daily


def test_hours_within_a_day_are_no_dates() -> None:
    assert not date_order_evidence([f"20260301{hour:02}" for hour in range(24)]).daily
    assert not date_order_evidence(["2026-03-01 09:12", "2026-03-02 17:40", "2026-03-03 11:05"]).daily


def test_texts_with_an_own_zone_are_told_from_wall_clocks() -> None:
    assert date_order_evidence(["2026-06-20 09:00 +0000", "2026-06-21 09:30 +0000"]).zoned
    assert not date_order_evidence(["2026-06-20 09:00"]).zoned


def test_counts_are_not_taken_for_dates_unnoticed() -> None:
    assert date_order_evidence(["12", "340", "17"]).readable == 0
    assert date_order_evidence(["31964", "37509"]).bare
    assert not date_order_evidence(["2026-06-20"]).bare


def test_yearless_dates_turn_the_year_in_either_direction() -> None:
    rising = yearless_range(["December 30", "December 31", "January 1"], latest=date(2026, 2, 1))
    assert rising is not None
    assert rising.period == Period(date(2025, 12, 30), date(2026, 1, 1))
    falling = yearless_range(["2 de enero", "1 de enero", "31 de diciembre"], latest=date(2026, 2, 1))
    assert falling is not None
    assert falling.period == Period(date(2025, 12, 31), date(2026, 1, 2))
    assert falling.first_text == "2 de enero"


def test_an_answered_year_is_that_of_the_first_row() -> None:
    found = yearless_range(["December 31", "January 1"], first_year=2023)
    assert found is not None
    assert found.period == Period(date(2023, 12, 31), date(2024, 1, 1))


def test_the_29th_of_february_needs_a_leap_year() -> None:
    found = yearless_range(["Feb 28", "Feb 29"], latest=date(2026, 5, 1))
    assert found is not None
    assert found.period == Period(date(2024, 2, 28), date(2024, 2, 29))
    assert yearless_range(["Feb 29"], first_year=2023) is None


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(13, 300), st.sampled_from(["/", "-"]))
def test_a_daily_column_always_tells_its_order(first: date, count: int, mark: str) -> None:
    days = [first + timedelta(days=i) for i in range(count)]
    for order, form in ((DMY, "%d/%m/%Y"), (MDY, "%m/%d/%Y")):
        assert date_order_evidence([day.strftime(form.replace("/", mark)) for day in days]).order is order


@given(st.dates(date(2001, 1, 1), date(2026, 1, 1)), st.integers(2, 360), st.booleans())
def test_a_column_without_years_gets_them_back(last: date, count: int, rising: bool) -> None:
    days = [last - timedelta(days=i) for i in range(count)]
    texts = [f"{day:%B} {day.day}" for day in (reversed(days) if rising else days)]
    found = yearless_range(texts, latest=last)
    assert found is not None
    assert found.period == Period(days[-1], last)


@given(st.lists(st.one_of(st.text(), st.text(alphabet="0123456789/-.: JanFeb", max_size=12)), max_size=8))
def test_no_text_ever_raises(texts: list[str]) -> None:
    date_order_evidence(texts, latest=TODAY)
    yearless_range(texts, latest=TODAY)
