"""Many notes from one file: looked at first, taken in as a whole, taken back as a whole."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.brands import Brand
from learning.domain.enums import DateOrder
from learning.domain.errors import BadOption, FileTooLarge, Refused, UnreadableFile
from learning.domain.feedback_entries import FeedbackDraft, FeedbackEntry, FeedbackUpload
from learning.domain.imports import Issue, TableHead
from learning.domain.permissions import Permission
from learning.imports.reading.chunks import RowChunk
from learning.imports.reading.files import read_file
from services.callers import Caller
from services.clock import Clock
from services.feedback.entries import FeedbackDesk
from services.feedback.looping import WINDOW_SECONDS, look_again_for, renew_suggestions
from services.feedback.note_rows import Columns, DayQuestion, NoteColumn, Row, draft_of, guessed_columns, read_days
from services.feedback.signals import entities_of
from services.imports.archives import Caps
from services.imports.sources import GivenFile, SourceFile, collect_sources
from services.settings import Settings

MOST_NOTES: Final = 20_000
ISSUES_KEPT: Final = 1_000
LONGEST_VALUE: Final = 80
FIX: Final = "Give a CSV or a workbook with a header row and one note a row."


@dataclass(frozen=True, slots=True)
class LookedAt:
    """What a file holds, before anything is stored."""

    file: str
    checksum: str
    headers: tuple[str, ...]
    columns: Columns
    drafts: tuple[FeedbackDraft, ...]
    skipped: int
    """Rows without words."""
    issues: tuple[Issue, ...]
    """Rows that cannot be taken, at most ISSUES_KEPT."""
    rejected: int
    question: DayQuestion | None = None
    """What has to be answered before the notes are taken."""


class NeedsAnswer(Refused):
    """A file says something in a way that only a person can decide."""

    code = "needs_answer"


class NoteUploads:
    """The files of notes of one brand."""

    def __init__(self, store: Store, settings: Settings, brand: Brand, clock: Clock) -> None:
        """Work on the files of a brand."""
        self._store = store
        self._settings = settings
        self._brand = brand
        self._clock = clock

    def look(self, path: Path, name: str, columns: Columns | None = None, order: DateOrder | None = None) -> LookedAt:
        """Read a file without storing anything.

        Args:
            path: Where its bytes stand.
            name: What the person calls it.
            columns: Which column is what; None is guessed from the header.
            order: Of days such as 3/4/2026; None where nobody was asked.

        Raises:
            UnreadableFile, FileTooLarge: It cannot be read, and why.
            BadOption: A column that the file does not have, or none holds what was said.
        """
        source = _source(path, name, self._settings)
        with source.open() as stream:
            events = read_file(stream, source.kind, file=source.name)
            head = next((event for event in events if isinstance(event, TableHead)), None)
            if head is None or not any(head.header):
                raise UnreadableFile(name, "it holds no table with a header row.", FIX)
            chosen = dict(guessed_columns(head) if columns is None else columns)
            with closing(events):
                rows, skipped, further = _rows(source, head, chosen, events)
        days = read_days(rows, self._clock.now().date(), order)
        made = [draft_of(told, number, chosen, days) for number, told in rows]
        issues = sorted([*further, *(one for one in made if isinstance(one, Issue))], key=lambda one: one.row)
        return LookedAt(
            source.name,
            source.sha256,
            tuple(filter(None, head.header)),
            chosen,
            tuple(one for one in made if isinstance(one, FeedbackDraft)),
            skipped,
            tuple(issues[:ISSUES_KEPT]),
            len(issues),
            days.question,
        )

    def take(self, looked: LookedAt, *, who: Caller) -> FeedbackUpload:
        """Store the notes of a file in one transaction; the same file read the same way is stored once.

        Raises:
            Refused: It is stored already, or holds no note.
        """
        if not looked.drafts:
            raise Refused(f"{looked.file} holds no note that can be taken.", FIX)
        if looked.question is not None:
            readings = " or ".join(f"{order.value} ({day})" for order, day in looked.question.readings)
            told = f"{looked.file} writes days that can be read in two ways: {looked.question.example} is {readings}."
            raise NeedsAnswer(told, "Say which one is meant.")
        entries = FeedbackDesk(self._store, self._settings, self._brand, self._clock).read_many(looked.drafts, who="")
        told = json.dumps({key.value: value for key, value in looked.columns.items()}, sort_keys=True)
        with who.write(self._store, self._brand.id, Permission.FEEDBACK) as (work, actor):
            work.brands.lock(self._brand.id)
            for one in work.feedback_parts.list_uploads(self._brand.id):
                if (one.checksum, one.columns, one.undone_at) == (looked.checksum, told, None):
                    raise Refused(
                        f"{looked.file} is stored already, as upload {one.id} with {one.notes:,} notes.",
                        "Take that upload back first if you want it again.",
                    )
            wanted = FeedbackUpload(
                self._brand.id,
                looked.file,
                looked.checksum,
                told,
                actor.name,
                self._now(),
                len(entries),
                looked.skipped,
            )
            stored = work.feedback_parts.add_upload(wanted)
            for entry in entries:
                work.feedback_entries.add(replace(entry, who=actor.name, upload_id=stored.id))
            work.commit()
        return stored

    def undo(self, upload_id: int, *, who: Caller) -> FeedbackUpload:
        """Take a file back: its notes, their links, and what they did to suggestions.

        Raises:
            NotFound: The brand has no such upload.
            Refused: It is taken back already.
        """
        moment = self._now()
        with who.write(self._store, self._brand.id, Permission.FEEDBACK, f"upload:{upload_id}") as (work, _):
            work.brands.lock(self._brand.id)
            upload = work.feedback_parts.get_upload(self._brand.id, upload_id)
            if upload.undone_at is not None:
                raise Refused(f"Upload {upload_id} is taken back already.", "Upload the file again if you want it.")
            gone = [one for one in work.feedback_entries.list_of(self._brand.id) if one.upload_id == upload_id]
            work.feedback_parts.end_upload(upload, moment)
            self._renew(work, gone, moment)
            work.commit()
        return replace(upload, undone_at=moment)

    def list_all(self) -> tuple[FeedbackUpload, ...]:
        """All files, the newest first."""
        with self._store.read() as work:
            return work.feedback_parts.list_uploads(self._brand.id)

    def _renew(self, work: UnitOfWork, gone: Sequence[FeedbackEntry], moment: int) -> None:
        touched = {entity for note in gone if note.read_at is not None for entity in entities_of(note)}
        known = work.feedback_entries.list_since(self._brand.id, moment - WINDOW_SECONDS)
        renew_suggestions(work, self._brand.id, touched, known, moment)
        themes = {theme for note in gone for theme in note.themes}
        look_again_for(work, self._brand.id, themes, "a file of notes was taken back", moment)

    def _now(self) -> int:
        return int(self._clock.now().timestamp())


def _source(path: Path, name: str, settings: Settings) -> SourceFile:
    sources = collect_sources([GivenFile(path, name)], Caps(settings.upload_limit_bytes))
    if len(sources) != 1:
        raise BadOption("file", name, "one file of notes at a time; unpack the zip")
    if sources[0].error is not None:
        raise sources[0].error
    return sources[0]


def _rows(
    source: SourceFile, head: TableHead, columns: Columns, events: Iterator[object]
) -> tuple[list[Row], int, list[Issue]]:
    """The rows that say something, how many have no words, and what stands in a further table of the file."""
    if NoteColumn.TEXT not in columns:
        raise BadOption("column", "", "a column that holds what was said")
    for header in columns.values():
        if header not in head.header:
            raise BadOption("column", header, f"one of {', '.join(filter(None, head.header))}")
    places = {column: head.header.index(header) for column, header in columns.items()}
    rows: list[Row] = []
    skipped, further, is_further = 0, [], False
    for event in events:
        if isinstance(event, TableHead):
            is_further = True
            further.append(_further(event.header_row, event.header))
        elif isinstance(event, RowChunk):
            for number, cells in zip(event.numbers.tolist(), event.cells, strict=True):
                if is_further:
                    further.append(_further(number, cells))
                    continue
                told = {column: cells[place].strip() for column, place in places.items()}
                if told[NoteColumn.TEXT]:
                    rows.append((number, told))
                else:
                    skipped += 1
                if len(rows) > MOST_NOTES:
                    raise FileTooLarge(source.name, what="notes", found=len(rows), limit=MOST_NOTES)
    return rows, skipped, further


def _further(row: int, cells: Sequence[str]) -> Issue:
    value = ", ".join(filter(None, cells))[:LONGEST_VALUE]
    fix = "Fill its empty cells, or put all notes into one table without empty lines."
    return Issue(row, None, value, "it looks like the beginning or a part of another table", fix, code="other_table")
