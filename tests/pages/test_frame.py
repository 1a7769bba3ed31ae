"""What stands around every page: filters in the address, saved views, how far the data go, the way to the glossary."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from learning.domain.enums import Basis
from learning.domain.facts import Fact
from learning.domain.observations import SegmentKey
from tests.pages.conftest import OpenPage, buttons, open_menu, texts
from tests.services.hand_made import HandMade, Row, spec

LAST = date(2026, 11, 19)


@pytest.fixture
def acme_with_personas(acme: HandMade) -> HandMade:
    for platform in ("x", "linkedin"):
        rows = [
            Row(
                LAST - timedelta(days=before),
                {Fact.IMPRESSIONS: 1_000 + before, Fact.LIKES: 20 + before % 7},
                content=f"{platform}{before}",
                segment=SegmentKey(
                    persona="Parents" if before % 2 else "Students",
                    named=(("page", "Start" if before % 3 else "Shop"),),
                ),
                format="reel" if before % 2 else "image",
            )
            for before in range(90)
        ]
        acme.put(spec(platform, Basis.ACTIVITY, "content", "persona", "page"), rows)
    return acme


def select(app: AppTest, key: str, value: str) -> AppTest:
    return app.selectbox(key=key).select(value).run()


def test_the_filters_are_those_that_the_data_have(acme_with_personas: HandMade, open_page: OpenPage) -> None:
    app = open_page("engagement")
    assert {widget.key for widget in app.multiselect} == {"platform", "persona"}, "the rest is drawn when it opens"
    open_menu(app, "more_filters")
    keys = {widget.key for widget in app.multiselect}
    assert {"platform", "persona", "format", "dim.page"} <= keys
    assert not {"campaign", "device", "account", "topic"} & keys, "nothing to choose there"
    assert app.multiselect(key="platform").options == ["LinkedIn", "X"]
    assert app.multiselect(key="dim.page").options == ["Start", "Shop"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("persona", "Parents"),
        ("format", "reel"),
        ("dim.page", "Shop"),
        ("platform", "X"),
    ],
)
def test_each_filter_narrows_the_figures_and_is_named(
    acme_with_personas: HandMade, open_page: OpenPage, key: str, value: str
) -> None:
    app = open_menu(open_page("engagement"), "more_filters")
    whole = {metric.label: metric.value for metric in app.metric}["Impressions"]
    app.multiselect(key=key).set_value([value]).run()
    narrowed = {metric.label: metric.value for metric in app.metric}["Impressions"]
    assert narrowed != whole
    assert value in texts(app)
    app.session_state["more_filters"] = False
    app.run()
    assert {metric.label: metric.value for metric in app.metric}["Impressions"] == narrowed, "the menu may be closed"


def test_a_filter_that_an_export_does_not_know_is_said_and_not_ignored(
    acme_with_personas: HandMade, open_page: OpenPage
) -> None:
    rows = [Row(LAST - timedelta(days=before), {Fact.SESSIONS: 50}) for before in range(40)]
    acme_with_personas.put(spec("ga4", Basis.ACTIVITY), rows)
    app = open_page("engagement", metric="Sessions", persona="Parents")
    assert "no export gives sessions by persona" in texts(app)


def test_filters_of_a_link_that_the_data_do_not_know_are_named(
    acme_with_personas: HandMade, open_page: OpenPage
) -> None:
    said = texts(open_page("home", persona="Retired", campaign="Spring"))
    assert "The link also asks for" in said
    assert "persona Retired" in said
    assert "campaign Spring" in said


def test_another_brand_begins_without_the_parts_of_the_one_before(
    acme_with_personas: HandMade, open_page: OpenPage
) -> None:
    with acme_with_personas.store.write() as work:
        other = work.brands.add("Other", time_zone="UTC", created_at=1)
        work.commit()
    twin = HandMade(acme_with_personas.store, other.id)
    twin._files = 50
    twin.put(spec("x", Basis.ACTIVITY, "content"), [Row(LAST, {Fact.IMPRESSIONS: 7}, content="a")])
    app = open_page("home", persona="Parents", period="Last 7 days", brand="Acme")
    assert app.multiselect(key="persona").value == ["Parents"]
    select(app, "brand", "Other")
    assert "persona" not in {widget.key for widget in app.multiselect}
    assert app.selectbox(key="period").value == "Last 7 days"
    select(app, "brand", "Acme")
    assert app.multiselect(key="persona").value == []


def test_days_of_ones_own_choice_can_be_compared_with_and_unequal_lengths_are_said(
    acme_with_personas: HandMade, open_page: OpenPage
) -> None:
    app = open_page("home", period="Last 7 days")
    select(app, "compare", "Custom range")
    app.date_input(key="against").set_value((LAST - timedelta(days=40), LAST - timedelta(days=27))).run()
    said = texts(app)
    assert "Unequal lengths: 7 days here, 14 in 10–23 Oct 2026" in said
    assert "7 days with data against 14" in said


def test_a_view_is_saved_and_opened(acme_with_personas: HandMade, open_page: OpenPage) -> None:
    app = open_page("home", platform="X", period="Last 7 days")
    open_menu(app, "views")
    app.text_input(key="save_view_name").set_value("Monday review")
    save(app).run()
    app.button(key="reset_filters").click().run()
    assert app.multiselect(key="platform").value == []
    opener = next(button for button in app.button if button.label == "Monday review")
    opener.click().run()
    assert app.multiselect(key="platform").value == ["X"]
    assert app.selectbox(key="period").value == "Last 7 days"


def save(app: AppTest) -> object:
    return next(button for button in app.button if button.label == "Save this view").click()


def test_a_view_shows_its_own_filters_and_no_others(acme_with_personas: HandMade, open_page: OpenPage) -> None:
    app = open_page("home")
    open_menu(app, "views")
    app.text_input(key="save_view_name").set_value("Everything")
    save(app).run()
    app.multiselect(key="persona").set_value(["Parents"]).run()
    next(button for button in app.button if button.label == "Everything").click().run()
    assert app.multiselect(key="persona").value == []


def test_a_view_without_a_name_is_refused_in_words(acme_with_personas: HandMade, open_page: OpenPage) -> None:
    app = open_page("home")
    open_menu(app, "views")
    save(app).run()
    assert "the name of a view cannot be" in texts(app)


def test_how_far_the_data_go_stands_beside_every_page(acme_with_personas: HandMade, open_page: OpenPage) -> None:
    for page in ("home", "engagement", "data"):
        assert "What do these mean?" in buttons(open_page(page))


def test_the_glossary_is_one_click_away(acme_with_personas: HandMade, open_page: OpenPage) -> None:
    app = open_page("home")
    app.button(key="frame_glossary").click().run()
    assert "Data" in [title.value for title in app.title]
    assert "95 % intervals" in texts(app)


def test_a_click_to_another_page_keeps_the_brand_and_the_filters_of_the_address(
    acme_with_personas: HandMade, open_page: OpenPage
) -> None:
    with acme_with_personas.store.write() as work:
        work.brands.add("Zeta", time_zone="UTC", created_at=1)
        work.commit()
    app = open_page("home", brand="Zeta")
    app.button(key="frame_glossary").click().run()
    assert app.selectbox(key="brand").value == "Zeta"
    app = open_page("home", persona="Parents")
    app.button(key="frame_glossary").click().run()
    assert app.query_params["persona"] == "Parents"
