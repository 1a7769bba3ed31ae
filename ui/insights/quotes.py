"""Quotes beside an insight: how many agree, what each weighs and why, and the way to their threads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from learning.domain.explanations import QuoteBearing, Stance
from ui.addresses import go_to
from ui.feedback.words import NOTE_KEY
from ui.imports.wording import plain
from ui.insights.words import STANCE_WORDS
from ui.numbers import count_words

SHOWN: Final = 5
AGREE: Final = {
    Stance.AGREES: ("agrees", "agree"),
    Stance.DISAGREES: ("says otherwise", "say otherwise"),
    Stance.UNDECIDED: ("is undecided", "are undecided"),
}


def quote_block(quotes: Sequence[QuoteBearing]) -> None:
    """Say how the quotes stand, then show the newest of them."""
    if not quotes:
        return
    st.markdown(f":material/format_quote: **{tally_words(quotes)}**")
    st.caption("They stand beside the numbers and never change them.")
    for one in list(reversed(quotes))[:SHOWN]:
        quote = one.quote
        where = f" · {quote.source}" if quote.source else ""
        st.markdown(f"\u201c{plain(quote.text)}\u201d")
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.caption(f"{STANCE_WORDS[one.stance]}{where} · weight {quote.weight:g} ({quote.reason})")
            st.button(
                "Thread",
                key=f"quote_{quote.id}",
                type="tertiary",
                icon=":material/account_tree:",
                on_click=go_to,
                args=("feedback",),
                kwargs={NOTE_KEY: str(quote.id)},
            )
    if len(quotes) > SHOWN:
        st.caption(f"{count_words(len(quotes) - SHOWN, 'older note')} more.")


def tally_words(quotes: Sequence[QuoteBearing]) -> str:
    """Write how many agree: '2 sales call notes agree, 1 note says otherwise'."""
    told = []
    for stance, (one, many) in AGREE.items():
        own = [quote.quote for quote in quotes if quote.stance is stance]
        if own:
            sources = {quote.source for quote in own}
            noun = f"{sources.pop()} note" if len(sources) == 1 and "" not in sources else "note"
            told.append(f"{count_words(len(own), noun)} {one if len(own) == 1 else many}")
    return ", ".join(told)
