"""What happened to a test: who, when, what; its files, and how to take them back; its decisions."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.experiment_records import (
    Choice,
    DecisionRecord,
    EventKind,
    ExperimentState,
    HistoryEvent,
    SourceRecord,
)
from learning.domain.policies import SystemActor
from services.experiments.analysing import ExperimentView
from services.experiments.removing import remove_source
from ui import runtime
from ui.addresses import go_to
from ui.calendar_words import moment_words
from ui.experiments.words import arm_name
from ui.imports.wording import plain, short_name
from ui.problems import shown_problems

SHOWN: Final = 30
EVENT_WORDS: Final = {
    EventKind.CREATED: ("edit_note", "designed it"),
    EventKind.EDITED: ("edit", "changed"),
    EventKind.STARTED: ("play_arrow", "started it"),
    EventKind.DATA: ("upload_file", "added data"),
    EventKind.DATA_REMOVED: ("delete", "took data back"),
    EventKind.ENDED: ("flag", "said that nothing more will come"),
    EventKind.EXTENDED: ("more_time", "let it run longer"),
    EventKind.REALLOCATED: ("call_split", "changed the split"),
    EventKind.PREDICTED: ("visibility", "predicted"),
    EventKind.SKIPPED: ("visibility_off", "opened it without predicting"),
    EventKind.DECIDED: ("gavel", "decided"),
    EventKind.PROPOSED: ("campaign", "made a proposal of it"),
    EventKind.ARCHIVED: ("archive", "put it away"),
    EventKind.REMOVED: ("delete", "removed it"),
}
CHOICE_WORDS: Final = {
    Choice.CHOOSE: "chose",
    Choice.KEEP: "kept",
    Choice.RUN_LONGER: "let it run longer",
    Choice.STOP: "stopped it",
}


def decision_words(brand: Brand, view: ExperimentView, one: DecisionRecord) -> str:
    """Write a decision: who chose what and when, and why."""
    when = moment_words(datetime.fromtimestamp(one.at, UTC), brand.time_zone)
    what = CHOICE_WORDS[one.choice]
    arm = f" {arm_name(view.design, one.arm)}" if one.arm else ""
    if one.choice is Choice.KEEP and not one.arm:
        arm = " what is there"
    note = f" Note: {one.note}" if one.note else ""
    return f"{one.who} {what}{arm} on {when}.{note}"


def decided_banner(brand: Brand, view: ExperimentView) -> None:
    """Show the decision about a test, and whether its data changed since."""
    for one in view.decisions:
        st.success(plain(decision_words(brand, view, one)), icon=":material/gavel:")
        if one.data_version != view.record.data_version:
            st.warning(
                "The numbers below are those of now. What was known then is kept with the decision.",
                title="The data changed after the decision",
                icon=":material/history:",
            )


def history_block(brand: Brand, view: ExperimentView) -> None:
    """List what happened, newest first, and the files behind the numbers."""
    st.subheader("History", anchor=False)
    for event in sorted(view.events, key=lambda one: (-one.at, -one.id))[:SHOWN]:
        st.markdown(_event_words(brand, event))
    if view.sources:
        st.markdown("**Files behind the numbers**")
    for source in view.sources:
        _source(brand, view, source)


def _event_words(brand: Brand, event: HistoryEvent) -> str:
    icon, words = EVENT_WORDS[event.kind]
    when = moment_words(datetime.fromtimestamp(event.at, UTC), brand.time_zone)
    note = f": {plain(event.note)}" if event.note else ""
    who = "Bellwether" if event.who == SystemActor.ENGINE.value else plain(event.who)
    return f":material/{icon}: **{who}** {words}{note} · {when}"


def _source(brand: Brand, view: ExperimentView, source: SourceRecord) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        when = moment_words(datetime.fromtimestamp(source.created_at, UTC), brand.time_zone)
        st.markdown(f"{plain(short_name(source.file))} · {plain(source.who)} · {when}", width="stretch")
        if st.button("Take back", key=f"take_back_{source.id}", type="tertiary", icon=":material/undo:"):
            _confirm(brand, view, source)


@st.dialog("Take this file back?", icon=":material/undo:")
def _confirm(brand: Brand, view: ExperimentView, source: SourceRecord) -> None:
    st.markdown(f"All numbers from **{plain(source.file)}** go; what earlier files said counts again.")
    if view.record.state in {ExperimentState.DECIDED, ExperimentState.ARCHIVED}:
        st.markdown(
            "This test is decided: its decision stays, with all that was seen, and counts as withdrawn evidence."
        )
    if st.button("Take it back", type="primary", key="taken_back"):
        services = runtime.services()
        with shown_problems("taking the file back"):
            found = remove_source(services.store, brand, source.id, who=runtime.caller(), clock=services.clock)
            if view.record.name in found.withdrawn:
                go_to("ab_tests")
            st.rerun()
