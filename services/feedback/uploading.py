"""Many notes from one file: looked at first, taken in as a whole, taken back as a whole."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import takewhile
from pathlib import Path
from typing import Final

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.brands import Brand
from learning.domain.errors import BadOption, FileTooLarge, Refused, UnreadableFile
from learning.domain.feedback_entries import FeedbackDraft, FeedbackEntry, FeedbackSource, FeedbackUpload, LinkKind
from learning.domain.imports import Issue, TableHead
from learning.domain.timekeys import day_key
from learning.imports.reading.chunks import RowChunk
from learning.imports.reading.files import read_file
from services.clock import Clock
from services.feedback.entries import LONGEST_FIELD, LONGEST_TEXT, FeedbackDesk
from services.feedback.looping import WINDOW_SECONDS, look_again_for, renew_suggestions
from services.feedback.signals import entities_of
from services.imports.archives import Caps
from services.imports.sources import GivenFile, SourceFile, collect_sources
from services.settings import Settings

MOST_NOTES: Final = 20_000
ISSUES_KEPT: Final = 1_000
FIX: Final = "Give a CSV or a workbook with a header row and one note a row."


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


class NoteUploads:
    """The files of notes of one brand."""

    def __init__(self, store: Store, settings: Settings, brand: Brand, clock: Clock) -> None:
        """Work on the files of a brand."""
        self._store = store
        self._settings = settings
        self._brand = brand
        self._clock = clock

    def look(self, path: Path, name: str, columns: Columns | None = None) -> LookedAt:
        """Read a file without storing anything.

        Args:
            path: Where its bytes stand.
            name: What the person calls it.
            columns: Which column is what; None is guessed from the header.

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
            chosen = dict(_guessed(head) if columns is None else columns)
            return _read(source, head, chosen, events)

    def take(self, looked: LookedAt, *, who: str) -> FeedbackUpload:
        """Store the notes of a file in one transaction; the same file read the same way is stored once.

        Raises:
            Refused: It is stored already, or holds no note.
        """
        if not looked.drafts:
            raise Refused(f"{looked.file} holds no note that can be taken.", FIX)
        entries = FeedbackDesk(self._store, self._settings, self._brand, self._clock).read_many(looked.drafts, who=who)
        told = json.dumps({key.value: value for key, value in looked.columns.items()}, sort_keys=True)
        with self._store.write() as work:
            work.brands.lock(self._brand.id)
            for one in work.feedback_parts.list_uploads(self._brand.id):
                if (one.checksum, one.columns, one.undone_at) == (looked.checksum, told, None):
                    raise Refused(
                        f"{looked.file} is stored already, as upload {one.id} with {one.notes:,} notes.",
                        "Take that upload back first if you want it again.",
                    )
            wanted = FeedbackUpload(
                self._brand.id, looked.file, looked.checksum, told, who, self._now(), len(entries), looked.skipped
            )
            stored = work.feedback_parts.add_upload(wanted)
            for entry in entries:
                work.feedback_entries.add(replace(entry, upload_id=stored.id))
            work.commit()
        return stored

    def undo(self, upload_id: int) -> FeedbackUpload:
        """Take a file back: its notes, their links, and what they did to suggestions.

        Raises:
            NotFound: The brand has no such upload.
            Refused: It is taken back already.
        """
        moment = self._now()
        with self._store.write() as work:
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


def _guessed(head: TableHead) -> dict[NoteColumn, str]:
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


def _read(source: SourceFile, head: TableHead, columns: dict[NoteColumn, str], events: Iterator[object]) -> LookedAt:
    if NoteColumn.TEXT not in columns:
        raise BadOption("column", "", "a column that holds what was said")
    for header in columns.values():
        if header not in head.header:
            raise BadOption("column", header, f"one of {', '.join(filter(None, head.header))}")
    places = {column: head.header.index(header) for column, header in columns.items()}
    drafts: list[FeedbackDraft] = []
    issues: list[Issue] = []
    skipped = 0
    # A file of notes has one table: what follows it is not read.
    own = takewhile(lambda event: not isinstance(event, TableHead), events)
    for chunk in (event for event in own if isinstance(event, RowChunk)):
        for number, cells in zip(chunk.numbers.tolist(), chunk.cells, strict=True):
            told = {column: cells[place].strip() for column, place in places.items()}
            if not told[NoteColumn.TEXT]:
                skipped += 1
                continue
            made = _draft(told, number, columns)
            if isinstance(made, Issue):
                issues.append(made)
            else:
                drafts.append(made)
            if len(drafts) > MOST_NOTES:
                raise FileTooLarge(source.name, what="notes", found=len(drafts), limit=MOST_NOTES)
    return LookedAt(
        source.name,
        source.sha256,
        tuple(filter(None, head.header)),
        columns,
        tuple(drafts),
        skipped,
        tuple(issues[:ISSUES_KEPT]),
        len(issues),
    )


def _draft(told: Mapping[NoteColumn, str], row: int, columns: Columns) -> FeedbackDraft | Issue:
    """A note of a row, or why the row cannot be taken."""
    text, when = told[NoteColumn.TEXT], told.get(NoteColumn.WHEN, "")
    if len(text) > LONGEST_TEXT:
        reason = f"longer than {LONGEST_TEXT:,} characters"
        return Issue(row, columns[NoteColumn.TEXT], f"{text[:40]}\u2026", reason, "Shorten it.", code="too_long")
    day: int | None = None
    if when:
        try:
            day = day_key(date.fromisoformat(when[:10]))
        except ValueError:
            return Issue(row, columns[NoteColumn.WHEN], when, "no day", "Write it as 2026-11-03.", code="bad_day")
    source = told.get(NoteColumn.SOURCE, "").casefold().replace("_", " ")
    if source and source not in set(FeedbackSource):
        fix = f"Use one of {', '.join(FeedbackSource)}."
        return Issue(row, columns[NoteColumn.SOURCE], source, "no known source", fix, code="bad_source")
    campaign = told.get(NoteColumn.CAMPAIGN, "")
    return FeedbackDraft(
        text,
        FeedbackSource(source) if source else None,
        told.get(NoteColumn.PERSONA, "")[:LONGEST_FIELD],
        day,
        ((LinkKind.CAMPAIGN, campaign),) if campaign else (),
    )
