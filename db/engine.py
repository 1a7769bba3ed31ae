"""Opening a store: the engine, its schema's age, and transactions that roll back unless committed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, create_engine, inspect, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

from db.dialects import WRITES, Dialect, dialect_of
from db.failures import in_words
from db.figures.memory import FigureMemory
from db.schema.head import HEAD, alembic_version
from db.unit import UnitOfWork
from learning.domain.errors import SchemaBehind, StoreUnavailable

WRITE_WAIT_SECONDS: Final = 120.0
"""How long a write waits for another one, such as the import of a large file."""


class Store:
    """One database: hands out units of work and never a connection."""

    def __init__(self, engine: Engine, dialect: Dialect) -> None:
        """Keep the engine and its differences."""
        self._engine = engine
        self._dialect = dialect
        self._memory = FigureMemory()

    @property
    def dialect(self) -> Dialect:
        """What this engine does differently; for db only."""
        return self._dialect

    @property
    def url(self) -> URL:
        """The address; its text hides the password."""
        return self._engine.url

    @contextmanager
    def read(self) -> Iterator[UnitOfWork]:
        """Give a unit of work that sees one consistent state and changes nothing."""
        with self.connect(writes=False) as connection:
            yield UnitOfWork(connection, self._dialect, self._memory)

    @contextmanager
    def write(self, *, wait_seconds: float = WRITE_WAIT_SECONDS) -> Iterator[UnitOfWork]:
        """Give a unit of work that rolls back unless committed; waits while another one writes."""
        with self.connect(writes=True, wait_seconds=wait_seconds) as connection:
            yield UnitOfWork(connection, self._dialect)

    @contextmanager
    def connect(self, *, writes: bool, wait_seconds: float = WRITE_WAIT_SECONDS) -> Iterator[Connection]:
        """Give a connection within a transaction; for db only."""
        try:
            with self._engine.connect() as connection:
                begin(connection, self._dialect, writes=writes, wait_seconds=wait_seconds)
                yield connection
        except DatabaseError as error:
            raise in_words(error, writes=writes) from error

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()


def begin(connection: Connection, dialect: Dialect, *, writes: bool, wait_seconds: float) -> None:
    """Begin a transaction; a write waits for the lock beyond the engine's own timeout, in full tries."""
    if dialect.name == "sqlite":
        connection = connection.execution_options(**{WRITES: writes})
    elif not writes:
        connection = connection.execution_options(isolation_level="REPEATABLE READ")
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            connection.begin()
        except OperationalError as error:
            if "locked" not in str(error.orig) or time.monotonic() >= deadline:
                raise
            connection.rollback()
        else:
            return


def open_store(url: str | URL) -> Store:
    """Open the store at an address; refuses an older schema.

    Raises:
        StoreUnavailable: If the address cannot be read or nothing answers there.
        SchemaBehind: If the schema is older than this program, or there is none.
    """
    store = open_unchecked(url)
    try:
        found = revision(store)
    except BaseException:
        store.close()
        raise
    if found != HEAD:
        store.close()
        raise SchemaBehind(found, HEAD)
    return store


def open_unchecked(url: str | URL) -> Store:
    """Open the store whatever its schema: for migrations, backups and checks."""
    try:
        address = make_url(url)
        pings = not address.drivername.startswith("sqlite")
        # An error would hold the values of its statement, customers' words among them, and so would the log.
        engine = create_engine(address, pool_pre_ping=pings, hide_parameters=True)
    except (ArgumentError, ModuleNotFoundError) as error:
        raise StoreUnavailable("its address cannot be read") from error
    dialect = dialect_of(engine.dialect.name)
    dialect.prepare_engine(engine)
    return Store(engine, dialect)


def revision(store: Store) -> str | None:
    """The schema revision of a store; None for an empty or missing database."""
    if store.dialect.name == "sqlite" and store.url.database and not Path(store.url.database).exists():
        return None
    with store.connect(writes=False) as connection:
        if not inspect(connection).has_table(alembic_version.name):
            return None
        return connection.execute(select(alembic_version.c.version_num)).scalar()
