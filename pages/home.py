"""The first screen: three numbers and the latest imports, or the two ways to begin."""

from __future__ import annotations

import streamlit as st

from ui import engagement_blocks as blocks
from ui import history_blocks, reads
from ui.empty import offer_first_steps
from ui.filters import default_filters
from ui.frame import current_brand, go_to, title_line
from ui.problems import shown_problems
from ui.runtime import today

with shown_problems("this page"):
    brand = current_brand()
    available = reads.available(brand) if brand else None
    if brand is None or available is None or available.span is None:
        st.title("Welcome to Bellwether", anchor=False)
        offer_first_steps(brand, available)
        st.stop()
    filters = default_filters(available, today(brand))
    title_line(brand.name, filters.words)
    with shown_problems("the headline figures"):
        blocks.headline_block(brand, available, blocks.scope_of(brand, filters), most=3)
    st.button("See the trend and the posts", icon=":material/monitoring:", on_click=go_to, args=("engagement",))
    with shown_problems("the latest imports"):
        history_blocks.latest_imports(brand)
