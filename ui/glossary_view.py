"""'What do these mean?': every metric with its formula, its caveat and what platforms mean by it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from learning.metrics.definitions import Direction
from services.glossary import GlossaryEntry

GOOD_WORDS: Final = {Direction.UP: "more is better", Direction.DOWN: "less is better", Direction.NEITHER: ""}
BASES: Final = (
    "**Lifetime totals** are what a post has gathered up to the export; they stand on the day it was published. "
    "**Activity** is what happened on a day. **Period totals** are given for a range without its days. "
    "The three are never added to each other, and every chart says which it shows."
)
RANGES: Final = (
    "**Ranges** are 95 % intervals: with data like these they would hold the true value about 19 times in 20. "
    "n counts posts or days, never impressions. A change is called *likely real* when its range leaves out zero."
)


def show_glossary(metrics: Sequence[GlossaryEntry]) -> None:
    """Show the metrics that match the search, and the words that every page uses."""
    st.markdown(BASES)
    st.markdown(RANGES)
    wanted = st.text_input("Find a metric", placeholder="rate, reach, watch …", icon=":material/search:", width=320)
    found = [metric for metric in metrics if _matches(metric, wanted)]
    if not found:
        st.caption(f"No metric has “{wanted}” in its name or formula.")
    with st.grid(2, min_column_width=320):
        for metric in found:
            _card(metric)


def _matches(metric: GlossaryEntry, wanted: str) -> bool:
    return wanted.casefold().strip() in f"{metric.label} {metric.formula} {metric.name}".casefold()


def _card(metric: GlossaryEntry) -> None:
    with st.container(border=True, height="stretch", gap="xsmall"):
        good = GOOD_WORDS[metric.good]
        st.markdown(f"**{metric.label}**" + (f" · {good}" if good else ""))
        st.markdown(metric.formula)
        if metric.caveat:
            st.caption(metric.caveat)
        for platform, note in metric.platforms.items():
            st.caption(f"**{platform}**: {note}")
