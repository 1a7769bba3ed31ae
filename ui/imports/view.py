"""What a person sees of an upload before it is imported: files, open questions, what will change, problems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

import pandas as pd
import streamlit as st

from learning.domain.enums import DateOrder, Outcome, PercentScale, QuestionKey, Severity
from learning.domain.facts import EXTRA_PREFIX
from learning.domain.imports import FileReport, Question, TableReport
from learning.domain.platforms import PLATFORM_NAMES, platform_name
from learning.metrics.catalog import CATALOG
from learning.metrics.definitions import MetricUnit
from ui.calendar_words import range_words
from ui.imports.report_names import report_titles
from ui.imports.wording import (
    QUESTION_TITLES,
    STATE_MARKS,
    change_words_of,
    dates_words,
    file_state,
    grouped_issues,
    outcome,
    plain,
    row_words,
    short_name,
)
from ui.numbers import count_words, value_words

SHOWN_PROBLEMS: Final = 5
TABLE_ROW: Final = 35
MOST_TABLE_ROWS: Final = 12


def files_table(files: Sequence[FileReport]) -> None:
    """Show one line per file with its state and rows."""
    frame = pd.DataFrame(
        {
            "State": [STATE_MARKS[file_state(file)] for file in files],
            "File": [short_name(file.file) for file in files],
            "Looks like": [report_titles(table.template for table in file.tables) for file in files],
            "Days": [_file_days(file) for file in files],
            "Rows": [sum(table.rows_read for table in file.tables) for file in files],
            "New": [outcome(file.tables, Outcome.ADDED) for file in files],
            "Changed": [outcome(file.tables, Outcome.UPDATED) for file in files],
            "Not read": [outcome(file.tables, Outcome.REJECTED) for file in files],
        }
    )
    st.dataframe(
        frame,
        hide_index=True,
        height=TABLE_ROW * (min(len(files), MOST_TABLE_ROWS) + 1) + 3,
        alt="The files of this upload, one per line, with what will become of their rows",
    )


def _file_days(file: FileReport) -> str:
    firsts = [table.date_min for table in file.tables if table.date_min]
    lasts = [table.date_max for table in file.tables if table.date_max]
    return dates_words(min(firsts, default=None), max(lasts, default=None))


def open_questions(files: Sequence[FileReport]) -> list[tuple[Question, tuple[str, ...]]]:
    """Gather equal questions of all files: (question, the files that ask it)."""
    asked: dict[Question, list[str]] = {}
    for file in files:
        for question in {question: None for table in file.tables for question in table.questions}:
            asked.setdefault(question, []).append(file.file)
    return [(question, tuple(names)) for question, names in asked.items()]


def ask(question: Question, names: Sequence[str], key: str) -> str | None:
    """Ask one question for all files that have it; the proposal is preselected. None = not answered yet."""
    st.markdown(f"**{plain(question.prompt)}**")
    st.caption(_names_words(names))
    options = [*question.options, *([OTHER] if question.key not in CLOSED_QUESTIONS else [])]
    if question.options:
        index = options.index(question.proposed) if question.proposed in options else None
        answer = st.radio(question.prompt, options, index, option_words, key=key, label_visibility="collapsed")
        if answer != OTHER:
            return answer
    typed = st.text_input(
        QUESTION_TITLES[question.key],
        value="" if question.options else question.proposed or "",
        key=f"{key}_typed",
        placeholder=_PLACEHOLDERS.get(question.key, ""),
        width=380,
    )
    return typed.strip() or None


OTHER: Final = "Something else"
CLOSED_QUESTIONS: Final = frozenset({QuestionKey.DATE_ORDER, QuestionKey.PERCENT_SCALE})
_OPTION_WORDS: Final = {
    DateOrder.DMY.value: "Day first: 31/12/2026",
    DateOrder.MDY.value: "Month first: 12/31/2026",
    DateOrder.YMD.value: "Year first: 2026/12/31",
    PercentScale.FRACTION.value: "A fraction: 0.5 means 50 %",
    PercentScale.PERCENT.value: "Percent: 0.5 means 0.5 %",
}


def option_words(option: str) -> str:
    """Write an answer as a person reads it; what is sent stays as it is."""
    first, slash, last = option.partition("/")
    if slash and len(first) == len(last) == len("2026-01-01"):
        try:
            return range_words(date.fromisoformat(first), date.fromisoformat(last))
        except ValueError:
            return option
    return _OPTION_WORDS.get(option) or (platform_name(option) if option in PLATFORM_NAMES else option)


_PLACEHOLDERS: Final = {
    QuestionKey.PERIOD: "2026-09-01/2026-09-30",
    QuestionKey.YEAR: "2026",
    QuestionKey.CAPTURED_AT: "2026-09-30",
    QuestionKey.TIME_ZONE: "Europe/Berlin",
    QuestionKey.CURRENCY: "EUR",
}


def _names_words(names: Sequence[str]) -> str:
    if len(names) == 1:
        return plain(names[0])
    return f"for {count_words(len(names), 'file')}, {plain(names[0])} and so on"


def rows_cards(tables: Sequence[TableReport]) -> None:
    """Show what will become of the rows, as numbers that can be scanned."""
    counts = (
        ("New", outcome(tables, Outcome.ADDED)),
        ("Changed", outcome(tables, Outcome.UPDATED)),
        ("Unchanged", outcome(tables, Outcome.UNCHANGED)),
        ("Skipped", outcome(tables, Outcome.SKIPPED)),
        ("Could not be read", outcome(tables, Outcome.REJECTED)),
    )
    changes = change_words_of(tables)
    st.caption(row_words(tables).split(":")[0] + " read" + (f" · {changes}" if changes else ""))
    with st.container(horizontal=True, gap="medium"):
        for label, count in counts:
            if count or label == "New":
                st.metric(label, f"{count:,}", width=130)


def totals_table(tables: Sequence[TableReport]) -> None:
    """Show the sums of the rows to hold against the platform's own screen."""
    totals: Counter[str] = Counter()
    names: dict[str, str] = {}
    for table in tables:
        totals.update(table.totals)
        names |= {column.field: column.header for column in table.columns if column.field.startswith(EXTRA_PREFIX)}
    if not totals:
        return
    names |= {name: metric.label for name, metric in CATALOG.items()}
    st.markdown("**Compare with the platform's own screen**")
    frame = pd.DataFrame(
        {
            "Metric": [names.get(key, key) for key in totals],
            "Sum of the rows": [value_words(value, _style(key), full=True) for key, value in totals.items()],
        }
    )
    st.dataframe(frame, hide_index=True, alt="The sums of these rows by metric")


