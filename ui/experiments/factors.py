"""A test of several things at once: what each part did, and whether the parts depend on each other."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from learning.domain.experiments import TestReport
from learning.domain.factorial import FactorEffect
from services.experiments.analysing import ExperimentView
from ui.experiments.charts import EffectRow, effect_figure
from ui.experiments.words import lift_range_words, lift_words, metric_words, p_words, percent_of
from ui.imports.wording import plain
from ui.numbers import change_words, count_words

MOST_DRAWN: Final = 12
SURE: Final = 0.05


def factors_block(view: ExperimentView, report: TestReport) -> None:
    """Draw the effect of each part over all combinations of the others, and how the parts go together."""
    main = [one for one in report.factorial if not one.is_interaction]
    pairs = [one for one in report.factorial if one.is_interaction]
    if not main:
        return
    metric = metric_words(view.design.primary)
    st.subheader("What each part did", anchor=False)
    st.caption(
        f"Lift in {plain(metric)} of each part, over all combinations of the others, with its "
        f"{percent_of(view.design.alpha)} range, corrected for {count_words(len(report.factorial), 'comparison')} · "
        f"{report.n:,.0f} people"
    )
    known = [one for one in main if one.lift is not None]
    if known:
        st.plotly_chart(
            effect_figure([_row(one) for one in known[:MOST_DRAWN]]),
            config={"displayModeBar": False},
            key="factor_chart",
            alt="; ".join(f"{part_words(one)}: {lift_words(one.lift, one.low, one.high)}" for one in known),
        )
    else:
        st.caption(f":material/info: Nothing can be said of the parts: {plain(main[0].reason or '')}.")
    st.markdown(together_words(pairs))
    st.dataframe(
        pd.DataFrame(factor_rows(report)),
        hide_index=True,
        alt="Effect of each part and of each two parts together, with ranges",
        column_config={"People": st.column_config.NumberColumn(format="localized")},
    )


def part_words(one: FactorEffect) -> str:
    """Name a part: 'headline: long instead of short'; two of them with a cross between."""
    parts = zip(one.factors, one.levels, one.against, strict=True)
    return " × ".join(f"{factor}: {level} instead of {today}" for factor, level, today in parts)


def together_words(pairs: list[FactorEffect]) -> str:
    """Say whether the parts depend on each other."""
    known = [one for one in pairs if one.p_adjusted is not None]
    if not known:
        return "Whether the parts depend on each other cannot be said yet."
    sure = [one for one in known if one.p_adjusted is not None and one.p_adjusted <= SURE]
    if not sure:
        return "No sign that the parts depend on each other: each may be judged alone."
    words = [
        f"**{plain(' and '.join(one.levels))}** together bring {'more' if (one.lift or 0) > 0 else 'less'} than both "
        f"alone: {lift_words(one.lift, one.low, one.high)}"
        for one in sure
    ]
    return f"{'; '.join(words)}. Judge the combinations above, not the parts."


def factor_rows(report: TestReport) -> list[dict[str, object]]:
    """Return a row in words for each part and each two parts."""
    return [
        {
            "Part": f"{' and '.join(one.levels)}: together beyond each alone"
            if one.is_interaction
            else part_words(one),
            "People": round(one.n),
            "Lift": "–" if one.lift is None else change_words(one.lift),
            "Range": lift_range_words(one.low, one.high) or (one.reason or ""),
            "p, corrected": p_words(one.p_adjusted),
        }
        for one in report.factorial
    ]


def _row(one: FactorEffect) -> EffectRow:
    name = part_words(one)
    hover = f"{name}: {lift_words(one.lift, one.low, one.high)}, n = {one.n:,.0f}"
    return EffectRow(f"{name}, n = {one.n:,.0f}", one.lift, one.low, one.high, hover)
