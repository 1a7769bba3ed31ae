"""Which format, topic, hook, length or pace works where: the grid of the Engagement page."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.platforms import platform_name
from learning.domain.post_grids import AttributeGrid, GridCell, GridQuery
from learning.domain.trends import Available, Scope
from learning.metrics.catalog import CATALOG
from services.content.bands import BANDS, LENGTH
from services.content.format_grid import ATTRIBUTES, FORMS
from services.glossary import GlossaryEntry
from ui import reads
from ui.answers import cache_key, drawn
from ui.calendar_words import range_words
from ui.clicks import take_click, watch_clicks
from ui.content import reads as content_reads
from ui.content.block import NO_POSTS
from ui.content.drilldown import open_posts
from ui.content.format_charts import grid_figure, shown_cells
from ui.content.format_words import (
    CERTAINTY_WORDS,
    NOT_STATED,
    alt_words,
    label_of,
    method_words,
    metric_words,
    subtitle_words,
    title_words,
)
from ui.exports import context_of, export_buttons
from ui.filters.state import BY_URL
from ui.imports.wording import plain

CHART_KEY: Final = "format_chart"
NOTHING_STATED: Final = (
    "The exports of this brand say no format, topic, hook, generator or campaign of a post: "
    "a column of that name in a table of posts adds it here."
)
PACE: Final = "How the value of a post falls with more of them, and so what one more brings, is estimated in Insights."
HEADER: Final = (
    "Platform",
    "Value",
    "Metric",
    "Low (95 %)",
    "High (95 %)",
    "Posts",
    "Factor against the other posts there",
    "Factor, low (95 %)",
    "Factor, high (95 %)",
    "How sure",
)


def format_block(brand: Brand, available: Available, scope: Scope) -> None:
    """Show a metric by an attribute of posts and by platform."""
    place = st.container(gap="small")
    names = [one.name for one in available.metrics if one.name in CATALOG and CATALOG[one.name].form in FORMS]
    names.sort(key=lambda name: not CATALOG[name].denominator)
    if "content" not in available.dimensions or not names:
        place.subheader("Which format works where?", anchor=False)
        st.info(NO_POSTS, icon=":material/search_off:")
        return
    stated = stated_attributes(brand)
    attributes = [*stated, *BANDS]
    glossary = reads.glossary(brand)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        labels = {glossary[name].label: name for name in names}
        label = st.selectbox("Compare", list(labels), key="grid", bind=BY_URL, width=260)
        titles = {name.capitalize(): name for name in attributes}
        attribute = st.segmented_control(
            "By", list(titles), default=next(iter(titles)), key="gridby", bind=BY_URL, required=True
        )
    entry = glossary[labels[label]]
    query = GridQuery(scope, entry.name, titles[attribute or next(iter(titles))], content_reads.gates(brand))
    grid = content_reads.attribute_grid(brand, query)
    place.subheader(plain(title_words(entry, grid)), anchor=False)
    if not stated:
        st.caption(f":material/info: {NOTHING_STATED}")
    if grid.reason:
        st.info(f"{grid.reason[:1].upper()}{grid.reason[1:]}.", icon=":material/search_off:")
        return
    place.caption(plain(subtitle_words(entry, grid, range_words(scope.first, scope.last))))
    _draw(brand, entry, grid)
    if grid.query.attribute in BANDS and grid.query.attribute != LENGTH:
        st.caption(f":material/info: {PACE}")


def stated_attributes(brand: Brand) -> list[str]:
    """The attributes that some export says of posts."""
    held = {one.dimension for one in reads.dimension_values(brand) if any(value.text for value in one.values)}
    return [name for name in ATTRIBUTES if name in held]


def _draw(brand: Brand, entry: GlossaryEntry, grid: AttributeGrid) -> None:
    cells = shown_cells(grid)
    key = cache_key(brand, "format_figure", grid.query)
    figure = drawn(key, lambda: grid_figure(entry, grid, cells))
    if cells:
        st.plotly_chart(
            figure,
            config={"displayModeBar": False},
            key=CHART_KEY,
            on_select=watch_clicks(CHART_KEY),
            selection_mode="points",
            alt=alt_words(entry, grid),
        )
        clicked = take_click(CHART_KEY)
        if clicked is not None and clicked.note:
            _open(brand, entry, grid, clicked.note)
    else:
        st.info("Not enough posts of any kind to compare yet: five a kind and platform.", icon=":material/search_off:")
    st.caption(plain(" ".join(method_words(grid, len(cells)))))
    export_buttons(
        f"{metric_words(entry)} by {grid.query.attribute} and platform",
        [metric_words(entry) if name == "Metric" else name for name in HEADER],
        lambda: [_row(cell) for cell in grid.cells],
        context=context_of(
            brand, grid.query.scope, basis=grid.basis, cuts=grid.cuts, notes=method_words(grid, len(grid.cells))
        ),
        figure=figure if cells else None,
    )


def _open(brand: Brand, entry: GlossaryEntry, grid: AttributeGrid, note: str) -> None:
    platform, _, value = note.partition("\x1f")
    scope = grid.query.scope
    where = {**scope.where, "platform": (platform,)}
    title = f"{value or NOT_STATED} on {platform_name(platform)}: {entry.label.lower()}"
    only = next((cell.posts for cell in grid.cells if (cell.platform, cell.attribute) == (platform, value)), ())
    if only:
        title = f"{grid.query.attribute.capitalize()}: {title}"
    else:
        where[grid.query.attribute] = (value,)
    open_posts(brand, replace(scope, where=where, basis=grid.basis), entry.name, title, only=only)


def _row(cell: GridCell) -> tuple[object, ...]:
    value, gap = cell.value, cell.gap
    return (
        platform_name(cell.platform),
        label_of(cell),
        value.value,
        value.low,
        value.high,
        value.n,
        gap.factor if gap else None,
        gap.low if gap else None,
        gap.high if gap else None,
        CERTAINTY_WORDS[cell.certainty],
    )
