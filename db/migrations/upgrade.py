"""Bringing a database to the newest schema, under a lock that keeps every other migration out."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, inspect, select

from db.engine import Store
from db.schema.brands import brand
from db.schema.head import HEAD, alembic_version

FOLDER = Path(__file__).parent


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's settings, without a file of their own."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    if connection is not None:
        config.attributes["connection"] = connection
    return config


def upgrade(store: Store) -> tuple[str | None, str]:
    """Migrate to the newest schema in one transaction; the revisions before and after."""
    if store.dialect.name == "sqlite" and store.url.database:
        Path(store.url.database).parent.mkdir(parents=True, exist_ok=True)
    with store.connect(writes=True) as connection:
        store.dialect.lock_schema(connection)
        before = current_revision(connection)
        if before != HEAD:
            command.upgrade(alembic_config(connection), "head")
        connection.commit()
    return before, HEAD


def current_revision(connection: Connection) -> str | None:
    """The revision within a transaction."""
    if not inspect(connection).has_table(alembic_version.name):
        return None
    return connection.execute(select(alembic_version.c.version_num)).scalar()


def holds_data(store: Store) -> bool:
    """Whether there is anything that a backup would save."""
    with store.connect(writes=False) as connection:
        if not inspect(connection).has_table(brand.name):
            return False
        return connection.execute(select(brand.c.id).limit(1)).first() is not None
