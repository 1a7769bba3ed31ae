"""What every test may ask for: shared material, databases, a fixed clock; and no network but this machine's own."""

from __future__ import annotations

import ipaddress
import itertools
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from tests.migrated import migrate_store, put_migrated_file
from tests.postgres_server import running_postgres

SHARED = Path(__file__).resolve().parents[2] / "shared"
FIXED_NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
_numbers = itertools.count(1)


def _stay_on_this_machine(event: str, arguments: tuple[object, ...]) -> None:
    if event != "socket.connect":
        return
    address = arguments[1]
    if not isinstance(address, tuple):
        return
    host = str(address[0])
    if host == "localhost":
        return
    try:
        local = ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        local = False
    if not local:
        raise RuntimeError(f"a test tried to reach {address!r}; only this machine is allowed")


def pytest_configure() -> None:
    sys.addaudithook(_stay_on_this_machine)
    # A busy machine says nothing of the code.
    settings.register_profile("patient", deadline=None)
    settings.load_profile("patient")


@pytest.fixture(autouse=True)
def main_module() -> Iterator[None]:
    """Give the run its own main module back: a page run in this process leaves its script there, and processes that a
    later test starts would begin with that script."""
    own = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = own


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared material beside the project."""
    if not (SHARED / "data").is_dir():
        pytest.skip("../shared is not here: this test compares with the exports that lie there")
    return SHARED


@pytest.fixture
def now() -> datetime:
    """A fixed time."""
    return FIXED_NOW


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    """The address of a SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'bellwether.db'}"


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of a SQLite file with the newest schema."""
    return put_migrated_file(tmp_path / "bellwether.db")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of one Postgres for the whole run."""
    with running_postgres() as url:
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            # The data lives as long as the run: waiting for the disk proves nothing here.
            connection.execute(text("ALTER SYSTEM SET fsync = off"))
            connection.execute(text("ALTER SYSTEM SET synchronous_commit = off"))
            connection.execute(text("SELECT pg_reload_conf()"))
        engine.dispose()
        yield url


@pytest.fixture(scope="session")
def migrated_database(postgres_server: str) -> str:
    """The name of a database with the newest schema and nothing in it, to be copied."""
    name = "migrated"
    _administer(postgres_server, f'CREATE DATABASE "{name}"')
    migrate_store(_address(postgres_server, name))
    return name


@pytest.fixture
def empty_postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of a fresh, empty database in Postgres."""
    yield from _fresh_database(postgres_server, "template1")


@pytest.fixture
def postgres_url(postgres_server: str, migrated_database: str) -> Iterator[str]:
    """The address of a fresh database with the newest schema in Postgres."""
    yield from _fresh_database(postgres_server, migrated_database)


BOTH_KINDS = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))


@pytest.fixture(params=BOTH_KINDS)
def any_database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database with the newest schema, of each kind that the product runs on."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=BOTH_KINDS)
def any_empty_database_url(request: pytest.FixtureRequest) -> str:
    """A database of each kind without any table."""
    url: str = request.getfixturevalue(f"empty_{request.param}_url")
    return url


def _fresh_database(server: str, template: str) -> Iterator[str]:
    name = f"test_{next(_numbers)}"
    _administer(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    yield _address(server, name)
    _administer(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _administer(server: str, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def _address(server: str, database: str) -> str:
    return make_url(server).set(database=database).render_as_string(hide_password=False)
