"""The schema of the database: how old it is, and bringing it up to date after a backup."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from db.engine import Store, open_unchecked, revision
from db.migrations.upgrade import holds_data, upgrade
from db.schema.head import HEAD
from learning.domain.errors import Refused
from services.backups import backup


class SchemaState(StrEnum):
    """Whether the database fits this program."""

    HEAD = "head"
    BEHIND = "behind"


@dataclass(frozen=True, slots=True)
class MigrationReport:
    """What a migration did."""

    before: str | None
    """The revision found; None for an empty database."""
    after: str
    backup: Path | None
    """The backup made first; None where nothing changed or there was no data."""


def state(store: Store) -> SchemaState:
    """Whether the schema of a store is the newest."""
    return SchemaState.HEAD if revision(store) == HEAD else SchemaState.BEHIND


def migrate(database_url: str, *, backup_dir: Path) -> MigrationReport:
    """Bring a database to the newest schema, after a backup if it holds data.

    Raises:
        StoreUnavailable: The database does not answer.
        Refused: The database is newer than this program.
    """
    store = open_unchecked(database_url)
    try:
        found = revision(store)
        if found == HEAD:
            return MigrationReport(found, HEAD, None)
        if found is not None and found > HEAD:
            raise Refused(
                f"The database is at schema {found}, newer than this program's {HEAD}.", "Start the newer program."
            )
        saved = None
        if found is not None and holds_data(store):
            stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
            backup_dir.mkdir(parents=True, exist_ok=True)
            saved = backup(store, backup_dir / f"before-{HEAD}-{stamp}.zip").file
        before, after = upgrade(store)
    finally:
        store.close()
    return MigrationReport(before, after, saved)
