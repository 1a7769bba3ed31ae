"""Contents of an import: their ids, one version per run, and the merged attributes that hold now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import Connection, bindparam, select

from db.importing.attributes import (
    ATTRIBUTES,
    NOTHING_SAID,
    PUBLISHED_DAY,
    PUBLISHED_HOUR,
    Attributes,
    apply_edits,
    attributes_of,
    merge_attributes,
    overlay,
)
from db.schema.contents import content, content_edit, content_version
from db.texts import storable
from learning.domain.observations import ContentRecord

BLOCK: Final = 500
UNKNOWN_ID: Final = -1

Publication = tuple[int | None, int | None]
"""Day and hour key of publication."""


class ContentLedger:
    """Resolves the contents of one run and writes what it says of them."""

    def __init__(self, connection: Connection, import_order: int) -> None:
        """Work for one run."""
        self._connection = connection
        self._import_order = import_order
        self._ids: dict[tuple[int, str], int] = {}
        self._said: dict[int, int] = {}
        self.published: dict[int, Publication] = {}
        """Of every content met so far."""
        self.moved: set[int] = set()
        """Contents that were there before and whose day or hour of publication changed."""

    def find_ids(self, account_ids: Sequence[int], records: Sequence[ContentRecord]) -> list[int]:
        """The id of each record, UNKNOWN_ID where the store does not have it; changes nothing."""
        keys = self._keys(account_ids, records)
        self._look_up(keys)
        return [self._ids.get(key, UNKNOWN_ID) for key in keys]

    def record(self, account_ids: Sequence[int], records: Sequence[ContentRecord], captured_at: int) -> list[int]:
        """The id of each record, after writing the run's version of it."""
        keys = self._keys(account_ids, records)
        self._look_up(keys)
        new = {key: record for key, record in zip(keys, records, strict=True) if key not in self._ids}
        self._insert(new)
        said: dict[int, tuple[Attributes, bool]] = {}
        for key, record in zip(keys, records, strict=True):
            content_id, digest = self._ids[key], hash((record, captured_at))
            if self._said.get(content_id) == digest:
                continue
            again = content_id in self._said or content_id in said
            below = said.get(content_id, (None, False))[0]
            attributes = attributes_of(record)
            said[content_id] = (overlay(below, attributes) if below else attributes, again)
            self._said[content_id] = digest
        self._write_versions(said, captured_at)
        inserted = {self._ids[key] for key in new}
        settled = {content_id for content_id in inserted if not said[content_id][1]}
        self._settle(said, [content_id for content_id in said if content_id not in settled])
        return [self._ids[key] for key in keys]

    def _keys(self, account_ids: Sequence[int], records: Sequence[ContentRecord]) -> list[tuple[int, str]]:
        return [
            (account_id, storable(record.external_id)) for account_id, record in zip(account_ids, records, strict=True)
        ]

    def _look_up(self, keys: Iterable[tuple[int, str]]) -> None:
        wanted: dict[int, list[str]] = {}
        for account_id, external_id in dict.fromkeys(keys):
            if (account_id, external_id) not in self._ids and account_id != UNKNOWN_ID:
                wanted.setdefault(account_id, []).append(external_id)
        columns = (content.c.id, content.c.external_id, content.c.published_day, content.c.published_hour)
        for account_id, external_ids in wanted.items():
            for start in range(0, len(external_ids), BLOCK):
                rows = self._connection.execute(
                    select(*columns).where(
                        content.c.account_id == account_id,
                        content.c.external_id.in_(external_ids[start : start + BLOCK]),
                    )
                )
                for row in rows:
                    self._ids[account_id, row.external_id] = row.id
                    self.published[row.id] = (row.published_day, row.published_hour)

    def _insert(self, new: dict[tuple[int, str], ContentRecord]) -> None:
        rows = [
            {"account_id": account_id, "external_id": external_id, **_columns(attributes_of(record))}
            for (account_id, external_id), record in new.items()
        ]
        if not rows:
            return
        statement = content.insert().returning(content.c.id, content.c.account_id, content.c.external_id)
        for row in self._connection.execute(statement, rows):
            self._ids[row.account_id, row.external_id] = row.id
            record = new[row.account_id, row.external_id]
            self.published[row.id] = (record.published_day, record.published_hour)

    def _write_versions(self, said: dict[int, tuple[Attributes, bool]], captured_at: int) -> None:
        again = [content_id for content_id, (_, repeated) in said.items() if repeated]
        earlier = read_versions(self._connection, again, import_order=self._import_order)
        for content_id in again:
            versions = [attributes for _, attributes in earlier.get(content_id, [])]
            if versions:
                said[content_id] = (merge_attributes([*versions, said[content_id][0]]), True)
        for start in range(0, len(again), BLOCK):
            self._connection.execute(
                content_version.delete().where(
                    content_version.c.import_order == self._import_order,
                    content_version.c.content_id.in_(again[start : start + BLOCK]),
                )
            )
        rows = [
            {
                "content_id": content_id,
                "import_order": self._import_order,
                "captured_at": captured_at,
                **_columns(attributes),
            }
            for content_id, (attributes, _) in said.items()
        ]
        if rows:
            self._connection.execute(content_version.insert(), rows)

    def _settle(self, said: dict[int, tuple[Attributes, bool]], content_ids: Sequence[int]) -> None:
        """Merge again where what was said now differs from what holds; equal words change nothing at any rank."""
        current = read_current(self._connection, content_ids)
        differing = [content_id for content_id, held in current.items() if overlay(held, said[content_id][0]) != held]
        self.moved |= settle(self._connection, differing, self.published)


