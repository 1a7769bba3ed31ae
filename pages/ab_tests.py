"""A/B tests: the list and what it teaches, or the one test that the address names."""

from __future__ import annotations

import streamlit as st

from ui.experiments.detail import experiment_detail
from ui.experiments.list import TEST_KEY
from ui.experiments.tabs import experiment_tabs
from ui.frame import current_brand, title_line
from ui.problems import shown_problems

with shown_problems("this page"):
    brand = current_brand()
    wanted = st.query_params.get(TEST_KEY, "")
    if brand is not None and wanted.isdecimal():
        experiment_detail(brand, int(wanted))
    else:
        title_line("A/B tests", "What is tried on whom, what it showed, and what to do about it")
        experiment_tabs(brand)
