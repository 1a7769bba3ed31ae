"""A click opens what it points at, once."""

from __future__ import annotations

import pytest
import streamlit as st

from ui.clicks import clicked_points, new_click, take_click, take_row, watch_clicks, watch_rows

POINT = {"curve_number": 2, "point_index": 5, "x": "2026-09-07", "y": 3.0, "customdata": ["34", "words"]}
EVENT = {"selection": {"points": [POINT]}}


@pytest.fixture(autouse=True)
def state(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    kept: dict[str, object] = {}
    monkeypatch.setattr(st, "session_state", kept)
    return kept


def test_a_point_is_told_with_its_trace_place_and_note() -> None:
    (point,) = clicked_points(EVENT)
    assert (point.trace, point.index, point.x, point.y, point.note) == (2, 5, "2026-09-07", 3.0, "34")


@pytest.mark.parametrize("event", [None, {}, {"selection": {}}, {"selection": {"points": [None]}}])
def test_nothing_selected_is_no_point(event: object) -> None:
    assert clicked_points(event) == ()


def test_a_selection_that_stays_is_told_once() -> None:
    assert new_click("chart", EVENT) is not None
    assert new_click("chart", EVENT) is None
    assert new_click("chart", {}) is None
    assert new_click("chart", EVENT) is not None


def test_a_second_click_on_the_same_point_asks_for_it_again(state: dict[str, object]) -> None:
    state["chart"] = EVENT
    watch_clicks("chart")()
    first = take_click("chart")
    assert first is not None
    assert first.note == "34"
    assert take_click("chart") is None
    state["chart"] = {"selection": {"points": []}}
    watch_clicks("chart")()
    assert take_click("chart") is not None


def test_a_ticked_row_is_told_once_and_unticking_tells_nothing(state: dict[str, object]) -> None:
    state["table"] = {"selection": {"rows": [3]}}
    watch_rows("table")()
    assert (take_row("table"), take_row("table")) == (3, None)
    state["table"] = {"selection": {"rows": []}}
    watch_rows("table")()
    assert take_row("table") is None
