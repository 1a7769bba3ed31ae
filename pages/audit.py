"""Audit: who did what and when, what was refused, and whether the trail is as it was written."""

from __future__ import annotations

import streamlit as st

from ui.actions.audit_view import trail_list, trail_state
from ui.empty import no_brand_yet
from ui.frame import current_brand
from ui.problems import shown_problems

st.title("Audit", anchor=False)
brand = current_brand()
if brand is None:
    no_brand_yet()
    st.stop()
with shown_problems("the state of the trail"):
    trail_state()
with shown_problems("the trail"):
    trail_list(brand)
