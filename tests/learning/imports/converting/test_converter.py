"""Rows of a planned table to observations: keys, sums, problems, duplicates, people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from learning.domain.enums import Basis, DateOrder, Grain, MeasureKind, Role, Unit
from learning.domain.facts import MISSING, SCALE, Fact
from learning.domain.imports import BoundColumn, ParseSettings, Period, TablePlan
from learning.domain.observations import ObservationChunk
from learning.domain.timekeys import day_key, hour_key
from learning.imports.converting.converter import ConvertedChunk, Converter, plain_total

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
SETTINGS = ParseSettings("UTC", "Europe/Berlin", date_order=DateOrder.YMD)
IMPRESSIONS = ("Impressions", "impressions", Role.FACT, Unit.COUNT)
LIKES = ("Likes", "likes", Role.FACT, Unit.COUNT)
DATE = ("Date", "date", Role.TIME, Unit.DATE)
HOUR = ("Hour", "hour", Role.TIME, Unit.DATETIME)
POST = ("Post", "content_id", Role.CONTENT_ID, Unit.IDENTIFIER)
TEXT = ("Text", "text", Role.ATTRIBUTE, Unit.TEXT)
DEVICE = ("Device", "device", Role.DIMENSION, Unit.TEXT)


def plan_of(*columns: tuple[str, str, Role, Unit], basis: Basis = Basis.ACTIVITY, **changes: object) -> TablePlan:
    bound = tuple(BoundColumn(index, *column) for index, column in enumerate(columns))
    grain = {Basis.ACTIVITY: Grain.DAY, Basis.LIFETIME: Grain.LIFETIME, Basis.PERIOD: Grain.PERIOD}[basis]
    dimensions = {column.field for column in bound if column.role is Role.DIMENSION}
    named = {"content"} if any(column.field in {"content_id", "text"} for column in bound) else set()
    base = TablePlan(
        "generic", "web", "default", basis, grain, tuple(sorted(dimensions | named)), bound, 1.0, (), SETTINGS,
        identities=(("content_id",), ("text",), ("row",)) if named else (),
    )  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type]  # a test names the fields


def convert(plan: TablePlan, *chunks: Sequence[Sequence[str]]) -> list[ConvertedChunk]:
    converter, first, done = Converter(plan, now=NOW, secret=b"s" * 32), 2, []
    for rows in chunks:
        done.append(converter.convert(np.arange(first, first + len(rows)), rows))
        first += len(rows)
    return done


def only(converted: ConvertedChunk) -> ObservationChunk:
    [(_, chunk)] = converted.parts
    return chunk


def test_days_stand_as_written_and_hours_begin_where_the_brands_hour_does() -> None:
    [by_day] = convert(plan_of(DATE, IMPRESSIONS), [["2026-07-01", "5"]])
    assert only(by_day).start.tolist() == [day_key(date(2026, 7, 1))]
    [by_hour] = convert(plan_of(HOUR, IMPRESSIONS, grain=Grain.HOUR), [["2026-07-01T22:30:00Z", "5"]])
    begin = int(datetime(2026, 7, 2, 0, tzinfo=ZoneInfo("Europe/Berlin")).timestamp())
    assert only(by_hour).start.tolist() == [begin]
    assert only(by_hour).hour_key.tolist() == [hour_key(day_key(date(2026, 7, 2)), 0)]


def test_rows_of_one_key_are_added_where_they_are_activity() -> None:
    [converted] = convert(plan_of(DATE, IMPRESSIONS, LIKES), [["2026-07-01", "5", ""], ["2026-07-01", "7", "2"]])
    chunk = only(converted)
    assert chunk.facts[Fact.IMPRESSIONS].tolist() == [12 * SCALE]
    assert chunk.facts[Fact.LIKES].tolist() == [2 * SCALE]
    assert chunk.row_counts.tolist() == [2]
    assert converted.totals == {"impressions": 12 * SCALE, "likes": 2 * SCALE}


def test_the_later_of_two_lifetime_rows_holds_and_the_earlier_is_skipped_with_a_word() -> None:
    rows = [["a", "5"], ["b", "1"], ["a", "7"]]
    [converted] = convert(plan_of(POST, IMPRESSIONS, basis=Basis.LIFETIME), rows)
    assert converted.totals == {"impressions": 8 * SCALE}
    assert converted.skipped == 1
    assert [(issue.row, issue.code) for issue in converted.issues] == [(2, "duplicate")]


def test_a_row_repeated_to_the_byte_counts_once_also_in_a_later_chunk() -> None:
    row = ["2026-07-01", "5"]
    first, second = convert(plan_of(DATE, IMPRESSIONS), [row, row], [row, ["2026-07-02", "1"]])
    assert (first.skipped, second.skipped) == (1, 1)
    assert (first.totals, second.totals) == ({"impressions": 5 * SCALE}, {"impressions": SCALE})


def test_missing_is_not_zero() -> None:
    [converted] = convert(plan_of(DATE, IMPRESSIONS), [["2026-07-01", "--"], ["2026-07-02", "0"]])
    assert only(converted).facts[Fact.IMPRESSIONS].tolist() == [MISSING, 0]


def test_total_rows_and_notes_are_no_data() -> None:
    rows = [["Total", "12"], ["2026-07-01", "5"], ["2026-07-02", "7"], ["Showing top 2 results", ""]]
    [converted] = convert(plan_of(DATE, IMPRESSIONS), rows)
    assert converted.totals == {"impressions": 12 * SCALE}
    assert sorted((issue.row, issue.code) for issue in converted.issues) == [(2, "total_row"), (5, "note")]
    assert (converted.rows, converted.skipped, converted.rejected) == (4, 2, 0)


def test_a_campaign_named_like_a_total_is_kept() -> None:
    campaign = ("Campaign", "campaign", Role.DIMENSION, Unit.TEXT)
    [converted] = convert(plan_of(DATE, campaign, IMPRESSIONS), [["2026-07-01", "Total Wine", "5"]])
    assert converted.totals == {"impressions": 5 * SCALE}


def test_a_bad_cell_rejects_its_row_with_row_column_value_reason_and_fix() -> None:
    [converted] = convert(plan_of(DATE, IMPRESSIONS), [["2026-07-01", "5"], ["31/31/2026", "x"]])
    assert (converted.rejected, converted.totals) == (1, {"impressions": 5 * SCALE})
    assert {(issue.row, issue.column, issue.value) for issue in converted.issues} == {
        (3, "Date", "31/31/2026"),
        (3, "Impressions", "x"),
    }
    assert all(issue.reason and issue.fix for issue in converted.issues)


def test_odd_values_are_noted_and_kept() -> None:
    engagements = ("Engagements", "engagements", Role.FACT, Unit.COUNT)
    rows = [["2026-07-01", "5", "9"], ["2027-01-01", "5", "1"]]
    [converted] = convert(plan_of(DATE, IMPRESSIONS, engagements), rows)
    assert converted.rejected == 0
    assert {(issue.row, issue.code, issue.severity.value) for issue in converted.issues} == {
        (2, "implausible", "warning"),
        (3, "implausible", "warning"),
    }


def test_a_content_without_an_id_is_known_by_its_words_across_files() -> None:
    plan = plan_of(TEXT, IMPRESSIONS, basis=Basis.LIFETIME)
    [one], [two] = (convert(plan, [[text, "5"]]) for text in ("Hello", "Hello"))
    assert only(one).contents[0].external_id == only(two).contents[0].external_id != ""
    [both] = convert(plan, [["Hello", "5"], ["Hello", "6"]])
    assert both.totals == {"impressions": 11 * SCALE}, "two posts with the same words are two posts"


def test_texts_are_enriched_by_length_hashtags_and_links() -> None:
    text = "Spring is here #Spring #café https://a.example/x."
    [converted] = convert(plan_of(POST, TEXT, IMPRESSIONS, basis=Basis.LIFETIME), [["1", text, "5"]])
    [content] = only(converted).contents
    assert content.length == len(text)
    assert dict(content.extras) == {"hashtags": "spring café", "links": "https://a.example/x"}


def test_a_text_of_some_words_has_a_complexity_unless_the_file_gives_one_itself() -> None:
    given = ("Complexity", "attribute.complexity", Role.ATTRIBUTE, Unit.TEXT)
    row = ["1", "The dog runs home. It sleeps outside tonight!", "5"]
    [plain] = convert(plan_of(POST, TEXT, IMPRESSIONS, basis=Basis.LIFETIME), [row])
    assert dict(only(plain).contents[0].extras) == {"complexity": "0.29", "complexity_version": "1"}
    [told] = convert(plan_of(POST, TEXT, IMPRESSIONS, given, basis=Basis.LIFETIME), [[*row, "hard"]])
    assert dict(only(told).contents[0].extras) == {"complexity": "hard"}


def test_platforms_and_currencies_that_a_file_mixes_are_parted() -> None:
    spend = ("Cost", "spend", Role.FACT, Unit.MONEY)
    columns = (
        DATE,
        ("Platform", "platform", Role.ATTRIBUTE, Unit.TEXT),
        ("Cur", "currency", Role.CURRENCY, Unit.TEXT),
        spend,
    )
    rows = [
        ["2026-07-01", "Twitter", "EUR", "1"],
        ["2026-07-01", "TikTok", "EUR", "2"],
        ["2026-07-01", "X", "USD", "4"],
    ]
    [converted] = convert(plan_of(*columns), rows)
    found = {(spec.platform, chunk.currency): chunk.facts[Fact.SPEND].tolist() for spec, chunk in converted.parts}
    assert found == {("x", "EUR"): [SCALE], ("tiktok", "EUR"): [2 * SCALE], ("x", "USD"): [4 * SCALE]}


def test_ids_of_people_are_hashed_with_the_brands_secret_and_addresses_are_dropped() -> None:
    user = ("User ID", "attribute.user_id", Role.ATTRIBUTE, Unit.TEXT)
    contact = ("Contact", "attribute.contact", Role.ATTRIBUTE, Unit.TEXT)
    plan = plan_of(POST, user, contact, IMPRESSIONS, basis=Basis.LIFETIME)
    converter = Converter(plan, now=NOW, secret=b"s" * 32)
    converted = converter.convert(np.array([2]), [["1", "u-4711", "ada@example.com", "5"]])
    [content] = only(converted).contents
    assert "4711" not in str(content)
    assert "ada" not in str(content)
    assert dict(content.extras)["user_id"].startswith("p-")
    assert len(converter.notes) == 2


def test_headers_that_name_dimension_values_make_an_observation_each_and_the_row_counts_once() -> None:
    age = BoundColumn(0, "Age", "age", Role.DIMENSION, Unit.TEXT)
    shares = tuple(
        BoundColumn(
            index, name, "extra.share", Role.MEASURE, Unit.PERCENT, MeasureKind.SHARE, fixed=(("gender", name),)
        )
        for index, name in ((1, "Women"), (2, "Men"))
    )
    plan = replace(
        plan_of(DATE, basis=Basis.PERIOD),
        columns=(age, *shares),
        dimensions=("age", "gender"),
        settings=replace(SETTINGS, period=Period(date(2026, 7, 1), date(2026, 7, 31))),
    )
    [converted] = convert(plan, [["18-24", "10%", "20%"]])
    segments = [dict(segment.named)["gender"] for _, chunk in converted.parts for segment in chunk.segments]
    assert segments == ["Women", "Men"]
    assert sum(int(chunk.row_counts.sum()) for _, chunk in converted.parts) == 1


@pytest.mark.parametrize(("scaled", "plain"), [(5 * SCALE, 5), (1_500_000, 1.5), (-2 * SCALE, -2), (0, 0)])
def test_totals_are_whole_numbers_where_they_can_be(scaled: int, plain: float) -> None:
    assert plain_total(scaled) == plain
