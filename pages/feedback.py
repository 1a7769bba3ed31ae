"""What customers say: a box to enter it, the inbox with its clock, what it suggests, and what it is about."""

from __future__ import annotations

import streamlit as st

from ui.empty import no_brand_yet
from ui.feedback.form import quick_add
from ui.feedback.inbox import inbox
from ui.feedback.learned import learned_list
from ui.feedback.learned_posts import learned_of_posts
from ui.feedback.months import months_view
from ui.feedback.suggestions import suggestion_list
from ui.feedback.themes import theme_list
from ui.feedback.thread import thread_view
from ui.feedback.upload import upload_many
from ui.feedback.words import NOTE_KEY
from ui.frame import current_brand
from ui.problems import shown_problems

st.title("Feedback", anchor=False)
brand = current_brand()
if brand is None:
    no_brand_yet()
    st.stop()
told = st.query_params.get(NOTE_KEY, "")
if told.isdigit():
    with shown_problems("the thread of this note"):
        thread_view(brand, int(told))
    st.stop()
with shown_problems("the box for a new note"):
    quick_add(brand)
notes, ideas, themes, months, learned, many = st.tabs(
    ["Inbox", "Suggestions", "Themes", "Months", "Learned", "Upload many"], key="view", bind="query-params"
)
if notes.open:
    with notes, shown_problems("the inbox"):
        inbox(brand)
if ideas.open:
    with ideas, shown_problems("the suggestions"):
        suggestion_list(brand)
if themes.open:
    with themes, shown_problems("the themes"):
        theme_list(brand)
if months.open:
    with months, shown_problems("the report of months"):
        months_view(brand)
if learned.open:
    with learned, shown_problems("what was learned"):
        learned_list(brand)
    with learned, shown_problems("what was learned of posts"):
        learned_of_posts(brand)
if many.open:
    with many, shown_problems("the upload of many notes"):
        upload_many(brand)
