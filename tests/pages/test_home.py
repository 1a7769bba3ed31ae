"""The first screen: two ways to begin, or the week in sentences, honest numbers, and what needs the person."""

from __future__ import annotations

import io
import os
import time
from datetime import UTC, date, datetime, timedelta

import pytest

from learning.domain.analyses import AnalysisKind, SeriesKey, StoredAnalysis
from learning.domain.annotations import Annotation
from learning.domain.decisions import DecisionLine
from learning.domain.enums import Basis
from learning.domain.facts import Fact
from learning.domain.feedback_entries import FeedbackEntry
from learning.domain.observations import SegmentKey
from learning.domain.views import Visit
from services.analyses.refresh import refresh_analyses
from services.clock import SystemClock
from services.demo.brand import find_demo
from services.imports.drafts import DraftService, Upload
from services.settings import load_settings
from tests.pages.conftest import OpenPage, buttons, texts
from tests.services.callers import caller
from tests.services.hand_made import NOW, HandMade, Row, spec
from ui.answers import answers

LAST = date(2019, 3, 31)


def test_the_very_first_start_offers_one_export_or_the_demo_brand(no_brand: None, open_page: OpenPage) -> None:
    app = open_page()
    assert "No data yet. Upload one export, or try the demo brand." in texts(app)
    assert {"Upload an export", "Try the demo brand"} <= set(buttons(app))


def test_the_first_button_leads_to_the_upload(no_brand: None, open_page: OpenPage) -> None:
    app = open_page()
    next(button for button in app.button if button.label == "Upload an export").click().run()
    assert app.file_uploader


def test_a_brand_with_data_shows_three_numbers_and_its_latest_imports(acme: HandMade, open_page: OpenPage) -> None:
    rows = [
        Row(
            date(2024, 3, 1) + timedelta(days=i),
            {Fact.IMPRESSIONS: 900 + i, Fact.LIKES: 9, Fact.CLICKS: 3},
            content=f"{i}",
        )
        for i in range(40)
    ]
    acme.put(spec("x", Basis.LIFETIME, "content"), rows)
    app = open_page()
    assert len(app.metric) == 3
    said = texts(app)
    assert "Latest imports" in said
    assert "with data" in said
    assert "The latest week with data, 3–9 Apr 2024" in said
    assert "Nothing waits for you." in said


@pytest.fixture
def risen(acme: HandMade) -> HandMade:
    """Engagement on X triples in the last week; LinkedIn stays as it is."""
    for platform, rise in (("x", 40), ("linkedin", 0)):
        rows = [
            Row(
                LAST - timedelta(days=before),
                {Fact.IMPRESSIONS: 1_000, Fact.LIKES: 20 + before % 3 + (rise if before < 7 else 0)},
                content=f"{platform}{before}",
                segment=SegmentKey(persona="Parents" if before % 2 else "Students"),
            )
            for before in range(60)
        ]
        acme.put(spec(platform, Basis.ACTIVITY, "content", "persona"), rows)
    return acme


def test_the_week_says_what_moved_how_sure_and_where(risen: HandMade, open_page: OpenPage) -> None:
    said = texts(open_page())
    assert "Engagement rate went up by about" in said
    assert "likely real" in said
    assert "All of it comes from X." in said
    assert "14\u00a0posts" in said


def test_a_filter_holds_for_the_week_and_the_numbers(risen: HandMade, open_page: OpenPage) -> None:
    said = texts(open_page(platform="LinkedIn"))
    assert "**Nothing moved** beyond chance" in said
    assert "28\u00a0posts" in said


def test_a_sentence_leads_to_its_trend_with_its_days_and_its_part(risen: HandMade, open_page: OpenPage) -> None:
    app = open_page(platform="X", period="All data")
    app.button(key="trend_0").click().run()
    assert "Engagement" in [title.value for title in app.title]
    assert app.selectbox(key="metric").value == "Engagement rate"
    assert app.multiselect(key="platform").value == ["X"]
    said = texts(app)
    assert "25–31 Mar 2019" in said
    assert "60 posts" not in said


def test_what_waits_is_told_with_the_way_to_it(acme: HandMade, open_page: OpenPage, risen: HandMade) -> None:
    drafts = DraftService(acme.store, load_settings(os.environ), SystemClock())
    draft = drafts.start(acme.brand_id, caller("Local administrator"), [Upload("july.csv", io.BytesIO(b"a,b\n1,2\n"))])
    app = open_page()
    assert "Half-done upload of **july.csv**" in texts(app)
    app.button(key="need_0").click().run()
    assert "Data" in [title.value for title in app.title]
    assert app.query_params["upload"] == draft.token


