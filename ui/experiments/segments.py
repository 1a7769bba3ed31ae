"""Does a version do better with some people? Exploratory: drawn towards the whole, corrected, never a decision."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from learning.domain.brands import Brand
from learning.domain.experiments import MetricKind
from learning.experiments.segments import SegmentEffect, SegmentReport
from services.experiments.analysing import ExperimentView
from ui.experiments import reads as experiment_reads
from ui.experiments.charts import EffectRow, effect_figure
from ui.experiments.words import arm_name, lift_range_words, lift_words, p_words
from ui.imports.wording import plain
from ui.numbers import change_words

MOST_DRAWN: Final = 10
SURE: Final = 0.05


def segments_block(brand: Brand, view: ExperimentView) -> None:
    """Draw the effect by the segments of one dimension."""
    st.subheader("By segment", anchor=False)
    names = experiment_reads.dimensions(brand, view.record.id)
    if not names:
        st.caption("The data of this test have no segments (persona, device, country …).")
        return
    dimension = names[0]
    if len(names) > 1:
        dimension = str(st.segmented_control("Split by", names, default=names[0], key="segment_of", required=True))
    if view.design.splits:
        st.caption("The split was changed while the test ran, and the data of segments do not tell the day.")
        return
    report = experiment_reads.by_segment(brand, view.record.id, dimension)
    if view.design.primary.kind is MetricKind.QUANTILE:
        st.caption("A quantile is not split by segment: the file was read for the quantiles of everybody.")
        return
    if report is None or not report.effects:
        st.caption(f"Only one {dimension}, so there is nothing to compare.")
        return
    st.badge("Exploratory", icon=":material/explore:", color="gray", help=report.label)
    st.markdown(_finding(report, dimension))
    shown = sorted(report.effects, key=lambda one: -one.n)[:MOST_DRAWN]
    st.plotly_chart(
        effect_figure([_row(view, one) for one in shown], names=("drawn towards the whole", "")),
        config={"displayModeBar": False},
        key="segment_chart",
        alt=f"Lift by {dimension}, drawn towards the whole, with ranges",
    )
    opened = st.expander("All segments in numbers", key="segment_rows", on_change="rerun")
    if opened.open:
        with opened:
            st.dataframe(
                pd.DataFrame([_numbers(view, one) for one in report.effects]),
                hide_index=True,
                alt=f"Raw and shrunken lift by {dimension}",
            )
    st.caption(plain(report.label))


def _finding(report: SegmentReport, dimension: str) -> str:
    odd = [one for one in report.effects if one.q_value is not None and one.q_value < SURE]
    if odd:
        names = ", ".join(dict.fromkeys(f"**{plain(one.segment)}**" for one in odd))
        return f"{names} may respond differently (corrected for all comparisons). Test it again before acting on it."
    return f"No {plain(dimension)} responds clearly differently from the others."


def _row(view: ExperimentView, one: SegmentEffect) -> EffectRow:
    several = len(view.design.arms) > 2 or view.design.control is None
    name = f"{one.segment}, {arm_name(view.design, one.arm)}" if several else one.segment
    hover = f"{name}: {lift_words(one.lift, one.low, one.high)}, n = {one.n:,.0f}"
    return EffectRow(f"{name}, n = {one.n:,.0f}", one.lift, one.low, one.high, hover)


def _numbers(view: ExperimentView, one: SegmentEffect) -> dict[str, object]:
    return {
        "Segment": one.segment,
        "Version": arm_name(view.design, one.arm),
        "People": round(one.n),
        "Measured there": "–" if one.raw is None else change_words(one.raw),
        "Drawn towards the whole": "–" if one.lift is None else change_words(one.lift),
        "Range": lift_range_words(one.low, one.high) or (one.reason or ""),
        "q (differs)": p_words(one.q_value),
    }
