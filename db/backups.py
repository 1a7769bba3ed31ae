"""Copies of a whole database as files, and filling a database from them."""

from __future__ import annotations

from pathlib import Path

from alembic import command

from db.engine import Store, revision
from db.migrations.upgrade import alembic_config, upgrade
from db.schema.catalogue import TABLES


def save(store: Store, folder: Path) -> str | None:
    """Write one consistent copy into a folder while others go on; the revision of its schema, None if there is none."""
    found = revision(store)
    if found is None:
        return None
    with store.connect(writes=False) as connection:
        store.dialect.save_files(connection, TABLES, folder)
    return found


def load(store: Store, folder: Path, *, found: str) -> None:
    """Replace the whole database by a copy of the given revision, and bring it to the newest schema."""
    if store.dialect.name == "sqlite":
        if store.url.database:
            Path(store.url.database).parent.mkdir(parents=True, exist_ok=True)
        with store.connect(writes=False) as connection:
            store.dialect.load_files(connection, TABLES, folder)
    else:
        with store.connect(writes=True) as connection:
            store.dialect.lock_schema(connection)
            config = alembic_config(connection)
            command.downgrade(config, "base")
            command.upgrade(config, found)
            here = [table for table in TABLES if (folder / f"{table.name}.copy").exists()]
            store.dialect.load_files(connection, here, folder)
            connection.commit()
    upgrade(store)
