"""The best and the worst posts of the Engagement page, with what counts beside them."""

from __future__ import annotations

from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.trends import Available, ContentQuery, Ranking, Scope
from learning.metrics.catalog import CATALOG
from learning.metrics.definitions import Form
from ui import reads
from ui.content.view import show_content
from ui.filters.state import BY_URL
from ui.gates_view import gates_popover

SHOWN_POSTS: Final = 10
NO_POSTS: Final = "The exports of this brand do not name single posts. Add a post-level export on the Data page."
RANKABLE: Final = (Form.TOTAL, Form.RATIO, Form.RATIO_OF_ONE, Form.UNIQUE)


def content_block(brand: Brand, available: Available, scope: Scope) -> None:
    """Show the best or the worst posts by a metric."""
    place = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center")
    glossary = reads.glossary(brand)
    names = [one.name for one in available.metrics if one.name in CATALOG and CATALOG[one.name].form in RANKABLE]
    rates = [name for name in names if CATALOG[name].denominator]
    if "content" not in available.dimensions or not names:
        place.subheader("Which posts did best?", anchor=False)
        st.info(NO_POSTS, icon=":material/search_off:")
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        end = st.segmented_control("Show", ["Best", "Worst"], default="Best", key="end", bind=BY_URL, required=True)
        ordered = [*rates, *(name for name in names if name not in rates)]
        labels = {glossary[name].label: name for name in ordered}
        label = st.selectbox("Posts by", list(labels), key="rank", bind=BY_URL, width=260)
        gates = gates_popover(brand)
    entry = glossary[labels[label]]
    rated = bool(CATALOG[entry.name].denominator)
    best = end != "Worst"
    place.subheader(f"Which posts did {'best' if best else 'worst'} by {entry.label.lower()}?", anchor=False)
    query = ContentQuery(
        scope,
        entry.name,
        Ranking.RATE if rated else Ranking.VOLUME,
        best_first=best,
        limit=SHOWN_POSTS,
        gates=gates,
    )
    show_content(brand, entry, reads.content(brand, query))
