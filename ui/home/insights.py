"""'What to know': the most important insights, below what the week brought and what waits."""

from __future__ import annotations

from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from services.insights.grouping import group_insights
from ui import reads
from ui.addresses import go_to
from ui.insights import reads as insight_reads
from ui.insights.list import PAGE, insight_card
from ui.numbers import count_words

MOST: Final = 3


def insights_block(brand: Brand) -> None:
    """Show the top three; nothing where nothing was found yet."""
    found = insight_reads.insights(brand)
    groups = group_insights(found.shown, [goal.metric for goal in reads.goals(brand)])
    if not groups:
        return
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        st.subheader("What to know", anchor=False)
        st.button(
            f"All {count_words(len(groups), 'insight')}" if len(groups) > 1 else "The insight",
            key="all_insights_home",
            type="tertiary",
            icon=":material/chevron_right:",
            on_click=go_to,
            args=(PAGE,),
        )
    with st.grid(MOST, min_column_width=260):
        for group in groups[:MOST]:
            insight_card(group, reads.glossary(brand), key="home", is_short=True)
