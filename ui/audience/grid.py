"""The first block of the Audience page: one metric by two dimensions, with range, n and 'enough data?' in each cell."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from learning.domain.audience import AudienceGrid, AudienceOffer, Enough, Gap, GridQuery, Segment, SegmentCell
from learning.domain.brands import Brand
from learning.domain.digest import Sureness
from learning.domain.trends import Scope
from services.glossary import GlossaryEntry
from ui.answers import cache_key, drawn
from ui.audience import reads as audience_reads
from ui.audience.charts import GridCell, GridChart, grid_figure
from ui.audience.choice import first_metric, offered_metrics
from ui.audience.words import ENOUGH_WORDS, NOT_STATED, headline_words, segment_title
from ui.calendar_words import range_words
from ui.clicks import take_click, watch_clicks
from ui.exports import context_of, export_buttons
from ui.filters.state import BY_URL, dimension_label
from ui.glossary_view import metric_help
from ui.headlines import SURENESS_WORDS
from ui.imports.wording import plain
from ui.numbers import change_words, interval_words, value_words
from ui.wording import BASIS_WORDS, cuts_words, n_words

METRIC_KEY: Final = "audience_metric"
ROWS_KEY: Final = "audience_rows"
COLUMNS_KEY: Final = "audience_columns"
CHART_KEY: Final = "audience_grid"
LIGHT_INK, DARK_INK = "#0F172A", "#E6E9F2"
"""The text colours of the two themes in .streamlit/config.toml."""
NO_COLUMNS: Final = "Nothing else"
MOST_COLUMNS: Final = 4
"""With more the words would not fit into the cells on a phone: the list below has them all."""
MOST_ROWS: Final = 12
CHANGED: Final = "↑ ↓: likely real changes on the days before"
UNCHANGED: Final = "No cell changed beyond chance on the days before"
HEADER: Final = (
    "Segment",
    "Value",
    "Low (95 %)",
    "High (95 %)",
    "n",
    "Counted",
    "Data",
    "Before",
    "Change",
    "Share",
    "Index",
)


def choose_grid(offer: AudienceOffer, glossary: dict[str, GlossaryEntry], scope: Scope) -> GridQuery:
    """Draw the choice of metric, rows and columns: only what some export gives together."""
    labels: dict[str, str] = {}
    for name in offered_metrics(offer):
        if name in glossary:
            label = glossary[name].label if name in offer.metrics else f"{glossary[name].label} (not measured)"
            labels[label if label not in labels else f"{label} ({name})"] = name
    first = first_metric(offer)
    ordered = sorted(labels, key=lambda label: labels[label] != first)
    metric = labels[st.selectbox("Metric", ordered, key=METRIC_KEY, bind=BY_URL, width=260)]
    rows = _choose_dimension("Rows", offer.by(metric) or offer.dimensions, ROWS_KEY)
    beside = offer.beside(metric, rows)
    columns = _choose_dimension("Columns", [*beside, NO_COLUMNS], COLUMNS_KEY) if beside else NO_COLUMNS
    return GridQuery(scope, metric, rows, None if columns == NO_COLUMNS else columns)


def _choose_dimension(label: str, names: Sequence[str], key: str) -> str:
    labels = {dimension_label(name) if name != NO_COLUMNS else name: name for name in names}
    return labels[st.selectbox(label, list(labels), key=key, bind=BY_URL, width=170)]


def show_grid(
    brand: Brand, entry: GlossaryEntry, query: GridQuery, gaps: Sequence[Gap], head: st.delta_generator.DeltaGenerator
) -> Segment | None:
    """Draw the grid with its title; return the segment that was clicked in this run."""
    found = audience_reads.grid(brand, query)
    note = None
    if found.reason and query.columns:
        single = audience_reads.grid(brand, GridQuery(query.scope, query.metric, query.rows, None))
        if not single.reason:
            note = f"{capital_reason(found.reason)}. Shown by {query.rows.replace('_', ' ')} alone."
            found = single
    with head:
        _title(entry, found, gaps)
    if found.reason:
        st.info(f"{capital_reason(found.reason)}.", icon=":material/search_off:")
        return None
    if note:
        st.caption(f":material/info: {plain(note)}")
    clicked = _draw(brand, entry, found)
    _explain(entry, found)
    _list(brand, entry, found)
    return clicked


def capital_reason(reason: str) -> str:
    """Begin a sentence with a reason."""
    return reason[:1].upper() + reason[1:]


def _title(entry: GlossaryEntry, found: AudienceGrid, gaps: Sequence[Gap]) -> None:
    dimensions = [found.query.rows, *([found.query.columns] if found.query.columns else [])]
    st.subheader(headline_words(entry, gaps, dimensions), anchor=False, help=metric_help(entry))
    scope = found.query.scope
    parts = [f"{entry.label} by {' and '.join(name.replace('_', ' ') for name in dimensions)}"]
    if found.whole is not None:
        parts.append(f"{value_words(found.whole.value.value, entry.unit, currency=found.whole.value.currency)} for all")
        parts.append(n_words(found.whole.value))
    parts.append(range_words(scope.first, scope.last))
    if found.basis:
        parts.append(BASIS_WORDS[found.basis])
    st.caption(" · ".join(parts))


def _draw(brand: Brand, entry: GlossaryEntry, found: AudienceGrid) -> Segment | None:
    st.plotly_chart(
        _figure(brand, entry, found, ink()),
        config={"displayModeBar": False},
        alt=f"{entry.label} by {found.query.rows} and {found.query.columns or 'nothing else'}; the list below has the "
        "same numbers",
        key=CHART_KEY,
        on_select=watch_clicks(CHART_KEY),
        selection_mode="points",
    )
    click = take_click(CHART_KEY)
    return _segment_of(found, click.note) if click else None


def _figure(brand: Brand, entry: GlossaryEntry, found: AudienceGrid, colour: str) -> go.Figure:
    key = cache_key(brand, "audience_figure", (found.query, found.columns, colour))
    return drawn(key, lambda: grid_figure(grid_chart(entry, found), colour))


def ink() -> str:
    """Return the colour of text in the theme that the person looks at."""
    return DARK_INK if st.context.theme.type == "dark" else LIGHT_INK


def grid_chart(entry: GlossaryEntry, found: AudienceGrid) -> GridChart:
    """Turn a grid into the words of its cells."""
    rows, columns = found.rows[:MOST_ROWS], found.columns[:MOST_COLUMNS]
    shown = [cell.value.value for cell in found.cells.values() if cell.enough is not Enough.TOO_LITTLE]
    values = [value for value in shown if value is not None]
    low, span = (min(values), max(values) - min(values)) if values else (0.0, 0.0)
    cells: list[GridCell] = []
    for row, name in enumerate(rows):
        for column, other in enumerate(columns):
            cell = found.cells.get((name, other))
            if cell is not None:
                level = ((cell.value.value or 0.0) - low) / span if span else 0.5
                cells.append(_grid_cell(entry, cell, row, column, min(max(level, 0.0), 1.0)))
    names = [escape(entry.label)] if columns == ("",) else [escape(name or NOT_STATED) for name in columns]
    return GridChart(tuple(escape(name or NOT_STATED) for name in rows), tuple(names), tuple(cells))


def _grid_cell(entry: GlossaryEntry, cell: SegmentCell, row: int, column: int, level: float) -> GridCell:
    value = cell.value
    interval = interval_words(value.low, value.high, entry.unit, currency=value.currency).removeprefix("about ")
    if cell.enough is Enough.TOO_LITTLE:
        words, detail = "–", "not enough data"
    else:
        words = value_words(value.value, entry.unit, currency=value.currency) + _arrow(cell)
        detail = interval or "no range"
    small = n_words(value)
    if cell.enough is Enough.THIN:
        small = f"{small}, few data"
    return GridCell(
        row=row,
        column=column,
        value=words,
        detail=detail,
        small=small,
        level=level,
        enough=cell.enough,
        hover=_hover(entry, cell, interval),
        note="\t".join(f"{name}={text}" for name, text in cell.segment),
    )


def _arrow(cell: SegmentCell) -> str:
    """Mark a change on the days before, where it is likely real."""
    change = cell.change.relative if cell.change else None
    if not change or cell.sureness is not Sureness.REAL:
        return ""
    return " ↑" if change > 0 else " ↓"


def _hover(entry: GlossaryEntry, cell: SegmentCell, interval: str) -> str:
    lines = [f"<b>{escape(segment_title(cell.segment))}</b>"]
    shown = value_words(cell.value.value, entry.unit, currency=cell.value.currency)
    lines.append(f"{escape(entry.label)} {shown}" + (f", {interval} (95 %)" if interval else ""))
    lines.append(n_words(cell.value))
    change = change_cell(cell)
    if change:
        lines.append(f"{change} on the days before")
    if cell.share is not None:
        lines.append(f"{cell.share:.0%} of all")
    lines.append(ENOUGH_WORDS[cell.enough] + (f": {escape(cell.reason)}" if cell.reason else ""))
    return "<br>".join(lines)


def change_cell(cell: SegmentCell) -> str:
    """Write how a cell changed and how sure that is; nothing where it cannot be compared."""
    change = cell.change
    if change is None or change.relative is None or cell.enough is Enough.TOO_LITTLE:
        return ""
    return f"{change_words(change.relative)}, {SURENESS_WORDS[cell.sureness]}"


def _segment_of(found: AudienceGrid, note: str) -> Segment | None:
    for cell in found.cells.values():
        if note == "\t".join(f"{name}={text}" for name, text in cell.segment):
            return cell.segment
    return None


def _explain(entry: GlossaryEntry, found: AudienceGrid) -> None:
    small = f"under {found.minimum_posts} posts or days, or {found.minimum_exposure:,.0f} {found.share_of or 'counts'}"
    words = [
        "The stronger the colour, the higher. Striped: few data, the range is wide.",
        f"Grey: not enough data ({small}).",
        "Press a cell for its own trend and posts.",
    ]
    if any(cell.change for cell in found.cells.values()):
        arrows = any(_arrow(cell) for cell in found.cells.values())
        words.insert(2, f"{CHANGED if arrows else UNCHANGED} (all changes: in the list).")
    hidden = max(len(found.rows) - MOST_ROWS, 0) + max(len(found.columns) - MOST_COLUMNS, 0)
    if hidden:
        words.append(f"{hidden} smaller ones stand in the list only.")
    if found.whole is not None:
        words.append(f"Read from {cuts_words(found.whole.value.cuts)}.")
    if entry.good.value == "down":
        words.insert(1, "Here lower is better.")
    st.caption(" ".join(words))


def list_frame(entry: GlossaryEntry, found: AudienceGrid) -> pd.DataFrame:
    """Put the grid and its totals into a table that can be read with the keyboard and on a phone."""
    cells = [*found.row_totals.values(), *found.column_totals.values(), *found.cells.values()]
    if found.query.columns is None:
        cells = list(found.cells.values())
    cells = ([found.whole] if found.whole else []) + cells
    return pd.DataFrame(
        {
            "Segment": [segment_title(cell.segment) for cell in cells],
            entry.label: [
                value_words(cell.value.value, entry.unit, currency=cell.value.currency)
                if cell.enough is not Enough.TOO_LITTLE
                else "not enough data"
                for cell in cells
            ],
            "95 % range": [
                interval_words(cell.value.low, cell.value.high, entry.unit).removeprefix("about ") or "–"
                if cell.enough is not Enough.TOO_LITTLE
                else "–"
                for cell in cells
            ],
            "n": [n_words(cell.value) for cell in cells],
            "Change": [change_cell(cell) or "–" for cell in cells],
            f"Share of {found.share_of or 'all'}": [
                f"{cell.share:.0%}" if cell.share is not None else "–" for cell in cells
            ],
            "Index (all = 100)": [f"{cell.index:.0f}" if cell.index is not None else "–" for cell in cells],
            "Data": [ENOUGH_WORDS[cell.enough] for cell in cells],
        }
    )


def _list(brand: Brand, entry: GlossaryEntry, found: AudienceGrid) -> None:
    opened = st.expander("As a list, with totals, change, share and index", key="audience_list", on_change="rerun")
    if opened.open:
        with opened:
            st.dataframe(list_frame(entry, found), hide_index=True, alt=f"{entry.label} by segment")
    cells = [*([found.whole] if found.whole else []), *found.row_totals.values(), *found.cells.values()]
    export_buttons(
        f"{entry.label} by segment",
        HEADER,
        lambda: [_export_row(cell) for cell in cells],
        context=context_of(
            brand,
            found.query.scope,
            basis=found.basis,
            cuts=found.whole.value.cuts if found.whole else None,
            notes=(f"{entry.label} = {entry.formula}",),
        ),
        figure=_figure(brand, entry, found, LIGHT_INK),
    )


def _export_row(cell: SegmentCell) -> tuple[object, ...]:
    value, change = cell.value, cell.change
    return (
        segment_title(cell.segment),
        value.value,
        value.low,
        value.high,
        value.n,
        value.counted.value,
        ENOUGH_WORDS[cell.enough] + (f": {cell.reason}" if cell.reason else ""),
        cell.previous.value if cell.previous else None,
        change.relative if change else None,
        cell.share,
        cell.index,
    )