def settle(
    connection: Connection, content_ids: Sequence[int], published: dict[int, Publication] | None = None
) -> set[int]:
    """Merge the versions and edits of contents into their current attributes; returns those whose publication moved."""
    current = read_current(connection, content_ids)
    versions = read_versions(connection, content_ids)
    edits = _read_edits(connection, content_ids)
    moved: set[int] = set()
    changed = []
    for content_id, held in current.items():
        ranked = [attributes for _, attributes in sorted(versions.get(content_id, []), key=lambda item: item[0])]
        merged = apply_edits(merge_attributes(ranked) or NOTHING_SAID, edits.get(content_id, {}))
        if merged == held:
            continue
        changed.append({"key": content_id, **_columns(merged)})
        day_and_hour = _publication(merged)
        if day_and_hour != _publication(held):
            moved.add(content_id)
        if published is not None:
            published[content_id] = day_and_hour
    if changed:
        connection.execute(content.update().where(content.c.id == bindparam("key")), changed)
    return moved


def read_current(connection: Connection, content_ids: Sequence[int]) -> dict[int, Attributes]:
    """The attributes that hold now, by content."""
    found: dict[int, Attributes] = {}
    for start in range(0, len(content_ids), BLOCK):
        statement = select(content.c.id, *(content.c[name] for name in ATTRIBUTES)).where(
            content.c.id.in_(content_ids[start : start + BLOCK])
        )
        for row in connection.execute(statement):
            found[row[0]] = tuple(row[1:])
    return found


def read_versions(
    connection: Connection, content_ids: Sequence[int], *, import_order: int | None = None
) -> dict[int, list[tuple[tuple[int, int], Attributes]]]:
    """The versions of contents with their ranks, of one run or of all."""
    found: dict[int, list[tuple[tuple[int, int], Attributes]]] = {}
    version = content_version.c
    columns = (version.content_id, version.captured_at, version.import_order, *(version[name] for name in ATTRIBUTES))
    for start in range(0, len(content_ids), BLOCK):
        statement = select(*columns).where(version.content_id.in_(content_ids[start : start + BLOCK]))
        if import_order is not None:
            statement = statement.where(version.import_order == import_order)
        for row in connection.execute(statement):
            found.setdefault(row[0], []).append(((row[1], row[2]), tuple(row[3:])))
    return found


def _read_edits(connection: Connection, content_ids: Sequence[int]) -> dict[int, dict[str, str | None]]:
    found: dict[int, dict[str, str | None]] = {}
    for start in range(0, len(content_ids), BLOCK):
        statement = select(content_edit).where(content_edit.c.content_id.in_(content_ids[start : start + BLOCK]))
        for row in connection.execute(statement):
            found.setdefault(row.content_id, {})[row.attribute] = row.value
    return found


def _columns(attributes: Attributes) -> dict[str, str | int | bool | None]:
    return dict(zip(ATTRIBUTES, attributes, strict=True))


def _publication(attributes: Attributes) -> Publication:
    day, hour = attributes[PUBLISHED_DAY], attributes[PUBLISHED_HOUR]
    return (None if day is None else int(day), None if hour is None else int(hour))
