"""Everything on the A/B page but the single test: the list, a new test, a file, what was learned, honest rules."""

from __future__ import annotations

from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from ui.addresses import TAB_KEY
from ui.experiments.form import new_test
from ui.experiments.ideas import NEW_TAB, ideas_block, scores_block, works_block
from ui.experiments.list import experiment_list
from ui.experiments.replay import replay_block
from ui.experiments.upload import upload_tests
from ui.frame import go_to_upload
from ui.problems import shown_problems

TABS: Final = ("Tests", NEW_TAB, "From a file", "What we learned", "Honest rules")


def experiment_tabs(brand: Brand | None) -> None:
    """Draw the tabs; only the open one is computed."""
    tests, new, file, learned, honest = st.tabs(TABS, key=TAB_KEY, bind="query-params", on_change="rerun")
    if file.open:
        with file, shown_problems("the upload of tests"):
            upload_tests(brand)
    if brand is None:
        for tab in (tests, new, learned, honest):
            if tab.open:
                with tab:
                    _no_brand()
        return
    if tests.open:
        with tests:
            _tests(brand)
    if new.open:
        with new, shown_problems("the new test"):
            new_test(brand)
    if learned.open:
        with learned:
            with shown_problems("what works here"), st.container(border=True):
                works_block(brand)
            with shown_problems("the prediction scores"), st.container(border=True):
                scores_block(brand)
    if honest.open:
        with honest, shown_problems("the replay of the past"), st.container(border=True):
            replay_block(brand)


def _tests(brand: Brand) -> None:
    with shown_problems("the list of tests"):
        if not experiment_list(brand):
            st.info("Import a file of results, or design one here.", title="No tests. Start from an idea below")
    with shown_problems("the ideas"), st.container(border=True):
        ideas_block(brand)


def _no_brand() -> None:
    st.info("There is no brand yet. The first import makes one.", title="No tests. Start from an idea below")
    st.button("Upload an export", type="primary", icon=":material/upload:", on_click=go_to_upload, key="tests_upload")
