"""The first screen: what moved this week, four big numbers, what needs the person, what is new."""

from __future__ import annotations

import streamlit as st

from ui import reads
from ui.empty import offer_first_steps
from ui.filters.bar import page_filters
from ui.filters.state import scope_of
from ui.frame import current_brand, title_line
from ui.home.digest import digest_block
from ui.home.findings import findings_block
from ui.home.freshness import freshness_block
from ui.home.headlines import home_headlines
from ui.home.insights import insights_block
from ui.home.live import live_block
from ui.home.needs import needs_block
from ui.home.news import news_block
from ui.notes.list import notes_of_days
from ui.problems import shown_problems
from ui.visits import current_visit_of

with shown_problems("this page"):
    brand = current_brand()
    available = reads.available(brand) if brand else None
    if brand is None or available is None or available.span is None:
        st.title("Welcome to Bellwether", anchor=False)
        if brand is not None:
            with shown_problems("what needs you"):
                needs_block(brand, silent=True)
        offer_first_steps(brand, available)
        st.stop()
    filters = page_filters()
    title_line(brand.name, filters.words)
    with shown_problems("the week"):
        digest_block(brand, available, filters)
    with shown_problems("the headline figures"):
        home_headlines(brand, available, scope_of(brand, filters))
    with shown_problems("what happens right now"):
        live_block(brand)
    with shown_problems("what changed its level"):
        findings_block(brand)
    with st.grid(3, min_column_width=310):
        with shown_problems("what needs you"):
            needs_block(brand)
        with shown_problems("what is new"):
            news_block(brand, current_visit_of(brand))
        with shown_problems("how fresh the data is"):
            freshness_block(brand)
    with shown_problems("what to know"):
        insights_block(brand)
    with shown_problems("the notes"):
        notes_of_days(brand, filters.period.first, filters.period.last, key="home")
