"""What works for whom: what a property of posts does for each persona, as measured and drawn to all, side by side."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from learning.domain.brands import Brand
from learning.domain.dimensions import CONTENT_DIMENSIONS
from learning.domain.estimates import Estimate
from learning.domain.persona_effects import PersonaEffect, PersonaEffects, PersonaQuery
from learning.domain.trends import Scope
from learning.metrics.catalog import CATALOG
from learning.metrics.definitions import Form, Metric
from ui.audience import reads as audience_reads
from ui.calendar_words import range_words
from ui.content import reads as content_reads
from ui.exports import context_of, export_buttons
from ui.imports.wording import plain
from ui.numbers import change_words, count_words
from ui.wording import BASIS_WORDS, cuts_words

ATTRIBUTE_KEY: Final = "persona_effects_attribute"
TOGETHER: Final = "all together"
USUAL: Final = "engagement_rate"
DIFFERS_BELOW: Final = 0.10
HEADER: Final = (
    "Posts with",
    "Persona",
    "Posts seen",
    "As measured",
    "Low (95 %)",
    "High (95 %)",
    "Drawn to all",
    "Low (95 %)",
    "High (95 %)",
    "Own part",
    "q-value of differs",
)
HOW: Final = (
    "Each line compares posts of one kind with the other posts of their platform, among one persona. As measured: from "
    "this persona alone. Drawn to all: a persona that saw few of them borrows from the others, as far as its own "
    "figure is uncertain. Nobody drew posts by lot: other things may differ too."
)
SAID: Final = 3


def rate_of(metric: str) -> Metric:
    """Give the metric if it is a rate of sums, else the engagement rate: scores and totals are not compared by post."""
    found = CATALOG.get(metric)
    return found if found is not None and found.form is Form.RATIO else CATALOG[USUAL]


def show_persona_effects(brand: Brand, entry: Metric, scope: Scope) -> None:
    """Draw the choice of an attribute and the effects by persona."""
    attribute = st.selectbox("Property of posts", list(CONTENT_DIMENSIONS), key=ATTRIBUTE_KEY, width=260)
    query = PersonaQuery(scope, entry.name, attribute, gates=content_reads.gates(brand))
    found = audience_reads.persona_effects(brand, query)
    if found.reason:
        st.info(f"Not computable: {plain(found.reason)}.", icon=":material/search_off:")
        return
    st.markdown(f"##### {plain(title_words(found))}")
    st.caption(plain(subtitle_words(entry, found)))
    st.dataframe(
        effects_frame(found),
        hide_index=True,
        alt=f"{entry.label} by {attribute} and persona, as measured and drawn to all",
        column_config={
            "Posts seen": st.column_config.NumberColumn(format="localized", help="Posts of this kind that it saw"),
            "Own part": st.column_config.NumberColumn(
                format="%.0f %%", help="How much of its own difference from the others counts"
            ),
        },
    )
    st.caption(HOW)
    export_buttons(
        f"What works for whom, {attribute}",
        HEADER,
        lambda: [_row(one) for one in found.effects],
        context=context_of(brand, scope, basis=found.basis, cuts=found.cuts, notes=(HOW,)),
    )


def title_words(found: PersonaEffects) -> str:
    """Name who differs from the others, or say that nobody clearly does."""
    apart = sorted((one for one in found.effects if one.q_value < DIFFERS_BELOW), key=lambda one: one.q_value)
    if not apart:
        return f"No persona clearly responds to the {found.query.attribute} in another way than the others"
    named = [f"“{one.level}” for {one.persona} ({_relative(one.pooled.value)})" for one in apart[:SAID]]
    return f"Another effect than for all: {', '.join(named)}"


def subtitle_words(entry: Metric, found: PersonaEffects) -> str:
    """Give metric, period and origin."""
    parts = [entry.label, range_words(found.query.scope.first, found.query.scope.last)]
    if found.basis:
        parts.append(BASIS_WORDS[found.basis])
    if found.cuts:
        parts.append(f"from {cuts_words(found.cuts)}")
    if found.left_out:
        parts.append(f"{count_words(found.left_out, 'post')} too young or hardly seen left out")
    return " · ".join(parts)


def effects_frame(found: PersonaEffects) -> pd.DataFrame:
    """Put effects into columns, raw and pooled side by side; of each level first that of all personas together."""
    lines: list[tuple[str, str, Estimate, Estimate, PersonaEffect | None]] = []
    for level in found.levels:
        lines.append((level.level, TOGETHER, level.whole, level.whole, None))
        own = (one for one in found.effects if one.level == level.level)
        lines += [(one.level, one.persona, one.raw, one.pooled, one) for one in own]
    return pd.DataFrame(
        {
            found.query.attribute.capitalize(): [level for level, *_ in lines],
            found.query.dimension.capitalize(): [persona for _, persona, *_ in lines],
            "Posts seen": [raw.n for *_, raw, _, _ in lines],
            "As measured": [_relative(raw.value) for *_, raw, _, _ in lines],
            "95 % range": [_spread(raw) for *_, raw, _, _ in lines],
            "Drawn to all": [_relative(pooled.value) for *_, pooled, _ in lines],
            "95 % range ": [_spread(pooled) for *_, pooled, _ in lines],
            "Own part": [None if one is None else one.own_weight * 100 for *_, one in lines],
            "Differs from all": ["–" if one is None else _differs(one) for *_, one in lines],
        }
    )


def _differs(one: PersonaEffect) -> str:
    return "likely" if one.q_value < DIFFERS_BELOW else "could be chance"


def _relative(value: float | None) -> str:
    return "–" if value is None else change_words(value)


def _spread(one: Estimate) -> str:
    return "–" if one.low is None or one.high is None else f"{change_words(one.low)} to {change_words(one.high)}"


def _row(one: PersonaEffect) -> tuple[object, ...]:
    raw, pooled = one.raw, one.pooled
    ranges = (raw.value, raw.low, raw.high, pooled.value, pooled.low, pooled.high)
    return (one.level, one.persona, raw.n, *ranges, one.own_weight, one.q_value)
