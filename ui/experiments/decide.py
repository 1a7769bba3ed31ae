"""What a person does about a test: choose, keep, run longer, stop; and what moves it on before and after."""

from __future__ import annotations

from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.experiment_designs import ExperimentDesign
from learning.domain.experiment_records import Choice, ExperimentState
from learning.domain.experiment_verdicts import Rule
from learning.domain.experiments import TestReport
from services.experiments.analysing import ExperimentView
from services.experiments.deciding import HOLDOUT, LONGER_DAYS, Wish, decide_experiment
from services.experiments.running import archive_experiment, end_experiment, start_experiment
from ui import runtime
from ui.experiments.words import arm_name, unit_word
from ui.imports.wording import plain
from ui.numbers import count_words
from ui.problems import shown_problems

DONE: Final = "_experiment_done"
MOST_DAYS: Final = 365
FEW_ARMS: Final = 3
BLOCKED: Final = {
    Rule.UNEVEN_SPLIT: "with an uneven split nobody knows whether the versions reached comparable people.",
    Rule.SEEN_TWICE: "too many people saw more than one version.",
    Rule.NO_DATA: "there is nothing to compare.",
}


def decide_bar(brand: Brand, view: ExperimentView, report: TestReport) -> None:
    """Draw the four choices of a running test; a winner cannot be chosen where the data do not carry it."""
    if view.record.state is not ExperimentState.RUNNING:
        return
    design, verdict = view.design, report.verdict
    others = [arm.label for arm in design.arms if arm.label != design.control]
    named = others if len(others) <= FEW_ARMS else []
    kept = f"Keep {_short(design, design.control)}" if design.control else "Keep what is there"
    recommended = verdict.arm if verdict.may_choose else None
    with st.container(horizontal=True, gap="small"):
        for label in named:
            if st.button(
                f"Choose {_short(design, label)}",
                key=f"choose_{label}",
                type="primary" if label == recommended else "secondary",
                icon=":material/check:",
                disabled=not verdict.may_choose,
                help=None if verdict.may_choose else f"Blocked: {verdict.reason}",
            ):
                _confirm(brand, view, report, Choice.CHOOSE, label)
        if not named and st.button("Choose a version", key="choose_any", disabled=not verdict.may_choose):
            _confirm(brand, view, report, Choice.CHOOSE, None)
        is_best = recommended is not None and recommended == design.control
        if st.button(kept, key="keep", icon=":material/undo:", type="primary" if is_best else "secondary"):
            _confirm(brand, view, report, Choice.KEEP, None)
        once = not design.running_share
        why = "It was planned for one look, which has been taken. A new test can ask again." if once else None
        if st.button("Run longer", key="run_longer", icon=":material/more_time:", disabled=once, help=why):
            _confirm(brand, view, report, Choice.RUN_LONGER, None)
        if st.button("Stop", key="stop", icon=":material/stop:"):
            _confirm(brand, view, report, Choice.STOP, None)
    if not verdict.may_choose:
        st.caption(f":material/block: Choosing is blocked: {BLOCKED.get(verdict.rule, verdict.reason)}")


@st.dialog("Decide", icon=":material/gavel:")
def _confirm(brand: Brand, view: ExperimentView, report: TestReport, choice: Choice, arm: str | None) -> None:
    design = view.design
    if choice is Choice.CHOOSE and arm is None:
        names = {arm_name(design, one.label): one.label for one in design.arms if one.label != design.control}
        arm = names[str(st.selectbox("Version", list(names), key="decide_arm"))]
    st.markdown(_what_happens(design, choice, arm))
    days, propose, holdout = None, True, HOLDOUT
    if choice is Choice.RUN_LONGER:
        usual = report.verdict.days_left or LONGER_DAYS
        days = int(st.number_input("More days", 1, MOST_DAYS, min(usual, MOST_DAYS), key="decide_days"))
    if choice is Choice.CHOOSE:
        propose = st.toggle("Propose it as an action", value=True, key="decide_propose")
        if propose:
            percent = st.slider(
                "Hold back (% of people who stay with the old version)",
                0,
                50,
                round(100 * HOLDOUT),
                key="decide_holdout",
            )
            holdout = percent / 100
    note = st.text_area("Note", key="decide_note", placeholder="Why? What did you learn?")
    if st.button("Confirm", type="primary", key="decide_confirm"):
        wish = Wish(choice, arm, note, days, propose, holdout)
        services = runtime.services()
        with shown_problems("your decision"):
            found = decide_experiment(
                services.store,
                brand,
                view.record.id,
                wish,
                who=runtime.caller(),
                clock=services.clock,
            )
            said = "It runs on." if found.decision_id is None else "Decided. Everything you saw is kept with it."
            if found.action is not None:
                said += f" Draft of action {found.action.id} is written, with {holdout:.0%} held back."
            st.session_state[DONE] = said
            st.rerun()


def _what_happens(design: ExperimentDesign, choice: Choice, arm: str | None) -> str:
    if choice is Choice.CHOOSE:
        name = plain(arm_name(design, arm or ""))
        return f"**{name}** is chosen. Nothing goes live by itself: the proposal waits for approval under Actions."
    if choice is Choice.KEEP:
        kept = f"**{plain(arm_name(design, design.control))}** stays" if design.control else "What is there stays"
        return f"{kept}. The test is closed."
    if choice is Choice.RUN_LONGER:
        return (
            "The test goes on, and looking on costs nothing: the range that holds at every look stays as planned. The "
            "one look at the planned end is not taken twice, so a range that had grown narrow there is wider again."
        )
    return "The test is closed without a winner."


def after_words() -> None:
    """Say once what the last decision did."""
    said = st.session_state.pop(DONE, None)
    if said:
        st.toast(said, icon=":material/check_circle:")


def lifecycle_bar(brand: Brand, view: ExperimentView, *, may_end: bool = True) -> None:
    """Draw what moves a test on: start a draft, end one that runs, put a decided one away."""
    record, services = view.record, runtime.services()
    who, clock = runtime.caller(), services.clock
    with shown_problems("this step"), st.container(horizontal=True, gap="small"):
        if record.state is ExperimentState.DRAFT:
            if st.button("Start", type="primary", icon=":material/play_arrow:", key="start"):
                start_experiment(services.store, brand, record.id, who=who, clock=clock)
                st.rerun()
            versions = count_words(len(view.design.arms), "version")
            st.caption(f"Of {versions}, each {unit_word(view.design)} always gets the same one.")
        runs = record.state is ExperimentState.RUNNING and record.ended_at is None
        if (runs and may_end) and st.button(
            "Nothing more will come",
            icon=":material/flag:",
            key="end",
            type="tertiary",
            help="Ends the test. A look that was planned for later is not taken earlier: nobody may choose its moment.",
        ):
            end_experiment(services.store, brand, record.id, who=who, clock=clock)
            st.rerun()
        if record.state in {ExperimentState.DECIDED, ExperimentState.DRAFT} and st.button(
            "Archive", icon=":material/archive:", key="archive", type="tertiary"
        ):
            archive_experiment(services.store, brand, record.id, who=who, clock=clock)
            st.rerun()


def _short(design: ExperimentDesign, label: str | None) -> str:
    arm = design.arm(label or "")
    name = (arm.title or arm.label) if arm else (label or "")
    return name if len(name) <= 30 else (arm.label if arm else name)
