"""The steps of an upload as the page draws them: choose files, look, import, result."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from learning.domain.enums import OnError, Outcome, QuestionKey
from learning.domain.imports import FileReport, ImportOptions, TableReport
from ui.imports.mapping_view import Samples, edit_mapping
from ui.imports.report_names import known_fields, report_choices, report_title
from ui.imports.runs import RunView
from ui.imports.view import ask, files_table, open_questions, problems, rows_cards, totals_table
from ui.imports.wording import FileState, file_state, file_words, outcome, plain, recognition_words
from ui.numbers import count_words

ENDINGS: Final = ("csv", "tsv", "txt", "xls", "xlsx", "zip")
AUTOMATIC: Final = "Recognise it"
ALL_FILES: Final = "All files together"
SamplesByTable = Mapping[tuple[str, str], Samples]
"""(file, table) -> header -> first values."""
KEEP_GOOD: Final = "Import the good rows; the others can be downloaded"
ALL_OR_NOTHING: Final = "Import nothing of a file until all its rows are right"
STAGES: Final = {"reading": "Reading", "checking": "Checking", "saving": "Saving"}


def choose_files(megabytes: int, key: str) -> list[UploadedFile]:
    """Draw the place where files are dropped; return what was dropped."""
    dropped = st.file_uploader(
        "Drop exports here",
        type=None,
        accept_multiple_files=True,
        key=key,
        help="Several at once, and zips of them. Files that belong together should come together.",
    )
    st.caption(
        f"CSV, TSV, TXT, XLS, XLSX or a ZIP of them, up to {megabytes} MB each. "
        "You see what would change before anything is stored."
    )
    return list(dropped)


@dataclass(frozen=True, slots=True)
class Checked:
    """What the person decided while looking at an upload."""

    options: ImportOptions
    wanted: bool
    """True where 'Import' was just clicked."""


def look(
    files: Sequence[FileReport], options: ImportOptions, samples: SamplesByTable, key: str, *, aside: Callable[[], None]
) -> Checked:
    """Draw the check of an upload: files, questions, details, and the button; `aside` stands by the title."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f"**{file_words(files)}**")
        aside()
    if len(files) > 1:
        files_table(files)
    options = _questions(files, options, key)
    place = st.container()
    with st.container(border=True):
        chosen = _choose_file(files, key)
        if chosen is None:
            _all_together(files, key)
        else:
            options = _one_file(chosen, options, samples, key, alone=len(files) == 1)
    with place:
        return _import_bar(files, options, key)


def _questions(files: Sequence[FileReport], options: ImportOptions, key: str) -> ImportOptions:
    asked = open_questions(files)
    if asked:
        with st.container(border=True):
            st.subheader(f"{count_words(len(asked), 'question')} before this can be imported", anchor=False)
            given: dict[QuestionKey, set[str]] = {}
            for number, (question, names) in enumerate(asked):
                answer = ask(question, names, f"{key}_{question.key.value}_{number}")
                given.setdefault(question.key, set()).update({answer} if answer else ())
            divided = sorted(name.value for name, answers in given.items() if len(answers) > 1)
            if divided:
                st.warning(f"One upload takes one answer to each question. {_APART}", icon=":material/call_split:")
            if st.button("Use these answers", type="primary", key=f"{key}_answer", disabled=bool(divided)):
                answers = {name: next(iter(found)) for name, found in given.items() if found}
                return replace(options, answers=dict(options.answers) | answers)
    if options.answers:
        given_words = ", ".join(f"{name.value.replace('_', ' ')}: {value}" for name, value in options.answers.items())
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(f"Your answers: {plain(given_words)}")
            if st.button("Ask again", key=f"{key}_again", type="tertiary"):
                return replace(options, answers={})
    return options


_APART: Final = "Upload the files that need different ones apart, one after the other."


def _choose_file(files: Sequence[FileReport], key: str) -> FileReport | None:
    """The first file that needs a person, else all of them together (None)."""
    if len(files) == 1:
        return files[0]
    needy = [i for i, file in enumerate(files) if file_state(file) in {FileState.REFUSED, FileState.NEEDS_ANSWER}]
    names = [ALL_FILES, *(f"{file.file}: {file_state(file).value.lower()}" for file in files)]
    first = needy[0] + 1 if needy else 0
    place = st.selectbox("Look at", range(len(names)), first, names.__getitem__, key=f"{key}_file")
    return files[place - 1] if place else None


