"""How content does over time: headline figures, the trend of one metric, and what lies behind it in tabs."""

from __future__ import annotations

from functools import partial

import streamlit as st

from ui import engagement_blocks as blocks
from ui import reads
from ui.content.tabs import content_tabs
from ui.empty import explain_missing_data
from ui.filters.bar import page_filters
from ui.filters.state import scope_of
from ui.frame import current_brand, title_line
from ui.later import draw_later
from ui.problems import shown_problems
from ui.trend.block import trend_block

with shown_problems("this page"):
    brand = current_brand()
    available = reads.available(brand) if brand else None
    if brand is None or available is None or available.span is None:
        st.title("Engagement", anchor=False)
        explain_missing_data(brand, available)
        st.stop()
    filters = page_filters()
    title_line("Engagement", filters.words)
    scope = scope_of(brand, filters)
    with shown_problems("the headline figures"):
        blocks.headline_block(brand, available, scope)
    with shown_problems("the trend"), st.container(border=True):
        trend_block(brand, available, scope)
    with shown_problems("the posts"), st.container(border=True):
        draw_later(partial(content_tabs, brand, available, scope))
