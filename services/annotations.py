"""Notes on the time line: the one way they are written, changed and removed.

A shared note belongs to everybody of the brand, who may also change it; a personal one exists for its author alone. The
note of an import goes with its import: it can be neither changed nor removed by hand.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.annotations import ACTION_TAG, Annotation, NoteDraft
from learning.domain.errors import BadOption, NotFound, Refused
from learning.domain.permissions import Permission
from learning.domain.timekeys import day_key
from services.callers import Caller

LONGEST_TEXT: Final = 500
LONGEST_TAG: Final = 30
MOST_TAGS: Final = 8
EARLIEST: Final = date(1970, 1, 1)
LATEST: Final = date(2199, 12, 31)
BREAKING: Final = ("Cc", "Cs", "Zl", "Zp")
"""Unicode's controls, halves of characters, and breaks of lines."""


def add_note(store: Store, brand_id: int, draft: NoteDraft, *, who: Caller, now: datetime) -> Annotation:
    """Store a note and return it with its id.

    Raises:
        BadOption: Text, days or tags cannot be used.
    """
    text, tags = _text(draft.text), _tags(draft.tags)
    _check_days(draft)
    with who.write(store, brand_id, Permission.NOTE) as (work, actor):
        note = Annotation(
            brand_id=brand_id,
            day_first=day_key(draft.first),
            day_last=day_key(draft.last),
            text=text,
            who=actor.name,
            created_at=int(now.timestamp()),
            tags=tags,
            shared=draft.shared,
        )
        stored = work.annotations.add(note)
        work.commit()
    return stored


def edit_note(store: Store, brand_id: int, note_id: int, draft: NoteDraft, *, who: Caller) -> Annotation:
    """Change days, text, tags and visibility of a note that `who` may see, and return it as it is now.

    Raises:
        BadOption: Text, days or tags cannot be used.
        NotFound: There is no such note, or it is somebody else's own.
        Refused: It is the note of an import, or somebody else's that would become personal.
    """
    _check_days(draft)
    text, tags = _text(draft.text), _tags(draft.tags)
    with who.write(store, brand_id, Permission.NOTE, f"note:{note_id}") as (work, actor):
        note = _changeable(work, brand_id, note_id, actor.name)
        if not draft.shared and note.who != actor.name:
            raise Refused(
                "This note was written by somebody else; it cannot become your own.",
                "Leave it shared, or write a note of your own.",
            )
        changed = replace(
            note,
            day_first=day_key(draft.first),
            day_last=day_key(draft.last),
            hour_first=None,
            hour_last=None,
            text=text,
            tags=tags,
            shared=draft.shared,
        )
        work.annotations.update(changed)
        work.commit()
    return changed


def remove_note(store: Store, brand_id: int, note_id: int, *, who: Caller) -> Annotation:
    """Remove a note that `who` may see, and return what it was.

    Raises:
        NotFound: There is no such note, or it is somebody else's own.
        Refused: It is the note of an import.
    """
    with who.write(store, brand_id, Permission.NOTE, f"note:{note_id}") as (work, actor):
        note = _changeable(work, brand_id, note_id, actor.name)
        work.annotations.remove(brand_id, note_id)
        work.commit()
    return note


def notes_between(work: UnitOfWork, brand_id: int, first: date, last: date, *, who: str) -> list[Annotation]:
    """Return the notes that touch a range of days and that `who` may see, in the order of time."""
    return work.annotations.list_between(brand_id, day_key(first), day_key(last), who=who)


def known_tags(work: UnitOfWork, brand_id: int, *, who: str) -> list[str]:
    """Return the tags that the notes of a brand carry."""
    return work.annotations.list_tags(brand_id, who=who)


def _changeable(work: UnitOfWork, brand_id: int, note_id: int, who: str) -> Annotation:
    note = work.annotations.get(brand_id, note_id)
    if not note.shared and note.who != who:
        # Whether a note of somebody else's own exists is theirs to know.
        raise NotFound("note", str(note_id))
    if not note.by_person:
        if ACTION_TAG in note.tags:
            raise Refused("This note tells what happened to a change; it stays.", "Write a note of your own beside it.")
        raise Refused(
            "This note stands for an import and follows it.",
            "Undo the import on the Data page; its note goes with it.",
        )
    return note


def _text(text: str) -> str:
    """One line of plain characters: charts, tables and files all show it."""
    shown = "".join(" " if unicodedata.category(sign) in BREAKING else sign for sign in text)
    found = " ".join(shown.split())
    if not found:
        raise BadOption("the text of a note", text, "a few words, such as 'Black Friday'")
    if len(found) > LONGEST_TEXT:
        raise BadOption("the text of a note", f"{found[:20]}…", f"at most {LONGEST_TEXT} characters")
    return found


def _tags(tags: Sequence[str]) -> tuple[str, ...]:
    """Lower case and once each; a comma separates two, since it separates them where they are stored."""
    parts = [_tag(part) for tag in tags for part in tag.split(",")]
    found = sorted({part for part in parts if part})
    for tag in found:
        if len(tag) > LONGEST_TAG:
            raise BadOption("a tag", f"{tag[:20]}…", f"at most {LONGEST_TAG} characters")
    if len(found) > MOST_TAGS:
        raise BadOption("the tags of a note", ", ".join(found[: MOST_TAGS + 1]), f"at most {MOST_TAGS} of them")
    return tuple(found)


def _tag(text: str) -> str:
    shown = "".join(sign for sign in text if unicodedata.category(sign) not in BREAKING)
    return " ".join(shown.split()).lstrip("#").strip().casefold()


def _check_days(draft: NoteDraft) -> None:
    if draft.last < draft.first:
        raise BadOption("the last day of a note", draft.last.isoformat(), f"a day from {draft.first.isoformat()} on")
    if draft.first < EARLIEST or draft.last > LATEST:
        outside = draft.first if draft.first < EARLIEST else draft.last
        raise BadOption("a day of a note", outside.isoformat(), f"a day between {EARLIEST.year} and {LATEST.year}")
