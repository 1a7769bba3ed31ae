"""What is written on a time chart beside its lines: notes, changes of level, the expected range, a goal.

Any figure with days on its x-axis takes them; none of them ever changes the scale of the values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Final

import plotly.graph_objects as go

FLAG: Final = "#5B6478"
"""Dark enough for white digits and light enough for the dark theme: 5.9:1 on white, 3.1:1 on the dark background."""
FLAG_INK: Final = "#FFFFFF"
QUIET: Final = "rgba(128,132,149,0.9)"
HAIRLINE: Final = "rgba(128,132,149,0.45)"
TINT: Final = "rgba(128,132,149,0.14)"
BAND_TINT: Final = "rgba(128,132,149,0.20)"
TOP_LANE: Final = 0.955
BOTTOM_LANE: Final = 0.015
LANES: Final = {"overlaying": "y", "range": [0, 1], "visible": False, "fixedrange": True}
"""An axis of its own for what stands at the edges."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened on a day, or from it to another, and is written on the chart."""

    day: date
    text: str
    """What the pointer shows, one line each."""
    last: date | None = None
    """None = that day alone."""
    label: str = ""
    """What stands in the flag and before the note in the list; without one it is a small triangle."""


@dataclass(frozen=True, slots=True)
class ShiftMark:
    """A change of level: its likeliest day, and the days it may have been."""

    day: date
    low: date
    high: date
    text: str


@dataclass(frozen=True, slots=True)
class Band:
    """The range in which each day was expected; None breaks it."""

    name: str
    days: tuple[date, ...]
    lows: tuple[float | None, ...]
    highs: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A target, one value per point of the lines (a total of a week is seven times that of a day)."""

    label: str
    days: tuple[date, ...]
    values: tuple[float, ...]


def add_marks(figure: go.Figure, marks: Sequence[Mark]) -> None:
    """Write notes along the upper edge: numbered flags, and small triangles for what has no number."""
    if not marks:
        return
    figure.update_layout(yaxis2=LANES)
    for mark in marks:
        if mark.last is not None and mark.last > mark.day and mark.label:
            figure.add_shape(
                type="rect", x0=mark.day, x1=mark.last, y0=0, y1=1, yref="y domain", fillcolor=TINT, line_width=0
            )
        if mark.label:
            figure.add_shape(
                type="line",
                x0=mark.day,
                x1=mark.day,
                y0=0,
                y1=1,
                yref="y domain",
                line={"color": HAIRLINE, "width": 1},
                layer="below",
            )
    flags = [mark for mark in marks if mark.label]
    if flags:
        figure.add_trace(_flags(flags))
    silent = [mark for mark in marks if not mark.label]
    if silent:
        figure.add_trace(_triangles(silent))


def _flags(marks: Sequence[Mark]) -> go.Scatter:
    return _edge_trace(
        marks,
        height=TOP_LANE,
        name="Notes",
        mode="markers+text",
        marker={"symbol": "circle", "size": 19, "color": FLAG, "opacity": 1},
        text=[escape(mark.label) for mark in marks],
        textposition="middle center",
        textfont={"color": FLAG_INK, "size": 11},
    )


def _triangles(marks: Sequence[Mark]) -> go.Scatter:
    return _edge_trace(
        marks,
        height=BOTTOM_LANE,
        name="Imports",
        mode="markers",
        marker={"symbol": "triangle-up", "size": 9, "color": QUIET, "opacity": 1},
    )


def _edge_trace(marks: Sequence[Mark], *, height: float, **look: object) -> go.Scatter:
    return go.Scatter(
        x=[mark.day for mark in marks],
        y=[height] * len(marks),
        yaxis="y2",
        customdata=["<br>".join(escape(line) for line in mark.text.splitlines()) for mark in marks],
        hovertemplate="%{customdata}<extra></extra>",
        showlegend=False,
        cliponaxis=False,
        **stays_lit(text="text" in str(look.get("mode"))),
        **look,
    )


def stays_lit(opacity: float = 1.0, *, text: bool = False) -> dict[str, object]:
    """Keep a trace as it is after a click: Plotly fades what was not clicked, as if it no longer counted."""
    look: dict[str, object] = {"marker": {"opacity": opacity}}
    if text:
        look["textfont"] = {"color": FLAG_INK}
    return {"selected": look, "unselected": look}


def add_shifts(figure: go.Figure, shifts: Sequence[ShiftMark]) -> None:
    """Mark changes of level at the lower edge: a bar over the days it may have been, a diamond on the likeliest."""
    if not shifts:
        return
    figure.update_layout(yaxis2=LANES)
    for shift in shifts:
        figure.add_shape(
            type="line",
            x0=shift.day,
            x1=shift.day,
            y0=0,
            y1=1,
            yref="y domain",
            line={"color": QUIET, "width": 1.2, "dash": "dot"},
            layer="below",
        )
        figure.add_trace(
            go.Scatter(
                x=[shift.low, shift.high],
                y=[BOTTOM_LANE, BOTTOM_LANE],
                yaxis="y2",
                mode="lines",
                line={"color": FLAG, "width": 5},
                hoverinfo="skip",
                showlegend=False,
                cliponaxis=False,
                name="Days it may have been",
            )
        )
    figure.add_trace(
        go.Scatter(
            x=[shift.day for shift in shifts],
            y=[BOTTOM_LANE] * len(shifts),
            yaxis="y2",
            mode="markers",
            marker={
                "symbol": "diamond",
                "size": 12,
                "color": FLAG,
                "line": {"color": FLAG_INK, "width": 1},
                "opacity": 1,
            },
            customdata=[escape(shift.text) for shift in shifts],
            hovertemplate="%{customdata}<extra></extra>",
            showlegend=False,
            cliponaxis=False,
            name="Changes of level",
            **stays_lit(),
        )
    )


def add_band(figure: go.Figure, band: Band) -> None:
    """Draw the expected range behind the lines, one closed shape per stretch without gaps."""
    named = False
    for first, last in stretches(band.lows, band.highs):
        days = band.days[first:last]
        figure.add_trace(
            go.Scatter(
                x=(*days, *reversed(days)),
                y=(*band.highs[first:last], *reversed(band.lows[first:last])),
                fill="toself",
                fillcolor=BAND_TINT,
                line={"width": 0},
                mode="lines",
                hoverinfo="skip",
                showlegend=not named,
                legendgroup=band.name,
                name=band.name,
            )
        )
        named = True


def stretches(lows: Sequence[float | None], highs: Sequence[float | None]) -> list[tuple[int, int]]:
    """The [first, last) index ranges in which every point has a range."""
    found: list[tuple[int, int]] = []
    start: int | None = None
    for index, edges in enumerate([*zip(lows, highs, strict=True), (None, None)]):
        if None not in edges:
            start = index if start is None else start
        elif start is not None:
            found.append((start, index))
            start = None
    return found


def add_goal(figure: go.Figure, goal: GoalLine, *, at_end: bool = False, above: bool = True) -> None:
    """Draw the target as a line of long dashes with its words at one end, above or below it."""
    figure.add_trace(
        go.Scatter(
            x=goal.days,
            y=goal.values,
            mode="lines",
            line={"color": FLAG, "width": 1.6, "dash": "longdash"},
            hoverinfo="skip",
            showlegend=False,
            name=goal.label,
        )
    )
    figure.add_annotation(
        x=goal.days[-1 if at_end else 0],
        y=goal.values[-1 if at_end else 0],
        text=escape(goal.label),
        showarrow=False,
        xanchor="right" if at_end else "left",
        yanchor="bottom" if above else "top",
        font={"size": 12, "color": QUIET},
    )
