"""How far the data of each source go."""

from __future__ import annotations

from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from ui import reads
from ui.addresses import TAB_KEY, go_to
from ui.frame import source_words
from ui.numbers import count_words

SHOWN: Final = 8


def freshness_block(brand: Brand) -> None:
    """List the sources with the day their data end, the oldest first."""
    sources = reads.sources(brand)
    with st.container(border=True, height="stretch"):
        st.subheader("How fresh the data is", anchor=False)
        for source in sources[:SHOWN]:
            st.markdown(source_words(source))
        if not sources:
            st.caption("No source yet.")
        if len(sources) > SHOWN:
            st.caption(f"and {count_words(len(sources) - SHOWN, 'more source')}")
        st.button(
            "All sources",
            type="tertiary",
            icon=":material/database:",
            on_click=go_to,
            args=("data",),
            kwargs={TAB_KEY: "Sources"},
            key="all_sources",
        )
