"""A metric by segments as figures: the grid with its numbers in every cell, and values with their ranges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go

from learning.domain.audience import Enough
from learning.metrics.definitions import MetricUnit
from ui.charts.drawing import COLOURS, UNSEEN, WHOLE_CHART
from ui.charts.figure import ChartFigure
from ui.charts.marks import QUIET

ROW_HEIGHT: Final = 92
CELL_TOP, CELL_BOTTOM = 0.30, 0.98
"""Within a row: its name stands above its cells, so that the cells have the whole width of a phone."""
GAP: Final = 0.02
FAINTEST, STRONGEST = 0.10, 0.46
"""Opacity of the lowest and the highest value: text stays readable on both themes."""
STRIPES: Final = 0.3
"""Opacity of the stripes of cells with few data: seen on both themes, and the text over them is read."""
ROW_OF_RANGE: Final = 46


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell in words."""

    row: int
    column: int
    value: str
    detail: str
    small: str
    level: float
    """0-1 from the lowest to the highest value of the grid."""
    enough: Enough
    hover: str
    note: str
    """What a click on it tells the page."""


@dataclass(frozen=True, slots=True)
class GridChart:
    """A grid in words."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[GridCell, ...]


def grid_figure(chart: GridChart, ink: str) -> ChartFigure:
    """Draw the grid: bars as cells, since only points and bars can be clicked, and the words as text over them.

    `ink` is the colour of the words: on the theme's own grey they would not stand out enough from the cells.
    """
    figure = ChartFigure()
    for cell in chart.cells:
        figure.add_trace(_cell_bar(cell))
    for cell in chart.cells:
        if cell.enough is Enough.THIN:
            figure.add_trace(_stripes(cell, ink))
    for trace in _cell_words(chart, ink):
        figure.add_trace(trace)
    _add_names(figure, chart, ink)
    rows = max(len(chart.rows), 1)
    figure.update_layout(
        height=rows * ROW_HEIGHT + 40,
        margin={"l": 2, "r": 2, "t": 26, "b": 2},
        barmode="overlay",
        hovermode="closest",
        clickmode="event+select",
        dragmode=False,
        transition={"duration": 0},
    )
    figure.update_xaxes(range=[0, max(len(chart.columns), 1)], visible=False, fixedrange=True)
    figure.update_yaxes(range=[-rows, 0], visible=False, fixedrange=True)
    return figure


def _cell_bar(cell: GridCell) -> go.Bar:
    enough = cell.enough is not Enough.TOO_LITTLE
    opacity = FAINTEST + (STRONGEST - FAINTEST) * cell.level if enough else FAINTEST
    return _bar(cell, {"color": COLOURS[0] if enough else QUIET}, opacity)


def _stripes(cell: GridCell, ink: str) -> go.Bar:
    """Stripes of their own over a cell: as a part of it they would be as faint as its colour."""
    pattern = {"shape": "/", "size": 9, "solidity": 0.14, "fgcolor": ink, "bgcolor": UNSEEN, "fillmode": "replace"}
    return _bar(cell, {"color": UNSEEN, "pattern": pattern}, STRIPES)


def _bar(cell: GridCell, marker: dict[str, object], opacity: float) -> go.Bar:
    return go.Bar(
        x=[cell.column + 0.5],
        base=[-(cell.row + CELL_BOTTOM)],
        y=[CELL_BOTTOM - CELL_TOP],
        width=[1 - 2 * GAP],
        marker={"opacity": opacity, "cornerradius": 8, "line": {"width": 0}} | marker,
        customdata=[cell.note],
        hovertext=[cell.hover],
        hovertemplate="%{hovertext}<extra></extra>",
        selected={"marker": {"opacity": opacity}},
        unselected={"marker": {"opacity": opacity}},
        showlegend=False,
    )


def _cell_words(chart: GridChart, ink: str) -> list[go.Scatter]:
    """Three lines in each cell: the value, its range, and n."""
    lines = (
        ([f"<b>{cell.value}</b>" for cell in chart.cells], 17, 0.27),
        ([cell.detail for cell in chart.cells], 12, 0.57),
        ([cell.small for cell in chart.cells], 11, 0.81),
    )
    return [
        go.Scatter(
            x=[cell.column + 0.5 for cell in chart.cells],
            y=[-(cell.row + CELL_TOP + place * (CELL_BOTTOM - CELL_TOP)) for cell in chart.cells],
            text=words,
            mode="text",
            textfont={"size": size, "color": ink},
            selected={"textfont": {"color": ink}},
            unselected={"textfont": {"color": ink}},
            customdata=[cell.note for cell in chart.cells],
            hoverinfo="skip",
            showlegend=False,
            cliponaxis=False,
        )
        for words, size, place in lines
    ]


def _add_names(figure: go.Figure, chart: GridChart, ink: str) -> None:
    for place, name in enumerate(chart.columns):
        figure.add_annotation(
            x=place + 0.5,
            y=1,
            yref="paper",
            yanchor="bottom",
            text=f"<b>{name}</b>",
            showarrow=False,
            font={"size": 13, "color": ink},
        )
    for place, name in enumerate(chart.rows):
        figure.add_annotation(
            x=GAP,
            y=-(place + CELL_TOP - 0.03),
            xanchor="left",
            yanchor="bottom",
            text=name,
            showarrow=False,
            font={"size": 13, "color": ink},
        )


@dataclass(frozen=True, slots=True)
class RangeRow:
    """One value with its range."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    hover: str
    enough: Enough
    note: str


