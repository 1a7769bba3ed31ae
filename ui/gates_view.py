"""What counts: the learning gates, shown where they matter and changeable there."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.gates import DEFAULT_GATES, LearningGates
from learning.metrics.definitions import MetricUnit
from services.gates import set_gates
from services.setting_changes import change_settings
from ui.content import reads as content_reads
from ui.lazy_menu import lazy_menu
from ui.numbers import value_words
from ui.problems import kept_problem, show_kept_problem
from ui.runtime import caller, now, services

FORM: Final = "gates_form"
FAILED: Final = "_gates_failed"
MENU_KEY: Final = "gates_menu"
KEYS: Final = {
    "minimum_views": "gate_views",
    "minimum_age_hours": "gate_age",
    "minimum_likes": "gate_likes",
    "success_rate": "gate_rate",
    "success_views": "gate_success_views",
}


def gates_popover(brand: Brand) -> LearningGates:
    """Draw the menu 'What counts' and return the gates that hold."""
    gates = content_reads.gates(brand)
    lazy_menu(
        "What counts",
        partial(_form, brand, gates),
        key=MENU_KEY,
        icon=":material/rule:",
        tip="When a post is learned from",
    )
    return gates


def _form(brand: Brand, gates: LearningGates) -> None:
    st.caption(
        "Posts that fewer saw, or whose numbers were taken sooner after publication, teach nothing: they are "
        "left out of rankings, of the grid and of the best times."
    )
    with st.form(FORM, border=False):
        with st.container(horizontal=True, gap="small"):
            _number("Seen at least", gates.minimum_views, "minimum_views", step=50.0, tip="Impressions or views")
            _number("Older than (hours)", gates.minimum_age_hours, "minimum_age_hours", step=1.0, tip="At capture")
        st.caption("A post is a success with enough likes and a rate or a number of views from here on.")
        with st.container(horizontal=True, gap="small"):
            _number("Likes at least", gates.minimum_likes, "minimum_likes", step=1.0, tip="Fewer is no success")
            _number("Engagement rate, %", gates.success_rate * 100, "success_rate", step=0.5, tip="From this rate")
            _number("Or views from", gates.success_views, "success_views", step=500.0, tip="Whatever the rate")
        st.form_submit_button("Save", type="primary", on_click=_save, args=(brand,), icon=":material/check:")
    if gates != DEFAULT_GATES:
        st.button("Back to the defaults", on_click=_store, args=(brand, DEFAULT_GATES), type="tertiary")
    show_kept_problem(FAILED)


def gates_words(gates: LearningGates) -> str:
    """Say what counts in one line."""
    rate = value_words(gates.success_rate, MetricUnit.RATE)
    return (
        f"a success has {gates.minimum_likes:g} likes or more and {rate} engagement or {gates.success_views:,.0f} views"
    )


def _number(label: str, value: float, gate: str, *, step: float, tip: str) -> None:
    st.number_input(label, value=float(value), step=step, key=KEYS[gate], help=tip, width=150, min_value=0.0)


def _save(brand: Brand) -> None:
    entered = {gate: float(st.session_state[key]) for gate, key in KEYS.items()}
    entered["success_rate"] /= 100
    _store(brand, LearningGates(**entered))


def _store(brand: Brand, gates: LearningGates) -> None:
    """A callback: the next run reads the brand's new settings version."""
    with kept_problem(FAILED):
        store = services().store
        change_settings(store, brand.id, lambda work: set_gates(work, brand.id, gates), who=caller(), now=now())
        for key in KEYS.values():
            st.session_state.pop(key, None)
