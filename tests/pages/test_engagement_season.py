"""The season tabs of the Engagement page: stored results, told with their age, and never computed on the click."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from learning.domain.analyses import AnalysisKind, SeriesKey, StoredAnalysis
from learning.domain.enums import Basis
from learning.domain.facts import Fact
from services.analyses.refresh import refresh_analyses
from tests.conftest import FIXED_NOW
from tests.pages.conftest import OpenPage, texts
from tests.services.hand_made import HandMade, Row, spec

FIRST = date(2026, 7, 6)
DAYS = 120
SHIFT = 80
SERIES = SeriesKey("impressions", Basis.ACTIVITY)


def planted() -> list[Row]:
    """Impressions by day: a level that rises by half on day 80, Saturdays a third below the rest, a little noise."""
    noise = np.random.default_rng(3).normal(0, 0.05, DAYS)
    rows: list[Row] = []
    for index in range(DAYS):
        day = FIRST + timedelta(days=index)
        level = 1_000 * (1.5 if index >= SHIFT else 1.0) * (0.67 if day.weekday() == 5 else 1.0)
        rows.append(Row(day, {Fact.IMPRESSIONS: round(level * float(np.exp(noise[index])))}))
    return rows


@pytest.fixture
def analysed(acme: HandMade) -> HandMade:
    acme.put(spec("x", Basis.ACTIVITY), planted())
    refresh_analyses(acme.store, acme.brand_id, FIXED_NOW)
    return acme


def look(open_page: OpenPage, tab: str, **query: str) -> AppTest:
    app = open_page("engagement", metric="Impressions", period="All data", by="Day", **query)
    app.session_state["look"] = tab
    return app.run()


def said(app: AppTest) -> str:
    return texts(app).replace("\u00a0", " ").replace("\\", "")


def test_a_planted_change_is_marked_on_the_trend_and_told_with_its_range(
    analysed: HandMade, open_page: OpenPage
) -> None:
    app = look(open_page, "Over time")
    assert "◆ Impressions went up by about" in said(app)
    [drawn] = [chart.proto.spec for chart in app.get("plotly_chart") if "Days it may have been" in chart.proto.spec]
    assert "expected (95 %)" in drawn
    assert "outside the expected range; chance alone gives about" in said(app)


def test_the_level_tab_states_the_change_as_its_finding(analysed: HandMade, open_page: OpenPage) -> None:
    words = said(look(open_page, "Level and changes"))
    assert "##### Impressions went up by about" in words
    assert f"{DAYS} days with data" in words


def test_the_weekday_that_was_planted_stands_out(analysed: HandMade, open_page: OpenPage) -> None:
    words = said(look(open_page, "Weekdays"))
    assert "lowest on Saturdays" in words
    assert "days for each weekday" in words


def test_data_without_hours_say_so(analysed: HandMade, open_page: OpenPage) -> None:
    words = said(look(open_page, "Hours"))
    assert "Nothing to show" in words
    assert "The figures come from X by day. Hours need an export that has the time of day." in words


def test_the_days_that_are_left_are_counted(analysed: HandMade, open_page: OpenPage) -> None:
    assert "days were outside the expected range" in said(look(open_page, "What is left"))


def test_a_layer_that_is_not_wanted_is_neither_drawn_nor_told(analysed: HandMade, open_page: OpenPage) -> None:
    app = look(open_page, "Over time", show="Notes")
    assert "◆" not in said(app)
    assert not [chart for chart in app.get("plotly_chart") if "Days it may have been" in chart.proto.spec]


def test_newer_data_than_the_analysis_is_told_with_its_moment(analysed: HandMade, open_page: OpenPage) -> None:
    analysed.put(spec("x", Basis.ACTIVITY), [Row(FIRST + timedelta(days=DAYS), {Fact.IMPRESSIONS: 1_400})])
    words = said(look(open_page, "Weekdays"))
    assert "As of 21 Nov 2026" in words
    assert "newest import is not in it yet" in words


def test_a_failed_analysis_keeps_the_old_result_and_says_so(analysed: HandMade, open_page: OpenPage) -> None:
    failed = StoredAnalysis(analysed.brand_id, AnalysisKind.DECOMPOSITION, SERIES, None, None, None)
    with analysed.store.write() as work:
        work.analyses.put(replace(failed, failed_at=1_795_300_000, failure="the disk was full"))
        work.commit()
    words = said(look(open_page, "Weekdays"))
    assert "The last analysis failed (the disk was full); this one is as of 21 Nov 2026" in words
    assert "lowest on Saturdays" in words


@pytest.mark.parametrize(("table", "what"), [("series_analysis", "season and changes"), ("annotation", "the notes")])
def test_the_trend_stands_without_what_cannot_be_read(
    analysed: HandMade, open_page: OpenPage, table: str, what: str
) -> None:
    with analysed.store.connect(writes=True) as connection:
        connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO gone")
        connection.commit()
    app = look(open_page, "Over time")
    words = said(app)
    assert f"could not show {what}" in words or "does not answer" in words
    assert [chart for chart in app.get("plotly_chart") if "mean of 7 days" in chart.proto.spec]


def test_under_a_filter_the_season_is_that_of_the_whole_and_lies_over_nothing(
    acme: HandMade, open_page: OpenPage
) -> None:
    acme.put(spec("x", Basis.ACTIVITY, "campaign"), [replace(row, content="c") for row in planted()])
    acme.put(spec("tiktok", Basis.ACTIVITY), planted())
    acme.put(spec("ga4", Basis.ACTIVITY), planted())
    refresh_analyses(acme.store, acme.brand_id, FIXED_NOW)
    app = open_page("engagement", metric="Impressions", period="All data", by="Day")
    app.multiselect(key="platform").set_value(["TikTok", "X"]).run()
    assert not [chart for chart in app.get("plotly_chart") if "expected (95 %)" in chart.proto.spec]
    app.session_state["look"] = "Weekdays"
    assert "Computed for all of Acme, not for the filters above." in said(app.run())
    app.multiselect(key="platform").set_value(["X"]).run()
    assert "Computed for all" not in said(app)


def test_a_figure_that_is_not_analysed_says_which_are(acme: HandMade, open_page: OpenPage) -> None:
    rows = [replace(row, facts={**row.facts, Fact.SAVES: 3}) for row in planted()]
    acme.put(spec("x", Basis.ACTIVITY), rows)
    refresh_analyses(acme.store, acme.brand_id, FIXED_NOW)
    app = open_page("engagement", metric="Saves", period="All data")
    app.session_state["look"] = "Weekdays"
    words = said(app.run())
    assert "computed for the main figures: engagement rate, impressions" in words
    assert "Saves is not one" in words
