"""What is new since the person was last here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

import streamlit as st

from learning.domain.annotations import Annotation
from learning.domain.brands import Brand
from learning.domain.timekeys import day_of
from learning.domain.views import News, Visit
from services.glossary import GlossaryEntry
from ui import reads, runtime
from ui.calendar_words import age_words, range_words
from ui.feedback.words import clock_words
from ui.home.findings import finding_words
from ui.home.reads import news as read_news
from ui.imports.history_blocks import latest_imports
from ui.imports.history_view import batch_rows_words, days_words
from ui.imports.report_names import report_titles
from ui.imports.wording import plain, short_name
from ui.numbers import count_words

SHOWN: Final = 4
LONGEST_QUOTE: Final = 60


def news_block(brand: Brand, visit: Visit | None) -> None:
    """List what came since the visit before this one; on a first visit the latest imports."""
    with st.container(border=True, height="stretch"):
        if visit is None or visit.previous_at is None:
            latest_imports(brand)
            return
        st.subheader("New since your last visit", anchor=False)
        st.caption(f"You were here {age_words(datetime.fromtimestamp(visit.previous_at, UTC), runtime.now())}.")
        found = read_news(brand, visit.previous_at)
        lines = news_lines(found, reads.glossary(brand))
        for line in lines:
            st.markdown(line)
        if not lines:
            st.markdown(":material/check_circle: Nothing new. The figures are those that you saw.")


def news_lines(found: News, glossary: Mapping[str, GlossaryEntry]) -> list[str]:
    """Write the news, one line each, the imports first."""
    lines = [
        f":material/upload: **{plain(report_titles(batch.templates))}** imported · {days_words(batch)}  \n"
        f":gray[{batch_rows_words(batch)}]"
        for batch in found.imports[:SHOWN]
    ]
    if found.import_count > SHOWN:
        lines.append(f":gray[and {count_words(found.import_count - SHOWN, 'more import')}]")
    lines += [
        f":material/undo: **{plain(report_titles(batch.templates))}** imported and taken back · {days_words(batch)}"
        for batch in found.undone[:SHOWN]
    ]
    lines += [f":material/sticky_note_2: {_note_words(note)}" for note in found.notes[:SHOWN]]
    lines += [
        f":material/format_quote: \u201c{plain(short_name(note.text, LONGEST_QUOTE))}\u201d · {clock_words(note, 0)}"
        for note in found.used[:SHOWN]
    ]
    lines += [
        f":material/stacked_line_chart: {finding_words(glossary[finding.series.metric], finding)}."
        for finding in found.findings[:SHOWN]
        if finding.series.metric in glossary
    ]
    return lines


def _note_words(note: Annotation) -> str:
    days = range_words(day_of(note.day_first), day_of(note.day_last))
    return f"Note: **{plain(note.text)}** · {days} · by {plain(note.who)}"
