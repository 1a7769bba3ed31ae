"""Who responds how: persona by device, the largest real gaps in words, who is behind, and each segment in detail."""

from __future__ import annotations

import streamlit as st

from ui import reads
from ui.audience import blocks
from ui.empty import explain_missing_data
from ui.filters.bar import page_filters
from ui.filters.state import scope_of
from ui.frame import current_brand, title_line
from ui.problems import shown_problems

with shown_problems("this page"):
    brand = current_brand()
    available = reads.available(brand) if brand else None
    if brand is None or available is None or available.span is None:
        st.title("Audience", anchor=False)
        explain_missing_data(brand, available)
        st.stop()
    filters = page_filters()
    title_line("Audience", filters.words)
    blocks.audience_page(brand, scope_of(brand, filters))
