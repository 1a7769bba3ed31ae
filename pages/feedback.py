"""What customers say: a box to enter it, the inbox with its clock, and what it is about."""

from __future__ import annotations

import streamlit as st

from ui.empty import no_brand_yet
from ui.feedback_form import quick_add
from ui.feedback_inbox import inbox
from ui.feedback_themes import theme_list
from ui.frame import current_brand
from ui.problems import shown_problems

st.title("Feedback", anchor=False)
brand = current_brand()
if brand is None:
    no_brand_yet()
    st.stop()
with shown_problems("the box for a new note"):
    quick_add(brand)
notes, themes = st.tabs(["Inbox", "Themes"], key="view", bind="query-params")
if notes.open:
    with notes, shown_problems("the inbox"):
        inbox(brand)
if themes.open:
    with themes, shown_problems("the themes"):
        theme_list(brand)
