"""Notes as they stand on a time chart: numbered in the order of time, those of one place under one flag."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from learning.domain.annotations import Annotation
from learning.domain.timekeys import day_of
from ui.calendar_words import range_words
from ui.charts.marks import Mark

FLAGS_IN_A_ROW: Final = 26
"""So many flags stand side by side on a laptop without touching; closer ones share a flag."""
LONGEST_SHOWN: Final = 90
MOST_TOLD: Final = 8
"""Notes of one flag that the pointer shows; the list below the chart has all of them."""


@dataclass(frozen=True, slots=True)
class NumberedNote:
    """A note with the number of its flag; the notes of an import have none."""

    number: int | None
    note: Annotation

    @property
    def label(self) -> str:
        """What stands in the flag."""
        return str(self.number) if self.number is not None else ""


def note_first(note: Annotation) -> date:
    """Return the first day of a note."""
    return day_of(note.day_first)


def note_last(note: Annotation) -> date:
    """Return the last day of a note."""
    return day_of(note.day_last)


def note_words(note: Annotation) -> str:
    """Write a note with its days in one line: '27-30 Nov 2026: Black Friday (#sale)'."""
    tags = " ".join(f"#{tag}" for tag in note.tags) if note.by_person else ""
    return f"{range_words(note_first(note), note_last(note))}: {note.text}{f' ({tags})' if tags else ''}"


def numbered(notes: Sequence[Annotation], first: date, last: date) -> list[NumberedNote]:
    """Number the notes of people in the order of time; notes that would stand on one spot share a number."""
    gap = _gap(first, last)
    number, corner = 0, None
    found: list[NumberedNote] = []
    for note in sorted(notes, key=lambda one: (max(note_first(one), first), one.id)):
        if not note.by_person:
            found.append(NumberedNote(None, note))
            continue
        start = max(note_first(note), first)
        if corner is None or (start - corner).days >= gap:
            number, corner = number + 1, start
        found.append(NumberedNote(number, note))
    return found


def flag_words(notes: Sequence[Annotation], first: date, last: date) -> list[str]:
    """Write what each flag of a chart stands for, one line per note of a person: for whoever has only the picture."""
    return [f"({one.label}) {note_words(one.note)}" for one in numbered(notes, first, last) if one.number is not None]


def note_marks(notes: Sequence[Annotation], first: date, last: date) -> tuple[Mark, ...]:
    """Turn the notes of a range into marks: a flag for each number, a triangle for each day that imports are about."""
    flags: dict[int, list[Annotation]] = {}
    shown = numbered(notes, first, last)
    for one in shown:
        if one.number is not None:
            flags.setdefault(one.number, []).append(one.note)
    imports = _by_day([one.note for one in shown if one.number is None], first, last)
    marks = [_flag(number, group, first, last) for number, group in flags.items()]
    marks += [Mark(day, _told([_short(note.text) for note in group])) for day, group in imports.items()]
    return tuple(marks)


def _flag(number: int, group: Sequence[Annotation], first: date, last: date) -> Mark:
    start = min(max(note_first(note), first) for note in group)
    end = max(min(note_last(note), last) for note in group)
    longest = max(note.day_last - note.day_first for note in group)
    text = _told([f"({number}) {_short(note_words(note))}" for note in group])
    return Mark(start, text, last=end if longest else None, label=str(number))


def _by_day(notes: Sequence[Annotation], first: date, last: date) -> dict[date, list[Annotation]]:
    """Imports by the last day that they brought; those of neighbouring days share one place."""
    found: dict[date, list[Annotation]] = {}
    gap, corner = _gap(first, last), None
    for note in sorted(notes, key=lambda one: (one.day_last, one.id), reverse=True):
        day = min(max(note_last(note), first), last)
        if corner is None or (corner - day).days >= gap:
            corner = day
        found.setdefault(corner, []).append(note)
    return found


def _gap(first: date, last: date) -> float:
    """Days that two marks must lie apart."""
    return max(((last - first).days + 1) / FLAGS_IN_A_ROW, 1.0)


def _told(lines: Sequence[str]) -> str:
    more = [f"and {len(lines) - MOST_TOLD:,} more"] if len(lines) > MOST_TOLD else []
    return "\n".join([*lines[:MOST_TOLD], *more])


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1].rstrip() + "…"
