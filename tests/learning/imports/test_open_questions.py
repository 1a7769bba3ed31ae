"""A question is asked only where file, name and siblings leave it open and a wrong guess would change a figure."""

from datetime import UTC, date, datetime

import pytest

from learning.domain.enums import DateOrder, MeasureKind, PercentScale, QuestionKey
from learning.domain.errors import BadOption
from learning.domain.imports import Period
from learning.imports.context import SiblingEvidence
from learning.imports.naming import proposed_meta_platform, stem_and_copy
from learning.imports.periods import answered_period, last_full_month, stated_period
from learning.imports.plan import gather_evidence, resolve_scan
from tests.learning.imports.table_making import context, keys_of, plan, table

VIEWS = table("Date|Primary", "2026-08-22T00:00:00|5", "2026-08-23T00:00:00|6", title="Views", file="Views (1).csv")


def test_an_ambiguous_date_column_is_asked_with_both_readings() -> None:
    found = plan(table("date|views", "03/04/2026|5", "05/04/2026|6"))
    assert keys_of(found) == ["date_order"]
    prompt = found.questions[0].prompt
    assert "3 April 2026" in prompt
    assert "4 March 2026" in prompt
    assert set(found.questions[0].options) == {"dmy", "mdy"}


@pytest.mark.parametrize("answer", ["dmy", "mdy"])
def test_an_answer_closes_the_question_of_the_date_order(answer: str) -> None:
    found = plan(table("date|views", "03/04/2026|5", "05/04/2026|6"), context(answers={QuestionKey.DATE_ORDER: answer}))
    assert (keys_of(found), found.settings.date_order) == ([], DateOrder(answer))


def test_one_day_above_twelve_decides_the_order_for_all_date_columns() -> None:
    found = plan(table("content_id|date|published_at|views", "a|03/04/2026|01/13/2026|5"))
    assert (keys_of(found), found.settings.date_order) == ([], DateOrder.MDY)


def test_a_sibling_of_the_same_platform_decides_the_date_order() -> None:
    other = SiblingEvidence("a.csv", 0, "youtube_content", "youtube", None, None, date_order=DateOrder.DMY)
    head = table("Date|Views|Watch time (hours)", "03/04/2026|5|1", "05/04/2026|6|1")
    assert keys_of(plan(head)) == ["date_order"]
    assert plan(head, context(other)).settings.date_order is DateOrder.DMY


def test_an_order_that_the_sample_leaves_open_is_settled_by_the_whole_column() -> None:
    found = plan(table("date|views", "03/04/2026|5", "05/04/2026|6", complete=False))
    assert found.needs_scan == ("date",)
    closed = resolve_scan(found, {"date": ["03/04/2026", "05/04/2026", "05/23/2026"]})
    still = resolve_scan(found, {"date": ["03/04/2026", "05/04/2026"]})
    assert (keys_of(closed), closed.settings.date_order, closed.needs_scan) == ([], DateOrder.MDY, ())
    assert keys_of(still) == ["date_order"]


def test_amounts_without_a_currency_ask_and_propose_the_last_used_one() -> None:
    head = table("date|spend|clicks", "2026-09-14|5.00|1")
    assert plan(head).questions[0].proposed == "USD"
    found = plan(head, context(currency="SEK"))
    assert (keys_of(found), found.questions[0].proposed) == (["currency"], "SEK")
    answered = plan(head, context(answers={QuestionKey.CURRENCY: "eur"}))
    assert (keys_of(answered), answered.settings.currency) == ([], "EUR")


@pytest.mark.parametrize(
    ("header", "cell", "currency"),
    [
        ("revenue (GBP)", "5.00", "GBP"),
        ("revenue", "€5.00", "EUR"),
        ("revenue", "$5.00", "USD"),
        ("revenue", "0", None),
    ],
)
def test_a_currency_in_the_header_or_the_cells_or_no_amount_at_all_asks_nothing(
    header: str, cell: str, currency: str | None
) -> None:
    found = plan(table(("date", header, "clicks"), ("2026-09-14", cell, "1")))
    assert (keys_of(found), found.settings.currency) == ([], currency)


