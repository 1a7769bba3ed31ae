"""The versions of a new test: of one thing, or every combination of several."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st

from learning.domain.errors import BadOption
from learning.domain.experiment_designs import ArmDesign
from learning.domain.factorial import Factor
from learning.experiments.factor_designs import cross_factors
from ui.imports.wording import plain
from ui.numbers import count_words

ONE, SEVERAL = "One thing", "Several things at once"
FEW: Final = 8
VARIES, TODAY, OTHERS = "What varies", "As today", "Others, by commas"


def versions_block() -> tuple[tuple[ArmDesign, ...], tuple[Factor, ...]]:
    """Ask for the versions; return them, and the factors of a test that varies several things."""
    st.markdown("**Versions**")
    way = st.segmented_control(
        "What does the test vary?",
        [ONE, SEVERAL],
        default=ONE,
        key="new_varies",
        required=True,
        label_visibility="collapsed",
        help="Headline and image together: every combination becomes a version, and each part gets its own answer "
        "from all people (factorial test).",
    )
    return _several_things() if way == SEVERAL else (_one_thing(), ())


def _one_thing() -> tuple[ArmDesign, ...]:
    start = pd.DataFrame({"Version": ["A", "B"], "What it shows": ["As today", ""], "Share": [50.0, 50.0]})
    edited = st.data_editor(
        start,
        num_rows="dynamic",
        hide_index=True,
        key="new_arms",
        column_config={
            "Version": st.column_config.TextColumn(help="Short; files and programs use it", max_chars=60),
            "What it shows": st.column_config.TextColumn(max_chars=200, width="large"),
            "Share": st.column_config.NumberColumn(min_value=0.0, help="Any scale: 50 and 50, or 9 and 1"),
        },
    )
    rows = [row for row in edited.to_dict("records") if str(row.get("Version") or "").strip()]
    arms = tuple(
        ArmDesign(
            label=str(row["Version"]).strip(),
            weight=float(row["Share"]) if pd.notna(row.get("Share")) else 0.0,
            is_control=place == 0,
            title="" if pd.isna(row.get("What it shows")) else str(row["What it shows"]).strip(),
        )
        for place, row in enumerate(rows)
    )
    if arms:
        st.caption(f"The others are compared with {arms[0].label}, the version in the first row.")
    return arms


def _several_things() -> tuple[tuple[ArmDesign, ...], tuple[Factor, ...]]:
    start = pd.DataFrame(
        {VARIES: ["headline", "image"], TODAY: ["statement", "photo"], OTHERS: ["question", "drawing"]}
    )
    edited = st.data_editor(
        start,
        num_rows="dynamic",
        hide_index=True,
        key="new_factors",
        column_config={
            VARIES: st.column_config.TextColumn(max_chars=60),
            TODAY: st.column_config.TextColumn(max_chars=60),
            OTHERS: st.column_config.TextColumn(max_chars=200, width="large"),
        },
    )
    factors = tuple(factor for row in edited.to_dict("records") if (factor := _factor(row)).name)
    try:
        arms = cross_factors(factors)
    except BadOption as problem:
        st.caption(f":material/info: {plain(problem.message)} {plain(problem.fix)}")
        return (), ()
    names = ", ".join(arm.label for arm in arms[:FEW]) + (", …" if len(arms) > FEW else "")
    st.caption(
        f"{count_words(len(arms), 'version')}, one for each combination, in equal shares: {plain(names)}. "
        f"The others are compared with {plain(next(arm.label for arm in arms if arm.is_control))}."
    )
    return arms, factors


def _factor(row: dict[Any, Any]) -> Factor:
    def text(name: str) -> str:
        value = row.get(name)
        return "" if value is None or pd.isna(value) else str(value).strip()

    others = [level.strip() for level in text(OTHERS).split(",")]
    return Factor(text(VARIES), tuple(level for level in (text(TODAY), *others) if level))
