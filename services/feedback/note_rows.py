"""The rows of a file of notes: which column is what, which day is meant, and what each row says or lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from learning.domain.enums import DateOrder
from learning.domain.facts import MISSING
from learning.domain.feedback_entries import FeedbackDraft, FeedbackSource, LinkKind
from learning.domain.imports import Issue, TableHead
from learning.imports.values.date_evidence import date_order_evidence
from learning.imports.values.problems import ValueProblem
from learning.imports.values.times import parse_moments
from learning.imports.values.yearless import yearless_range
from services.feedback.entries import LONGEST_FIELD, LONGEST_TEXT

UTC_ZONE: Final = "UTC"
"""Days are taken as they are written; no zone moves them."""


class NoteColumn(StrEnum):
    """What a column of the file holds."""

    TEXT = "what was said"
    WHEN = "when"
    SOURCE = "from"
    PERSONA = "who"
    CAMPAIGN = "campaign"


_WORDS: Final = {
    NoteColumn.TEXT: (
        "text", "what did they say", "review", "comment", "feedback", "answer", "message", "body", "verbatim", "note",
        "content", "review text", "response", "kommentar", "bewertung", "comentario", "avis",
    ),
    NoteColumn.WHEN: ("when", "date", "day", "created", "created at", "created_at", "submitted at", "time", "datum"),
    NoteColumn.SOURCE: ("from", "source", "channel"),
    NoteColumn.PERSONA: ("persona", "segment", "customer type"),
    NoteColumn.CAMPAIGN: ("campaign", "campaign name"),
}  # fmt: skip
Columns = Mapping[NoteColumn, str]
Row = tuple[int, Mapping[NoteColumn, str]]
"""The number of a row in the file, and its cells."""


@dataclass(frozen=True, slots=True)
class DayQuestion:
    """Dates that can be read in two ways, which nothing in the file decides."""

    example: str
    readings: tuple[tuple[DateOrder, date], ...]
    proposed: DateOrder


@dataclass(frozen=True, slots=True)
class ReadDays:
    """The days of a column, by their texts."""

    days: Mapping[str, int]
    """Epoch days."""
    problems: Mapping[str, ValueProblem]
    question: DayQuestion | None
    """None where the order is decided, or nobody has to be asked."""


def guessed_columns(head: TableHead) -> dict[NoteColumn, str]:
    """Guess by their headers which column is what; the text is the longest one where no header says so."""
    known = {header.strip().casefold(): header for header in head.header if header.strip()}
    found = {column: known[word] for column, words in _WORDS.items() for word in reversed(words) if word in known}
    if NoteColumn.TEXT not in found:
        lengths = {header: _mean_length(head, place) for place, header in enumerate(head.header) if header.strip()}
        longest = max(lengths, key=lambda header: lengths[header])
        if longest not in found.values():
            found[NoteColumn.TEXT] = longest
    return found


def _mean_length(head: TableHead, place: int) -> float:
    cells = [cells[place] for _, cells in head.sample if place < len(cells)]
    return sum(map(len, cells)) / len(cells) if cells else 0.0


def read_days(rows: Sequence[Row], today: date, order: DateOrder | None) -> ReadDays:
    """Read the days of a file in any form that imports read, as a column: rows tell of one another which order it is.

    Args:
        rows: Of the file.
        today: No day lies after it.
        order: What a person answered; None where nobody was asked.
    """
    texts = list(dict.fromkeys(text for _, told in rows if (text := told.get(NoteColumn.WHEN, ""))))
    evidence = date_order_evidence(texts, latest=today)
    question = None
    if order is None and evidence.ambiguous and evidence.proposed is not None:
        question = DayQuestion(evidence.example or "", evidence.readings, evidence.proposed)
    chosen = order or evidence.order or evidence.proposed
    hint = yearless_range(texts, latest=today, order=chosen) if evidence.yearless else None
    parsed = parse_moments(texts, order=chosen, zone=UTC_ZONE, year_hint=None if hint is None else hint.period)
    days = {text: int(day) for text, day in zip(texts, parsed.days, strict=True) if day != MISSING}
    return ReadDays(days, {one.value: one for one in parsed.problems}, question)


def draft_of(told: Mapping[NoteColumn, str], row: int, columns: Columns, read: ReadDays) -> FeedbackDraft | Issue:
    """Return the note of a row, or why the row cannot be taken."""
    text, when = told[NoteColumn.TEXT], told.get(NoteColumn.WHEN, "")
    if len(text) > LONGEST_TEXT:
        reason = f"longer than {LONGEST_TEXT:,} characters"
        return Issue(row, columns[NoteColumn.TEXT], f"{text[:40]}\u2026", reason, "Shorten it.", code="too_long")
    if when in read.problems:
        problem = read.problems[when]
        return Issue(row, columns[NoteColumn.WHEN], when, problem.reason, problem.fix, code="bad_day")
    source = told.get(NoteColumn.SOURCE, "").casefold().replace("_", " ")
    if source and source not in set(FeedbackSource):
        fix = f"Use one of {', '.join(FeedbackSource)}."
        return Issue(row, columns[NoteColumn.SOURCE], source, "no known source", fix, code="bad_source")
    campaign = told.get(NoteColumn.CAMPAIGN, "")
    return FeedbackDraft(
        text,
        FeedbackSource(source) if source else None,
        told.get(NoteColumn.PERSONA, "")[:LONGEST_FIELD],
        read.days.get(when),
        ((LinkKind.CAMPAIGN, campaign),) if campaign else (),
    )
