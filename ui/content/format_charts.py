"""A metric by an attribute of posts and by platform, as points with their ranges."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import plotly.graph_objects as go

from learning.domain.platforms import platform_name
from learning.domain.post_grids import AttributeGrid, Certainty, GridCell
from learning.metrics.definitions import MetricUnit
from services.content.bands import BANDS
from services.glossary import GlossaryEntry
from ui.charts.drawing import COLOURS, WHOLE_CHART
from ui.charts.figure import ChartFigure
from ui.charts.marks import QUIET
from ui.content.format_words import CERTAINTY_WORDS, hover_words, label_of

HAIRLINE: Final = "rgba(128,132,149,0.25)"
MOST_ROWS: Final = 24
ROW: Final = 26
FRAME: Final = 84
LONGEST_LABEL: Final = 22
SYMBOLS: Final = {
    Certainty.CONFIRMED: "diamond",
    Certainty.WORTH_TESTING: "circle",
    Certainty.OPEN: "circle-open",
}


def shown_cells(grid: AttributeGrid) -> tuple[GridCell, ...]:
    """The cells that are drawn: those that can be compared, by platform and order; of many the surest and largest."""
    known = [cell for cell in grid.cells if cell.certainty is not Certainty.TOO_FEW and cell.value.value is not None]
    order = list(Certainty)
    known.sort(key=lambda cell: (order.index(cell.certainty), -cell.value.n))
    kept = known[:MOST_ROWS]
    bands = BANDS.get(grid.query.attribute, ())
    kept.sort(key=lambda cell: (platform_name(cell.platform), _rank(cell, bands)))
    return tuple(kept)


def _rank(cell: GridCell, bands: Sequence[str]) -> float:
    """Bands stand in their own order, all else by value, the largest first."""
    if cell.attribute in bands:
        return float(bands.index(cell.attribute))
    return float(len(bands)) if bands else -(cell.value.value or 0.0)


def grid_figure(entry: GlossaryEntry, grid: AttributeGrid, cells: Sequence[GridCell]) -> ChartFigure:
    """Draw one point a cell with its range; a tick marks what all posts of the platform have."""
    figure = ChartFigure()
    scale = 100 if entry.unit is MetricUnit.RATE else 1
    wholes = {column.platform: column.value.value for column in grid.columns}
    figure.add_trace(
        go.Scatter(
            x=[_scaled(wholes.get(cell.platform), scale) for cell in cells],
            y=_places(cells),
            mode="markers",
            marker={"symbol": "line-ns-open", "size": 15, "color": QUIET, "line": {"width": 2}},
            name="all posts of the platform",
            hoverinfo="skip",
        )
    )
    for certainty, symbol in SYMBOLS.items():
        own = [cell for cell in cells if cell.certainty is certainty]
        if own:
            figure.add_trace(_points(entry, own, symbol, CERTAINTY_WORDS[certainty], scale))
    figure.update_layout(
        height=FRAME + ROW * len(cells) + 8 * len({cell.platform for cell in cells}),
        margin={"l": 8, "r": 12, "t": 40, "b": 8},
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "title": None},
        hovermode="closest",
        hoverdistance=WHOLE_CHART,
        dragmode=False,
        transition={"duration": 0},
    )
    figure.update_xaxes(
        fixedrange=True, showgrid=True, gridcolor=HAIRLINE, zeroline=False, nticks=6, ticksuffix=_suffix(entry)
    )
    figure.update_yaxes(
        fixedrange=True,
        autorange="reversed",
        automargin=True,
        showgrid=False,
        dividercolor=HAIRLINE,
        tickson="boundaries",
    )
    return figure


def _points(entry: GlossaryEntry, cells: Sequence[GridCell], symbol: str, name: str, scale: float) -> go.Scatter:
    values = [(cell.value.value or 0.0) * scale for cell in cells]
    lows = [value - (low * scale if low is not None else value) for value, low in _pairs(values, cells, high=False)]
    highs = [(high * scale if high is not None else value) - value for value, high in _pairs(values, cells, high=True)]
    lit = {"marker": {"opacity": 1.0}}
    return go.Scatter(
        x=values,
        y=_places(cells),
        error_x={"type": "data", "array": highs, "arrayminus": lows, "thickness": 1.6, "width": 0, "color": COLOURS[0]},
        mode="markers",
        marker={"symbol": symbol, "size": 11, "color": COLOURS[0], "line": {"width": 2, "color": COLOURS[0]}},
        name=name,
        customdata=[[f"{cell.platform}\x1f{cell.attribute}", hover_words(entry, cell)] for cell in cells],
        hovertemplate="%{customdata[1]}<extra></extra>",
        selected=lit,
        unselected=lit,
    )


def _pairs(values: Sequence[float], cells: Sequence[GridCell], *, high: bool) -> list[tuple[float, float | None]]:
    edges = [cell.value.high if high else cell.value.low for cell in cells]
    return list(zip(values, edges, strict=True))


def _places(cells: Sequence[GridCell]) -> list[list[str]]:
    """Platform and label of each row: an axis of two levels."""
    return [[platform_name(cell.platform) for cell in cells], [label_of(cell, LONGEST_LABEL) for cell in cells]]


def _scaled(value: float | None, scale: float) -> float | None:
    return None if value is None else value * scale


def _suffix(entry: GlossaryEntry) -> str:
    return " %" if entry.unit is MetricUnit.RATE else ""
