"""What a test measured: lift of each version with its range, what that is worth, guardrails, other metrics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd
import streamlit as st

from learning.domain.experiment_designs import ExperimentDesign
from learning.domain.experiment_verdicts import Guardrail
from learning.domain.experiments import ArmResult, GoodWay, MetricRole, MetricSpec, TestReport
from learning.metrics.definitions import MetricUnit
from services.experiments.analysing import ExperimentView
from ui.experiments.charts import EffectRow, effect_figure
from ui.experiments.words import (
    GUARDRAIL_WORDS,
    LEVEL_COLOURS,
    LEVEL_ICONS,
    VALUE_NAMES,
    against_words,
    arm_name,
    chance_words,
    lift_range_words,
    lift_words,
    measured_words,
    metric_words,
    p_words,
    percent_of,
    share_words,
    way_words,
)
from ui.imports.wording import plain
from ui.numbers import change_words, value_words

PER: Final = 1_000
MOST_DRAWN: Final = 12
SMALL: Final = 0.01
PEOPLE: Final = {"People": st.column_config.NumberColumn(format="localized")}


@dataclass(frozen=True, slots=True)
class Worth:
    """What choosing a version changes, per thousand people, in money or conversions."""

    gain: float | None
    low: float | None
    high: float | None
    loss_if_chosen: float | None
    """Expected, if it is chosen and is worse."""
    loss_if_kept: float | None
    """Expected, if it is not chosen and is better."""


def effects_block(view: ExperimentView, report: TestReport) -> None:
    """Draw the lift of each version in the primary metric, measured and with what is usual weighed in."""
    design, metric = view.design, view.design.primary
    results = report.of(metric.name)
    st.subheader(f"{metric_words(metric).capitalize()} by version", anchor=False)
    base = against_words(design, results[0]) if results else ""
    span = f"{percent_of(design.alpha)} range" + (
        "" if report.at_planned_end else ", which holds however often you look"
    )
    st.caption(f"Lift against {plain(base)}, with its {span} · {report.n:,.0f} people · {way_words(metric)}")
    rows = [_effect_row(design, one) for one in results[:MOST_DRAWN] if one.shown.lift is not None]
    if rows:
        st.plotly_chart(
            effect_figure(rows, names=("measured", "drawn towards usual lifts")),
            config={"displayModeBar": False},
            key="effect_chart",
            alt="; ".join(row.hover for row in rows),
        )
    for one in results:
        if one.shown.lift is None and one.shown.reason:
            st.caption(f":material/info: {plain(arm_name(design, one.arm))}: {plain(one.shown.reason)}.")
    st.dataframe(
        pd.DataFrame(version_rows(design, report, metric)),
        hide_index=True,
        alt=f"{metric_words(metric)} of each version: people, value, lift, range, chance to win",
        column_config=PEOPLE,
    )
    st.caption(f"Drawn towards usual lifts: weighed with {plain(prior_words(report))}.")


def prior_words(report: TestReport) -> str:
    """Say where the belief about usual lifts comes from."""
    prior = report.prior
    usual = f"lifts of {change_words(prior.mean)} ± {100 * prior.sd:.0f} points"
    return f"{usual}, from {prior.source}"


def version_rows(design: ExperimentDesign, report: TestReport, metric: MetricSpec) -> list[dict[str, object]]:
    """Return a row in words for each version, the one compared with first."""
    results = report.of(metric.name)
    rows: list[dict[str, object]] = []
    units = dict(report.sample_ratio.observed)
    if design.control is not None and results:
        people = units.get(design.control)
        rows.append(
            {
                "Version": arm_name(design, design.control),
                "People": None if people is None else round(people),
                VALUE_NAMES[metric.kind]: measured_words(metric, results[0].base_value),
                "Lift": "compared with",
                "Range": "",
                "Chance to win": "",
                "Drawn towards usual lifts": "",
            }
        )
    for one in results:
        drawn = one.posterior
        rows.append(
            {
                "Version": arm_name(design, one.arm),
                "People": round(one.n),
                VALUE_NAMES[metric.kind]: measured_words(metric, one.value),
                "Lift": "–" if one.shown.lift is None else change_words(one.shown.lift),
                "Range": lift_range_words(one.shown.low, one.shown.high),
                "Chance to win": "" if drawn is None else chance_words(drawn.chance_to_win),
                "Drawn towards usual lifts": ""
                if drawn is None
                else f"{change_words(drawn.lift)} ({lift_range_words(drawn.low, drawn.high)})",
            }
        )
    return rows


def _effect_row(design: ExperimentDesign, one: ArmResult) -> EffectRow:
    name = arm_name(design, one.arm)
    drawn = one.posterior
    return EffectRow(
        name=f"{name}, n = {one.n:,.0f}",
        lift=one.shown.lift,
        low=one.shown.low,
        high=one.shown.high,
        hover=f"{name}: {lift_words(one.shown.lift, one.shown.low, one.shown.high)}",
        drawn_in=None if drawn is None else drawn.lift,
        drawn_low=None if drawn is None else drawn.low,
        drawn_high=None if drawn is None else drawn.high,
        drawn_hover="" if drawn is None else f"{name}: {lift_words(drawn.lift, drawn.low, drawn.high)}",
    )


def money_block(view: ExperimentView, report: TestReport) -> None:
    """Say what choosing would change per thousand people: in the metric's currency, or at a value that is typed in."""
    metric = view.design.primary
    results = [one for one in report.of(metric.name) if one.absolute is not None and one.posterior is not None]
    if not results:
        return
    st.subheader("What it is worth", anchor=False)
    each, unit = 1.0, metric.currency or metric_words(metric)
    if metric.currency is None:
        typed = st.number_input(
            f"What is one of {metric_words(metric)} worth to you? (in your currency)",
            min_value=0.0,
            value=None,
            step=1.0,
            key="worth",
            placeholder="Leave empty to count them",
            width=380,
        )
        each, unit = (typed, "in your currency") if typed else (1.0, metric_words(metric))
    is_money = metric.currency is not None or unit == "in your currency"
    st.dataframe(
        pd.DataFrame([_worth_row(view.design, metric, one, each, is_money=is_money) for one in results]),
        hide_index=True,
        alt="What choosing each version changes per thousand people",
    )
    st.caption(
        f"Per {PER:,} people, {plain(unit)}. Expected loss: how much a wrong choice costs on average, "
        "with how likely it is counted in."
    )


