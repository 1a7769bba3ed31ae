"""A rule of alerts, new or changed, tried on the past while it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from learning.domain.alerts import (
    WITHOUT_SERIES,
    AlertDirection,
    AlertDraft,
    AlertKind,
    AlertPreview,
    AlertRule,
    Sensitivity,
)
from learning.domain.brands import Brand
from learning.domain.errors import BellwetherError
from learning.domain.insights import InsightKind
from learning.domain.timekeys import day_of
from learning.metrics.definitions import MetricUnit
from services.alerts.rules import LONGEST_NAME, add_rule, change_rule
from services.alerts.sentences import days_words, rule_words, value_name
from services.glossary import GlossaryEntry
from ui import reads, runtime
from ui.charts.drawing import Line, TrendChart, trend_figure
from ui.charts.marks import QUIET, Mark
from ui.imports.wording import plain
from ui.numbers import count_words, value_words
from ui.problems import show_error

Choice = TypeVar("Choice")

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
KIND_WORDS: Final = {
    "any": "Of any kind",
    InsightKind.ATTRIBUTE_EFFECT: "Topic, hook, format and the like",
    InsightKind.SEGMENT_GAP: "Groups of people",
    InsightKind.CHANGE_POINT: "Change of level",
    InsightKind.ANOMALY: "Something unusual",
    InsightKind.FREQUENCY: "How often one posts",
    InsightKind.CLUSTER: "Posts that are alike",
    InsightKind.SIMILARITY: "Posts that repeat others",
    InsightKind.FEEDBACK_THEME: "What customers speak of",
    InsightKind.OPERATION: "Programs",
}
"""Kinds of insight whose own name says little."""
DIMENSIONS: Final = ("platform", "persona", "device", "channel")
PERCENT: Final = 100.0
CHART_HEIGHT: Final = 220
SAVED: Final = "_alert_saved"


@dataclass(frozen=True, slots=True)
class _Form:
    """The fields of a new rule, or of one that is changed."""

    prefix: str
    """Begins the keys of its fields."""
    start: AlertDraft | None = None

    def key(self, name: str) -> str:
        return f"{self.prefix}_{name}"

    def place(self, values: Sequence[Choice], value: Choice | None, usual: int = 0) -> int:
        """Where a choice begins."""
        return values.index(value) if self.start is not None and value in values else usual


def alert_form(brand: Brand) -> None:
    """Draw the form, what the rule would have said of the past, and the button that keeps it."""
    with st.expander(
        "New alert", icon=":material/add_alert:", expanded=False, key="new_alert", on_change="rerun"
    ) as menu:
        saved = st.session_state.pop(SAVED, None)
        if saved:
            st.success(f"{plain(saved)} is watched from now on.", icon=":material/check_circle:")
        if menu.open:
            _fields(brand, _Form("alert"), lambda draft: _save(brand, draft))


def change_form(brand: Brand, rule: AlertRule) -> None:
    """Draw the form of a rule that is there, what it would have said of the past, and the button that changes it."""
    _fields(brand, _Form(f"change_{rule.id}", rule.draft), lambda draft: _change(brand, rule, draft))


def _fields(brand: Brand, form: _Form, keep: Callable[[AlertDraft], None]) -> None:
    entries = {one.name: one for one in map(reads.glossary(brand).get, _names(brand)) if one is not None}
    if not entries:
        st.caption("There are no figures to watch yet: upload an export first.")
        return
    draft = _draft(brand, entries, form)
    if draft is not None:
        _try_and_save(brand, draft, entries, form, keep)


def _names(brand: Brand) -> tuple[str, ...]:
    return tuple(metric.name for metric in reads.available(brand).metrics)


def _draft(brand: Brand, entries: Mapping[str, GlossaryEntry], form: _Form) -> AlertDraft | None:
    start = form.start or AlertDraft("", AlertKind.THRESHOLD, direction=AlertDirection.ABOVE)
    row = st.container(horizontal=True, gap="small", vertical_alignment="bottom")
    with row:
        kind = _chosen("Tell me when", KINDS, start.kind, form, "kind", 260)
    if kind is AlertKind.INSIGHT:
        return _insight_draft(brand, form, row)
    if kind is AlertKind.FEEDBACK:
        hours, channels = _reach(brand, form)
        return AlertDraft("", kind, cooldown_hours=hours, channels=channels)
    return _figure_draft(brand, entries, form, row, kind)


def _figure_draft(
    brand: Brand, entries: Mapping[str, GlossaryEntry], form: _Form, row: DeltaGenerator, kind: AlertKind
) -> AlertDraft | None:
    start = form.start or AlertDraft("", AlertKind.THRESHOLD, direction=AlertDirection.ABOVE)
    with row:
        names = list(entries)
        metric = str(
            st.selectbox(
                "Figure",
                names,
                index=form.place(names, start.metric),
                format_func=lambda name: entries[name].label,
                key=form.key("metric"),
                width=240,
            )
        )
        sides = SIDES if kind is not AlertKind.THRESHOLD else {name: SIDES[name] for name in ("above", "below")}
        side = _chosen("Side", sides, start.direction, form, f"side_{kind.value}", 140)
        threshold, window, sensitivity = None, 1, Sensitivity.USUAL
        if kind is AlertKind.THRESHOLD:
            threshold = _threshold(entries[metric], form)
            window = _chosen("Measured", WINDOWS, start.window_days, form, "window", 170)
        else:
            levels = [one.value for one in Sensitivity]
            place = form.place(levels, start.sensitivity.value, 1)
            sensitivity = Sensitivity(
                str(st.selectbox("Sensitivity", levels, index=place, key=form.key("sensitivity"), width=140))
            )
    where = _segment(brand, form)
    hours, channels = _reach(brand, form)
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


def _chosen(  # noqa: PLR0917  (one choice)
    label: str, values: Mapping[str, Choice], value: Choice, form: _Form, key: str, width: int
) -> Choice:
    """Choose one of some values by its name."""
    place = form.place(list(values.values()), value)
    return values[str(st.selectbox(label, list(values), index=place, key=form.key(key), width=width))]


def _insight_draft(brand: Brand, form: _Form, row: DeltaGenerator) -> AlertDraft:
    kinds = ["any", *(one.value for one in InsightKind)]
    start = form.start.insight_kind if form.start else None
    chosen = str(
        row.selectbox(
            "Kind",
            kinds,
            index=form.place(kinds, start.value if start else None),
            key=form.key("insight"),
            width=220,
            format_func=lambda one: KIND_WORDS.get(one, one.replace("_", " ").capitalize()),
        )
    )
    hours, channels = _reach(brand, form)
    kind = None if chosen == "any" else InsightKind(chosen)
    # What only the command can narrow stays as it was.
    metric, where = (form.start.metric, form.start.where) if _is_of_insights(form) and form.start else ("", {})
    return AlertDraft(
        "", AlertKind.INSIGHT, metric, where=where, insight_kind=kind, cooldown_hours=hours, channels=channels
    )


def _is_of_insights(form: _Form) -> bool:
    return form.start is not None and form.start.kind is AlertKind.INSIGHT


def _threshold(entry: GlossaryEntry, form: _Form) -> float | None:
    is_rate = entry.unit is MetricUnit.RATE
    factor = PERCENT if is_rate else 1.0
    label = "Number in %" if is_rate else "Number"
    own = form.start is not None and form.start.metric == entry.name
    start = form.start.threshold if form.start and own else None
    given = st.number_input(
        label,
        value=None if start is None else start * factor,
        format="%.6g",
        key=form.key(f"number_{entry.unit.value}"),
        width=140,
    )
    return None if given is None else float(given) / factor


def _segment(brand: Brand, form: _Form) -> dict[str, tuple[str, ...]]:
    """The part of the data that is watched; nothing chosen is all of it."""
    offered = {
        one.dimension: [value.text for value in one.values if value.text] for one in reads.dimension_values(brand)
    }
    start = form.start.where if form.start else {}
    # A filter that this form has no field for, or whose values are gone from the data, stays as it was.
    found = {name: values for name, values in start.items() if not _can_choose(name, values, offered)}
    with st.container(horizontal=True, gap="small"):
        for dimension in DIMENSIONS:
            values = offered.get(dimension, [])
            if len(values) > 1 and dimension not in found:
                chosen = st.multiselect(
                    dimension.capitalize(),
                    values,
                    default=start.get(dimension, ()),
                    key=form.key(dimension),
                    width=220,
                    placeholder="all",
                    format_func=partial(value_name, dimension),
                )
                if chosen:
                    found[dimension] = tuple(chosen)
    return found


def _can_choose(name: str, values: Sequence[str], offered: Mapping[str, Sequence[str]]) -> bool:
    held = offered.get(name, [])
    return name in DIMENSIONS and len(held) > 1 and set(values) <= set(held)


def _reach(brand: Brand, form: _Form) -> tuple[int, tuple[int, ...]]:
    with runtime.services().store.read() as work:
        channels = {channel.name: channel.id for channel in work.channels.list_of(brand.id)}
    start = form.start or AlertDraft("", AlertKind.THRESHOLD)
    cooldowns = COOLDOWNS
    if start.cooldown_hours not in COOLDOWNS.values():
        cooldowns = {count_words(start.cooldown_hours, "hour"): start.cooldown_hours, **COOLDOWNS}
    with st.container(horizontal=True, gap="small"):
        hours = _chosen("At most once in", cooldowns, start.cooldown_hours, form, "cooldown", 160)
        told: list[str] = []
        if channels:
            told = st.multiselect(
                "Also tell",
                list(channels),
                default=[name for name, number in channels.items() if number in start.channels],
                key=form.key("channels"),
                width=320,
                placeholder="only the page",
            )
        else:
            st.caption("It is shown here and on Home. Mail and chat are set up under Notifications.")
    return hours, tuple(channels[name] for name in told)


def _try_and_save(
    brand: Brand,
    draft: AlertDraft,
    entries: Mapping[str, GlossaryEntry],
    form: _Form,
    keep: Callable[[AlertDraft], None],
) -> None:
    _show_preview(reads.alert_preview(brand, draft), draft, entries, form)
    usual = rule_words(draft)[:LONGEST_NAME]
    given = form.start.name if form.start and form.start.name != rule_words(form.start)[:LONGEST_NAME] else ""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        name = st.text_input("Name", given, placeholder=usual, key=form.key("name"), max_chars=LONGEST_NAME)
        words, icon = ("Watch this", ":material/add_alert:") if form.start is None else ("Change it", ":material/edit:")
        pressed = st.button(words, type="primary", icon=icon, key=form.key("save"))
    if pressed:
        keep(replace(draft, name=name or usual))


def _show_preview(found: AlertPreview, draft: AlertDraft, entries: Mapping[str, GlossaryEntry], form: _Form) -> None:
    if found.reason is not None:
        st.info(f"The past cannot be shown: {plain(found.reason)}.", icon=":material/info:")
        return
    fired = [day_of(day) for day in found.fired]
    times = "once" if len(fired) == 1 else count_words(len(fired), "time")
    where = f": {days_words(fired)}" if fired else ""
    st.markdown(f"It would have spoken **{times}** in the last {count_words(found.days, 'day')}{where}.")
    if draft.kind in WITHOUT_SERIES:
        return
    if fired:
        st.caption("Once for each stretch of days, however long it lasts.")
    entry = entries[draft.metric]
    days = tuple(day_of(day) for day in found.series.days)
    hover = tuple(value_words(value, entry.unit) for value in found.series.values)
    line = Line(entry.label, days, found.series.values, hover=hover)
    marks = tuple(Mark(day, "It would have spoken here") for day in fired)
    figure = trend_figure(TrendChart((line,), entry.unit, marks, CHART_HEIGHT))
    if draft.threshold is not None:
        figure.add_hline(y=draft.threshold, line={"color": QUIET, "width": 1.2, "dash": "dash"})
    st.plotly_chart(
        figure, key=form.key("preview"), alt=f"{entry.label} by day, with a mark where the alert would have spoken"
    )


def _save(brand: Brand, draft: AlertDraft) -> None:
    try:
        rule = add_rule(runtime.services().store, brand.id, draft, who=runtime.caller(), now=runtime.now())
    except BellwetherError as error:
        show_error(error)
    else:
        st.session_state[SAVED] = rule.draft.name
        _forget("alert_")
        st.rerun()


def _change(brand: Brand, rule: AlertRule, draft: AlertDraft) -> None:
    try:
        change_rule(runtime.services().store, brand.id, rule.id, draft, who=runtime.caller(), now=runtime.now())
    except BellwetherError as error:
        show_error(error)
    else:
        # Another change begins with what the rule says then.
        _forget(f"change_{rule.id}_")
        st.session_state.pop(f"change_{rule.id}", None)
        st.rerun()


def _forget(prefix: str) -> None:
    """Let the fields of a form begin anew, so that the next click does not send the same again."""
    for key in [key for key in st.session_state if str(key).startswith(prefix)]:
        del st.session_state[key]
