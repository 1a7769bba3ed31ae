"""What notes are about: how many, what share, how they feel, and what was said."""

from __future__ import annotations

from collections import Counter
from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.feedback import Feeling
from ui.feedback_reads import desk_of
from ui.import_wording import plain
from ui.numbers import count_words

QUOTES: Final = 3


def theme_list(brand: Brand) -> None:
    """List the themes, the most frequent first, each with its newest quotes."""
    notes = desk_of(brand).list_all()
    counts = Counter(theme for note in notes for theme in note.themes)
    if not counts:
        st.caption("No note says yet what it is about.")
        return
    for theme, count in counts.most_common():
        about = [note for note in notes if theme in note.themes]
        negative = sum(note.feeling is Feeling.NEGATIVE for note in about)
        share = f"{count / len(notes):.0%} of {count_words(len(notes), 'note')}"
        with st.expander(f"{plain(theme)}: {count_words(count, 'note')}, {share}, {negative:,} negative"):
            for note in reversed(about[-QUOTES:]):
                st.markdown(f"\u201c{plain(note.text)}\u201d")
