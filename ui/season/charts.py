"""Charts of a series in its parts: the bars of a season, the level, and what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go

from learning.metrics.definitions import MetricUnit
from ui.charts.drawing import COLOURS
from ui.charts.figure import ChartFigure
from ui.charts.marks import QUIET

HEIGHT: Final = 280
OPACITY: Final = 0.85
MOST_BAR_WIDTH: Final = 0.62
SPREAD_ROOM: Final = 1.15


@dataclass(frozen=True, slots=True)
class SeasonBar:
    """One weekday or hour: how far it lies from the mean of all, and what the pointer shows."""

    label: str
    value: float | None
    low: float | None
    high: float | None
    hover: str


def season_figure(bars: Sequence[SeasonBar], *, percent: bool, unit: MetricUnit) -> ChartFigure:
    """Draw bars up and down from the mean, each with its 95 % interval; a place without enough days has none."""
    known = [bar for bar in bars if bar.value is not None]
    figure = ChartFigure(
        go.Bar(
            x=[bar.label for bar in bars],
            y=[bar.value for bar in bars],
            width=MOST_BAR_WIDTH,
            marker={"color": COLOURS[0], "opacity": OPACITY, "cornerradius": 4},
            error_y={
                "type": "data",
                "symmetric": False,
                "array": [_arm(bar.high, bar.value) for bar in bars],
                "arrayminus": [_arm(bar.value, bar.low) for bar in bars],
                "color": QUIET,
                "thickness": 1.6,
                "width": 4,
            },
            customdata=[bar.hover for bar in bars],
            hovertemplate="%{customdata}<extra></extra>",
            showlegend=False,
            selected={"marker": {"opacity": OPACITY}},
            unselected={"marker": {"opacity": OPACITY}},
        )
    )
    edges = [edge for bar in known for edge in (bar.value, bar.low, bar.high) if edge is not None]
    figure.update_layout(
        height=HEIGHT,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        # The whole column of a bar answers the pointer: some bars are too small to be hit.
        hovermode="x",
        dragmode=False,
        transition={"duration": 0},
        xaxis={"type": "category", "fixedrange": True, "automargin": True, "showgrid": False, "title": None},
        yaxis=_axis(edges, percent=percent, unit=unit),
    )
    figure.add_hline(y=0, line_width=1, line_color=QUIET)
    return figure


def _arm(far: float | None, near: float | None) -> float:
    return 0.0 if far is None or near is None else max(far - near, 0.0)


def _axis(edges: Sequence[float], *, percent: bool, unit: MetricUnit) -> dict[str, object]:
    axis: dict[str, object] = {"fixedrange": True, "automargin": True, "title": None, "nticks": 6, "zeroline": False}
    axis["tickformat"] = "+.0%" if percent else "+.1~%" if unit is MetricUnit.RATE else "+~s"
    if edges:
        low, high = min(0.0, *edges), max(0.0, *edges)
        axis["range"] = [low * SPREAD_ROOM, high * SPREAD_ROOM] if high > low else [-0.1, 0.1]
    return axis
