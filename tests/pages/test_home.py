"""The first screen: two ways to begin, or three honest numbers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from learning.domain.enums import Basis
from learning.domain.facts import Fact
from services.demo import find_demo
from tests.pages.conftest import OpenPage, buttons, texts
from tests.services.hand_made import HandMade, Row, spec


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


@pytest.mark.slow
def test_the_demo_brand_is_one_click_in_and_one_click_out(no_brand: None, open_page: OpenPage, acme: HandMade) -> None:
    app = open_page()
    app.button(key="load_demo").click().run()
    assert find_demo(acme.store) is not None
    assert "Made-up data" in texts(app)
    assert app.metric
