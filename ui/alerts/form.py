"""A new alert, tried on the past while it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Final

import streamlit as st

from learning.domain.alerts import WITHOUT_SERIES, AlertDirection, AlertDraft, AlertKind, AlertPreview, Sensitivity
from learning.domain.brands import Brand
from learning.domain.errors import BellwetherError
from learning.domain.insights import InsightKind
from learning.domain.timekeys import day_of
from learning.metrics.definitions import MetricUnit
from services.alerts.rules import LONGEST_NAME, add_rule
from services.alerts.sentences import days_words, rule_words, value_name
from services.glossary import GlossaryEntry
from ui import reads, runtime
from ui.charts.drawing import Line, TrendChart, trend_figure
from ui.charts.marks import Mark
from ui.imports.wording import plain
from ui.numbers import count_words, value_words
from ui.problems import show_error

KINDS: Final = {
    "A figure passes a number": AlertKind.THRESHOLD,
    "A day is not as expected": AlertKind.EXPECTED_RANGE,
    "Anything unusual": AlertKind.ANOMALY,
    "A new confirmed insight": AlertKind.INSIGHT,
    "A customer's note waits too long": AlertKind.FEEDBACK,
}
SIDES: Final = {
    "above": AlertDirection.ABOVE,
    "below": AlertDirection.BELOW,
    "either side": AlertDirection.EITHER,
}
COOLDOWNS: Final = {"1 day": 24, "3 days": 72, "1 week": 168, "4 weeks": 672}
WINDOWS: Final = {"on one day": 1, "over seven days": 7}
DIMENSIONS: Final = ("platform", "persona", "device", "channel")
PERCENT: Final = 100.0
CHART_HEIGHT: Final = 220
SAVED: Final = "_alert_saved"


def alert_form(brand: Brand) -> None:
    """Draw the form, what the rule would have said of the past, and the button that keeps it."""
    with st.expander(
        "New alert", icon=":material/add_alert:", expanded=False, key="new_alert", on_change="rerun"
    ) as menu:
        saved = st.session_state.pop(SAVED, None)
        if saved:
            st.success(f"{plain(saved)} is watched from now on.", icon=":material/check_circle:")
        if not menu.open:
            return
        entries = {one.name: one for one in map(reads.glossary(brand).get, _names(brand)) if one is not None}
        if not entries:
            st.caption("There are no figures to watch yet: upload an export first.")
            return
        draft = _draft(brand, entries)
        if draft is not None:
            _try_and_save(brand, draft, entries)


def _names(brand: Brand) -> tuple[str, ...]:
    return tuple(metric.name for metric in reads.available(brand).metrics)


def _draft(brand: Brand, entries: Mapping[str, GlossaryEntry]) -> AlertDraft | None:
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        kind = KINDS[str(st.selectbox("Tell me when", list(KINDS), key="alert_kind", width=260))]
        if kind is AlertKind.INSIGHT:
            return _insight_draft(brand)
        if kind is AlertKind.FEEDBACK:
            hours, channels = _reach(brand)
            return AlertDraft("", kind, cooldown_hours=hours, channels=channels)
        metric = str(
            st.selectbox(
                "Figure", list(entries), format_func=lambda name: entries[name].label, key="alert_metric", width=240
            )
        )
        sides = list(SIDES) if kind is not AlertKind.THRESHOLD else ["above", "below"]
        side = SIDES[str(st.selectbox("Side", sides, key=f"alert_side_{kind.value}", width=140))]
        threshold, window, sensitivity = None, 1, Sensitivity.USUAL
        if kind is AlertKind.THRESHOLD:
            threshold = _threshold(entries[metric])
            window = WINDOWS[str(st.selectbox("Measured", list(WINDOWS), key="alert_window", width=170))]
        else:
            levels = [one.value for one in Sensitivity]
            sensitivity = Sensitivity(
                str(st.selectbox("Sensitivity", levels, index=1, key="alert_sensitivity", width=140))
            )
    where = _segment(brand)
    hours, channels = _reach(brand)
    if kind is AlertKind.THRESHOLD and threshold is None:
        st.caption("Give the number that must not be passed.")
        return None
    return AlertDraft(
        name="",
        kind=kind,
        metric=metric,
        direction=side,
        threshold=threshold,
        window_days=window,
        where=where,
        sensitivity=sensitivity,
        cooldown_hours=hours,
        channels=channels,
    )


def _insight_draft(brand: Brand) -> AlertDraft:
    kinds = ["any", *(one.value for one in InsightKind)]
    chosen = str(
        st.selectbox(
            "Kind", kinds, key="alert_insight", width=220, format_func=lambda one: one.replace("_", " ").capitalize()
        )
    )
    hours, channels = _reach(brand)
    kind = None if chosen == "any" else InsightKind(chosen)
    return AlertDraft("", AlertKind.INSIGHT, insight_kind=kind, cooldown_hours=hours, channels=channels)


def _threshold(entry: GlossaryEntry) -> float | None:
    is_rate = entry.unit is MetricUnit.RATE
    label = "Number in %" if is_rate else "Number"
    given = st.number_input(label, value=None, format="%.6g", key=f"alert_number_{entry.unit.value}", width=140)
    return None if given is None else float(given) / (PERCENT if is_rate else 1.0)


def _segment(brand: Brand) -> dict[str, tuple[str, ...]]:
    """The part of the data that is watched; nothing chosen is all of it."""
    offered = {
        one.dimension: [value.text for value in one.values if value.text] for one in reads.dimension_values(brand)
    }
    found: dict[str, tuple[str, ...]] = {}
    with st.container(horizontal=True, gap="small"):
        for dimension in DIMENSIONS:
            values = offered.get(dimension, [])
            if len(values) > 1:
                chosen = st.multiselect(
                    dimension.capitalize(),
                    values,
                    key=f"alert_{dimension}",
                    width=220,
                    placeholder="all",
                    format_func=partial(value_name, dimension),
                )
                if chosen:
                    found[dimension] = tuple(chosen)
    return found


def _reach(brand: Brand) -> tuple[int, tuple[int, ...]]:
    with runtime.services().store.read() as work:
        channels = {channel.name: channel.id for channel in work.channels.list_of(brand.id)}
    with st.container(horizontal=True, gap="small"):
        hours = COOLDOWNS[str(st.selectbox("At most once in", list(COOLDOWNS), key="alert_cooldown", width=160))]
        told: list[str] = []
        if channels:
            told = st.multiselect(
                "Also tell", list(channels), key="alert_channels", width=320, placeholder="only the page"
            )
        else:
            st.caption("It is shown here and on Home. Mail and chat are set up under Notifications.")
    return hours, tuple(channels[name] for name in told)


def _try_and_save(brand: Brand, draft: AlertDraft, entries: Mapping[str, GlossaryEntry]) -> None:
    if draft.kind not in WITHOUT_SERIES:
        found = reads.alert_preview(brand, draft)
        _show_preview(found, entries[draft.metric])
    usual = rule_words(draft)[:LONGEST_NAME]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        name = st.text_input("Name", placeholder=usual, key="alert_name", max_chars=LONGEST_NAME)
        pressed = st.button("Watch this", type="primary", icon=":material/add_alert:", key="alert_save")
    if pressed:
        _save(brand, draft, name or usual)


def _show_preview(found: AlertPreview, entry: GlossaryEntry) -> None:
    if found.reason is not None:
        st.info(f"The past cannot be shown: {plain(found.reason)}.", icon=":material/info:")
        return
    fired = [day_of(day) for day in found.fired]
    times = "once" if len(fired) == 1 else count_words(len(fired), "time")
    where = f": {days_words(fired)}" if fired else ""
    st.markdown(f"It would have spoken **{times}** in the last {count_words(found.days, 'day')}{where}.")
    days = tuple(day_of(day) for day in found.series.days)
    hover = tuple(value_words(value, entry.unit) for value in found.series.values)
    line = Line(entry.label, days, found.series.values, hover=hover)
    marks = tuple(Mark(day, "It would have spoken here") for day in fired)
    figure = trend_figure(TrendChart((line,), entry.unit, marks, CHART_HEIGHT))
    st.plotly_chart(
        figure, key="alert_preview", alt=f"{entry.label} by day, with a mark where the alert would have spoken"
    )


def _save(brand: Brand, draft: AlertDraft, name: str) -> None:
    try:
        rule = add_rule(
            runtime.services().store, brand.id, replace(draft, name=name), who=runtime.caller(), now=runtime.now()
        )
    except BellwetherError as error:
        show_error(error)
    else:
        st.session_state[SAVED] = rule.draft.name
        st.rerun()
