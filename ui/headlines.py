"""The big numbers of a page: value, change and how sure it is, range and n."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

import streamlit as st

from learning.domain.digest import Sureness
from learning.domain.intervals import Change
from learning.domain.trends import Headline
from learning.metrics.catalog import CATALOG
from learning.metrics.definitions import Direction, Form
from services.glossary import GlossaryEntry
from ui.calendar_words import day_words, range_words
from ui.glossary_view import metric_help
from ui.numbers import change_words, value_words
from ui.wording import range_and_n

CARD_WIDTH: Final = 190
COMPARABLE: Final = 0.9
"""Totals of two ranges are compared while the shorter one has this share of the days with data of the longer one."""
SURENESS_WORDS: Final = {
    Sureness.REAL: "likely real",
    Sureness.CHANCE: "could be chance",
    Sureness.EARLY: "too early to say",
}
Colour = Literal["green", "red", "gray"]
Arrow = Literal["up", "down", "off"]


@dataclass(frozen=True, slots=True)
class Card:
    """One big number, in words."""

    label: str
    value: str
    help: str
    footnote: str
    delta: str | None = None
    colour: Colour = "gray"
    arrow: Arrow = "off"
    spark: tuple[float, ...] = ()
    """The course over the range, drawn as a small line; pages with other charts leave it out."""


def unequal_words(entry: GlossaryEntry, found: Headline, data_first: date | None) -> str | None:
    """Say why a total must not be compared: the earlier range has fewer days with data. Rates may be compared."""
    metric = CATALOG.get(entry.name)
    if metric is not None and metric.form is not Form.TOTAL:
        return None
    if data_first and found.previous_first and found.previous_first < data_first:
        return f"the data begin on {day_words(data_first)}"
    if found.unequal_days and min(found.unequal_days) < COMPARABLE * max(found.unequal_days):
        return f"{found.unequal_days[0]} days with data against {found.unequal_days[1]}"
    return None


def card(entry: GlossaryEntry, found: Headline, data_first: date | None = None) -> Card:
    """Put a figure and its change into the words of a card; `data_first` is the first day with data on its basis."""
    now, help_text = found.value, metric_help(entry)
    if now.value is None:
        return Card(entry.label, "–", help_text, f"Not known: {now.reason or 'no data'}.")
    value = value_words(now.value, entry.unit, currency=now.currency)
    footnote = range_and_n(now, entry.unit)
    if found.change is None or found.previous_first is None or found.previous_last is None:
        return Card(entry.label, value, help_text, footnote)
    before = range_words(found.previous_first, found.previous_last)
    change = found.change
    unequal = unequal_words(entry, found, data_first)
    if change.relative is None or unequal:
        reason = unequal or change.reason or "no earlier figure"
        footnote = f"not compared: {reason}  \n{footnote}"
        return Card(entry.label, value, f"{help_text}\n\nNo comparison with {before}: {reason}.", footnote)
    return Card(
        entry.label,
        value,
        f"{help_text}\n\nChange: {change_range_words(change)}, compared with {before}.{together_words(found)}",
        f"{verdict_words(entry.good, found)}  \n{footnote}",
        delta=change_words(change.relative),
        colour=_colour(entry.good, found),
        arrow=_arrow(change.relative),
    )


def _arrow(relative: float) -> Arrow:
    if relative == 0:
        return "off"
    return "up" if relative > 0 else "down"


def is_likely_real(found: Headline) -> bool:
    """Tell whether a change is likely real, given how many figures were looked at beside it."""
    return found.sureness is Sureness.REAL


def sureness_words(found: Headline) -> str:
    """Say how far a change can be trusted; where only the other figures beside it leave it in doubt, say that too."""
    words = SURENESS_WORDS[found.sureness]
    change = found.change
    if found.sureness is Sureness.CHANCE and change and change.low is not None and change.high is not None:
        clear_alone = change.low > 0 or change.high < 0
        return f"{words}, as one of {found.looked_at} figures" if clear_alone else words
    return words


def together_words(found: Headline) -> str:
    """Say that the figures beside this one count."""
    if found.looked_at < 2:
        return ""
    return f" “Likely real” counts that {found.looked_at} figures are looked at side by side (Holm)."


def verdict_words(good: Direction, found: Headline) -> str:
    """Say how far a change can be trusted and, where it is likely real, whether it is for the better."""
    sure = sureness_words(found)
    if good is Direction.NEITHER or not is_likely_real(found) or found.change is None or found.change.relative is None:
        return sure
    better = (found.change.relative > 0) == (good is Direction.UP)
    return f"{'better' if better else 'worse'}, {sure}"


def change_range_words(change: Change) -> str:
    """Write the interval of a change."""
    if change.low is None or change.high is None:
        return f"Change not certain ({change.reason or 'too little data'})"
    return f"{change_words(change.low)} to {change_words(change.high)} (95 % interval)"


def _colour(good: Direction, found: Headline) -> Colour:
    """Grey unless the change is likely real: colour would shout what could be chance."""
    if good is Direction.NEITHER or not is_likely_real(found) or found.change is None or found.change.relative is None:
        return "gray"
    return "green" if (found.change.relative > 0) == (good is Direction.UP) else "red"


def show_cards(cards: Sequence[Card]) -> None:
    """Draw the cards; they stack where the screen is narrow."""
    with st.grid(len(cards), min_column_width=CARD_WIDTH):
        for one in cards:
            with st.container(border=True, height="stretch", gap="xsmall"):
                st.metric(
                    one.label,
                    one.value,
                    one.delta,
                    delta_color=one.colour,
                    delta_arrow=one.arrow,
                    help=one.help,
                    chart_data=one.spark or None,
                    chart_type="area",
                )
                st.caption(one.footnote)
