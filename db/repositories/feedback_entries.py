"""What customers said, note by note."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, select

from db.dialects import Dialect
from db.repositories.brands import Brands
from db.schema.feedback_entries import feedback_entry, feedback_link, feedback_sealed
from learning.domain.errors import NotFound
from learning.domain.feedback import FeedbackKind, FeedbackStrength, Feeling
from learning.domain.feedback_entries import (
    EntryLink,
    FeedbackEntry,
    FeedbackSource,
    Labeller,
    LinkKind,
    Relation,
)

_PLAIN: Final = (
    "brand_id", "text", "who", "entered_at", "persona", "said_day", "language", "score", "cause", "unread",
    "suggestion", "read_at", "first_used_at", "answered_at", "answer", "same_as", "upload_id",
)  # fmt: skip
_NAMED: Final = {"source": FeedbackSource, "feeling": Feeling, "kind": FeedbackKind, "strength": FeedbackStrength}
_LABELLERS: Final = ("feeling_by", "kind_by", "themes_by", "strength_by")


class FeedbackEntries:
    """The notes of each brand; every change raises the brand's notes version."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        """Work within a transaction."""
        self._connection = connection
        self._dialect = dialect
        self._brands = Brands(connection)

    def add(self, entry: FeedbackEntry) -> FeedbackEntry:
        """Store a note with its links; returns it with its id."""
        self._brands.raise_notes_version(entry.brand_id)
        statement = feedback_entry.insert().values(_values(entry)).returning(feedback_entry.c.id)
        stored = replace(entry, id=int(self._connection.execute(statement).scalar_one()))
        self.link(stored, entry.links)
        return stored

    def update(self, entry: FeedbackEntry) -> None:
        """Replace everything of a stored note but its links and what is sealed."""
        column = feedback_entry.c
        statement = feedback_entry.update().where(column.brand_id == entry.brand_id, column.id == entry.id)
        if not self._connection.execute(statement.values(_values(entry))).rowcount:
            raise NotFound("note of a customer", str(entry.id))
        self._brands.raise_notes_version(entry.brand_id)

    def remove(self, brand_id: int, entry_id: int) -> None:
        """Remove a note, its links, and what is sealed with its key."""
        column = feedback_entry.c
        statement = feedback_entry.delete().where(column.brand_id == brand_id, column.id == entry_id)
        if not self._connection.execute(statement).rowcount:
            raise NotFound("note of a customer", str(entry_id))
        self._connection.execute(
            feedback_entry.update().where(column.brand_id == brand_id, column.same_as == entry_id).values(same_as=None)
        )
        self._brands.raise_notes_version(brand_id)

    def get(self, brand_id: int, entry_id: int) -> FeedbackEntry:
        """A note with its links."""
        column = feedback_entry.c
        found = self._records(select(feedback_entry).where(column.brand_id == brand_id, column.id == entry_id))
        if not found:
            raise NotFound("note of a customer", str(entry_id))
        return found[0]

    def list_of(self, brand_id: int) -> tuple[FeedbackEntry, ...]:
        """All notes of a brand with their links, oldest first."""
        column = feedback_entry.c
        ordered = select(feedback_entry).where(column.brand_id == brand_id).order_by(column.entered_at, column.id)
        return self._records(ordered)

    def list_since(self, brand_id: int, moment: int) -> tuple[FeedbackEntry, ...]:
        """Notes entered from a moment (UTC seconds) on, the oldest first."""
        column = feedback_entry.c
        recent = select(feedback_entry).where(column.brand_id == brand_id, column.entered_at >= moment)
        return self._records(recent.order_by(column.entered_at, column.id))

    def list_used_since(self, brand_id: int, moment: int) -> tuple[FeedbackEntry, ...]:
        """Notes that were first used after a moment (UTC seconds), the newest first."""
        column = feedback_entry.c
        used = select(feedback_entry).where(column.brand_id == brand_id, column.first_used_at > moment)
        return self._records(used.order_by(column.first_used_at.desc(), column.id))

    def list_linked(
        self, brand_id: int, relations: Sequence[Relation], kind: LinkKind, target: str
    ) -> tuple[FeedbackEntry, ...]:
        """Notes that stand in one of some relations to a thing, the oldest first."""
        tie, column = feedback_link.c, feedback_entry.c
        wanted = [one.value for one in relations]
        own = select(tie.entry_id).where(tie.kind == kind.value, tie.target == target, tie.relation.in_(wanted))
        linked = select(feedback_entry).where(column.brand_id == brand_id, column.id.in_(own))
        return self._records(linked.order_by(column.entered_at, column.id))

    def list_same(self, brand_id: int, entry_id: int) -> tuple[FeedbackEntry, ...]:
        """Notes that another one stands for, the oldest first."""
        column = feedback_entry.c
        same = select(feedback_entry).where(column.brand_id == brand_id, column.same_as == entry_id)
        return self._records(same.order_by(column.entered_at, column.id))

    def list_unread(self, brand_id: int, limit: int) -> tuple[FeedbackEntry, ...]:
        """Notes that no batch has taken up, the oldest first."""
        column = feedback_entry.c
        unread = select(feedback_entry).where(column.brand_id == brand_id, column.read_at.is_(None))
        return self._records(unread.order_by(column.entered_at, column.id).limit(limit))

    def mark_read(self, brand_id: int, ids: Sequence[int], moment: int) -> int:
        """Note that a batch took up notes; returns how many it was that none had taken up before."""
        column = feedback_entry.c
        own = (column.brand_id == brand_id, column.id.in_(ids), column.read_at.is_(None))
        marked = int(self._connection.execute(feedback_entry.update().where(*own).values(read_at=moment)).rowcount)
        self._brands.raise_notes_version(brand_id)
        return marked

    def mark_used(self, brand_id: int, ids: Sequence[int], moment: int) -> int:
        """Stop the clock of notes that were never used; returns how many those were."""
        column = feedback_entry.c
        own = (column.brand_id == brand_id, column.id.in_(ids), column.first_used_at.is_(None))
        statement = feedback_entry.update().where(*own).values(first_used_at=moment)
        self._brands.raise_notes_version(brand_id)
        return int(self._connection.execute(statement).rowcount)

    def link(self, entry: FeedbackEntry, links: Sequence[EntryLink]) -> None:
        """Add links; one that is there stays as it was."""
        for one in links:
            values = {
                "entry_id": entry.id,
                "relation": one.relation.value,
                "kind": one.kind.value,
                "target": one.target,
                "at": one.at,
            }
            self._connection.execute(self._dialect.upsert(feedback_link).values(values).on_conflict_do_nothing())

    def follow(self, brand_id: int, used_in: tuple[LinkKind, str], action: str, moment: int) -> None:
        """Note of all notes that were used in a thing that they led to the action that it became."""
        notes = self.list_linked(brand_id, (Relation.USED_IN,), *used_in)
        for note in notes:
            self.link(note, [EntryLink(Relation.LED_TO, LinkKind.ACTION, action, moment)])
        if notes:
            self._brands.raise_notes_version(brand_id)

    def seal(self, entry_id: int, wrapped_key: bytes, sealed: bytes) -> None:
        """Keep the sealed words of a note."""
        values = {"entry_id": entry_id, "wrapped_key": wrapped_key, "sealed": sealed}
        self._connection.execute(feedback_sealed.insert().values(values))

    def find_sealed(self, brand_id: int, entry_id: int) -> tuple[bytes, bytes] | None:
        """The wrapped key and the sealed words of a note, where they are kept."""
        statement = (
            select(feedback_sealed)
            .join(feedback_entry)
            .where(feedback_entry.c.brand_id == brand_id, feedback_entry.c.id == entry_id)
        )
        row = self._connection.execute(statement).mappings().first()
        return None if row is None else (bytes(row["wrapped_key"]), bytes(row["sealed"]))

    def erase_sealed(self, entry_id: int) -> bool:
        """Remove the sealed words of a note with their key; returns whether there were any."""
        statement = feedback_sealed.delete().where(feedback_sealed.c.entry_id == entry_id)
        return bool(self._connection.execute(statement).rowcount)

    def _records(self, statement: Any) -> tuple[FeedbackEntry, ...]:
        rows = self._connection.execute(statement).mappings().all()
        numbers = select(statement.subquery().c.id)
        links: dict[int, list[EntryLink]] = {}
        found = self._connection.execute(
            select(feedback_link).where(feedback_link.c.entry_id.in_(numbers)).order_by(feedback_link.c.at)
        )
        for row in found.mappings():
            link = EntryLink(Relation(row["relation"]), LinkKind(row["kind"]), row["target"], row["at"])
            links.setdefault(row["entry_id"], []).append(link)
        kept = select(feedback_sealed.c.entry_id).where(feedback_sealed.c.entry_id.in_(numbers))
        sealed = set(self._connection.execute(kept).scalars())
        return tuple(
            replace(_record(row), links=tuple(links.get(row["id"], ())), is_sealed=row["id"] in sealed) for row in rows
        )


def _values(entry: FeedbackEntry) -> dict[str, object]:
    values: dict[str, object] = {name: getattr(entry, name) for name in (*_PLAIN, *_LABELLERS)}
    for name in _NAMED:
        told = getattr(entry, name)
        values[name] = None if told is None else told.value
    return values | {
        "masked": json.dumps(dict(entry.masked), sort_keys=True),
        "themes": json.dumps(entry.themes, ensure_ascii=False),
    }


def _record(row: RowMapping) -> FeedbackEntry:
    plain: dict[str, Any] = {name: row[name] for name in _PLAIN}
    named: dict[str, Any] = {name: None if row[name] is None else kind(row[name]) for name, kind in _NAMED.items()}
    labellers: dict[str, Any] = {name: Labeller(row[name]) for name in _LABELLERS}
    masked, themes = json.loads(row["masked"]), tuple(json.loads(row["themes"]))
    return FeedbackEntry(id=row["id"], masked=masked, themes=themes, **plain, **named, **labellers)
