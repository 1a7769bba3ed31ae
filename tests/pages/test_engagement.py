"""The Engagement page: honest where there is data, helpful where there is none."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from learning.domain.enums import Basis
from learning.domain.facts import Fact
from tests.pages.conftest import OpenPage, texts
from tests.services.hand_made import HandMade, Row, spec

LAST = date(2019, 3, 31)


def posts(count: int, *, platform: str = "x", last: date = LAST) -> list[Row]:
    return [
        Row(
            last - timedelta(days=index),
            {Fact.IMPRESSIONS: 1_000 + 13 * index, Fact.LIKES: 20 + index % 7, Fact.CLICKS: 5 + index % 3},
            content=f"{platform}{index}",
            extras={"hashtag_clicks": float(index % 4)},
        )
        for index in range(count)
    ]


@pytest.fixture
def filled(acme: HandMade) -> HandMade:
    acme.put(spec("x", Basis.LIFETIME, "content"), posts(200))
    return acme


def test_a_brand_without_data_is_led_to_the_upload(acme: HandMade, open_page: OpenPage) -> None:
    app = open_page("engagement")
    assert "No data yet" in texts(app)
    app.button(key="empty_upload").click().run()
    assert "Data" in [title.value for title in app.title]
    assert app.file_uploader


def test_data_that_ends_years_ago_does_not_open_on_an_empty_screen(filled: HandMade, open_page: OpenPage) -> None:
    app = open_page("engagement")
    assert "Last 28 days with data, 4–31 Mar 2019" in texts(app)
    assert len(app.get("plotly_chart")) == 1
    shown = {metric.label: metric.value for metric in app.metric}
    assert {"Engagement rate", "Impressions", "Clicks"} <= set(shown)
    assert "–" not in shown.values()


def test_a_metric_that_only_other_days_have_gives_its_place_to_the_next(acme: HandMade, open_page: OpenPage) -> None:
    acme.put(spec("youtube", Basis.LIFETIME, "content"), posts(40, platform="youtube", last=LAST - timedelta(days=60)))
    days = [Row(LAST - timedelta(days=index), {Fact.VIEWS: 900 + index % 9}) for index in range(60)]
    acme.put(spec("youtube", Basis.ACTIVITY), days)
    app = open_page("engagement")
    shown = {metric.label: metric.value for metric in app.metric}
    assert "Views" in shown
    assert "Impressions" not in shown
    assert "–" not in shown.values()
    assert app.get("plotly_chart")


def test_every_figure_says_its_n_and_what_it_covers(filled: HandMade, open_page: OpenPage) -> None:
    said = texts(open_page("engagement"))
    assert "28\u00a0posts" in said
    assert "lifetime totals, by day of publication" in said
    assert "Read from X by post." in said
    assert "95 % interval" in said


def test_every_metric_of_the_brand_can_be_drawn_extras_included(filled: HandMade, open_page: OpenPage) -> None:
    app = open_page("engagement")
    choices = app.selectbox(key="metric").options
    assert "Hashtag_Clicks" in choices
    for choice in choices:
        app.selectbox(key="metric").select(choice).run()
        assert choice.split(" (")[0] in texts(app)
        assert not app.error


@pytest.mark.parametrize("bucket", ["Day", "Week", "Month"])
def test_each_bucket_can_be_chosen_in_the_address(filled: HandMade, open_page: OpenPage, bucket: str) -> None:
    app = open_page("engagement", by=bucket, period="All data")
    assert f"Engagement rate by {bucket.lower()}" in texts(app)


def test_the_whole_history_is_one_choice_away(filled: HandMade, open_page: OpenPage) -> None:
    app = open_page("engagement")
    app.selectbox(key="period").select("All data").run()
    assert "200\u00a0posts" in texts(app)


def test_reset_brings_the_defaults_back(filled: HandMade, open_page: OpenPage) -> None:
    app = open_page("engagement", period="All data", compare="Off")
    assert app.selectbox(key="period").value == "All data"
    next(button for button in app.button if button.label == "Reset").click().run()
    assert app.selectbox(key="period").value == "Last 28 days"
    assert app.selectbox(key="compare").value == "Previous period"


def test_a_platform_narrows_everything_and_is_named(filled: HandMade, open_page: OpenPage) -> None:
    filled.put(spec("tiktok", Basis.LIFETIME, "content"), posts(50, platform="tiktok"))
    app = open_page("engagement")
    app.multiselect(key="platform").set_value(["TikTok"]).run()
    said = texts(app)
    assert "TikTok by post" in said
    assert "X by post" not in said
    assert "28\u00a0posts" in said


def test_brands_with_equal_versions_never_see_each_others_figures(filled: HandMade, open_page: OpenPage) -> None:
    with filled.store.write() as work:
        other = work.brands.add("Other", time_zone="UTC", created_at=1)
        work.commit()
    twin = HandMade(filled.store, other.id)
    twin._files = 50
    twin.put(spec("x", Basis.LIFETIME, "content"), posts(20))
    app = open_page("engagement")
    assert "28\u00a0posts" in texts(app)
    app.selectbox(key="brand").select("Other").run()
    assert "20\u00a0posts" in texts(app)
    assert "28\u00a0posts" not in texts(app)


def test_an_import_shows_at_once(filled: HandMade, open_page: OpenPage) -> None:
    app = open_page("engagement", period="All data")
    assert "200\u00a0posts" in texts(app)
    filled.put(spec("x", Basis.LIFETIME, "content"), [Row(LAST, {Fact.IMPRESSIONS: 5, Fact.LIKES: 1}, content="new")])
    assert "201\u00a0posts" in texts(app.run())


def test_totals_of_stated_periods_open_on_the_whole_period(acme: HandMade, open_page: OpenPage) -> None:
    year = Row(date(2025, 1, 1), {Fact.SESSIONS: 900, Fact.CONVERSIONS: 20}, last=date(2025, 12, 31))
    acme.put(spec("ga4", Basis.PERIOD), [year])
    app = open_page("engagement")
    assert app.selectbox(key="period").value == "All data"
    assert {metric.label: metric.value for metric in app.metric}["Sessions"] == "900"


def test_exports_without_posts_say_what_to_add(acme: HandMade, open_page: OpenPage) -> None:
    rows = [Row(LAST - timedelta(days=index), {Fact.SESSIONS: 10 + index}) for index in range(30)]
    acme.put(spec("ga4", Basis.ACTIVITY), rows)
    said = texts(open_page("engagement"))
    assert "do not name single posts" in said


def test_a_database_of_an_older_version_is_a_sentence_with_the_next_step(store_url: str, open_page: OpenPage) -> None:
    said = texts(open_page("engagement"))
    assert "bellwether migrate" in said
    assert "Traceback" not in said


def test_one_block_that_fails_leaves_the_others_and_shows_an_id(
    filled: HandMade, open_page: OpenPage, caplog: pytest.LogCaptureFixture
) -> None:
    open_page("engagement")
    with filled.store.connect(writes=True) as connection:
        connection.exec_driver_sql("ALTER TABLE annotation RENAME TO annotation_gone")
        connection.commit()
    app = open_page("engagement", period="All data")
    said = texts(app)
    assert "This is our fault" in said or "does not answer" in said
    assert app.metric
    assert "Which posts did best" in said


def test_today_is_the_brands_day(filled: HandMade, open_page: OpenPage) -> None:
    fresh = datetime.now(UTC).date() - timedelta(days=1)
    filled.put(spec("x", Basis.LIFETIME, "content"), posts(5, platform="new", last=fresh))
    assert "with data" not in "".join(caption.value for caption in open_page("engagement").caption[:2])


def test_days_of_ones_own_choice_can_stand_in_the_address(filled: HandMade, open_page: OpenPage) -> None:
    app = open_page("engagement", period="Custom")
    app.date_input(key="dates").set_value((date(2019, 2, 1), date(2019, 2, 28))).run()
    said = texts(app)
    assert "1–28 Feb 2019" in said
    assert "28\u00a0posts" in said


def test_days_without_any_data_are_said_and_not_drawn(filled: HandMade, open_page: OpenPage) -> None:
    filled.put(
        spec("x", Basis.LIFETIME, "content"),
        [Row(date(2016, 1, 1), {Fact.IMPRESSIONS: 9, Fact.LIKES: 1}, content="old")],
    )
    app = open_page("engagement", period="Custom")
    app.date_input(key="dates").set_value((date(2016, 5, 1), date(2016, 5, 28))).run()
    assert not app.get("plotly_chart")
    assert "There is nothing to draw of engagement rate for these days" in texts(app)
