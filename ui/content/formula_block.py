"""Winning formulas: structures that recur among posts that did well, own and peers' apart, for all or one generator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from learning.domain.brands import Brand
from learning.domain.formulas import Formula, FormulaSource
from learning.domain.post_columns import VISUAL
from learning.metrics.definitions import MetricUnit
from services.insights.formula_list import FormulaList
from ui.clicks import take_row, watch_rows
from ui.content.drilldown import open_post
from ui.content.post_words import post_words
from ui.imports.wording import plain
from ui.insights import reads as insight_reads
from ui.numbers import NO_BREAK, interval_words, value_words

KEY: Final = "formulas"
ALL: Final = "All generators"
TITLES: Final = {
    FormulaSource.OWN: "Your own posts",
    FormulaSource.REPLIES: "Your replies",
    FormulaSource.VISUAL: "Your pictures and videos",
    FormulaSource.PEERS: "Posts of peers",
}
MEANINGS: Final = {
    FormulaSource.OWN: "Did well: engagement or views past the gate of Settings, with enough likes.",
    FormulaSource.REPLIES: "Did well: 10,000 views and more.",
    FormulaSource.VISUAL: "By what is seen in them. Did well: the upper quarter of their platform by engagement rate.",
    FormulaSource.PEERS: "Context, not part of your numbers. Did well: the upper quarter of their platform.",
}
NONE_YET: Final = "Nothing was looked for yet. The worker looks within a minute after an import."
NOTHING: Final = (
    "No structure stands out among the posts that did well. It takes at least 5 posts of one structure, "
    "3 of which did well, more often than chance explains."
)
NOT_EFFECTS: Final = (
    "Formulas describe what posts that did well have in common. Whether a part of them is the reason, the list above "
    "and tests say."
)


def formula_block(brand: Brand) -> None:
    """Draw the formulas in an expander that reads them when it opens."""
    opened = st.expander("Winning formulas", icon=":material/science:", key=KEY, on_change="rerun")
    if opened.open:
        with opened:
            _formulas(brand, insight_reads.formulas(brand))


def _formulas(brand: Brand, found: FormulaList) -> None:
    if found.computed_at is None or not found.formulas:
        st.caption(NONE_YET if found.computed_at is None else NOTHING)
        return
    generator = ALL
    if found.generators:
        generator = st.selectbox("Generator", [ALL, *found.generators], key="formula_generator", width=260)
    wanted = "" if generator == ALL else generator
    st.caption(NOT_EFFECTS)
    by_source = found.of(wanted)
    if not by_source:
        st.caption(NOTHING)
    for source, formulas in by_source.items():
        st.markdown(f"**{TITLES[source]}**")
        st.caption(MEANINGS[source])
        _table(brand, found, source, formulas)
    text = found.prompt(wanted)
    if text:
        st.markdown("**For the prompt of a generator**")
        st.code(text, language=None, wrap_lines=True)


def _table(brand: Brand, found: FormulaList, source: FormulaSource, formulas: Sequence[Formula]) -> None:
    key = f"formulas_{source.value}"
    st.dataframe(
        pd.DataFrame([formula_line(one, _example(found, one)) for one in formulas]),
        hide_index=True,
        on_select=watch_rows(key),
        selection_mode="single-row",
        key=key,
        alt=f"Winning formulas of {TITLES[source].lower()}",
        column_config={
            "Structure": st.column_config.TextColumn(width="medium"),
            "Example": st.column_config.TextColumn(width="medium"),
        },
    )
    picked = take_row(key)
    if picked is not None and picked < len(formulas):
        card = found.cards.get(formulas[picked].example)
        if card is not None:
            open_post(brand, card)


def formula_line(one: Formula, example: str) -> dict[str, str]:
    """Write a formula as a row: its structure, an example, and its figures with n and range."""
    share = interval_words(one.success_low, one.success_high, MetricUnit.RATE).removeprefix("about ")
    usual = value_words(one.usual_success, MetricUnit.RATE)
    return {
        "Formula": one.name,
        "Structure": " · ".join(f"{part.removeprefix(VISUAL)}: {level}" for part, level in one.structure),
        "Posts": f"{one.n:,}",
        "Did well": f"{one.successes:,} of {one.n:,}",
        f"Likely share (95{NO_BREAK}% range)": f"{share}; usually {usual}",
        "Average views": "–" if one.average_views is None else value_words(one.average_views, MetricUnit.COUNT),
        "Engagement rate": "–" if one.engagement_rate is None else value_words(one.engagement_rate, MetricUnit.RATE),
        "Follows per 1,000 views": "–" if one.follows_per_1000 is None else f"{one.follows_per_1000:.1f}",
        "Sure": f"{min(one.confidence, 0.99):.0%}",
        "Example": example,
    }


def _example(found: FormulaList, one: Formula) -> str:
    card = found.cards.get(one.example)
    return plain(one.example_text) if card is None else post_words(card)
