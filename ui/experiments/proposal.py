"""What Bellwether proposes about a running test, and the one thing that is not among the choices: another split."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.experiment_advice import Advice, Proposal
from services.experiments.analysing import ExperimentView
from services.experiments.local_days import EPOCH, local_day
from services.experiments.reallocating import reallocate_experiment
from ui import runtime
from ui.calendar_words import day_words
from ui.experiments.words import arm_name
from ui.imports.wording import plain
from ui.problems import shown_problems

WORDS: Final = {
    Advice.STOP_FOR_HARM: "Stop it: it does harm while it runs.",
    Advice.EXTEND_OR_END: "Run longer if a small lift would matter, else stop: more people make the range narrower.",
}
"""Other advice is what the verdict says anyway."""


def proposal_bar(brand: Brand, view: ExperimentView) -> None:
    """Say what Bellwether proposes; a person decides."""
    proposal = view.proposal
    if proposal is None:
        return
    if proposal.advice is Advice.REALLOCATE:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f":material/lightbulb: **Proposed:** {plain(proposal.reason)}", width="stretch")
            if st.button("Change the split", icon=":material/call_split:", key="reallocate"):
                _change_split(brand, view, proposal)
    elif proposal.advice in WORDS:
        st.markdown(f":material/lightbulb: **Proposed:** {WORDS[proposal.advice]}")


@st.dialog("Change the split?", icon=":material/call_split:")
def _change_split(brand: Brand, view: ExperimentView, proposal: Proposal) -> None:
    services = runtime.services()
    tomorrow = EPOCH + timedelta(days=local_day(brand, services.clock) + 1)
    st.markdown(
        f"From {day_words(tomorrow)} on. The days before are compared apart, so the answer stays valid. Every version "
        "keeps some people. Who comes back may get another version."
    )
    shares = {}
    for arm, share in proposal.shares:
        name = plain(arm_name(view.design, arm))
        shares[arm] = st.number_input(
            f"{name} (%)", 1.0, 99.0, round(100 * share, 1), step=1.0, key=f"share_{arm}", format="%.1f"
        )
    note = st.text_input("Why", key="share_note", placeholder="What the others should know")
    if st.button("Change it", type="primary", key="reallocated"):
        with shown_problems("changing the split"):
            reallocate_experiment(
                services.store,
                brand,
                view.record.id,
                shares,
                who=runtime.caller(),
                clock=services.clock,
                note=note.strip(),
            )
            st.rerun()
