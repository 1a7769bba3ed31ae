"""The kill switch: one press stops every change of a brand, and says so on every page about changes."""

from __future__ import annotations

import secrets
from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.policies import Gate
from ui import runtime
from ui.actions import reads as action_reads
from ui.actions.orders import say_done
from ui.actions.words import at_words
from ui.imports.wording import plain
from ui.problems import shown_problems

KEY: Final = "_stop_key"


def stop_banner(brand: Brand) -> None:
    """Say that all changes are stopped, where they are."""
    gate = action_reads.gate(brand)
    if gate.killed:
        at = f" on {at_words(brand, gate.killed_at)}" if gate.killed_at else ""
        st.error(
            f"{plain(gate.killed_by)} stopped all changes{at}: “{plain(gate.reason)}”. The last approved values serve. "
            "An approver lifts the stop under Settings, Changes.",
            title="All changes are stopped",
            icon=":material/front_hand:",
        )
    elif gate.breaker_open:
        st.warning(
            "Several starts failed one after the other, so no more are made. Under Settings, Changes an approver lets "
            "them go on.",
            title="No change is started",
            icon=":material/electrical_services:",
        )


def stop_switch(brand: Brand) -> None:
    """Draw the kill switch, or the way to lift the stop."""
    gate = action_reads.gate(brand)
    st.subheader("Stop everything", anchor=False)
    if gate.killed or gate.breaker_open:
        st.markdown("Changes are stopped. What is paused stays so after the stop is lifted, until somebody resumes it.")
        if st.button("Let changes go on", key="unkill", icon=":material/play_arrow:"):
            _dialog(brand, gate)
        return
    st.markdown("Every change that is being rolled out pauses at once, and the last approved values serve everybody.")
    if st.button("Stop all changes", key="kill", icon=":material/front_hand:"):
        _dialog(brand, gate)


@st.dialog("Are you sure?", icon=":material/front_hand:")
def _dialog(brand: Brand, gate: Gate) -> None:
    lifting = gate.killed or gate.breaker_open
    reason = st.text_area("Why? (kept in the history)", key="stop_reason", max_chars=1000)
    label = "Let changes go on" if lifting else "Stop all changes"
    if KEY not in st.session_state:
        st.session_state[KEY] = secrets.token_hex(8)
    if st.button(label, type="primary", key="stop_sure"):
        with shown_problems("the switch"):
            stops, key = runtime.services().stops, f"page:{st.session_state[KEY]}"
            switch = stops.unkill if lifting else stops.kill
            switch(brand, runtime.caller().who, (reason or "").strip(), key)
            del st.session_state[KEY]
            say_done("Changes can go on." if lifting else "All changes are stopped.")
