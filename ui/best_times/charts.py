"""A map of the week: weekdays across, hours down, so that it can be read on a phone too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import plotly.graph_objects as go

from learning.domain.best_times import BestTimes, Slot
from services.glossary import GlossaryEntry
from ui.best_times.words import SHORT_DAYS, hover_words
from ui.charts.figure import ChartFigure

FAINTEST: Final = (99, 102, 241, 0.07)
STRONGEST: Final = (79, 70, 229, 0.92)
"""Red, green, blue and opacity of the lowest and the highest hour: one hue over the page's own background, which
darkens on a light page and lights up on a dark one."""
STRONG: Final = 0.92
"""From this part of the scale on the number in a cell is white: below, what else is written can be read better."""
WHITE: Final = "#FFFFFF"
INK: Final = {False: "#000000", True: "#E6E9F2"}
"""What is written on a light and on a dark page: Plotly's own is too pale on a shaded cell, as is the light theme's."""
HEIGHT: Final = 590
HOURS: Final = 24
CELL: Final = 0.92
"""Height of a cell, in hours."""
CELL_WIDTH: Final = 0.985
"""In weekdays."""


def map_figure(entry: GlossaryEntry, found: BestTimes, *, dark: bool = False) -> ChartFigure:
    """Draw the hours that have something; the best three carry a star. `dark` is the page's theme."""
    figure = ChartFigure()
    factors = [slot.factor for slot in found.slots]
    low, span = min(factors), max(factors) - min(factors)
    levels = {slot: (slot.factor - low) / span if span else 0.0 for slot in found.slots}
    for is_strong, ink in ((False, INK[dark]), (True, WHITE)):
        cells = {slot: level for slot, level in levels.items() if (level >= STRONG) is is_strong}
        if cells:
            figure.add_trace(_cells(entry, found, cells, ink))
    figure.update_layout(
        height=HEIGHT,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        showlegend=False,
        barmode="overlay",
        hovermode="closest",
        dragmode=False,
        transition={"duration": 0},
    )
    figure.update_xaxes(
        side="top",
        tickmode="array",
        tickvals=list(range(len(SHORT_DAYS))),
        ticktext=list(SHORT_DAYS),
        range=[-0.5, len(SHORT_DAYS) - 0.5],
        fixedrange=True,
        showgrid=False,
        zeroline=False,
    )
    figure.update_yaxes(
        tickmode="array",
        tickvals=list(range(0, HOURS, 2)),
        ticktext=[f"{hour:02d}:00" for hour in range(0, HOURS, 2)],
        range=[HOURS - 0.5, -0.5],
        fixedrange=True,
        showgrid=False,
        zeroline=False,
    )
    return figure


def _cells(entry: GlossaryEntry, found: BestTimes, levels: Mapping[Slot, float], ink: str) -> go.Bar:
    """Draw each hour as a bar from its beginning to its end: all of a bar can be clicked, a shade of a map cannot."""
    slots, lit = list(levels), {"marker": {"opacity": 1.0}, "textfont": {"color": ink}}
    return go.Bar(
        x=[slot.weekday for slot in slots],
        base=[slot.hour - CELL / 2 for slot in slots],
        y=[CELL] * len(slots),
        width=CELL_WIDTH,
        marker={
            "color": [shade(level) for level in levels.values()],
            "opacity": 1.0,
            "line": {"width": 0},
            "cornerradius": 3,
        },
        text=[_label(slot, found) for slot in slots],
        textposition="inside",
        insidetextanchor="middle",
        constraintext="none",
        textangle=0,
        textfont={"size": 11, "color": ink},
        customdata=[[str(slot.weekday * HOURS + slot.hour), hover_words(entry, found, slot)] for slot in slots],
        hovertemplate="%{customdata[1]}<extra></extra>",
        selected=lit,
        unselected=lit,
    )


def shade(level: float) -> str:
    """Return the colour of an hour at a level of 0-1 as `rgba(...)`."""
    red, green, blue, opacity = (
        round(low + level * (high - low), 3) for low, high in zip(FAINTEST, STRONGEST, strict=True)
    )
    return f"rgba({red:.0f},{green:.0f},{blue:.0f},{opacity})"


def _label(slot: Slot, found: BestTimes) -> str:
    if slot in found.best:
        return f"<b>★ {slot.n}</b>"
    return f"{slot.n}" if slot.enough else f"({slot.n})"
