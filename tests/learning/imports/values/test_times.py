"""Cell texts become days and moments in every form that exports write."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.domain.enums import DateOrder
from learning.domain.errors import BadOption
from learning.domain.facts import MISSING
from learning.domain.imports import Period
from learning.domain.timekeys import day_key, day_of
from learning.imports.values.times import ParsedTimes, parse_moments

DMY, MDY, YMD = DateOrder.DMY, DateOrder.MDY, DateOrder.YMD
SEPTEMBER_14 = date(2026, 9, 14)


def parsed(text: str, *, order: DateOrder | None = None, zone: str = "UTC", hint: Period | None = None) -> ParsedTimes:
    return parse_moments([text], order=order, zone=zone, year_hint=hint)


def day(text: str, order: DateOrder | None = None) -> date | None:
    key = int(parsed(text, order=order).days[0])
    return None if key == MISSING else day_of(key)


def moment(text: str, order: DateOrder | None = None, zone: str = "UTC") -> str | None:
    seconds = int(parsed(text, order=order, zone=zone).seconds[0])
    return None if seconds == MISSING else f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S}"


@pytest.mark.parametrize(
    "text",
    [
        "2026-09-14",
        "2026/9/14",
        "2026.09.14",
        "20260914",
        "2026. 9. 14.",
        "2026年9月14日",
        "2026年9月14日(月)",
        "2026년 9월 14일",
        "2026년 9월 14일 월요일",
        "Sep 14, 2026",
        "Sept. 14, 2026",
        "September 14th, 2026",
        "14th of September 2026",
        "Mon, Sep 14, 2026",
        "14. September 2026",
        "Mo., 14. Sept. 2026",
        "14 sept. 2026",
        "lundi 14 septembre 2026",
        "14 de septiembre de 2026",
        "14 de set. de 2026",
        "14 settembre 2026",
        "14 sep. 2026",
        "14 Σεπ 2026",
        "14 сентября 2026 г.",
        "14 Eyl 2026",
        "14 ก.ย. 2026",
        "14-Sep-26",
        "14-Sep-2026",
        "2026-Sep-14",
        "14Sep2026",
        "46279",
        "'2026-09-14",
        '="2026-09-14"',
        "14.09.2026",
        "14/09/2026",
        "14-09-2026",
        "14.9.26",
        "9/14/2026",
        "9/14/26",
    ],
)
def test_a_date_is_read_in_every_language_and_order(text: str) -> None:
    assert day(text) == SEPTEMBER_14
    assert not parsed(text).has_time[0]


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("1/2/13", MDY, date(2013, 1, 2)),
        ("1/2/13", DMY, date(2013, 2, 1)),
        ("01/02/03", YMD, date(2001, 2, 3)),
        ("27-Jul-20", None, date(2020, 7, 27)),
        ("5-Jul-18", None, date(2018, 7, 5)),
        ("1/2/68", MDY, date(2068, 1, 2)),
        ("1/2/70", MDY, date(1970, 1, 2)),
        ("mar. 14 juil. 2026", None, date(2026, 7, 14)),
        ("05/05/2026", None, date(2026, 5, 5)),
    ],
)
def test_an_order_and_a_two_digit_year_are_read_as_documented(
    text: str, order: DateOrder | None, expected: date
) -> None:
    assert day(text, order) == expected


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("2026-09-14T09:00:00", None, "2026-09-14 09:00:00"),
        ("2026-09-14T09:00:00.123Z", None, "2026-09-14 09:00:00"),
        ("2026-09-14T09:00:00+02:00", None, "2026-09-14 07:00:00"),
        ("20260914T090000Z", None, "2026-09-14 09:00:00"),
        ("2026-06-20 09:00 +0000", None, "2026-06-20 09:00:00"),
        ("2026-09-14 09:00 PST", None, "2026-09-14 17:00:00"),
        ("2026-09-14 09:00 GMT+2", None, "2026-09-14 07:00:00"),
        ("2026-09-14 09:00 (UTC-05:30)", None, "2026-09-14 14:30:00"),
        ("03/27/2026 06:08", None, "2026-03-27 06:08:00"),
        ("11/10/2025 21:00", MDY, "2025-11-10 21:00:00"),
        ("11/10/2025 21:00", DMY, "2025-10-11 21:00:00"),
        ("Jun 09, 2018 09:30 pm", None, "2018-06-09 21:30:00"),
        ("9/14/2026 12:05 AM", None, "2026-09-14 00:05:00"),
        ("9/14/2026 12:05 PM", None, "2026-09-14 12:05:00"),
        ("14/09/2026, 3:05 p. m.", None, "2026-09-14 15:05:00"),
        ("2026. 9. 14. 오후 3:05", None, "2026-09-14 15:05:00"),
        ("2026年9月14日 午前9:05", None, "2026-09-14 09:05:00"),
        ("2026年9月14日 15時30分", None, "2026-09-14 15:30:00"),
        ("14 sept. 2026 à 14h30", None, "2026-09-14 14:30:00"),
        ("14.09.2026 15:30 Uhr", None, "2026-09-14 15:30:00"),
        ("Sun Sep 14 09:00:00 +0000 2014", None, "2014-09-14 09:00:00"),
        ("Mon, 14 Sep 2026 09:00:00 GMT", None, "2026-09-14 09:00:00"),
        ("2024041623", None, "2024-04-16 23:00:00"),
        ("45000.5", None, "2023-03-15 12:00:00"),
        ("1700000000", None, "2023-11-14 22:13:20"),
        ("1700000000000", None, "2023-11-14 22:13:20"),
        ("3:05 PM 9/14/2026", None, "2026-09-14 15:05:00"),
        ("2018-05-01 00:00:00 UTC", None, "2018-05-01 00:00:00"),
    ],
)
def test_a_moment_is_read_with_its_own_zone(text: str, order: DateOrder | None, expected: str) -> None:
    assert moment(text, order) == expected
    assert parsed(text, order=order).has_time[0]


def test_a_time_without_a_zone_stands_in_the_zone_of_the_file() -> None:
    assert moment("2026-09-14 09:00", zone="Europe/Berlin") == "2026-09-14 07:00:00"
    assert moment("2026-01-14 09:00", zone="Europe/Berlin") == "2026-01-14 08:00:00"


def test_the_day_is_the_written_one_whatever_the_zone() -> None:
    for zone in ("Pacific/Auckland", "America/Los_Angeles"):
        assert parsed("2026-09-14 23:30 +0000", zone=zone).days[0] == day_key(SEPTEMBER_14)


def test_hours_that_the_clock_change_repeats_or_skips_have_one_fixed_meaning() -> None:
    assert moment("2026-10-25 02:30", zone="Europe/Berlin") == "2026-10-25 00:30:00"
    assert moment("2026-03-29 02:30", zone="Europe/Berlin") == "2026-03-29 01:30:00"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("31/02/2026", "no such day"),
        ("2026-02-30", "no such day"),
        ("30 févr. 2026", "no such day"),
        ("20261301", "no such day"),
        ("202605", "month"),
        ("2026-09", "month"),
        ("Sep 2026", "month"),
        ("2026年9月", "month"),
        ("Jan-21", "month"),
        ("2026-W37", "week"),
        ("hello", "not a date"),
        ("May 5 ideas", "not a date"),
        ("12.5", "not a date"),
        ("2026-09-14 25:00", "not a date"),
        ("0:12", "not a date"),
    ],
)
def test_what_is_no_day_is_a_problem_that_says_why(text: str, word: str) -> None:
    (problem,) = parsed(text, order=DMY).problems
    assert word in problem.reason
    assert problem.code == "date"
    assert problem.fix


def test_day_and_month_that_cannot_be_told_apart_are_not_guessed() -> None:
    (problem,) = parsed("05/06/2026").problems
    assert problem.code == "date_order"


def test_a_date_against_the_order_of_its_column_is_a_problem() -> None:
    (problem,) = parsed("13/05/2026", order=MDY).problems
    assert "month/day/year" in problem.reason


@pytest.mark.parametrize("text", ["Lifetime", "lifetime", "전체 기간"])
def test_lifetime_is_no_date_and_no_problem(text: str) -> None:
    found = parsed(text)
    assert found.lifetime[0]
    assert found.days[0] == MISSING
    assert found.problems == ()


def test_dates_without_a_year_fall_into_the_known_range_across_the_turn_of_the_year() -> None:
    hint = Period(date(2025, 12, 20), date(2026, 1, 10))
    found = parse_moments(["December 31", "1 janvier", "8 de enero"], order=None, zone="UTC", year_hint=hint)
    assert [day_of(int(key)) for key in found.days] == [date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 8)]


@pytest.mark.parametrize("hint", [None, Period(date(2026, 3, 1), date(2026, 3, 31))])
def test_a_date_without_a_year_is_not_guessed_outside_the_known_range(hint: Period | None) -> None:
    (problem,) = parsed("August 31", hint=hint).problems
    assert problem.code == "year"


def test_an_unknown_zone_is_refused_with_what_to_give() -> None:
    with pytest.raises(BadOption, match="Mars/Base"):
        parsed("2026-09-14 09:00", zone="Mars/Base")


FORMATS = {
    "%Y-%m-%d %H:%M": YMD,
    "%Y-%m-%dT%H:%M:%S": YMD,
    "%d.%m.%Y %H:%M": DMY,
    "%m/%d/%Y %H:%M": MDY,
    "%d-%m-%y %H:%M": DMY,
    "%m/%d/%Y %I:%M %p": MDY,
    "%d %B %Y %H:%M": None,
    "%b %d, %Y %I:%M %p": None,
    "%a %b %d %H:%M:%S %Y": None,
    "%Y年%m月%d日 %H:%M": None,
    "%Y%m%d%H%M%S": None,
}
_MINUTE = 60
moments = st.integers(20 * 365 * 1440, 98 * 365 * 1440).map(
    # Minutes since 1970; %y reads years up to 2068.
    lambda minutes: datetime.fromtimestamp(minutes * _MINUTE, UTC)
)


@given(moments, st.sampled_from(sorted(FORMATS)))
def test_every_date_format_round_trips(wall: datetime, form: str) -> None:
    text = wall.strftime(form)
    order = FORMATS[form]
    assert moment(text, order) == f"{wall:%Y-%m-%d %H:%M:%S}", text
    assert day(text, order) == wall.date()


@given(
    st.dates(date(1971, 1, 1), date(2098, 1, 1)),
    st.sampled_from(["", " 07:05", "T07:05:09", " 07:05:09 +0130", "T07:05Z"]),
)
def test_long_iso_columns_are_read_like_single_cells(first: date, tail: str) -> None:
    texts = [f"{first + timedelta(days=i)}{tail}" for i in range(80)] + [
        "2026-02-30",
        "2026-13-01",
        "",
        "x" * 10,
        "2026-0a-01",
    ]
    column = parse_moments(texts, order=None, zone="America/New_York")
    singles = [parsed(text, zone="America/New_York") for text in texts]
    assert column.days.tolist() == [int(one.days[0]) for one in singles]
    assert column.seconds.tolist() == [int(one.seconds[0]) for one in singles]
    assert column.has_time.tolist() == [bool(one.has_time[0]) for one in singles]
    assert len(column.problems) == sum(len(one.problems) for one in singles)


@given(st.lists(moments, min_size=2, max_size=20))
def test_the_order_of_moments_is_kept(many: list[datetime]) -> None:
    texts = [f"{one:%m/%d/%Y %I:%M %p}" for one in sorted(many)]
    seconds = parse_moments(texts, order=MDY, zone="UTC").seconds.tolist()
    assert seconds == sorted(seconds)


@given(
    st.lists(st.one_of(st.text(), st.text(alphabet="0123456789/-.: TZ+apmAPMJanuary년월日,", max_size=24)), max_size=5)
)
def test_no_text_ever_raises(texts: list[str]) -> None:
    found = parse_moments(texts, order=None, zone="Europe/Berlin")
    assert len(found.days) == len(texts)
