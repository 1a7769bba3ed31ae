"""The pages behind a point or a cell, where no export names single posts."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from learning.domain.brands import Brand
from learning.domain.posts import PagesBehind
from learning.domain.trends import Scope
from learning.metrics.definitions import MetricUnit
from services.glossary import GlossaryEntry
from ui.calendar_words import range_words
from ui.content import reads as content_reads
from ui.exports import context_of, export_buttons
from ui.imports.wording import plain
from ui.numbers import count_words, interval_words
from ui.wording import BASIS_WORDS, cuts_words, n_words

MOST_PAGES: Final = 200
NAME_WIDTH: Final = 420


def show_pages(brand: Brand, entry: GlossaryEntry, scope: Scope, title: str) -> bool:
    """Draw the list; False where the exports tell nothing apart."""
    found = content_reads.pages_behind(brand, scope, entry.name, MOST_PAGES)
    if not found.rows:
        return False
    first = found.rows[0][1]
    shown = found.dimension.replace("_", " ")
    parts = [f"{entry.label} by {shown}", _count(found), range_words(scope.first, scope.last), BASIS_WORDS[first.basis]]
    st.caption(" · ".join(plain(part) for part in [*parts, f"from {cuts_words(first.cuts)}"]))
    scale = 100 if entry.unit is MetricUnit.RATE else 1
    st.dataframe(
        pd.DataFrame(
            {
                shown.capitalize(): [name or "not stated" for name, _ in found.rows],
                entry.label: [None if one.value is None else one.value * scale for _, one in found.rows],
                "95 % range": [
                    interval_words(one.low, one.high, entry.unit, currency=one.currency).removeprefix("about ") or "–"
                    for _, one in found.rows
                ],
                "n": [n_words(one) for _, one in found.rows],
            }
        ),
        hide_index=True,
        alt=f"{shown.capitalize()} by {entry.label.lower()}",
        column_config={
            shown.capitalize(): st.column_config.TextColumn(width=NAME_WIDTH, pinned=True),
            entry.label: st.column_config.NumberColumn(format="%.2f %%" if scale > 1 else "localized"),
        },
    )
    st.caption("No export of these days names single posts: this is what they tell apart.")
    export_buttons(
        f"{title}, by {shown}",
        (shown.capitalize(), entry.label, "Low (95 %)", "High (95 %)", "n", "Counted"),
        [(name, one.value, one.low, one.high, one.n, one.counted.value) for name, one in found.rows],
        context=context_of(
            brand, scope, basis=first.basis, cuts=first.cuts, notes=(f"{entry.label} = {entry.formula}",)
        ),
    )
    return True


def _count(found: PagesBehind) -> str:
    noun = {"query": "query", "page": "page"}.get(found.dimension, found.dimension.replace("_", " "))
    words = count_words(found.total, noun, "queries" if noun == "query" else None)
    return f"{words}, the {len(found.rows):,} with the most" if found.total > len(found.rows) else words