def worth_of(metric: MetricSpec, one: ArmResult, each: float) -> Worth:
    """Return what a version changes per thousand people, at a value of one unit of the metric."""
    sign = 1.0 if metric.good is GoodWay.UP else -1.0
    ends = [None if end is None else sign * PER * each * end for end in (one.absolute_low, one.absolute_high)]
    known = sorted(end for end in ends if end is not None)
    base = None if one.base_value is None else abs(one.base_value) * PER * each
    drawn = one.posterior
    return Worth(
        gain=None if one.absolute is None else sign * PER * each * one.absolute,
        low=known[0] if len(known) == 2 else None,
        high=known[1] if len(known) == 2 else None,
        loss_if_chosen=None if drawn is None or base is None else drawn.loss_if_chosen * base,
        loss_if_kept=None if drawn is None or base is None else drawn.loss_if_kept * base,
    )


def _worth_row(
    design: ExperimentDesign, metric: MetricSpec, one: ArmResult, each: float, *, is_money: bool
) -> dict[str, str]:
    worth = worth_of(metric, one, each)
    unit = MetricUnit.MONEY if is_money else MetricUnit.NUMBER

    def words(value: float | None) -> str:
        if value is not None and 0 < abs(value) < SMALL:
            return f"under {SMALL:g}"
        return value_words(value, unit, currency=metric.currency)

    span = f" ({words(worth.low)} to {words(worth.high)})" if worth.low is not None else ""
    return {
        "Version": arm_name(design, one.arm),
        "Change if chosen": f"about {words(worth.gain)}{span}",
        "Expected loss if chosen": words(worth.loss_if_chosen),
        "Expected loss if not": words(worth.loss_if_kept),
    }


def guardrails_block(view: ExperimentView, report: TestReport) -> None:
    """List each guardrail with its state in a word and a sign."""
    guards = view.design.metrics_of(MetricRole.GUARDRAIL)
    if not guards:
        st.caption(":material/shield: No guardrail was set for this test.")
        return
    st.subheader("Guardrails", anchor=False)
    specs = {metric.name: metric for metric in guards}
    for one in report.guardrails:
        level, word = GUARDRAIL_WORDS[one.state]
        spec = specs.get(one.metric)
        name = metric_words(spec) if spec else one.metric
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.badge(word.capitalize(), icon=f":material/{LEVEL_ICONS[level]}:", color=LEVEL_COLOURS[level])
            people = next((each.n for each in report.of(one.metric) if each.arm == one.arm), 0)
            where = f"**{plain(name)}** in {plain(arm_name(view.design, one.arm))}"
            st.markdown(f"{where}: {_harm_words(one)}, n = {people:,.0f}", width="stretch")
    missing = [metric_words(metric) for metric in guards if not report.of(metric.name)]
    if missing:
        st.caption(f":material/help: No data yet for {plain(', '.join(missing))}.")


def _harm_words(one: Guardrail) -> str:
    if one.harm is None:
        return plain(one.reason)
    span = lift_range_words(one.harm_low, one.harm_high)
    worse = f"{'worse' if one.harm >= 0 else 'better'} by {change_words(abs(one.harm)).lstrip('+')}"
    return f"{worse}{f' (worsening of {span})' if span else ''}; {share_words(one.margin)} worse is accepted"


def secondary_block(view: ExperimentView, report: TestReport) -> None:
    """Show the other metrics, corrected for being many."""
    metrics = [one for one in view.design.metrics_of(MetricRole.SECONDARY) if report.of(one.name)]
    if not metrics:
        return
    st.subheader("Other metrics", anchor=False)
    rows = [_secondary_row(view.design, metric, one) for metric in metrics for one in report.of(metric.name)]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        alt="Secondary metrics of each version, with lift and range",
        column_config=PEOPLE,
    )
    st.caption("They decide nothing. p is corrected for their number (Benjamini-Hochberg).")


def _secondary_row(design: ExperimentDesign, metric: MetricSpec, one: ArmResult) -> dict[str, object]:
    return {
        "Metric": metric_words(metric),
        "Version": arm_name(design, one.arm),
        "People": round(one.n),
        "Value": measured_words(metric, one.value),
        "Compared with": measured_words(metric, one.base_value),
        "Lift": "–" if one.shown.lift is None else change_words(one.shown.lift),
        "Range": lift_range_words(one.shown.low, one.shown.high) or (one.shown.reason or ""),
        "p, corrected": p_words(one.p_adjusted),
    }