def test_amounts_that_are_zero_in_the_sample_are_looked_at_again_behind_it() -> None:
    found = plan(table("date|revenue|clicks", "2026-09-14|0|1", complete=False))
    assert (keys_of(found), found.needs_scan) == ([], ("revenue",))
    assert keys_of(resolve_scan(found, {"revenue": ["0", "7.50"]}, last_currency="EUR")) == ["currency"]
    assert keys_of(resolve_scan(found, {"revenue": ["0"]})) == []


def test_totals_without_days_take_the_range_of_the_chart_beside_them() -> None:
    head = table("Geography|Views|Watch time (hours)", "DE|5|1", file="Table data.csv")
    chart = SiblingEvidence(
        "Chart data.csv",
        0,
        "youtube_chart",
        "youtube",
        None,
        Period(date(2026, 1, 1), date(2026, 3, 31)),
        has_days=True,
    )
    assert (keys_of(plan(head)), plan(head).questions[0].proposed) == (["period"], "2026-10-01/2026-10-31")
    found = plan(head, context(chart))
    assert (keys_of(found), found.settings.period) == ([], chart.period)


def test_charts_of_different_ranges_leave_the_range_open_and_are_proposed() -> None:
    head = table("Geography|Views|Watch time (hours)", "DE|5|1", file="Table data.csv")
    charts = [
        SiblingEvidence(
            f"Chart {month}.csv",
            0,
            "youtube_chart",
            "youtube",
            None,
            Period(date(2026, month, 1), date(2026, month, 28)),
            has_days=True,
        )
        for month in (1, 2)
    ]
    found = plan(head, context(*charts))
    assert (keys_of(found), found.questions[0].proposed) == (["period"], "2026-01-01/2026-02-28")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-09-01/2026-09-30", date(2026, 9, 1), date(2026, 9, 30)),
        ("2026-09-01 to 2026-09-30", date(2026, 9, 1), date(2026, 9, 30)),
        ("2026-09-01..2026-09-30", date(2026, 9, 1), date(2026, 9, 30)),
        ("2026-09-14", date(2026, 9, 14), date(2026, 9, 14)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("September 1, 2026 - September 30, 2026", date(2026, 9, 1), date(2026, 9, 30)),
    ],
)
def test_a_range_is_answered_in_several_ways(text: str, first: date, last: date) -> None:
    assert answered_period(text) == Period(first, last)


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        (QuestionKey.PERIOD, "last week"),
        (QuestionKey.YEAR, "soon"),
        (QuestionKey.DATE_ORDER, "american"),
        (QuestionKey.CURRENCY, "money"),
        (QuestionKey.PERCENT_SCALE, "both"),
        (QuestionKey.TIME_ZONE, "Berlin/Europe"),
        (QuestionKey.CAPTURED_AT, "yesterday"),
    ],
)
def test_an_answer_that_cannot_be_used_is_refused_with_what_it_takes(key: QuestionKey, answer: str) -> None:
    head = table("Gender|August views|engagement rate|spend|date", "f|3|0.1|4|August 31", file="x.csv")
    period = table("country|clicks|engagement rate|spend", "DE|3|0.1|4")
    with pytest.raises(BadOption, match="cannot be") as refusal:
        plan(period if key is QuestionKey.PERIOD else head, context(answers={key: answer}))
    assert refusal.value.fix.startswith("Give ")


def test_the_last_full_month_crosses_the_new_year() -> None:
    assert last_full_month(date(2026, 1, 15)) == Period(date(2025, 12, 1), date(2025, 12, 31))


def test_a_pair_of_lines_states_a_range_and_a_range_in_one_line_does_too() -> None:
    two = table("a|b", preamble=("# Start date: 20230101", "# End date: 20231231"))
    one = table("a|b", preamble=("Campaign report", "March 27, 2026 - April 23, 2026"))
    assert stated_period(two) == Period(date(2023, 1, 1), date(2023, 12, 31))
    assert stated_period(one) == Period(date(2026, 3, 27), date(2026, 4, 23))
    assert stated_period(table("a|b", file="plain.csv")) is None


