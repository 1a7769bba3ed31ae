"""What a change of the brand needs: who has to approve, how many at a time, how patiently it is measured."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.policies import AutomaticRule, Policy, Role
from services.actions.automatic import with_rule, without_rule
from services.actions.policies import change_policy, policy_of
from ui import runtime
from ui.actions.orders import say_done
from ui.actions.words import at_words
from ui.components.list import component_button
from ui.imports.wording import plain
from ui.problems import shown_problems

DAY: Final = 86_400
HOUR: Final = 3_600
LONGEST_RULE_DAYS: Final = 90
FOUR_EYES, SOLO = "Two people: nobody approves their own change", "One person runs this brand"


def policy_form(brand: Brand) -> None:
    """Draw the policy; administrators can change it."""
    with runtime.services().store.read() as work:
        held = policy_of(work, brand.id)
    st.subheader("What a change needs", anchor=False)
    may = runtime.role(brand) is Role.ADMINISTRATOR
    if not may:
        st.caption("Only administrators of this brand change this.")
    with st.form("policy_form"):
        wanted = _shadow_fields(_fields(held))
        saved = st.form_submit_button("Save", type="primary", icon=":material/check:", disabled=not may)
    st.caption("It holds for what is handed in from now on; what waits already keeps what held when it was handed in.")
    if saved:
        with shown_problems("the policy"):
            _keep(brand, wanted)
            say_done("Kept. Who changed it stands in the audit trail.")
    _automatic(brand, held, may=may)


def _fields(held: Policy) -> Policy:
    four_eyes = st.radio("Who approves?", [FOUR_EYES, SOLO], index=0 if held.four_eyes else 1, key="policy_eyes")
    if not held.four_eyes:
        st.caption(":material/visibility_off: Approvals are labelled as self-approved while one person runs the brand.")
    with st.container(horizontal=True, gap="small"):
        quorum = st.number_input("Approvers needed", 1, 20, held.quorum, key="policy_quorum")
        day = st.number_input("Starts a day, at most", 0, 1000, held.starts_a_day, key="policy_day")
        cycle = st.number_input("Starts at a time, at most", 0, 1000, held.starts_a_cycle, key="policy_cycle")
        expiry = st.number_input("Days to expiry", 1, 365, max(held.expiry_seconds // DAY, 1), key="policy_expiry")
    with st.container(horizontal=True, gap="small"):
        bake = st.number_input("Hours a stage lasts", 0, 2160, held.bake_seconds // HOUR, key="policy_bake")
        sample = st.number_input("Units a side needs", 2, 10_000_000, held.minimum_sample, key="policy_sample")
        window = st.number_input("Days of measurement", 0, 365, held.window_seconds // DAY, key="policy_window")
        fresh = st.number_input(
            "Hours until data is stale", 1, 720, max(held.fresh_seconds // HOUR, 1), key="policy_fresh"
        )
        damp = st.number_input(
            "Days a failure holds its like down",
            0,
            365,
            held.damp_seconds // DAY,
            key="policy_damp",
            help="What is like a change that was rejected or rolled back so lately is marked, ranked below, kept from "
            "automatic approval, and not proposed by the system.",
        )
    pin, review = _pin_fields(held)
    return replace(
        held,
        pin_seconds=pin * DAY,
        review_seconds=review * DAY,
        four_eyes=four_eyes == FOUR_EYES,
        quorum=int(quorum),
        starts_a_day=int(day),
        starts_a_cycle=int(cycle),
        expiry_seconds=int(expiry) * DAY,
        bake_seconds=int(bake) * HOUR,
        minimum_sample=int(sample),
        window_seconds=int(window) * DAY,
        fresh_seconds=int(fresh) * HOUR,
        damp_seconds=int(damp) * DAY,
    )


def _shadow_fields(held: Policy) -> Policy:
    with st.container(horizontal=True, gap="small"):
        shadow = st.number_input(
            "Days in shadow",
            0,
            90,
            held.shadow_seconds // DAY,
            key="policy_shadow",
            help="So long a new mechanism only says what it would set, before a person may let it adjust anything.",
        )
        told = st.number_input(
            "Decisions in shadow",
            1,
            10_000_000,
            held.shadow_decisions,
            key="policy_shadow_decisions",
            help="Of so many decisions the outcome has to be known by then.",
        )
    return replace(held, shadow_seconds=int(shadow) * DAY, shadow_decisions=int(told))


def _pin_fields(held: Policy) -> tuple[int, int]:
    with st.container(horizontal=True, gap="small"):
        pin = st.number_input("Days a pin lasts at most", 1, 365, max(held.pin_seconds // DAY, 1), key="policy_pin")
        review = st.number_input(
            "Days until a value is reviewed",
            0,
            3_650,
            held.review_seconds // DAY,
            key="policy_review",
            help="A value that differs from its base value is put before people again after so long; 0 = never.",
        )
    return int(pin), int(review)


def _automatic(brand: Brand, held: Policy, *, may: bool) -> None:
    st.subheader("Automatic approval", anchor=False)
    if not held.automatic:
        st.markdown("Off: every change needs a person. A rule can let small changes of one kind through, for a time.")
    for place, rule in enumerate(held.automatic):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(
                f"**{plain(rule.title)}**, at most {rule.per_day} a day, until {at_words(brand, rule.until)}; only "
                f"after {rule.record} measured changes of its kind of which {rule.record_kept:.0%} were kept.",
                width="stretch",
            )
            component_button(rule.component, key=f"rule_component_{place}")
            if st.button("Switch off", key=f"rule_off_{place}", type="tertiary", disabled=not may):
                with shown_problems("the rule"):
                    _keep(brand, without_rule(held, rule.component, rule.operation, rule.name))
                    say_done("Switched off.")
    with st.expander("Add a rule", icon=":material/add:", key="add_rule"), st.form("rule_form", border=False):
        rule = _rule_fields()
        if st.form_submit_button("Add it", disabled=not may):
            with shown_problems("the rule"):
                _keep(brand, with_rule(held, rule, int(runtime.now().timestamp())))
                say_done("Added. It lets nothing through before its kind has a good record.")


def _rule_fields() -> AutomaticRule:
    with st.container(horizontal=True, gap="small"):
        component = st.text_input("Component", key="rule_component")
        operation = st.text_input("Operation", "set", key="rule_operation")
        name = st.text_input("Parameter", key="rule_name")
    with st.container(horizontal=True, gap="small"):
        step = st.number_input("Largest step (%)", 1, 50, 10, key="rule_step")
        per_day = st.number_input("At most a day", 1, 20, 1, key="rule_day")
        days = st.number_input("Ends after days", 1, LONGEST_RULE_DAYS, 28, key="rule_days")
    until = runtime.now() + timedelta(days=int(days))
    return AutomaticRule(
        (component or "").strip(),
        (operation or "").strip(),
        (name or "").strip(),
        int(step) / 100,
        int(per_day),
        int(until.timestamp()),
    )


def _keep(brand: Brand, wanted: Policy) -> None:
    change_policy(runtime.services().store, brand, wanted, who=runtime.caller())
