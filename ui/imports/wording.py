"""Records of an import to sentences: what a file looks like, what will happen, what happened, what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from enum import Enum
from typing import Final

from learning.domain.enums import Outcome, QuestionKey, Role, Severity
from learning.domain.facts import EXTRA_PREFIX
from learning.domain.imports import BoundColumn, FileReport, Issue, TableReport
from ui.calendar_words import range_words
from ui.numbers import count_words

SURE: Final = 0.95
QUITE_SURE: Final = 0.75
NOT_SURE: Final = 0.5
PLAIN_TABLE: Final = "generic"
"""The template of a table that no report fits."""


class FileState(Enum):
    """Where a file of an upload stands before the import."""

    READY = "Ready"
    NEEDS_ANSWER = "Needs an answer"
    NOTHING_NEW = "Nothing new"
    REFUSED = "Cannot be read"


STATE_MARKS: Final = {
    FileState.READY: "✓ Ready",
    FileState.NEEDS_ANSWER: "? Needs an answer",
    FileState.NOTHING_NEW: "= Nothing new",
    FileState.REFUSED: "✕ Cannot be read",
}
"""A sign beside the word: neither colour nor reading is needed to scan a column of states."""

QUESTION_TITLES: Final = {
    QuestionKey.PLATFORM: "Which platform is this from?",
    QuestionKey.ACCOUNT: "Which account is this?",
    QuestionKey.YEAR: "Which year are these dates in?",
    QuestionKey.PERIOD: "Which days do these totals cover?",
    QuestionKey.CAPTURED_AT: "When was this exported?",
    QuestionKey.DATE_ORDER: "How are the dates written?",
    QuestionKey.TIME_ZONE: "Which time zone are the times in?",
    QuestionKey.CURRENCY: "Which currency are the amounts in?",
    QuestionKey.PERCENT_SCALE: "Does 0.5 mean 0.5 % or 50 %?",
}
"""A heading per question; the question's own prompt stands below it."""


def file_state(report: FileReport) -> FileState:
    """Say where a file stands after the dry run; an open question outranks everything but a refusal."""
    if report.error is not None and report.error.code != "needs_answer":
        return FileState.REFUSED
    if report.reused:
        return FileState.NOTHING_NEW
    if any(table.questions for table in report.tables):
        return FileState.NEEDS_ANSWER
    if outcome(report.tables, Outcome.ADDED) + outcome(report.tables, Outcome.UPDATED) == 0:
        return FileState.NOTHING_NEW
    return FileState.READY


def outcome(tables: Iterable[TableReport], which: Outcome) -> int:
    """Count the rows with one outcome over tables."""
    return sum(table.outcomes.get(which, 0) for table in tables)


def confidence_words(confidence: float) -> str:
    """Say how sure the recognition is."""
    if confidence >= SURE:
        return "We are sure"
    if confidence >= QUITE_SURE:
        return "We are quite sure"
    if confidence >= NOT_SURE:
        return "We are not sure: please check the columns"
    return "This is a guess: please check the columns"


def understood_columns(columns: Sequence[BoundColumn], known: Collection[str] = ()) -> int:
    """Count the columns that have a meaning: a field of ours, or one that the report is known to have."""
    return sum(not is_extra(column) or column.field in known for column in columns)


def is_extra(column: BoundColumn) -> bool:
    """Tell whether a column was not known and is kept under its own name."""
    return column.field.startswith(EXTRA_PREFIX)


def recognition_words(table: TableReport, title: str, known: Collection[str] = ()) -> str:
    """Say what a table looks like and how much of it was understood; `title` is what people call the report."""
    columns = table.columns
    share = f" ({understood_columns(columns, known)} of {count_words(len(columns), 'column')})" if columns else ""
    if table.template == PLAIN_TABLE:
        return f"No report that we know: read as a plain table{share}. Please check the columns."
    return f"This looks like **{plain(title)}**{share}. {confidence_words(table.confidence)}."


