"""What lies below the first screen of a page that is being opened: drawn when the first screen stands.

A table and its library would else be loaded at the very moment at which the chart above is to be drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

RUNS: Final = "_runs"
CALLED: Final = "_drawn_once"
AFTER_S: Final = 1.0
HEIGHT: Final = 420


def count_run() -> None:
    """Note that the entry runs for this session."""
    st.session_state[RUNS] = st.session_state.get(RUNS, 0) + 1


def draw_later(draw: Callable[[], None]) -> None:
    """Draw now, but in the first run of a session a moment later: whoever comes by a link sees the chart first."""
    if st.session_state.get(RUNS, 0) != 1:
        draw()
        return
    st.skeleton(height=HEIGHT)
    _come_back()


@st.fragment(run_every=AFTER_S)
def _come_back() -> None:
    """The page draws this once; the next time it runs by itself, and asks for the whole page."""
    if st.session_state.get(CALLED):
        st.rerun()
    st.session_state[CALLED] = True
