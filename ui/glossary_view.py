"""'What do these mean?': every metric with its formula, its caveat and what platforms mean by it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from learning.domain.facts import EXTRA_PREFIX
from learning.metrics.definitions import Direction
from services.glossary import GlossaryEntry
from ui.imports.report_names import report_title
from ui.imports.wording import plain
from ui.numbers import count_words
from ui.wording import BASIS_WORDS, listed_words

GOOD_WORDS: Final = {Direction.UP: "more is better", Direction.DOWN: "less is better", Direction.NEITHER: ""}
BASES: Final = (
    "**Lifetime totals** are what a post has gathered up to the export; they stand on the day it was published. "
    "**Activity** is what happened on a day. **Period totals** are given for a range without its days. "
    "The three are never added to each other, and every chart says which it shows."
)
RANGES: Final = (
    "**Ranges** are 95 % intervals: with data like these they would hold the true value about 19 times in 20. "
    "n counts posts or days, never impressions. A change is called *likely real* when it would stand out beyond chance "
    "even after counting how many figures were compared beside it."
)


MOST_REPORTS: Final = 4
"""So many reports a hint names; the glossary names all."""


def metric_help(entry: GlossaryEntry) -> str:
    """Explain a metric on hover: formula, the columns it is read from, its basis, and what to beware of."""
    # Only the formula of an extra holds text of a file: the header of its column.
    formula = plain(entry.formula) if entry.name.startswith(EXTRA_PREFIX) else entry.formula
    parts = [f"**{plain(entry.label)}** = {formula}."]
    if GOOD_WORDS[entry.good]:
        parts[0] += f" {GOOD_WORDS[entry.good].capitalize()}."
    if entry.caveat:
        parts.append(plain(entry.caveat))
    parts += column_words(entry, most=MOST_REPORTS)
    basis = basis_words(entry)
    return "\n\n".join([*parts, basis] if basis else parts)


def column_words(entry: GlossaryEntry, *, most: int | None = None) -> list[str]:
    """Write which columns of which reports a metric is read from; nothing without a brand."""
    reports = list(entry.columns.items())
    shown = [f"{plain(report_title(name))}: {plain(', '.join(headers))}" for name, headers in reports[:most]]
    if len(reports) > len(shown):
        shown.append(f"and {count_words(len(reports) - len(shown), 'more report')}, see the glossary")
    return ["Read from  \n" + "  \n".join(shown)] if shown else []


def basis_words(entry: GlossaryEntry) -> str:
    """Write on which bases the brand has a metric."""
    return f"Basis: {listed_words([BASIS_WORDS[basis] for basis in entry.bases])}." if entry.bases else ""


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
        for words in (*column_words(metric), basis_words(metric)):
            if words:
                st.caption(words)
