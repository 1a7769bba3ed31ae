"""Menus whose contents are drawn when they open: closed, they cost a click elsewhere next to nothing."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st


def lazy_menu(label: str, draw: Callable[[], None], *, key: str, icon: str, tip: str | None = None) -> None:
    """Draw a menu; opening it runs the page, whose answers are kept.

    No fragment of its own: Streamlit copies all containers around a fragment each time the page is drawn, which costs
    every click more than a menu that opens now and then saves.
    """
    menu = st.popover(label, icon=icon, type="tertiary", key=key, help=tip, on_change="rerun")
    if menu.open:
        with menu:
            draw()