def extras_words(columns: Sequence[BoundColumn], known: Collection[str] = ()) -> str:
    """Say how many unknown columns are kept, and that none is lost."""
    extras = len(columns) - understood_columns(columns, known)
    ignored = sum(column.role is Role.IGNORED for column in columns)
    parts = []
    if extras:
        parts.append(f"{count_words(extras, 'column')} beyond the known ones will be kept under their own names")
    if ignored:
        parts.append(f"{count_words(ignored, 'column')} only repeat what other columns say and are left out")
    return "; ".join(parts) + "." if parts else ""


def change_words_of(tables: Sequence[TableReport]) -> str:
    """Say what an import changes of what is there: '12 rows changed, biggest +340 impressions (post 18...)'."""
    changed = outcome(tables, Outcome.UPDATED)
    changes = [change for table in tables for change in table.changes]
    if not changed or not changes:
        return ""
    biggest = max(changes, key=lambda change: abs(change.after - change.before))
    step = biggest.after - biggest.before
    name = biggest.fact.removeprefix(EXTRA_PREFIX).replace("_", " ")
    of = f" of {plain(short_name(biggest.content))}" if biggest.content else ""
    return f"{count_words(changed, 'row')} changed, biggest {'+' if step > 0 else '−'}{abs(step):,.0f} {name}{of}"


def dates_words(first: date | None, last: date | None) -> str:
    """Write the date range of rows, or a dash."""
    return "–" if first is None or last is None else range_words(first, last)


def row_words(tables: Sequence[TableReport]) -> str:
    """Say what will become of, or became of, the rows."""
    read = sum(table.rows_read for table in tables)
    names = (
        (Outcome.ADDED, "new"),
        (Outcome.UPDATED, "changed"),
        (Outcome.UNCHANGED, "unchanged"),
        (Outcome.SKIPPED, "skipped"),
        (Outcome.REJECTED, "we could not read"),
    )
    counted = [f"{outcome(tables, key):,} {name}" for key, name in names if outcome(tables, key)]
    return f"{count_words(read, 'row')}: {', '.join(counted)}" if counted else count_words(read, "row")


def grouped_issues(issues: Iterable[Issue]) -> list[tuple[Severity, str, str, tuple[Issue, ...]]]:
    """Group problems by what to do about them: (severity, reason, fix, problems), errors first, most frequent first."""
    groups: dict[tuple[Severity, str, str], list[Issue]] = {}
    for issue in issues:
        groups.setdefault((issue.severity, issue.code, issue.fix), []).append(issue)
    ordered = sorted(groups.items(), key=lambda item: (item[0][0] is not Severity.ERROR, -len(item[1])))
    return [(key[0], _reason(found), key[2], tuple(found)) for key, found in ordered]


def _reason(issues: Sequence[Issue]) -> str:
    """Problems of one kind may word their reason with the value; then the first one stands for all."""
    reasons = Counter(issue.reason for issue in issues)
    return reasons.most_common(1)[0][0]


def file_words(files: Sequence[FileReport]) -> str:
    """Sum up an upload by the states of its files: '37 files: 36 ready, 1 needs an answer'."""
    states = Counter(file_state(file) for file in files)
    parts = [f"{states[state]} {state.value.lower()}" for state in FileState if states[state]]
    return f"{count_words(len(files), 'file')}: {', '.join(parts)}"


def short_name(name: str, length: int = 40) -> str:
    """Shorten a file name in its middle: exports begin alike and differ at the end."""
    if len(name) <= length:
        return name
    tail = length * 3 // 5
    return f"{name[: length - tail - 1]}…{name[-tail:]}"


def plain(text: str) -> str:
    """Make text from a file safe inside Markdown: its own marks are shown, not obeyed."""
    return "".join(f"\\{letter}" if letter in _MARKDOWN else letter for letter in text.replace("\n", " "))


_MARKDOWN: Final = frozenset("\\`*_{}[]()#+!|<>~$:")
