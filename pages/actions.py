"""Actions: what waits for a yes or a no, what is live and measured, what came of it; or the one of the address."""

from __future__ import annotations

import streamlit as st

from ui.actions.card import action_card
from ui.actions.evidence import EVENT_KEY, page_as_it_was
from ui.actions.ledger import ledger_list
from ui.actions.list import finished_list, live_list, waiting_list
from ui.actions.propose import propose_button
from ui.actions.reads import ACTION_KEY
from ui.actions.stop import stop_banner
from ui.actions.week import rules_week
from ui.empty import no_brand_yet
from ui.frame import current_brand, title_line
from ui.problems import shown_problems

with shown_problems("this page"):
    brand = current_brand()
    if brand is None:
        st.title("Actions", anchor=False)
        no_brand_yet()
        st.stop()
    stop_banner(brand)
    wanted, moment = st.query_params.get(ACTION_KEY, ""), st.query_params.get(EVENT_KEY, "")
    if wanted.isdecimal() and moment.isdecimal():
        page_as_it_was(brand, int(wanted), int(moment))
        st.stop()
    if wanted.isdecimal():
        action_card(brand, int(wanted))
        st.stop()
    title_line("Actions", "Nothing changes without a person, and every change is measured")
    propose_button(brand)
    names = ["Waiting for you", "Live and being measured", "Finished", "Ledger", "By rules"]
    lists = (waiting_list, live_list, finished_list, ledger_list, rules_week)
    for tab, draw in zip(st.tabs(names, key="view", bind="query-params"), lists, strict=True):
        if tab.open:
            with tab, shown_problems("these actions"):
                draw(brand)
