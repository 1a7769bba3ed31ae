"""The fields of what rules may do inside of their envelopes."""

from __future__ import annotations

import streamlit as st

from learning.governance.success_rule import Pace
from services.parameters.adaptation_settings import LEAST_RATE, MOST_OPERATIONS, AdaptationSettings


def adaptation_fields(held: AdaptationSettings) -> AdaptationSettings:
    """Draw them within a form, and return what they say."""
    st.markdown("**Rules inside of envelopes**")
    on = st.toggle(
        "Let rules adjust what programs read",
        held.refinement,
        key="learn_refine",
        help="Inside of the envelopes that people approved. Off, what serves now stays.",
    )
    with st.container(horizontal=True, gap="small"):
        fewest = st.number_input(
            "Operations before a rule adjusts",
            1,
            MOST_OPERATIONS,
            held.pace.fewest_operations,
            key="learn_fewest",
            width=280,
            help="Since its last step; where a rule looks at fewer, as many as it looks at. The default is 50.",
        )
        rate = st.number_input(
            "Learning rate (% of the bounds a step)",
            LEAST_RATE * 100,
            100.0,
            held.pace.learning_rate * 100,
            1.0,
            key="learn_rate",
            width=320,
            help="How far one step leads where a parameter has no step of its own, at most as far as its envelope "
            "allows. The default is 10 %.",
        )
    return AdaptationSettings(on, Pace(int(fewest), round(rate / 100, 6)))
