"""Components: what decides in each program, its parameters, its changes, and how it did before and after."""

from __future__ import annotations

import streamlit as st

from ui.components.list import COMPONENT_KEY, component_list
from ui.components.page import component_page
from ui.empty import no_brand_yet
from ui.frame import current_brand, title_line
from ui.problems import shown_problems

with shown_problems("this page"):
    brand = current_brand()
    if brand is None:
        st.title("Components", anchor=False)
        no_brand_yet()
        st.stop()
    wanted = st.query_params.get(COMPONENT_KEY, "")
    if wanted:
        component_page(brand, wanted)
        st.stop()
    title_line("Components", "The programs that ask for parameters: what decides in each, and what changes did")
    component_list(brand)