def _all_together(files: Sequence[FileReport], key: str) -> None:
    tables = [table for file in files for table in file.tables]
    rows_cards(tables)
    totals_table(tables)
    problems(tables, f"{key}_all")


def _one_file(
    file: FileReport, options: ImportOptions, samples: SamplesByTable, key: str, *, alone: bool
) -> ImportOptions:
    if file_state(file) is FileState.REFUSED and file.error is not None:
        st.error(plain(file.error.fix), title=plain(file.error.message), icon=":material/error:")
        return options
    if alone:
        st.markdown(f"**{plain(file.file)}**")
        options = _choose_report(options, key)
    if file.reused:
        st.info("This very file is here already: importing it again changes nothing.", icon=":material/done_all:")
    for place, table in enumerate(file.tables):
        # Two tables side by side have no names of their own.
        changed = _one_table(table, samples.get((table.file, table.table), {}), f"{key}_{file.file}_{place}")
        if changed:
            options = replace(options, mapping=dict(options.mapping) | changed)
    return options


def _choose_report(options: ImportOptions, key: str) -> ImportOptions:
    """The recognition can be overruled where one file is looked at alone."""
    choices = report_choices()
    titles = [AUTOMATIC, *sorted(choices)]
    current = report_title(options.template) if options.template else AUTOMATIC
    picked = st.selectbox(
        "This is",
        titles,
        index=titles.index(current) if current in titles else 0,
        key=f"{key}_report",
        width=380,
        help="Only change this where the file was taken for the wrong report.",
    )
    return replace(options, template=choices.get(picked))


def _one_table(table: TableReport, samples: Samples, key: str) -> dict[str, str]:
    if table.table:
        st.markdown(f"##### {plain(table.table)}")
    st.markdown(recognition_words(table, report_title(table.template), known_fields(table.template)))
    for note in table.notes:
        st.caption(plain(note))
    rows_cards([table])
    changed = edit_mapping(table, samples, f"{key}_map")
    totals_table([table])
    problems([table], key)
    if changed and st.button("Use these columns", key=f"{key}_use", type="primary"):
        return changed
    return {}


def _import_bar(files: Sequence[FileReport], options: ImportOptions, key: str) -> Checked:
    ready = [file for file in files if file_state(file) is FileState.READY]
    rejected = outcome([table for file in ready for table in file.tables], Outcome.REJECTED)
    with st.container(border=True):
        if rejected:
            choices = (KEEP_GOOD, ALL_OR_NOTHING)
            label = f"{count_words(rejected, 'row')} cannot be read. What to do with such files?"
            picked = st.radio(label, choices, index=int(options.on_error is OnError.STOP), key=f"{key}_errors")
            options = replace(options, on_error=OnError.STOP if picked == ALL_OR_NOTHING else OnError.SKIP)
        with st.container(horizontal=True, vertical_alignment="center"):
            wanted = st.button(
                f"Import {count_words(len(ready), 'file')}",
                type="primary",
                icon=":material/check:",
                disabled=not ready,
                key=f"{key}_import",
            )
            st.caption(_bar_words(files, ready))
    return Checked(options, wanted)


def _bar_words(files: Sequence[FileReport], ready: Sequence[FileReport]) -> str:
    if not ready:
        states = {file_state(file) for file in files}
        if states == {FileState.NOTHING_NEW}:
            return "Nothing to import: all of this is here already."
        return "Nothing can be imported yet."
    tables = [table for file in ready for table in file.tables]
    rows = outcome(tables, Outcome.ADDED) + outcome(tables, Outcome.UPDATED)
    left = len(files) - len(ready)
    words = f"{count_words(rows, 'row')} will be added or changed"
    return f"{words}; {count_words(left, 'file')} will be left out." if left else f"{words}."


def running(view: RunView[tuple[FileReport, ...]], title: str) -> bool:
    """Draw a run under way; True where the person wants it to stop."""
    at = view.at
    place = f", file {at.done} of {at.total}" if at.total > 1 else ""
    share = (max(at.done - 1, 0) + at.share) / at.total if at.total else 0.0
    with st.container(border=True):
        st.subheader(title, anchor=False)
        st.progress(min(share, 1.0), text=f"{STAGES.get(at.stage, at.stage)} {plain(at.file)}{place}")
        if view.cancelling:
            st.caption("Stopping at the next safe place …")
            return False
        return st.button("Cancel", icon=":material/close:", key="cancel_run")
