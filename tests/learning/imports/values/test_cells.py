"""Durations, ids, currencies, total rows, percent scales and zones are read from cells and headers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.domain.enums import DecimalMark, PercentScale, Severity, Unit
from learning.domain.facts import MISSING, SCALE
from learning.imports.values.currency import currency_in_header
from learning.imports.values.durations import parse_durations
from learning.imports.values.identifiers import id_in_link, parse_identifiers
from learning.imports.values.percents import percent_evidence
from learning.imports.values.totals import is_footer_note, is_total_row, may_be_total
from learning.imports.values.zones import hour_start, local_day_and_hour, utc_of_wall, zone_in_text

POINT, COMMA = DecimalMark.POINT, DecimalMark.COMMA


def seconds_of(text: str, unit: Unit = Unit.DURATION, mark: DecimalMark = POINT) -> float | None:
    value = int(parse_durations([text], unit=unit, decimal_mark=mark).values[0])
    return None if value == MISSING else value / SCALE


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("0:12", Unit.DURATION, 12),
        ("75:30", Unit.DURATION, 4530),
        ("0:13:29", Unit.DURATION, 809),
        ("1:02:03", Unit.DURATION, 3723),
        ("123:04:05", Unit.DURATION, 443045),
        ("00:02:35", Unit.DURATION, 155),
        ("11.5", Unit.DURATION, 11.5),
        ("1h 2m 3s", Unit.DURATION, 3723),
        ("2 min", Unit.DURATION, 120),
        ("12s", Unit.DURATION, 12),
        ("2분 3초", Unit.DURATION, 123),
        ("3 Std. 5 Min.", Unit.DURATION, 11100),
        ("500ms", Unit.DURATION, 0.5),
        ("0.0333", Unit.HOURS, 119.88),
        ("1,234.5", Unit.HOURS, 4444200),
        ("1:30", Unit.HOURS, 5400),
        ("1.5", Unit.MINUTES, 90),
        ("1500", Unit.MILLISECONDS, 1.5),
    ],
)
def test_a_duration_becomes_seconds(text: str, unit: Unit, expected: float) -> None:
    assert seconds_of(text, unit) == expected


@pytest.mark.parametrize("text", ["abc", "1:75", "1:99:00", "3 parsecs", "5%", "$3", "2s 1h"])
def test_what_is_no_duration_is_a_problem(text: str) -> None:
    (problem,) = parse_durations([text], unit=Unit.DURATION, decimal_mark=POINT).problems
    assert (problem.code, problem.severity) == ("duration", Severity.ERROR)


def test_long_columns_of_hours_are_read_like_single_cells() -> None:
    texts = [f"{i / 7:.4f}" for i in range(200)] + ["", "0:30:00", "-1.5", "9000000000000"]
    for unit in (Unit.HOURS, Unit.MINUTES, Unit.MILLISECONDS, Unit.SECONDS):
        column = parse_durations(texts, unit=unit, decimal_mark=POINT)
        singles = [parse_durations([text], unit=unit, decimal_mark=POINT) for text in texts]
        assert column.values.tolist() == [int(single.values[0]) for single in singles]
        assert [p.code for p in column.problems] == [p.code for single in singles for p in single.problems]


def test_milliseconds_round_half_to_even_at_the_sixth_decimal() -> None:
    assert seconds_of("0.0005", Unit.MILLISECONDS) == 0
    assert seconds_of("0.0015", Unit.MILLISECONDS) == 0.000002


@given(st.integers(0, 10**7))
def test_clock_times_round_trip(seconds: int) -> None:
    minutes, rest = divmod(seconds, 60)
    hours, minutes_left = divmod(minutes, 60)
    assert seconds_of(f"{hours}:{minutes_left:02}:{rest:02}") == seconds
    if minutes < 10**5:
        assert seconds_of(f"{minutes}:{rest:02}") == seconds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("00123", "00123"),
        ("-abc_9", "-abc_9"),
        ("1203345678901234567", "1203345678901234567"),
        ('="120334567890123456"', "120334567890123456"),
        ("'00123", "00123"),
        ('"-xY"', "-xY"),
        ("123.0", "123"),
        (" 5 ", "5"),
        ("5E10", "5E10"),
        ("N/A", ""),
        ("", ""),
        ("/caf\u00e9/\u2014?q=1", "/caf\u00e9/\u2014?q=1"),
    ],
)
def test_an_id_stays_text_and_loses_only_its_wrapping(text: str, expected: str) -> None:
    parsed = parse_identifiers([text])
    assert parsed.values == (expected,)
    assert parsed.problems == ()


@pytest.mark.parametrize("text", ["1.22158E+17", "1,22158E+17", "1E+18", "1.2e17"])
def test_an_id_in_scientific_notation_was_changed_by_excel(text: str) -> None:
    parsed = parse_identifiers([text, "77"])
    assert parsed.values == ("", "77")
    assert parsed.problems[0].code == "id"
    assert "Excel" in parsed.problems[0].reason


def test_long_ids_that_all_end_in_zeros_were_rounded() -> None:
    rounded = parse_identifiers(["123456789012345000", "223456789012345000"])
    assert rounded.values == ("", "")
    whole = parse_identifiers(["123456789012345000", "223456789012345678"])
    assert whole.values == ("123456789012345000", "223456789012345678")


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://twitter.com/acme/status/123", "123"),
        ("https://x.com/i/web/status/9", "9"),
        ("https://www.instagram.com/p/Cx_-1/", "Cx_-1"),
        ("https://www.instagram.com/acme/reel/Cx1/", "Cx1"),
        ("https://www.facebook.com/acme/posts/456", "456"),
        ("https://www.facebook.com/acme/posts/pfbid0AbC", "pfbid0AbC"),
        ("https://www.facebook.com/permalink.php?story_fbid=77&id=1", "77"),
        ("https://www.facebook.com/watch/?v=99", "99"),
        ("https://www.facebook.com/reel/12345/", "12345"),
        ("https://www.tiktok.com/@acme/video/721?lang=en", "721"),
        ("https://www.youtube.com/watch?t=1&v=-abc_DEF123", "-abc_DEF123"),
        ("https://youtu.be/abcdefghijk", "abcdefghijk"),
        ("https://youtube.com/shorts/abcdefghijk", "abcdefghijk"),
        ("https://www.linkedin.com/feed/update/urn:li:activity:7001/", "7001"),
        ("https://www.linkedin.com/feed/update/urn%3Ali%3AugcPost%3A7003", "7003"),
        ("https://www.linkedin.com/posts/acme_launch-activity-7002-abCD", "7002"),
        ("https://www.pinterest.com/pin/555/", "555"),
        ("https://example.com/status/1", None),
        ("", None),
    ],
)
def test_the_id_of_a_content_is_found_in_its_link(link: str, expected: str | None) -> None:
    assert id_in_link(link) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Amount spent (EGP)", "EGP"),
        ("Estimated revenue (USD)", "USD"),
        ("Montant dépensé (USD)", "USD"),
        ("Kosten (€)", "EUR"),
        ("Cost (US$)", "USD"),
        ("Costo (R$)", "BRL"),
        ("CPM (cost per 1,000 impressions) (EGP)", "EGP"),
        ("Spend in account currency", None),
        ("Revenue ($)", None),
        ("Reach (ALL)", None),
        ("CTR (link)", None),
        ("ROAS", None),
    ],
)
def test_a_header_names_its_currency(header: str, expected: str | None) -> None:
    assert currency_in_header(header) == expected


@pytest.mark.parametrize(
    "cells",
    [
        ["Total", "", ""],
        ["Total: Campaigns", "--", " --"],
        ["Gesamt: Konto", ""],
        ["Total - Filtered", ""],
        ["", "Grand total", ""],
        ["Total général"],
        ["합계", ""],
        ["合計", "", ""],
        ["ИТОГО", ""],
        ["Σύνολο", ""],
    ],
)
def test_a_total_row_is_recognised_in_every_language(cells: list[str]) -> None:
    assert is_total_row(cells)


@pytest.mark.parametrize(
    "cells",
    [["Total Wine", ""], ["Total eclipse", "abc"], ["Total", "Spring sale"], ["", ""], ["Summer"], ["Gesamtausgabe"]],
)
def test_a_name_that_begins_like_a_total_is_kept(cells: list[str]) -> None:
    assert not is_total_row(cells)


def test_a_row_without_names_that_equals_the_sums_is_a_total() -> None:
    assert is_total_row(["", ""], matches_sums=True)
    assert may_be_total("Gesamt: Konto")
    assert not may_be_total("Total Wine")


def test_a_remark_below_the_table_is_no_row() -> None:
    assert is_footer_note(["Showing top 500 results", "", ""])
    assert is_footer_note(["* Reach is an estimate", ""])
    assert not is_footer_note(["abc123", "", ""])
    assert not is_footer_note(["Showing top 500 results", "5", ""])


def test_the_scale_of_a_rate_follows_from_sign_size_or_arithmetic() -> None:
    def scale(texts: list[str], **more: object) -> PercentScale | None:
        return percent_evidence(texts, decimal_mark=POINT, **more).scale  # type: ignore[arg-type]  # forwarded options

    assert scale(["38%", "2%"]) is PercentScale.PERCENT
    assert scale(["3.2", "0.4"]) is PercentScale.PERCENT
    assert scale(["0.4", "0.2"]) is None
    assert scale(["0.4"], header="CTR (%)") is PercentScale.PERCENT
    assert scale(["0", ""]) is PercentScale.FRACTION
    clicks, impressions = np.array([40, 10]) * SCALE, np.array([10_000, 2_000]) * SCALE
    assert scale(["0.40", "0.50"], numerators=clicks, denominators=impressions) is PercentScale.PERCENT
    assert scale(["0.004", "0.005"], numerators=clicks, denominators=impressions) is PercentScale.FRACTION
    assert scale(["0.0001", "0.0002"], numerators=clicks, denominators=impressions) is None


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Publish time (PST)", "Etc/GMT+8"),
        ("Date (UTC)", "UTC"),
        ("Time zone: (GMT+01:00) Berlin", "Etc/GMT-1"),
        ("# Europe/Berlin", "Europe/Berlin"),
        ("All times in Pacific Time", "America/Los_Angeles"),
        ("Publish time", None),
        ("Impressions", None),
    ],
)
def test_a_zone_named_in_a_text_is_found(text: str, zone: str | None) -> None:
    assert zone_in_text(text) == zone


@given(
    st.lists(st.integers(0, 2 * 10**9), max_size=20),
    st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kolkata", "America/St_Johns"]),
)
def test_moments_survive_the_way_to_local_hours_and_back(seconds: list[int], zone: str) -> None:
    moments = np.array([*seconds, MISSING], dtype=np.int64)
    days, hours = local_day_and_hour(moments, zone)
    starts = hour_start(hours, zone)
    assert days[-1] == hours[-1] == starts[-1] == MISSING
    # A repeated hour begins at its first occurrence: at most one hour and the minutes of the hour away.
    assert ((moments[:-1] - starts[:-1] >= 0) & (moments[:-1] - starts[:-1] < 7_200)).all()
    assert (days[:-1] == hours[:-1] // 24).all()
    back = local_day_and_hour(utc_of_wall(hours * np.where(hours == MISSING, 1, 3_600), zone), zone)[1]
    assert (back == hours).all()


@given(st.text())
def test_no_text_ever_raises(text: str) -> None:
    parse_durations([text], unit=Unit.DURATION, decimal_mark=COMMA)
    parse_identifiers([text])
    id_in_link(text)
    currency_in_header(text)
    may_be_total(text)
    is_total_row([text, text])
    is_footer_note([text, ""])
    percent_evidence([text], decimal_mark=POINT)
    zone_in_text(text)
