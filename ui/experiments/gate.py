"""Predict first: before a result opens, the person says what will come out, or skips it; both are kept."""

from __future__ import annotations

from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.experiment_records import SYSTEM, PredictionRecord
from learning.domain.experiments import TestReport
from services.experiments.analysing import ExperimentView
from services.experiments.predictions import Guess, predict, skip_prediction
from ui import runtime
from ui.experiments.words import arm_name, chance_words, metric_words
from ui.imports.wording import plain
from ui.numbers import change_words
from ui.problems import shown_problems

NOBODY: Final = "No clear winner"
SURE_STEPS: Final = (50, 60, 70, 80, 90, 95)


def predict_first(brand: Brand, view: ExperimentView) -> None:
    """Ask for a prediction; the result opens once one is given or skipped."""
    design, test = view.design, view.record.id
    with st.container(border=True):
        st.subheader("What will come out?", anchor=False)
        st.markdown(
            "Say it before you look. Your prediction is kept and scored with the others, and Bellwether predicts too."
        )
        names = {arm_name(design, arm.label): arm.label for arm in design.arms if arm.label != design.control}
        stay = f"{NOBODY}: {arm_name(design, design.control)} stays" if design.control else NOBODY
        with st.form("predict", border=False):
            chosen = st.radio("Which version wins?", [*names, stay], key="predict_arm", horizontal=len(names) <= 2)
            with st.container(horizontal=True, gap="medium"):
                lift = st.number_input(
                    f"Lift in {metric_words(design.primary)} (%)",
                    value=5.0,
                    step=1.0,
                    format="%.1f",
                    key="predict_lift",
                    help="Relative to what it is compared with; not used where you expect no clear winner.",
                )
                sure = st.select_slider("How sure are you? (%)", SURE_STEPS, value=60, key="predict_sure")
            sent = st.form_submit_button("Predict and open", type="primary", icon=":material/visibility:")
        skipped = st.button("Open without predicting", type="tertiary", key="predict_skip")
    services = runtime.services()
    if sent:
        arm = names.get(str(chosen))
        guess = Guess(arm, lift / 100 if arm else None, sure / 100)
        with shown_problems("your prediction"):
            predict(services.store, brand, test, guess, who=runtime.caller(), clock=services.clock)
            st.rerun()
    if skipped:
        open_without(brand, test)
        st.rerun()


def open_without(brand: Brand, test: int) -> None:
    """Open a result and note that no prediction was made."""
    services = runtime.services()
    skip_prediction(services.store, brand, test, who=runtime.caller(), clock=services.clock)


def show_predictions(view: ExperimentView, report: TestReport) -> None:
    """List what people and Bellwether expected, beside what came out so far."""
    said = [one for one in view.predictions if not one.skipped]
    if not said:
        return
    st.markdown("**What was predicted**")
    for one in said:
        st.markdown(f"- {_words(view, one)}")
    found = report.of(view.design.primary.name)
    now = ", ".join(
        f"{plain(arm_name(view.design, each.arm))} {change_words(each.shown.lift)}"
        for each in found
        if each.shown.lift is not None
    )
    if now:
        st.caption(f"Measured so far: {now}.")


def _words(view: ExperimentView, one: PredictionRecord) -> str:
    who = "Bellwether" if one.who == SYSTEM else plain(one.who)
    is_nobody = one.arm is None or one.arm == view.design.control
    what = "no clear winner" if is_nobody else f"{plain(arm_name(view.design, one.arm or ''))} wins"
    lift = "" if one.lift is None or is_nobody else f" by about {change_words(one.lift)}"
    sure = "" if one.chance is None else f", {chance_words(one.chance)} sure"
    return f"{who}: {what}{lift}{sure}"
