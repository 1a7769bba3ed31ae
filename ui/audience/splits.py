"""A metric by one dimension: values with their ranges, then the table; and one persona across its devices."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Final

import streamlit as st

from learning.domain.audience import AudienceGrid, AudienceOffer, Enough, GridQuery, Segment, SegmentCell
from learning.domain.brands import Brand
from learning.domain.trends import Scope
from learning.metrics.catalog import CATALOG
from learning.metrics.definitions import Form
from services.audience.breakdown import segment_where
from services.glossary import GlossaryEntry
from ui.answers import cache_key, drawn
from ui.audience import reads as audience_reads
from ui.audience.charts import RangeRow, range_figure
from ui.audience.grid import capital_reason, change_cell, list_frame
from ui.audience.words import ENOUGH_WORDS, NOT_STATED, segment_title
from ui.clicks import take_click, watch_clicks
from ui.exports import context_of, export_buttons
from ui.filters.state import BY_URL, dimension_label
from ui.imports.wording import plain
from ui.numbers import interval_words, value_words
from ui.problems import shown_problems
from ui.wording import n_words

MOST_ROWS: Final = 15
PERSONA_KEY: Final = "audience_persona"
TABS_KEY: Final = "audience_split"


def show_splits(brand: Brand, entry: GlossaryEntry, scope: Scope, offer: AudienceOffer) -> Segment | None:
    """Draw a tab for each dimension; only the open one is read. Return the segment that was clicked."""
    names = list(offer.by(entry.name) or offer.dimensions)
    tabs = st.tabs([dimension_label(name) for name in names], key=TABS_KEY, on_change="rerun", default=_first(names))
    clicked: Segment | None = None
    for name, tab in zip(names, tabs, strict=True):
        if tab.open:
            with tab, shown_problems("this split"):
                clicked = show_split(brand, entry, GridQuery(scope, entry.name, name, None), key=f"split_{name}")
    return clicked


def _first(names: list[str]) -> str | None:
    """Persona and device stand in the grid already."""
    return next((dimension_label(name) for name in ("channel", "strategy") if name in names), None)


def show_split(brand: Brand, entry: GlossaryEntry, query: GridQuery, *, key: str) -> Segment | None:
    """Draw one dimension: a point with its range for each value, the largest first, and the table."""
    found = audience_reads.grid(brand, query)
    if found.reason:
        st.info(f"{capital_reason(found.reason)}.", icon=":material/search_off:")
        return None
    cells = ordered_cells(found)
    drawn = [cell for cell in cells if cell.enough is not Enough.TOO_LITTLE][:MOST_ROWS]
    clicked = _draw(brand, entry, found, drawn, key) if drawn else None
    small = len(cells) - sum(cell.enough is not Enough.TOO_LITTLE for cell in cells)
    words = ["Lines show the 95 % range; hollow points stand on few data."]
    if _whole(entry, found) is not None:
        words.insert(0, "The dotted line is all together.")
    if small:
        words.append(f"{small} with not enough data stand in the list only.")
    st.caption(" ".join(words))
    opened = st.expander("As a list", key=f"audience_{key}_list", on_change="rerun")
    if opened.open:
        with opened:
            st.dataframe(list_frame(entry, found), hide_index=True, alt=f"{entry.label} by {query.rows}")
    export_buttons(
        f"{entry.label} by {query.rows.replace('_', ' ')}"
        + (f", {segment_title(tuple((n, v[0]) for n, v in query.scope.where.items()))}" if key == "devices" else ""),
        ("Segment", "Value", "Low (95 %)", "High (95 %)", "n", "Counted", "Data", "Change", "Share", "Index"),
        lambda: [_row(cell) for cell in cells],
        context=context_of(brand, query.scope, basis=found.basis, cuts=found.whole.value.cuts if found.whole else None),
    )
    return clicked


def ordered_cells(found: AudienceGrid) -> list[SegmentCell]:
    """Give the cells with the highest value first; those that must not be ranked come last."""
    cells = list(found.cells.values())
    return sorted(cells, key=lambda cell: (cell.enough is Enough.TOO_LITTLE, -(cell.value.value or 0.0)))


def _draw(
    brand: Brand, entry: GlossaryEntry, found: AudienceGrid, cells: list[SegmentCell], key: str
) -> Segment | None:
    whole = _whole(entry, found)
    rows = [_range_row(entry, cell) for cell in cells]
    cached_key = cache_key(brand, "audience_ranges", found.query)
    figure = drawn(cached_key, lambda: range_figure(rows, entry.unit, whole))
    st.plotly_chart(
        figure,
        config={"displayModeBar": False},
        alt=f"{entry.label} by {found.query.rows} with ranges; the list below has the same numbers",
        key=f"audience_{key}",
        on_select=watch_clicks(f"audience_{key}"),
        selection_mode="points",
    )
    click = take_click(f"audience_{key}")
    if click is None:
        return None
    return next((cell.segment for cell in cells if segment_title(cell.segment) == click.note), None)


def _whole(entry: GlossaryEntry, found: AudienceGrid) -> float | None:
    """What all have together; of a total it would only stretch the scale."""
    metric = CATALOG.get(entry.name)
    if found.whole is None or metric is None or metric.form is Form.TOTAL:
        return None
    return found.whole.value.value


def _range_row(entry: GlossaryEntry, cell: SegmentCell) -> RangeRow:
    value = cell.value
    interval = interval_words(value.low, value.high, entry.unit, currency=value.currency)
    change = change_cell(cell)
    lines = [
        f"<b>{escape(segment_title(cell.segment))}</b>",
        f"{value_words(value.value, entry.unit, currency=value.currency)}"
        + (f", {interval} (95 %)" if interval else ""),
        n_words(value),
        *([f"{change} on the days before"] if change else []),
        ENOUGH_WORDS[cell.enough],
    ]
    return RangeRow(
        name=escape(segment_title(cell.segment)),
        value=value.value,
        low=value.low,
        high=value.high,
        hover="<br>".join(lines),
        enough=cell.enough,
        note=segment_title(cell.segment),
    )


def _row(cell: SegmentCell) -> tuple[object, ...]:
    value = cell.value
    return (
        segment_title(cell.segment),
        value.value,
        value.low,
        value.high,
        value.n,
        value.counted.value,
        ENOUGH_WORDS[cell.enough],
        cell.change.relative if cell.change else None,
        cell.share,
        cell.index,
    )


def show_devices(brand: Brand, entry: GlossaryEntry, scope: Scope) -> Segment | None:
    """Compare the devices of one persona."""
    whole = audience_reads.grid(brand, GridQuery(scope, entry.name, "persona", None))
    names = {plain(name) or NOT_STATED: name for name in whole.rows}
    if not names:
        st.caption(f"{capital_reason(whole.reason or 'no persona in these days')}.")
        return None
    shown = st.selectbox("Persona", list(names), key=PERSONA_KEY, bind=BY_URL, width=260)
    persona: Segment = (("persona", names[shown]),)
    narrowed = replace(scope, where=segment_where(scope.where, persona))
    clicked = show_split(brand, entry, GridQuery(narrowed, entry.name, "device", None), key="devices")
    return (*persona, *clicked) if clicked else None
