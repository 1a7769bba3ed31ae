"""Records to Plotly figures: one look everywhere, colours of the theme, the numbers of the record and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

import plotly.graph_objects as go

from learning.metrics.definitions import MetricUnit
from ui.charts.figure import ChartFigure
from ui.charts.marks import (
    LANES,
    QUIET,
    Band,
    GoalLine,
    Mark,
    ShiftMark,
    add_band,
    add_goal,
    add_marks,
    add_shifts,
    stays_lit,
    stretches,
)

COLOURS: Final = tuple(f"#{number:06d}" for number in range(1, 7))
"""Streamlit's placeholders: the browser puts the theme's chart colours in their place, in light and in dark."""
BAND_OPACITY: Final = 0.16
UNSEEN: Final = "rgba(0,0,0,0)"
DOT_OPACITY: Final = 0.45
MOST_POINTS: Final = 2_000
HEIGHT: Final = 340
ROOM: Final = 0.08
MOST_BAND_ROOM: Final = 0.6
LEGEND_ROOM: Final = 30
EDGE_ROOM: Final = 0.02
FARTHEST_GOAL: Final = 2.2
WHOLE_CHART: Final = -1
"""Wherever the pointer is on a chart the nearest point answers it: what it shows is what a click opens."""
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
    odd: bool = False
    """True for days outside the range in which they were expected: hollow diamonds over the dots."""


@dataclass(frozen=True, slots=True)
class TrendChart:
    """Everything a trend shows."""

    lines: tuple[Line, ...]
    unit: MetricUnit
    marks: tuple[Mark, ...] = ()
    height: int = HEIGHT
    expected: Band | None = None
    goal: GoalLine | None = None
    shifts: tuple[ShiftMark, ...] = ()
    window: tuple[date, date] | None = None
    """First and last day of the axis; None = those of the lines."""


def trend_figure(chart: TrendChart) -> ChartFigure:
    """Draw lines over time with their bands, a dashed line for what is compared, and what is written at the edges."""
    figure = ChartFigure()
    if chart.expected:
        add_band(figure, chart.expected)
    for line in chart.lines:
        thinned = _thin(line)
        if thinned.lows and thinned.highs:
            _add_interval(figure, thinned)
    for line in chart.lines:
        figure.add_trace(_trace(_thin(line)))
    if chart.goal and _is_near(chart.goal, chart):
        _place_goal(figure, chart.goal, chart.lines)
    several = sum(line.in_legend for line in chart.lines) > 1 or chart.expected is not None
    figure.update_layout(
        height=chart.height + (LEGEND_ROOM if several else 0),
        margin={"l": 8, "r": 8, "t": 36 if several else 12, "b": 8},
        showlegend=several,
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "title": None},
        hovermode="x unified" if several else "closest",
        hoverdistance=WHOLE_CHART,
        hoverlabel={"align": "left", "namelength": -1},
        dragmode=False,
        transition={"duration": 0},
        yaxis2=LANES,
    )
    add_shifts(figure, chart.shifts)
    add_marks(figure, chart.marks)
    figure.update_xaxes(
        showgrid=False, tickformatstops=_TICKS, fixedrange=True, automargin=True, range=_time_range(chart)
    )
    figure.update_layout(yaxis=_value_axis(chart))
    return figure


def _place_goal(figure: go.Figure, goal: GoalLine, lines: Sequence[Line]) -> None:
    """The words of a goal stand where the lines are farther from it, on the side that they leave free."""
    known = [
        (day, value)
        for line in lines
        if not line.dots
        for day, value in zip(line.days, line.values, strict=True)
        if value is not None
    ]
    middle = goal.days[len(goal.days) // 2]
    gaps = [
        min((abs(value - goal.values[0]) for day, value in known if (day > middle) is late), default=0.0)
        for late in (False, True)
    ]
    at_end = gaps[1] > gaps[0]
    below = sum(value < goal.values[0] for day, value in known if (day > middle) is at_end)
    half = sum((day > middle) is at_end for day, _ in known)
    add_goal(figure, goal, at_end=at_end, above=2 * below >= half)


def _time_range(chart: TrendChart) -> tuple[datetime, datetime] | None:
    """A little wider than the days, so that marks at the ends are not cut."""
    days = [*(day for line in chart.lines for day in line.days), *(chart.window or ())]
    if not days:
        return None
    first, last = (datetime(day.year, day.month, day.day, tzinfo=UTC) for day in (min(days), max(days)))
    room = max((last - first) * EDGE_ROOM, timedelta(hours=12))
    return (first - room).replace(tzinfo=None), (last + room).replace(tzinfo=None)


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
    expected = chart.expected
    highs = [
        high for line in (*chart.lines, *((expected,) if expected else ())) for high in line.highs if high is not None
    ]
    lows = [low for line in (*chart.lines, *((expected,) if expected else ())) for low in line.lows if low is not None]
    if chart.goal and _is_near(chart.goal, chart):
        values += chart.goal.values
    top, bottom = max(0.0, *values), min(0.0, *values)
    span = (top - bottom) or 1.0
    top = max(top + ROOM * span, min(max(highs, default=top), top + MOST_BAND_ROOM * span))
    if bottom < 0:
        bottom = min(bottom - ROOM * span, max(min(lows, default=bottom), bottom - MOST_BAND_ROOM * span))
    return bottom, top


def _is_near(goal: GoalLine, chart: TrendChart) -> bool:
    """A goal far above the lines would flatten them: then it is told in words alone."""
    values = [abs(value) for line in chart.lines for value in line.values if value is not None]
    return bool(values) and max(map(abs, goal.values), default=0.0) <= FARTHEST_GOAL * max(values)


def _axis_format(unit: MetricUnit) -> str:
    """d3 formats; '~s' writes 12k and 3M."""
    if unit is MetricUnit.NUMBER:
        return "~g"
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
    few = len(line.days) <= FEW_POINTS and not line.dashed
    opacity = DOT_OPACITY if line.dots and not line.odd else 1.0
    marked = line.dots or few
    return go.Scatter(
        x=line.days,
        y=line.values,
        name=line.name,
        # Only what has markers can be clicked: where there are too many to be seen, they are there unseen.
        mode="markers" if line.dots else "lines+markers",
        line={"color": colour, "width": 1.6 if line.dashed else 2.2, "dash": "dot" if line.dashed else "solid"},
        marker={
            "size": 10 if line.odd else 5 if line.dots else 6,
            "color": colour if marked else UNSEEN,
            "opacity": opacity,
            "symbol": _symbols(line),
        },
        showlegend=line.in_legend,
        connectgaps=False,
        customdata=line.hover or None,
        hovertemplate="%{customdata}<extra></extra>" if line.hover else None,
        **stays_lit(opacity),
    )


def _size(line: Line) -> int:
    if line.odd:
        return 10
    return 5 if line.dots else 6


def _symbols(line: Line) -> list[str] | str:
    """Hollow is a point for a part of its week or month; a hollow diamond is a day that was not expected so."""
    if line.odd:
        return "diamond-open"
    return ["circle-open" if part else "circle" for part in line.partial] or "circle"


def _add_interval(figure: go.Figure, line: Line) -> None:
    """One closed shape per stretch without gaps: a band never bridges days that have no range."""
    for first, last in stretches(line.lows, line.highs):
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
