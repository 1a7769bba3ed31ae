"""A new test in one form: idea, metric, versions, split, guardrails; the planner tells its size while it is filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.experiment_designs import ArmDesign, ExperimentDesign
from learning.domain.experiments import GoodWay, MetricKind, MetricRole, MetricSpec
from learning.domain.factorial import Factor
from learning.domain.quantile_metrics import QuantileOf
from learning.experiments.planner import TestSize
from learning.imports.headers import slug
from services.experiments.designing import ExperimentProposal, create_experiment
from services.experiments.predictions import Guess
from ui import runtime
from ui.experiments import reads as experiment_reads
from ui.experiments.gate import NOBODY
from ui.experiments.ideas import IDEA
from ui.experiments.list import open_test
from ui.experiments.planner import live_plan
from ui.experiments.versions import versions_block
from ui.problems import shown_problems

KINDS: Final = {
    "Share of people who do it (clicks, sign-ups)": MetricKind.BINOMIAL,
    "Amount per person (revenue, seconds)": MetricKind.MEAN,
    "Median amount of a person": MetricKind.QUANTILE,
    "Amount that 9 of 10 people stay under": MetricKind.QUANTILE,
}
QUANTILES: Final = {"Median amount of a person": "median", "Amount that 9 of 10 people stay under": "p90"}
USUAL_METRICS: Final = ("clicks", "sign_ups", "purchases")
DEFAULT_MARGIN: Final = 2.0


@dataclass(frozen=True, slots=True)
class Sketch:
    """What the form says so far."""

    name: str
    hypothesis: str
    topic: str
    hook: str
    segment: str
    metrics: tuple[MetricSpec, ...]
    arms: tuple[ArmDesign, ...]
    factors: tuple[Factor, ...]


def new_test(brand: Brand) -> None:
    """Draw the form, the planner beside it, and store the draft."""
    topic, hook = st.session_state.pop(IDEA, ("", ""))
    for key, said in (("new_topic", topic), ("new_hook", hook)):
        if said:
            st.session_state[key] = said
    with st.container(border=True):
        sketch = _sketch(brand)
    with st.container(border=True):
        st.subheader("How long will it take?", anchor=False)
        weights = {arm.label: arm.weight for arm in sketch.arms}
        control = next((arm.label for arm in sketch.arms if arm.is_control), "")
        size = live_plan(brand, weights, control)
    with st.container(border=True):
        guess = _guess(sketch)
        if st.button("Save as draft", type="primary", icon=":material/save:", key="new_save"):
            with shown_problems("the new test"):
                _save(brand, sketch, size, guess)


def _sketch(brand: Brand) -> Sketch:
    st.subheader("What do you want to know?", anchor=False)
    name = st.text_input("Name", key="new_name", placeholder="Question in the first line")
    hypothesis = st.text_area(
        "Idea", key="new_idea", placeholder="A question makes people want the answer, so more of them click.", height=80
    )
    known = experiment_reads.tags(brand)
    with st.container(horizontal=True, gap="small"):
        topic = st.text_input("Topic", key="new_topic", width=200)
        hook = st.text_input("Hook", key="new_hook", width=200, placeholder="question, number, story …")
        segment = st.text_input("Only for", key="new_segment", width=200, placeholder="everybody")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        offered = list(dict.fromkeys((*known.get("metric", ()), *USUAL_METRICS)))
        metric = st.selectbox("Metric that decides", offered, key="new_metric", accept_new_options=True, width=240)
        kind = st.selectbox("It is a", list(KINDS), key="new_kind", width=360)
    guards = st.multiselect(
        "Guardrails: what must not get worse",
        [one for one in dict.fromkeys((*offered, "unsubscribes", "complaints")) if one != metric],
        key="new_guards",
        accept_new_options=True,
    )
    named, word = slug(str(metric or "")) or "", QUANTILES.get(str(kind))
    specs = [MetricSpec(QuantileOf(word, named).name if word and named else named, KINDS[str(kind)])]
    specs += _guardrails(guards)
    arms, factors = versions_block()
    return Sketch(name, hypothesis, topic, hook, segment, tuple(specs), arms, factors)


def _guardrails(names: Sequence[str]) -> list[MetricSpec]:
    found: list[MetricSpec] = []
    for name in names:
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            margin = st.number_input(
                f"{name}: at most so much worse (%)", 0.0, 99.0, DEFAULT_MARGIN, key=f"new_margin_{name}", width=280
            )
            less = st.toggle("Less is better", key=f"new_less_{name}", value=name in {"unsubscribes", "complaints"})
        way = GoodWay.DOWN if less else GoodWay.UP
        found.append(MetricSpec(slug(name) or name, MetricKind.BINOMIAL, way, MetricRole.GUARDRAIL, margin / 100))
    return found


def _guess(sketch: Sketch) -> Guess | None:
    st.markdown("**What do you expect?** It is kept, and scored when the test is decided.")
    labels = [arm.label for arm in sketch.arms if not arm.is_control]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        arm = st.selectbox("Winner", ["Not said", NOBODY, *labels], key="new_guess_arm", width=180)
        lift = st.number_input("Lift (%)", value=5.0, key="new_guess_lift", width=120)
        sure = st.number_input("Sure (%)", 50, 99, 60, key="new_guess_sure", width=120)
    if arm == "Not said":
        return None
    return Guess(str(arm), lift / 100, sure / 100) if arm in labels else Guess(None, None, sure / 100)


def _save(brand: Brand, sketch: Sketch, size: TestSize | None, guess: Guess | None) -> None:
    services = runtime.services()
    design = ExperimentDesign(
        metrics=sketch.metrics,
        arms=sketch.arms,
        factors=sketch.factors,
        planned_n=None if size is None else size.units,
        planned_days=None if size is None else size.days,
    )
    proposal = ExperimentProposal(
        name=sketch.name,
        design=design,
        hypothesis=sketch.hypothesis,
        topic=sketch.topic,
        hook=sketch.hook,
        segment=sketch.segment,
        guess=guess,
    )
    record = create_experiment(services.store, brand, proposal, who=runtime.caller(), now=services.clock.now())
    open_test(record.id)
    st.rerun()
