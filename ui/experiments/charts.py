"""Effects of A/B tests as figures: lifts with their ranges beside zero, and how they came about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go

from ui.charts.drawing import BAND_OPACITY, COLOURS
from ui.charts.marks import HAIRLINE, QUIET, TINT
from ui.charts.ticks import difference_ticks

ROW_HEIGHT: Final = 58
EDGE: Final = 66
OVER_TIME_HEIGHT: Final = 300
MOST_SHOWN: Final = 4.0
"""Axes end where a range is this many times as far from zero as the farthest lift, but hold the narrowest range."""
SMALLEST: Final = 0.01


@dataclass(frozen=True, slots=True)
class EffectRow:
    """One lift with its range, and where it stands after what is usual was weighed in."""

    name: str
    lift: float | None
    low: float | None
    high: float | None
    hover: str
    drawn_in: float | None = None
    drawn_low: float | None = None
    drawn_high: float | None = None
    drawn_hover: str = ""


@dataclass(frozen=True, slots=True)
class CourseLine:
    """How the lift of one version moved; values of a day alone are dots without a line."""

    name: str
    days: tuple[float, ...]
    lifts: tuple[float | None, ...]
    lows: tuple[float | None, ...]
    highs: tuple[float | None, ...]
    hover: tuple[str, ...]
    colour: int = 0
    dots: bool = False


def effect_figure(
    rows: Sequence[EffectRow], *, names: tuple[str, str] = ("measured", "with what is usual"), as_share: bool = True
) -> go.Figure:
    """Draw lifts (or correlations: not as shares) as points on their ranges, one row each, around a line at zero."""
    figure = go.Figure()
    places = [-float(place) for place in range(len(rows))]
    drawn = any(row.drawn_in is not None for row in rows)
    shift = 0.16 if drawn else 0.0
    figure.add_trace(
        _points(
            [place + shift for place in places],
            [(row.lift, row.low, row.high, row.hover) for row in rows],
            name=names[0],
            colour=COLOURS[0],
            symbol="circle",
        )
    )
    if drawn:
        figure.add_trace(
            _points(
                [place - shift for place in places],
                [(row.drawn_in, row.drawn_low, row.drawn_high, row.drawn_hover) for row in rows],
                name=names[1],
                colour=COLOURS[1],
                symbol="diamond-open",
            )
        )
    for place, row in zip(places, rows, strict=True):
        figure.add_annotation(
            x=0, xref="paper", y=place + 0.42, text=f"<b>{_safe(row.name)}</b>", xanchor="left", showarrow=False
        )
        # Not through the name above.
        figure.add_shape(type="line", x0=0, x1=0, y0=place - 0.42, y1=place + 0.3, line={"color": QUIET, "width": 1.4})
    figure.update_layout(
        height=ROW_HEIGHT * max(len(rows), 1) + EDGE + (26 if drawn else 0),
        margin={"l": 8, "r": 12, "t": 30 if drawn else 6, "b": 8},
        showlegend=drawn,
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "title": None},
        hovermode="closest",
        dragmode=False,
        transition={"duration": 0},
    )
    figure.update_yaxes(visible=False, fixedrange=True, range=[-len(rows) + 0.45, 0.72])
    low, high = _range(rows)
    ticks = difference_ticks(low, high, as_share=as_share)
    figure.update_xaxes(ticks, fixedrange=True, zeroline=False, range=(low, high))
    return figure


def course_figure(lines: Sequence[CourseLine], *, end: float | None = None, axis: str = "day of the test") -> go.Figure:
    """Draw how lifts moved with their ranges; `end` marks the planned last day."""
    figure = go.Figure()
    for line in lines:
        if not line.dots:
            figure.add_trace(_band(line))
    for line in lines:
        figure.add_trace(_course(line))
    figure.add_hline(y=0, line={"color": QUIET, "width": 1.4})
    if end is not None:
        figure.add_vline(x=end, line={"color": HAIRLINE, "width": 1.4, "dash": "dot"})
        figure.add_annotation(x=end, y=1, yref="paper", text="planned end", showarrow=False, xanchor="right", xshift=-4)
    several = len(lines) > 1
    figure.update_layout(
        height=OVER_TIME_HEIGHT + (30 if several else 0),
        margin={"l": 8, "r": 8, "t": 36 if several else 12, "b": 8},
        showlegend=several,
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "title": None},
        hovermode="closest",
        dragmode=False,
        transition={"duration": 0},
    )
    figure.update_xaxes(title=axis, showgrid=False, fixedrange=True, rangemode="tozero", zeroline=False)
    low, high = _course_range(lines)
    ticks = difference_ticks(low, high)
    figure.update_yaxes(ticks, fixedrange=True, automargin=True, zeroline=False, range=(low, high))
    return figure


def _points(
    places: Sequence[float],
    values: Sequence[tuple[float | None, float | None, float | None, str]],
    *,
    name: str,
    colour: str,
    symbol: str,
) -> go.Scatter:
    known = [(place, *value) for place, value in zip(places, values, strict=True) if value[0] is not None]
    return go.Scatter(
        x=[lift for _, lift, _, _, _ in known],
        y=[place for place, *_ in known],
        mode="markers",
        name=name,
        marker={"size": 12, "color": colour, "symbol": symbol, "line": {"width": 2, "color": colour}},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [0 if high is None or lift is None else high - lift for _, lift, _, high, _ in known],
            "arrayminus": [0 if low is None or lift is None else lift - low for _, lift, low, _, _ in known],
            "thickness": 5 if symbol == "circle" else 2.4,
            "width": 0 if symbol == "circle" else 5,
            "color": colour,
        },
        hovertext=[hover for *_, hover in known],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _range(rows: Sequence[EffectRow]) -> tuple[float, float]:
    """Around all ranges and zero; a range without an end in sight must not flatten the others."""
    ends = [
        end
        for row in rows
        for end in (row.low, row.high, row.drawn_low, row.drawn_high, row.lift, row.drawn_in)
        if end is not None
    ]
    lifts = [abs(lift) for row in rows for lift in (row.lift, row.drawn_in) if lift is not None]
    farthest = [max(abs(row.low), abs(row.high)) for row in rows if row.low is not None and row.high is not None]
    # The narrowest range is seen in full, however small its lift.
    most = max(max(lifts, default=0.0) * MOST_SHOWN, min(farthest, default=0.0), 5 * SMALLEST)
    low, high = max(min([0.0, *ends]), -most), min(max([0.0, *ends]), most)
    room = 0.06 * max(high - low, SMALLEST)
    return low - room, high + room


def _course_range(lines: Sequence[CourseLine]) -> tuple[float, float]:
    """The first days are wild: the picture holds the later half and what of the rest is near."""
    late = [
        end
        for line in lines
        for values in (line.lifts, line.lows, line.highs)
        for end in values[len(values) // 2 :]
        if end is not None
    ]
    low, high = min([0.0, *late]), max([0.0, *late])
    room = 0.25 * max(high - low, SMALLEST)
    return low - room, high + room


def _course(line: CourseLine) -> go.Scatter:
    colour = COLOURS[line.colour % len(COLOURS)]
    return go.Scatter(
        x=line.days,
        y=line.lifts,
        name=line.name,
        mode="markers" if line.dots else "lines+markers",
        line={"color": colour, "width": 2.2},
        marker={"size": 6, "color": colour, "opacity": 0.6 if line.dots else 1},
        error_y=_bars(line, colour) if line.dots else None,
        hovertext=line.hover,
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _bars(line: CourseLine, colour: str) -> dict[str, object]:
    triples = list(zip(line.lifts, line.lows, line.highs, strict=True))
    return {
        "type": "data",
        "symmetric": False,
        "array": [0 if lift is None or high is None else high - lift for lift, _, high in triples],
        "arrayminus": [0 if lift is None or low is None else lift - low for lift, low, _ in triples],
        "thickness": 1.2,
        "width": 0,
        "color": colour,
    }


def _band(line: CourseLine) -> go.Scatter:
    known = [
        (day, low, high)
        for day, low, high in zip(line.days, line.lows, line.highs, strict=True)
        if low is not None and high is not None
    ]
    return go.Scatter(
        x=[*(day for day, _, _ in known), *(day for day, _, _ in reversed(known))],
        y=[*(high for _, _, high in known), *(low for _, low, _ in reversed(known))],
        fill="toself",
        fillcolor=COLOURS[line.colour % len(COLOURS)] if known else TINT,
        opacity=BAND_OPACITY,
        line={"width": 0},
        mode="lines",
        hoverinfo="skip",
        showlegend=False,
        name=f"{line.name}, range",
    )


def _safe(text: str) -> str:
    """Plotly reads a little HTML in texts."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
