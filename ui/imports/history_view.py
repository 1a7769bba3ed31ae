"""The import history: what was imported by whom and when, its files, and taking an import back or in again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import streamlit as st

from learning.domain.batches import BatchRecord, BatchStatus
from learning.domain.enums import Outcome
from learning.domain.imports import UndoReport
from learning.domain.timekeys import day_of
from ui.calendar_words import age_words, moment_words, range_words
from ui.imports.report_names import report_titles
from ui.imports.wording import plain, short_name
from ui.numbers import count_words

PER_PAGE: Final = 10
OUTCOME_WORDS: Final = {
    Outcome.ADDED: "new",
    Outcome.UPDATED: "changed",
    Outcome.UNCHANGED: "unchanged",
    Outcome.SKIPPED: "skipped",
    Outcome.REJECTED: "not read",
}


@dataclass(frozen=True, slots=True)
class HistoryActions:
    """What can be fetched of one import; the functions take its id."""

    original: Callable[[str], bytes]
    errors: Callable[[str], bytes]


def show_history(batches: Sequence[BatchRecord], actions: HistoryActions, *, zone: str, now: datetime) -> None:
    """List the imports, newest first, ten to a page."""
    wanted = st.text_input("Find an import", placeholder="File or platform", icon=":material/search:", width=320)
    found = [
        batch for batch in batches if wanted.casefold() in f"{batch.file} {report_titles(batch.templates)}".casefold()
    ]
    st.caption(_summary(batches))
    pages = max(1, -(-len(found) // PER_PAGE))
    page = st.pagination(pages, key=f"history_page_{pages}") if pages > 1 else 1
    for batch in found[(page - 1) * PER_PAGE : page * PER_PAGE]:
        _entry(batch, actions, zone, now)


def _summary(batches: Sequence[BatchRecord]) -> str:
    undone = sum(batch.status is BatchStatus.UNDONE for batch in batches)
    words = count_words(len(batches), "import")
    return f"{words}, {undone} of them taken back" if undone else words


def _entry(batch: BatchRecord, actions: HistoryActions, zone: str, now: datetime) -> None:
    undone = batch.status is BatchStatus.UNDONE
    with st.container(border=True, gap="xsmall", key=f"import_{batch.id}"):
        head = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center")
        with head.container(gap=None, width="stretch"):
            mark = " :gray-badge[taken back]" if undone else ""
            st.markdown(f"**{plain(report_titles(batch.templates))}** · {days_words(batch)}{mark}")
            st.caption(f"{plain(short_name(batch.file, 60))} · {batch_rows_words(batch)}")
        with head.container(horizontal=True, width="content", gap="small"):
            if undone:
                st.button(
                    "Import again",
                    key=f"redo_{batch.id}",
                    icon=":material/redo:",
                    on_click=_remember,
                    args=("redo", batch.id),
                )
            else:
                st.button(
                    "Undo", key=f"undo_{batch.id}", icon=":material/undo:", on_click=_remember, args=("undo", batch.id)
                )
            with st.popover("More", icon=":material/more_horiz:", key=f"more_{batch.id}"):
                _details(batch, actions, zone, now)


def days_words(batch: BatchRecord) -> str:
    """Write the days that an import covers."""
    if batch.day_min is None or batch.day_max is None:
        return "no dates"
    return range_words(day_of(batch.day_min), day_of(batch.day_max))


def batch_rows_words(batch: BatchRecord) -> str:
    """Write the rows of an import by what became of them."""
    counted = [f"{batch.outcomes[key]:,} {word}" for key, word in OUTCOME_WORDS.items() if batch.outcomes.get(key)]
    return f"{count_words(sum(batch.outcomes.values()), 'row')}: {', '.join(counted) or 'none'}"


def _details(batch: BatchRecord, actions: HistoryActions, zone: str, now: datetime) -> None:
    created = datetime.fromtimestamp(batch.created_at, UTC)
    captured = datetime.fromtimestamp(batch.captured_at, UTC)
    st.markdown(f"Imported {moment_words(created, zone)}, {age_words(created, now)}, by {plain(batch.who)}.")
    st.markdown(f"Numbers as of {moment_words(captured, zone)}.")
    st.caption(f"File {plain(batch.file)}, {batch.size:,} bytes, SHA-256 {batch.checksum[:16]}…, import {batch.id}")
    st.download_button(
        "Download the original",
        lambda: actions.original(batch.id),
        file_name=batch.file.rsplit("/", 1)[-1],
        key=f"original_{batch.id}",
        icon=":material/download:",
        on_click="ignore",
    )
    if batch.outcomes.get(Outcome.REJECTED):
        st.download_button(
            "Download rows we could not read",
            lambda: actions.errors(batch.id),
            file_name=f"rows not read - {batch.file.rsplit('/', 1)[-1]}.csv",
            mime="text/csv",
            key=f"errors_{batch.id}",
            icon=":material/report:",
            on_click="ignore",
        )


CHOSEN: Final = "history_chosen"


def _remember(what: str, batch_id: str) -> None:
    st.session_state[CHOSEN] = (what, batch_id)


def chosen_step() -> tuple[str, str] | None:
    """Return the step that was just clicked, 'undo' or 'redo' with the import's id, once."""
    chosen: tuple[str, str] | None = st.session_state.pop(CHOSEN, None)
    return chosen


@st.dialog("Undo this import?", icon=":material/undo:")
def confirm_undo(batch: BatchRecord, undo: Callable[[str], UndoReport], done: Callable[[UndoReport], None]) -> None:
    """Say what an undo does, then do it on a second click."""
    st.markdown(f"**{plain(report_titles(batch.templates))}** · {days_words(batch)}  \n{plain(batch.file)}")
    st.markdown(
        f"{batch_rows_words(batch)}. All figures return to what the other imports say, older values included. "
        "The file stays here, so you can import it again."
    )
    with st.container(horizontal=True):
        if st.button("Undo import", type="primary", key="undo_confirmed"):
            with st.spinner("Taking it back …"):
                done(undo(batch.id))
            st.rerun()
        if st.button("Keep it", key="undo_refused"):
            st.rerun()