def range_figure(rows: Sequence[RangeRow], unit: MetricUnit, whole: float | None) -> ChartFigure:
    """Draw values with their 95 % ranges, the largest on top, and a line for all together."""
    shown = [row for row in rows if row.value is not None]
    figure = ChartFigure()
    for enough in (True, False):
        part = [row for row in shown if (row.enough is Enough.ENOUGH) is enough]
        if not part:
            continue
        figure.add_trace(
            go.Scatter(
                x=[row.value for row in part],
                y=[row.name for row in part],
                mode="markers",
                marker={"size": 11, "color": COLOURS[0], "symbol": "circle" if enough else "circle-open"},
                error_x={
                    "type": "data",
                    "symmetric": False,
                    "array": [(row.high - row.value) if row.high is not None and row.value else 0 for row in part],
                    "arrayminus": [(row.value - row.low) if row.low is not None and row.value else 0 for row in part],
                    "thickness": 2,
                    "width": 5,
                    "color": COLOURS[0],
                },
                customdata=[row.note for row in part],
                hovertext=[row.hover for row in part],
                hovertemplate="%{hovertext}<extra></extra>",
                name="enough data" if enough else "few data",
                showlegend=False,
            )
        )
    if whole is not None:
        figure.add_vline(x=whole, line={"color": QUIET, "width": 1.4, "dash": "dot"})
    figure.update_layout(
        height=ROW_OF_RANGE * max(len(shown), 1) + 56,
        margin={"l": 8, "r": 16, "t": 8, "b": 8},
        hovermode="closest",
        hoverdistance=WHOLE_CHART,
        clickmode="event+select",
        dragmode=False,
        transition={"duration": 0},
    )
    figure.update_xaxes(tickformat=_tick_format(unit), fixedrange=True, nticks=6)
    figure.update_yaxes(
        categoryorder="array",
        categoryarray=[row.name for row in reversed(shown)],
        fixedrange=True,
        automargin=True,
        showgrid=False,
    )
    return figure


def _tick_format(unit: MetricUnit) -> str:
    """d3 formats; '~s' writes 12k and 3M, and would write 400m for 0.4."""
    if unit is MetricUnit.RATE:
        return ".1~%"
    return "~s" if unit in (MetricUnit.COUNT, MetricUnit.MONEY) else "~g"
