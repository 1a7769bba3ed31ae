"""What a person clicked on a chart, told once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

SEEN: Final = "_seen_click_"
LAST: Final = "_last_click_"
CLICKED: Final = "_clicked_"


@dataclass(frozen=True, slots=True)
class ClickedPoint:
    """One point, bar or cell of a chart."""

    trace: int
    index: int
    x: str | float | None
    y: str | float | None
    note: str
    """The first of the point's custom data, as text; '' where it has none."""


def clicked_points(event: object) -> tuple[ClickedPoint, ...]:
    """Return the selected points of a chart that was drawn with `on_select`."""
    selection = _part(event, "selection")
    points = _part(selection, "points") or ()
    return tuple(_point(point) for point in points if isinstance(point, Mapping))


def new_click(key: str, event: object) -> ClickedPoint | None:
    """Return the point that was clicked since the last run, once: a dialog must not open again with every run."""
    points = clicked_points(event)
    point = points[0] if points else None
    before = st.session_state.get(SEEN + key)
    st.session_state[SEEN + key] = point
    return point if point != before else None


def watch_clicks(key: str) -> Callable[[], None]:
    """Return what a chart with this key calls (`on_select`) when something on it was clicked; see `take_click`.

    A second click on the same point takes Plotly's selection away: it asks for the same point again.
    """

    def note() -> None:
        points = clicked_points(st.session_state.get(key))
        if points:
            st.session_state[LAST + key] = points[0]
        st.session_state[CLICKED + key] = st.session_state.get(LAST + key)

    return note


def take_click(key: str) -> ClickedPoint | None:
    """Return what was clicked since the last run, once, where `watch_clicks` watches."""
    point: ClickedPoint | None = st.session_state.pop(CLICKED + key, None)
    return point


def watch_rows(key: str) -> Callable[[], None]:
    """Return what a table with this key calls (`on_select`) when a row was ticked; see `take_row`."""

    def note() -> None:
        rows = _part(_part(st.session_state.get(key), "selection"), "rows") or ()
        st.session_state[CLICKED + key] = int(rows[0]) if rows else None

    return note


def take_row(key: str) -> int | None:
    """Return the row that was ticked since the last run, once."""
    row: int | None = st.session_state.pop(CLICKED + key, None)
    return row


def _part(value: object, name: str) -> Any:
    if isinstance(value, Mapping):
        return value.get(name)
    return getattr(value, name, None)


def _point(point: Mapping[str, Any]) -> ClickedPoint:
    custom = point.get("customdata")
    first = custom[0] if isinstance(custom, (list, tuple)) and custom else custom
    return ClickedPoint(
        trace=int(point.get("curve_number", point.get("curveNumber", 0)) or 0),
        index=int(point.get("point_index", point.get("pointIndex", point.get("point_number", 0))) or 0),
        x=point.get("x"),
        y=point.get("y"),
        note="" if first is None else str(first),
    )
