"""Records to Plotly figures: one look everywhere, colours of the theme, the numbers of the record and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

import plotly.graph_objects as go

from learning.metrics.definitions import MetricUnit

COLOURS: Final = tuple(f"#{number:06d}" for number in range(1, 7))
"""Streamlit's placeholders: the browser puts the theme's chart colours in their place, in light and in dark."""
QUIET: Final = "rgba(128,132,149,0.9)"
HAIRLINE: Final = "rgba(128,132,149,0.25)"
BAND_OPACITY: Final = 0.16
DOT_OPACITY: Final = 0.45
MOST_POINTS: Final = 2_000
HEIGHT: Final = 340
ROOM: Final = 0.08
MOST_BAND_ROOM: Final = 0.6
FEW_POINTS: Final = 45
"""Up to this many points each one is marked, so that a lonely one between gaps can be seen."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a trend: a value per bucket, None where there is none, and its range where it has one."""

    name: str
    days: tuple[date, ...]
    values: tuple[float | None, ...]
    lows: tuple[float | None, ...] = ()
    highs: tuple[float | None, ...] = ()
    hover: tuple[str, ...] = ()
    """What the pointer shows for each point, already in words."""
    dashed: bool = False
    dots: bool = False
    """True where the single points are noise around another line."""
    colour: int = 0
    partial: tuple[bool, ...] = ()
    """Which points stand for a part of their week or month only: they are drawn hollow."""
    in_legend: bool = True


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened on a day and is written on the chart."""

    day: date
    text: str


@dataclass(frozen=True, slots=True)
class TrendChart:
    """Everything a trend shows."""

    lines: tuple[Line, ...]
    unit: MetricUnit
    marks: tuple[Mark, ...] = field(default=())
    height: int = HEIGHT


def trend_figure(chart: TrendChart) -> go.Figure:
    """Draw lines over time with their bands, a dashed line for what is compared, and marks at the top edge."""
    figure = go.Figure()
    for line in chart.lines:
        thinned = _thin(line)
        if thinned.lows and thinned.highs:
            _add_band(figure, thinned)
    for line in chart.lines:
        figure.add_trace(_trace(_thin(line)))
    if chart.marks:
        figure.add_trace(_marks(chart.marks))
    several = sum(line.in_legend for line in chart.lines) > 1
    figure.update_layout(
        height=chart.height,
        margin={"l": 8, "r": 8, "t": 36 if several else 12, "b": 8},
        showlegend=several,
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "title": None, "itemsizing": "constant"},
        hovermode="x unified" if several else "closest",
        dragmode=False,
        transition={"duration": 0},
        yaxis2={"overlaying": "y", "range": [0, 1], "visible": False, "fixedrange": True},
    )
    figure.update_xaxes(showgrid=False, tickformatstops=_TICKS, fixedrange=True, automargin=True)
    figure.update_layout(yaxis=_value_axis(chart))
    return figure


_TICKS: Final = [
    {"dtickrange": [None, "M1"], "value": "%-d %b"},
    {"dtickrange": ["M1", "M12"], "value": "%b %Y"},
    {"dtickrange": ["M12", None], "value": "%Y"},
]


def _value_axis(chart: TrendChart) -> dict[str, object]:
    shown = _value_range(chart)
    axis = {"tickformat": _axis_format(chart.unit), "nticks": 6, "fixedrange": True, "automargin": True, "title": None}
    return axis | ({"range": shown} if shown else {"rangemode": "tozero"})


def _value_range(chart: TrendChart) -> tuple[float, float] | None:
    """From zero to a little above the lines; a wide band may run out of the picture, it must not flatten the lines."""
    values = [value for line in chart.lines for value in line.values if value is not None]
    if not values:
        return None
    highs = [high for line in chart.lines for high in line.highs if high is not None]
    lows = [low for line in chart.lines for low in line.lows if low is not None]
    top, bottom = max(0.0, *values), min(0.0, *values)
    span = (top - bottom) or 1.0
    top = max(top + ROOM * span, min(max(highs, default=top), top + MOST_BAND_ROOM * span))
    if bottom < 0:
        bottom = min(bottom - ROOM * span, max(min(lows, default=bottom), bottom - MOST_BAND_ROOM * span))
    return bottom, top


def _axis_format(unit: MetricUnit) -> str:
    """d3 formats; '~s' writes 12k and 3M."""
    return ".1~%" if unit is MetricUnit.RATE else "~s"


def _thin(line: Line) -> Line:
    """Keep at most MOST_POINTS, evenly; a screen has no more columns than that."""
    step = -(-len(line.days) // MOST_POINTS)
    if step <= 1:
        return line
    return replace(
        line,
        days=line.days[::step],
        values=line.values[::step],
        lows=line.lows[::step],
        highs=line.highs[::step],
        hover=line.hover[::step],
        partial=line.partial[::step],
    )


def _trace(line: Line) -> go.Scatter:
    colour = QUIET if line.dashed else COLOURS[line.colour % len(COLOURS)]
    few = len(line.days) <= FEW_POINTS
    mode = "markers" if line.dots else "lines+markers" if few and not line.dashed else "lines"
    symbols = ["circle-open" if part else "circle" for part in line.partial] or "circle"
    return go.Scatter(
        x=line.days,
        y=line.values,
        name=line.name,
        mode=mode,
        line={"color": colour, "width": 1.6 if line.dashed else 2.2, "dash": "dot" if line.dashed else "solid"},
        marker={
            "size": 5 if line.dots else 6,
            "color": colour,
            "opacity": DOT_OPACITY if line.dots else 1,
            "symbol": symbols,
        },
        showlegend=line.in_legend,
        connectgaps=False,
        customdata=line.hover or None,
        hovertemplate="%{customdata}<extra></extra>" if line.hover else None,
    )


def _add_band(figure: go.Figure, line: Line) -> None:
    """One closed shape per stretch without gaps: a band never bridges days that have no range."""
    for first, last in _stretches(line):
        days = line.days[first:last]
        figure.add_trace(
            go.Scatter(
                x=(*days, *reversed(days)),
                y=(*line.highs[first:last], *reversed(line.lows[first:last])),
                fill="toself",
                fillcolor=COLOURS[line.colour % len(COLOURS)],
                opacity=BAND_OPACITY,
                line={"width": 0},
                mode="lines",
                hoverinfo="skip",
                showlegend=False,
                name=f"{line.name}, 95 % range",
            )
        )


def _stretches(line: Line) -> list[tuple[int, int]]:
    """The [first, last) index ranges in which every point has a range."""
    found: list[tuple[int, int]] = []
    start: int | None = None
    for index, edges in enumerate([*zip(line.lows, line.highs, strict=True), (None, None)]):
        if None not in edges:
            start = index if start is None else start
        elif start is not None:
            found.append((start, index))
            start = None
    return found


def _marks(marks: tuple[Mark, ...]) -> go.Scatter:
    """Triangles along the top edge, on an axis of their own, so that they never change the scale."""
    return go.Scatter(
        x=[mark.day for mark in marks],
        y=[0.02] * len(marks),
        yaxis="y2",
        mode="markers",
        marker={"symbol": "triangle-up", "size": 9, "color": QUIET},
        customdata=[mark.text for mark in marks],
        hovertemplate="%{customdata}<extra></extra>",
        name="Notes",
        showlegend=False,
    )
