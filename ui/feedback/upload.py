"""Many notes at once: a file is looked at, its columns are named, it is taken in, and taken back."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.enums import DateOrder
from learning.domain.errors import BellwetherError
from services.feedback.note_rows import Columns, DayQuestion, NoteColumn
from services.feedback.uploading import LookedAt, NoteUploads
from ui import runtime
from ui.calendar_words import day_words
from ui.imports.wording import plain
from ui.numbers import count_words
from ui.problems import kept_problem, show_error, show_kept_problem

PROBLEM: Final = "feedback_upload_problem"
SAVED: Final = "feedback_upload_saved"
TURN: Final = "feedback_upload_turn"
NONE: Final = "not in this file"
SHOWN: Final = 5
LABELS: Final = {
    NoteColumn.TEXT: "What was said",
    NoteColumn.WHEN: "When",
    NoteColumn.SOURCE: "From",
    NoteColumn.PERSONA: "Who",
    NoteColumn.CAMPAIGN: "Campaign",
}


def upload_many(brand: Brand) -> None:
    """Draw the upload of a file of notes, and the files that were taken in."""
    show_kept_problem(PROBLEM)
    saved = st.session_state.pop(SAVED, None)
    if saved:
        st.success(saved)
    file = st.file_uploader(
        "Reviews, survey answers or comments, one a row",
        ["csv", "tsv", "txt", "xlsx", "xls"],
        key=f"feedback_file_{st.session_state.get(TURN, 0)}",
    )
    if file is not None:
        _look(brand, file)
    _earlier(brand, SHOWN)


def _look(brand: Brand, file: Any) -> None:
    try:
        looked = _read(brand, file, None)
        columns = _columns(looked)
        looked = _read(brand, file, columns)
        if looked.question is not None:
            order = _order(looked.question, looked.checksum)
            looked = looked if order is None else _read(brand, file, columns, order)
    except BellwetherError as error:
        show_error(error)
        return
    told = [f"{count_words(len(looked.drafts), 'note')} can be taken"]
    told += [f"{count_words(looked.skipped, 'row')} without words"] if looked.skipped else []
    told += [f"{count_words(looked.rejected, 'row')} that cannot be taken"] if looked.rejected else []
    st.markdown(f"**{', '.join(told)}.** Names, mails and numbers are left out as everywhere.")
    for issue in looked.issues[:SHOWN]:
        st.caption(
            f":material/warning: Row {issue.row}, {plain(issue.column or '')}, \u201c{plain(issue.value or '')}\u201d: "
            f"{plain(issue.reason)}. {plain(issue.fix)}"
        )
    if looked.rejected > SHOWN:
        st.caption(f"And {count_words(looked.rejected - SHOWN, 'more row')}.")
    for draft in looked.drafts[: SHOWN - 2]:
        st.caption(f"\u201c{plain(draft.text[:160])}\u201d")
    st.button(
        f"Take {count_words(len(looked.drafts), 'note')}",
        type="primary",
        key="feedback_take",
        disabled=not looked.drafts or looked.question is not None,
        on_click=_take,
        args=(brand, looked),
    )


def _columns(looked: LookedAt) -> Columns:
    chosen: dict[NoteColumn, str] = {}
    with st.grid(3, min_column_width=180):
        for column, label in LABELS.items():
            options = [*([] if column is NoteColumn.TEXT else [NONE]), *looked.headers]
            guess = looked.columns.get(column, NONE)
            wanted = str(
                st.selectbox(
                    label, options, options.index(guess), key=f"feedback_column_{column.name}_{looked.checksum[:12]}"
                )
            )
            if wanted != NONE:
                chosen[column] = wanted
    return chosen


def _order(question: DayQuestion, checksum: str) -> DateOrder | None:
    """Ask which day is meant where a date can be read in two ways."""
    readings = dict(question.readings)
    chosen: DateOrder | None = st.radio(
        f"Which day is {plain(question.example)}?",
        list(readings),
        index=None,
        format_func=lambda order: day_words(readings[order]),
        key=f"feedback_order_{checksum[:12]}",
        horizontal=True,
    )
    return chosen


def _read(brand: Brand, file: Any, columns: Columns | None, order: DateOrder | None = None) -> LookedAt:
    with tempfile.TemporaryDirectory(prefix="bellwether-notes-") as folder:
        path = Path(folder) / "file"
        path.write_bytes(file.getvalue())
        return _uploads(brand).look(path, file.name, columns, order)


def _take(brand: Brand, looked: LookedAt) -> None:
    told = st.session_state
    with kept_problem(PROBLEM):
        stored = _uploads(brand).take(looked, who=runtime.caller())
        told[TURN] = int(told.get(TURN, 0)) + 1
        told[SAVED] = f"{count_words(stored.notes, 'note')} taken in. The system reads them within five minutes."


def uploaded_notes(brand: Brand) -> None:
    """List every file of notes, the newest first, each with the way back; nothing where there is none."""
    if _uploads(brand).list_all():
        st.subheader("Files of notes", anchor=False)
        show_kept_problem(PROBLEM)
        _earlier(brand, None)


def _earlier(brand: Brand, most: int | None) -> None:
    for one in _uploads(brand).list_all()[:most]:
        moment = datetime.fromtimestamp(one.at, UTC)
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            state = "taken back" if one.undone_at is not None else "taken in"
            told = f"{plain(one.file)}: {count_words(one.notes, 'note')} {state}, {day_words(moment.date())}"
            st.caption(f"{told}, by {plain(one.who)}")
            if one.undone_at is None:
                st.button(
                    "Take back",
                    key=f"feedback_undo_{one.id}",
                    type="tertiary",
                    icon=":material/undo:",
                    on_click=_undo,
                    args=(brand, one.id),
                )


def _undo(brand: Brand, upload_id: int) -> None:
    with kept_problem(PROBLEM):
        _uploads(brand).undo(upload_id, who=runtime.caller())


def _uploads(brand: Brand) -> NoteUploads:
    own = runtime.services()
    return NoteUploads(own.store, own.settings, brand, own.clock)