def test_second_downloads_share_a_platform_in_the_proposal() -> None:
    visits = SiblingEvidence("Visits (1).csv", 0, "meta_metric", "instagram", None, None)
    first = SiblingEvidence("Visits.csv", 0, "meta_metric", "facebook", None, None)
    assert stem_and_copy("Visits (1).csv") == ("visits", "1")
    assert proposed_meta_platform(VIEWS, (visits, first)) == "instagram"
    assert plan(VIEWS, context(visits, first)).questions[0].proposed == "instagram"
    assert plan(VIEWS, context(answers={QuestionKey.PLATFORM: "Facebook"})).platform == "facebook"


def test_an_account_is_asked_only_where_the_brand_has_several_of_the_platform() -> None:
    head = table("Date|Impressions|Likes|Unfollows", "2026-09-14|5|1|0")
    assert plan(head).account == "default"
    assert plan(head, context(accounts={"x": ("one",)})).account == "one"
    found = plan(head, context(accounts={"x": ("one", "two"), "instagram": ("three",)}))
    assert (keys_of(found), found.questions[0].options) == (["account"], ("one", "two"))
    assert plan(head, context(accounts={"x": ("one", "two")}, answers={QuestionKey.ACCOUNT: "@two"})).account == "two"


def test_rates_that_could_be_fractions_or_percents_are_asked_once() -> None:
    open_rate = plan(table("date|clicks|save rate", "2026-09-14|5|0.03", "2026-09-15|6|0.04"))
    signed = plan(table("date|clicks|save rate", "2026-09-14|5|3%", "2026-09-15|6|4%"))
    above = plan(table("date|clicks|save rate", "2026-09-14|5|3.1", "2026-09-15|6|4.2"))
    assert (keys_of(open_rate), open_rate.questions[0].proposed) == (["percent_scale"], "fraction")
    assert (keys_of(signed), keys_of(above)) == ([], [])
    assert above.settings.percent_scale is PercentScale.PERCENT
    assert open_rate.columns[2].kind is MeasureKind.AVERAGE


def test_the_moment_of_the_capture_is_the_end_of_the_named_day_and_never_after_the_upload() -> None:
    header = "Post id|Date|Post text|Impressions|Likes|Bookmarks|Replies"
    row = "1|Tue, Jul 14, 2026|a|1|1|1|1"
    past = plan(table(header, row, file="account_analytics_content_2026-07-01_2026-07-31.csv"))
    ahead = plan(table(header, row, file="account_analytics_content_2026-11-01_2026-11-30.csv"))
    unnamed = plan(table(header, row, file="posts.csv"))
    answered = plan(table(header, row), context(answers={QuestionKey.CAPTURED_AT: "2026-09-30"}))
    assert past.settings.captured_at == datetime(2026, 7, 31, 21, 59, 59, tzinfo=UTC)
    assert ahead.settings.captured_at == datetime(2026, 11, 21, 12, tzinfo=UTC)
    assert unnamed.settings.captured_at is None
    assert answered.settings.captured_at == datetime(2026, 9, 30, 21, 59, 59, tzinfo=UTC)


def test_evidence_names_the_days_of_a_chart_and_says_when_only_a_sample_was_seen() -> None:
    rows = ("2026-01-01|DE|5", "2026-01-31|DE|6")
    whole = gather_evidence(table("Date|Geography|Views", *rows, file="Chart data.csv"), context())
    part = gather_evidence(table("Date|Geography|Views", *rows, file="Chart data.csv", complete=False), context())
    assert (whole.platform, whole.period, whole.has_days, whole.partial) == (
        "youtube",
        Period(date(2026, 1, 1), date(2026, 1, 31)),
        True,
        False,
    )
    assert part.partial
    assert gather_evidence(VIEWS, context()).platform is None


def test_a_rate_that_follows_from_two_counts_needs_no_question() -> None:
    rows = [f"2026-09-{day:02}|{day * 2}|1000|{day * 2 / 1000}" for day in range(10, 20)]
    found = plan(table("date|clicks|impressions|click rate", *rows))
    hundred = plan(
        table(
            "date|clicks|impressions|click rate",
            *[f"2026-09-{day:02}|{day}|10000|{day / 100}" for day in range(10, 20)],
        )
    )
    assert (keys_of(found), found.settings.percent_scale) == ([], PercentScale.FRACTION)
    assert (keys_of(hundred), hundred.settings.percent_scale) == ([], PercentScale.PERCENT)