def _style(key: str) -> MetricUnit:
    if key in {"revenue", "spend"}:
        return MetricUnit.MONEY
    return MetricUnit.SECONDS if key.endswith("_seconds") else MetricUnit.COUNT


def problems(tables: Sequence[TableReport], key: str) -> None:
    """Show problems by kind: what to do, how many, the first five in full; all of them can be downloaded."""
    for severity, reason, fix, found in grouped_issues(issue for table in tables for issue in table.issues):
        icon = ":material/error:" if severity is Severity.ERROR else ":material/warning:"
        word = "left out" if severity is Severity.ERROR else "to look at"
        label = f"{count_words(len(found), 'row')} {word}: {plain(reason)}"
        with st.expander(label, icon=icon, expanded=severity is Severity.ERROR):
            st.markdown(f"What to do: {plain(fix)}")
            frame = pd.DataFrame(
                {
                    "Row": [str(issue.row) for issue in found[:SHOWN_PROBLEMS]],
                    "Column": [issue.column or "–" for issue in found[:SHOWN_PROBLEMS]],
                    "Value": [issue.value or "–" for issue in found[:SHOWN_PROBLEMS]],
                    "Why": [issue.reason for issue in found[:SHOWN_PROBLEMS]],
                }
            )
            st.dataframe(frame, hide_index=True, alt=f"The first rows with this problem: {reason}")
    for number, table in enumerate(tables):
        path = Path(table.error_file) if table.error_file else None
        if path and path.exists():
            st.download_button(
                f"Download the rows of {short_name(table.file)} that we could not read",
                path.read_bytes,
                file_name=f"rows not read - {Path(table.file).name}.csv",
                mime="text/csv",
                icon=":material/download:",
                key=f"{key}_errors_{number}",
                on_click="ignore",
            )
