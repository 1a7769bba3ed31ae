"""What a brand wants to be told of the system itself."""

from __future__ import annotations

from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.errors import BellwetherError
from learning.domain.permissions import Permission
from services.alerts.operation_troubles import FEWEST, OperationMarks
from services.alerts.system import (
    MOST_FAILURES,
    MOST_SLOW_MS,
    SystemAlerts,
    read_system_alerts,
    set_system_alerts,
)
from services.setting_changes import change_settings
from ui import runtime
from ui.problems import show_error

KEPT: Final = "_system_alerts_kept"


def system_alerts_form(brand: Brand) -> None:
    """Draw the switch and the number of failures."""
    with runtime.services().store.read() as work:
        held = read_system_alerts(work, brand.id)
    st.subheader("The system itself", anchor=False)
    st.caption(
        "Every channel that is on is told once when a source goes stale, and once a day while a job keeps failing, "
        "operations of the system or of a program fail often or are slow, or no change can start. Home shows the same."
    )
    if st.session_state.pop(KEPT, False):
        st.success("Kept.", icon=":material/check:")
    with st.form("system_alerts_form"):
        told = st.toggle("Tell the channels", held.told, key="system_told")
        failures = st.number_input(
            "Failures of a job in a row", 1, MOST_FAILURES, held.failures, key="system_failures", width=260
        )
        marks = _marks(held.operations)
        if st.form_submit_button("Save", icon=":material/check:"):
            _keep(brand, SystemAlerts(told, int(failures), marks))


def _marks(held: OperationMarks) -> OperationMarks:
    with st.container(horizontal=True, gap="small"):
        failing = st.number_input(
            "Operations that fail, at most (%)",
            0.0,
            100.0,
            held.failing * 100,
            1.0,
            key="system_failing",
            width=260,
            help=f"Told once surely more fail, of at least {FEWEST} in 15 minutes. The default is 10 %.",
        )
        slow = st.number_input(
            "95 of 100 stay below (ms)",
            1,
            MOST_SLOW_MS,
            held.slow_ms,
            key="system_slow",
            width=260,
            help="Of pages, and of what programs report as their response time. The default is 5,000 ms.",
        )
    return OperationMarks(round(failing / 100, 6), int(slow))


def _keep(brand: Brand, wanted: SystemAlerts) -> None:
    try:
        change_settings(
            runtime.services().store,
            brand.id,
            lambda work: set_system_alerts(work, brand.id, wanted),
            who=runtime.caller(),
            now=runtime.now(),
            permission=Permission.ALERT,
        )
    except BellwetherError as error:
        show_error(error)
    else:
        st.session_state[KEPT] = True
        st.rerun()
