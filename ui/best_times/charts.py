"""A map of the week: weekdays across, hours down, so that it can be read on a phone too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import plotly.graph_objects as go

from learning.domain.best_times import BestTimes, Slot
from services.glossary import GlossaryEntry
from ui.best_times.words import SHORT_DAYS, hover_words
from ui.charts.figure import ChartFigure

SHADES: Final = [[0.0, "rgba(99,102,241,0.07)"], [1.0, "rgba(79,70,229,0.92)"]]
"""One hue over the page's own background: it darkens on a light page and lights up on a dark one."""
STRONG: Final = 0.5
"""From this part of the scale on the number in a cell is white."""
WHITE: Final = "#FFFFFF"
INK: Final = {False: "#0F172A", True: "#E6E9F2"}
"""The text of the light and of the dark theme: Plotly's own for the numbers is too pale on a shaded cell."""
HEIGHT: Final = 590
HOURS: Final = 24
CELL: Final = 22


def map_figure(entry: GlossaryEntry, found: BestTimes, *, dark: bool = False) -> ChartFigure:
    """Draw the hours that have something; the best three carry a star. `dark` is the page's theme."""
    figure = ChartFigure()
    places = {(slot.weekday, slot.hour): slot for slot in found.slots}
    factors = [slot.factor for slot in found.slots]
    low, high = min(factors), max(factors)
    figure.add_trace(_shades(places, low, high))
    strong = [slot for slot in found.slots if high > low and (slot.factor - low) / (high - low) >= STRONG]
    weak = [slot for slot in found.slots if slot not in strong]
    for slots, colour in ((weak, INK[dark]), (strong, WHITE)):
        if slots:
            figure.add_trace(_numbers(entry, found, slots, colour))
    figure.update_layout(
        height=HEIGHT,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        showlegend=False,
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


def _shades(places: Mapping[tuple[int, int], Slot], low: float, high: float) -> go.Heatmap:
    return go.Heatmap(
        x=list(range(len(SHORT_DAYS))),
        y=list(range(HOURS)),
        z=[
            [places[day, hour].factor if (day, hour) in places else None for day in range(len(SHORT_DAYS))]
            for hour in range(HOURS)
        ],
        zmin=low,
        zmax=high if high > low else low + 1,
        colorscale=SHADES,
        showscale=False,
        xgap=2,
        ygap=2,
        hoverinfo="skip",
    )


def _numbers(entry: GlossaryEntry, found: BestTimes, slots: Sequence[Slot], colour: str) -> go.Scatter:
    """The number of each cell; beneath it a mark that cannot be seen but clicked."""
    lit = {"marker": {"opacity": 0.0}, "textfont": {"color": colour}}
    return go.Scatter(
        x=[slot.weekday for slot in slots],
        y=[slot.hour for slot in slots],
        mode="markers+text",
        marker={"symbol": "square", "size": CELL, "opacity": 0.0},
        text=[_label(slot, found) for slot in slots],
        textposition="middle center",
        textfont={"size": 11, "color": colour},
        customdata=[[str(slot.weekday * HOURS + slot.hour), hover_words(entry, found, slot)] for slot in slots],
        hovertemplate="%{customdata[1]}<extra></extra>",
        selected=lit,
        unselected=lit,
    )


def _label(slot: Slot, found: BestTimes) -> str:
    if slot in found.best:
        return f"<b>★ {slot.n}</b>"
    return f"{slot.n}" if slot.enough else f"({slot.n})"
