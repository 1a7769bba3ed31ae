"""Insights: what was found in the data, ranked, or the one that the address names with all its reasons."""

from __future__ import annotations

import streamlit as st

from ui import reads
from ui.empty import explain_missing_data
from ui.filters.bar import page_filters
from ui.frame import current_brand, title_line
from ui.insights.detail import insight_detail
from ui.insights.effect import effect_block
from ui.insights.list import INSIGHT_KEY, insight_list
from ui.problems import shown_problems

with shown_problems("this page"):
    brand = current_brand()
    available = reads.available(brand) if brand else None
    if brand is None or available is None or available.span is None:
        st.title("Insights", anchor=False)
        explain_missing_data(brand, available)
        st.stop()
    filters = page_filters()
    wanted = st.query_params.get(INSIGHT_KEY, "")
    if wanted.isdecimal():
        insight_detail(brand, int(wanted))
    else:
        title_line("Insights", "What is likely real in your data, and what is worth a test")
        insight_list(brand, filters)
        effect_block(brand)
