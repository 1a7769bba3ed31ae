"""Menus whose contents are drawn when they open: closed, they cost a click elsewhere nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

WHOLE_RUN: Final = "_whole_run"


def lazy_menu(label: str, draw: Callable[[], None], *, key: str, icon: str, tip: str | None = None) -> None:
    """Draw a menu; opening it runs this part of the page alone.

    A callback inside that changes what the rest of the page shows ends with `run_whole_page`.
    """
    # A fragment is as wide as what it stands in: in a row it would push its neighbours away.
    with st.container(width="content"):
        _menu(label, draw, key=key, icon=icon, tip=tip)


@st.fragment
def _menu(label: str, draw: Callable[[], None], *, key: str, icon: str, tip: str | None) -> None:
    menu = st.popover(label, icon=icon, type="tertiary", key=key, help=tip, on_change="rerun")
    if st.session_state.pop(WHOLE_RUN, False):
        st.rerun()
    if menu.open:
        with menu:
            draw()


def run_whole_page() -> None:
    """Have the menu that called back run the whole page instead of itself alone."""
    st.session_state[WHOLE_RUN] = True
