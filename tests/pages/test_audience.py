"""The Audience page: who responds how, where the data tell it; what is missing, where they do not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from learning.domain.enums import Basis
from learning.domain.facts import Fact
from learning.domain.observations import SegmentKey
from services.decisions.recording import DecisionService, parts_of
from services.settings import load_settings
from tests.pages.conftest import OpenPage, buttons, open_menu, texts
from tests.services.audience_brands import CUT, FIRST, rows
from tests.services.hand_made import HandMade, Row, spec


@pytest.fixture
def filled(acme: HandMade) -> HandMade:
    acme.put(CUT, rows({("Parents", "mobile"): 0.5}))
    return acme


def test_a_brand_without_data_is_led_to_the_upload(acme: HandMade, open_page: OpenPage) -> None:
    app = open_page("audience")
    assert "No data yet" in texts(app)
    assert app.button(key="empty_upload")


def test_without_segments_the_page_says_which_file_would_bring_them(acme: HandMade, open_page: OpenPage) -> None:
    acme.put(spec("x", Basis.LIFETIME, "content"), [Row(FIRST, {Fact.IMPRESSIONS: 100.0}, content="a")])
    app = open_page("audience")
    said = texts(app)
    assert "Need a persona column or tag rule; add in Data" in said
    assert "**Persona**" in said
    assert "Upload such an export" in buttons(app)


def test_the_grid_comes_first_with_a_finding_that_is_likely_real(filled: HandMade, open_page: OpenPage) -> None:
    app = open_page("audience")
    assert app.subheader[0].value == "People like Parents on phone respond less"
    said = texts(app)
    assert "Engagement score by persona and device" in said
    assert "60\u00a0posts" in said
    assert "Grey: not enough data" in said
    assert len(app.get("plotly_chart")) == 1


def test_splits_and_devices_are_read_when_they_are_opened(filled: HandMade, open_page: OpenPage) -> None:
    app = open_page("audience")
    assert "The dotted line is all together" not in texts(app)
    open_menu(app, "splits_menu")
    assert len(app.get("plotly_chart")) == 2
    assert "Lines show the 95 % range" in texts(app)
    open_menu(app, "devices_menu")
    assert len(app.get("plotly_chart")) == 3
    assert app.selectbox(key="audience_persona").value == "Parents"


def test_ways_to_a_conversion_say_what_is_missing_where_no_program_reports_them(
    filled: HandMade, open_page: OpenPage
) -> None:
    app = open_page("audience")
    open_menu(app, "journeys_menu")
    assert "Not computable: no program reports sessions" in texts(app)


def test_ways_to_a_conversion_are_told_with_range_and_n_where_programs_report_them(
    filled: HandMade, open_page: OpenPage, tmp_path: Path
) -> None:
    decisions = DecisionService(filled.store, load_settings({"BELLWETHER_DATA_DIR": str(tmp_path)}))
    at = datetime(FIRST.year, FIRST.month, FIRST.day, 12, tzinfo=UTC)
    with filled.read() as work:
        (brand,) = work.brands.list_all()
    for number in range(20):
        told = {"decision_id": str(number), "timestamp": at.isoformat(), "component": "mail", "user_id": f"p{number}"}
        came = {"decision_id": str(number), "timestamp": at.isoformat(), "metrics": {"conversions": number % 4 == 0}}
        decisions.take_decisions(brand, parts_of([told]))
        decisions.take_outcomes(brand, parts_of([came]))
    app = open_page("audience")
    open_menu(app, "journeys_menu")
    said = texts(app)
    assert "25.0\u00a0% of 20\u00a0people converted" in said
    assert "Tokens a conversion: not computable: no program reports tokens" in said


def test_gaps_are_told_in_words_with_their_range_their_n_and_how_many_were_looked_at(
    filled: HandMade, open_page: OpenPage
) -> None:
    said = texts(open_page("audience"))
    assert "People like *Parents* on phone click less often" in said
    assert "likely real" in said
    assert "(95 % range)" in said
    assert "each compared with itself" in said
    assert "Looked at 22\u00a0comparisons; each one is corrected for all the others." in said
    assert "significant" not in said


def test_who_is_behind_tells_what_differs_when_it_is_opened(filled: HandMade, open_page: OpenPage) -> None:
    app = open_page("audience")
    opened = [one for one in app.expander if "Parents · mobile" in one.label]
    assert opened
    assert "What differs:" not in texts(app)


def test_a_metric_that_is_not_measured_says_what_it_would_need(filled: HandMade, open_page: OpenPage) -> None:
    app = open_page("audience", audience_metric="Satisfaction (not measured)")
    assert "it would need the columns 'Satisfaction'" in texts(app)
    assert "What stands out" in [one.value for one in app.subheader]


def test_a_brand_with_countries_only_is_shown_by_country(acme: HandMade, open_page: OpenPage) -> None:
    found = [
        Row(
            FIRST + timedelta(days=day),
            {Fact.VIEWS: 1_000.0 + 7 * day, Fact.LIKES: 20.0 + day % 4},
            segment=SegmentKey(named=(("country", country),)),
        )
        for day in range(28)
        for country in ("DE", "FR")
    ]
    acme.put(spec("youtube", Basis.ACTIVITY, "country"), found)
    app = open_page("audience")
    assert "by country" in texts(app)
    assert not [one for one in app.selectbox if one.label == "Persona"]


def test_a_gap_opens_its_trend_and_its_posts(filled: HandMade, open_page: OpenPage) -> None:
    app = open_page("audience")
    app.button(key="gap_0").click().run()
    assert not app.exception
    assert "The posts that weigh most in it" in texts(app)


def test_a_store_that_fails_leaves_the_page_with_a_number(
    filled: HandMade, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the store broke")

    monkeypatch.setattr("ui.audience.reads.segment_gaps", fail)
    said = texts(open_page("audience"))
    assert "This is our fault, not yours" in said
    assert "Engagement score by persona and device" in said


def test_what_works_for_whom_stands_as_measured_beside_what_is_drawn_to_all(
    filled: HandMade, open_page: OpenPage
) -> None:
    app = open_page("audience")
    assert "As measured: from this persona alone" not in texts(app)
    open_menu(app, "persona_effects_menu")
    assert "As measured: from this persona alone" in texts(app)
    shown = next(one.value for one in app.dataframe if "Drawn to all" in one.value.columns)
    assert set(shown["Persona"]) == {"all together", "Parents", "Hikers", "Shoppers"}
    assert set(shown["Posts seen"]) == {20, 40}
    app.selectbox(key="persona_effects_attribute").set_value("topic").run()
    assert "Not computable" in texts(app)
