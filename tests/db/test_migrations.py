from __future__ import annotations

import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, inspect

from db.engine import Store, open_store, open_unchecked
from db.migrations.upgrade import alembic_config, upgrade
from db.schema.catalogue import TABLES, metadata
from db.schema.head import HEAD
from learning.domain.errors import SchemaBehind, StoreUnavailable


def test_migrating_an_empty_database_makes_exactly_the_tables_that_the_program_knows(store: Store) -> None:
    with store.connect(writes=False) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_named_head_is_the_newest_revision() -> None:
    assert ScriptDirectory.from_config(alembic_config()).get_heads() == [HEAD]


def test_the_catalogue_lists_every_table_after_those_it_refers_to() -> None:
    assert set(TABLES) == set(metadata.tables.values())
    for place, table in enumerate(TABLES):
        referred = {key.column.table for key in table.foreign_keys}
        assert referred <= set(TABLES[:place]), table.name


def test_every_constraint_and_index_has_a_name() -> None:
    for table in TABLES:
        for constraint in table.constraints:
            assert constraint.name, f"{table.name}: {constraint}"
            if not isinstance(constraint, CheckConstraint):
                assert str(constraint.name).startswith(("pk_", "uq_", "fk_"))
        for index in table.indexes:
            assert str(index.name).startswith(("ix_", "uq_"))
            assert len(str(index.name)) <= 63


def test_the_names_of_the_database_are_those_of_the_program(store: Store) -> None:
    with store.connect(writes=False) as connection:
        looker = inspect(connection)
        for table in TABLES:
            assert looker.get_pk_constraint(table.name)["name"] == f"pk_{table.name}"


def test_an_empty_database_is_refused_and_no_file_is_made(any_empty_database_url: str, tmp_path: Path) -> None:
    with pytest.raises(SchemaBehind) as refusal:
        open_store(any_empty_database_url)
    assert "migrate" in refusal.value.fix
    assert not list(tmp_path.glob("*.db"))


def test_two_migrations_at_once_do_the_work_once(any_empty_database_url: str) -> None:
    found: list[str | None] = []

    def migrate() -> None:
        store = open_unchecked(any_empty_database_url)
        found.append(upgrade(store)[0])
        store.close()

    threads = [threading.Thread(target=migrate) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found, key=str) == [HEAD, HEAD, None]


def test_a_database_that_does_not_answer_is_named_without_its_password() -> None:
    with pytest.raises(StoreUnavailable) as failure:
        open_store("postgresql+psycopg://ann:hidden-word@127.0.0.1:9/none")
    assert "hidden-word" not in failure.value.message
    assert "\n" not in failure.value.message


@pytest.mark.parametrize("address", ["nonsense", "mysql://somewhere/x", "sqlite:////proc/no/such/place.db"])
def test_an_address_that_cannot_be_used_is_refused_in_words(address: str) -> None:
    with pytest.raises((StoreUnavailable, SchemaBehind)):
        open_store(address)