def test_news_are_counted_from_the_visit_before(risen: HandMade, open_page: OpenPage) -> None:
    assert "New since your last visit" not in texts(open_page())
    long_ago = NOW - 50_000
    with risen.store.write() as work:
        work.visits.put(Visit(risen.brand_id, "Local administrator", long_ago, long_ago, 1))
        work.annotations.add(Annotation(risen.brand_id, 17_900, 17_900, "Black *Friday*", "bob", NOW))
        note = FeedbackEntry(risen.brand_id, "love *it*", {}, "bob", NOW - 9_900, first_used_at=NOW)
        work.feedback_entries.add(note)
        work.commit()
    answers().forget()
    wait_until_noted(risen)
    with risen.store.write() as work:
        work.visits.put(Visit(risen.brand_id, "Local administrator", 4_000_000_000, 4_000_000_000, 1, long_ago, 1))
        work.commit()
    said = texts(open_page())
    assert "New since your last visit" in said
    assert "**Black \\*Friday\\***" in said
    assert "“love \\*it\\*” · used after 2 h 45 min" in said
    assert "imported" in said


def wait_until_noted(brand: HandMade) -> Visit:
    """The visit is written beside the page."""
    deadline = time.monotonic() + 10
    while True:
        with brand.read() as work:
            found = work.visits.find(brand.brand_id, "Local administrator")
        if found is not None:
            return found
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_page_view_is_noted_as_a_visit(risen: HandMade, open_page: OpenPage) -> None:
    begun = int(time.time())
    open_page()
    noted = wait_until_noted(risen)
    assert begun <= noted.seen_at <= time.time()
    assert noted.previous_at is None


def test_a_database_of_an_older_version_is_a_sentence_with_the_next_step(store_url: str, open_page: OpenPage) -> None:
    assert "bellwether migrate" in texts(open_page())


def test_a_visit_that_cannot_be_written_costs_the_page_nothing(risen: HandMade, open_page: OpenPage) -> None:
    with risen.store.connect(writes=True) as connection:
        connection.exec_driver_sql("ALTER TABLE visit RENAME TO visit_gone")
        connection.commit()
    app = open_page()
    assert "Engagement rate went up" in texts(app)
    assert app.metric


def test_a_failed_analysis_is_said_with_the_age_of_what_stands_and_can_be_tried_again(
    risen: HandMade, open_page: OpenPage
) -> None:
    refresh_analyses(risen.store, risen.brand_id, datetime.now(UTC) - timedelta(days=2))
    yesterday = int((datetime.now(UTC) - timedelta(days=1)).timestamp())
    series = SeriesKey("engagement_rate", Basis.ACTIVITY)
    with risen.store.write() as work:
        for kind in (AnalysisKind.CHANGE_POINTS, AnalysisKind.DECOMPOSITION):
            work.analyses.put(
                StoredAnalysis(
                    risen.brand_id, kind, series, None, None, None, failed_at=yesterday, failure="out of luck"
                )
            )
        work.commit()
    app = open_page()
    said = texts(app)
    assert "Yesterday's analysis of season and changes failed for 1\u00a0series; numbers are from" in said
    assert "out of luck" in said
    app.button(key="retry_analyses").click().run()
    assert "failed" not in texts(app)


def test_changes_of_level_are_told_with_their_range(risen: HandMade, open_page: OpenPage) -> None:
    refresh_analyses(risen.store, risen.brand_id, datetime.now(UTC))
    said = texts(open_page())
    assert "What changed its level lately?" in said
    assert "Engagement rate went up by about" in said


def test_one_block_that_fails_leaves_the_others(risen: HandMade, open_page: OpenPage) -> None:
    open_page()
    with risen.store.connect(writes=True) as connection:
        connection.exec_driver_sql("ALTER TABLE import_draft RENAME TO import_draft_gone")
        connection.commit()
    app = open_page()
    said = texts(app)
    assert "This is our fault" in said or "does not answer" in said
    assert "Engagement rate went up" in said
    assert app.metric


@pytest.mark.slow
def test_the_demo_brand_is_one_click_in_and_one_click_out(no_brand: None, open_page: OpenPage, acme: HandMade) -> None:
    app = open_page()
    app.button(key="load_demo").click().run()
    assert find_demo(acme.store) is not None
    assert "Made-up data" in texts(app)
    assert app.metric


def test_what_programs_decide_right_now_is_shown_where_programs_decide(acme: HandMade, open_page: OpenPage) -> None:
    acme.put(spec("x", Basis.LIFETIME, "content"), [Row(LAST, {Fact.IMPRESSIONS: 900.0, Fact.LIKES: 9}, content="a")])
    app = open_page()
    assert "Right now" not in texts(app)
    now = int(SystemClock().now().timestamp())
    with acme.store.write() as work:
        work.decisions.add(acme.brand_id, [DecisionLine(f"d{one}", now - one, "content") for one in range(3)])
        work.commit()
    app.run()
    assert "Right now" in texts(app)
    assert {metric.label: metric.value for metric in app.metric}["Decisions"] == "3"
    assert "content 3" in texts(app)
    assert not app.error
