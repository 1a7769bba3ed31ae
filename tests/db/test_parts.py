"""The parts of the largest tables on Postgres."""

from __future__ import annotations

import pytest
from alembic import command
from sqlalchemy import inspect

from db.dialects import has_parts
from db.engine import Store
from db.importing.writer import BatchWriter
from db.migrations.upgrade import alembic_config, upgrade
from db.parts import PARTED
from db.schema.catalogue import TABLES
from learning.domain.facts import Fact
from learning.domain.observations import CutSpec
from tests.db.world import (
    DAILY,
    HOURLY,
    LIFETIME,
    Part,
    Row,
    add_brand,
    chunk_of,
    differences,
    draft_of,
    import_parts,
    state_of,
    undo,
)


def likes(cut: CutSpec, *pairs: tuple[int, int]) -> Part:
    """Rows of the account: (hour or day, likes)."""
    return Part(cut, tuple(Row(start=start, facts=((Fact.LIKES, count),)) for start, count in pairs))


def parts_of(store: Store, name: str) -> list[str]:
    """The parts of a table, by name."""
    with store.connect(writes=False) as connection:
        rows = connection.exec_driver_sql(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = %(name)s::regclass", {"name": name}
        )
        return sorted(rows.scalars())


def test_the_parted_tables_are_those_that_say_so() -> None:
    assert {table for table in TABLES if has_parts(table)} == set(PARTED)


@pytest.mark.postgres
@pytest.mark.parametrize("cut", [HOURLY, DAILY, LIFETIME])
def test_a_new_cut_gets_a_part_with_the_key_of_its_table(postgres_store: Store, cut: CutSpec) -> None:
    brand_id = add_brand(postgres_store, "Acme")
    import_parts(postgres_store, brand_id, "a.csv", [likes(cut, (10, 1))])
    for table in PARTED:
        [part] = parts_of(postgres_store, table.name)
        with postgres_store.connect(writes=False) as connection:
            key = inspect(connection).get_pk_constraint(part)["constrained_columns"]
        assert key == [column.name for column in table.primary_key]
    assert differences(postgres_store) == []


@pytest.mark.postgres
def test_rows_that_meet_earlier_ones_of_a_new_cut_are_found_before_the_file_ends(postgres_store: Store) -> None:
    brand_id = add_brand(postgres_store, "Acme")
    import_parts(
        postgres_store, brand_id, "a.csv", [likes(HOURLY, (10, 1)), likes(HOURLY, (50, 2)), likes(HOURLY, (10, 4))]
    )
    together = state_of(postgres_store, brand_id)
    other = add_brand(postgres_store, "Other")
    import_parts(postgres_store, other, "a.csv", [likes(HOURLY, (10, 5), (50, 2))])
    assert together["observation"] == state_of(postgres_store, other)["observation"]
    assert differences(postgres_store) == []


@pytest.mark.postgres
def test_an_import_that_fails_leaves_no_part_behind(postgres_store: Store) -> None:
    brand_id = add_brand(postgres_store, "Acme")
    broken = draft_of(brand_id, "a.csv")
    with postgres_store.write() as work:
        writer = work.importing.start(broken)
        assert isinstance(writer, BatchWriter)
        writer.write(HOURLY, chunk_of(likes(HOURLY, (10, 1))))
    assert parts_of(postgres_store, "observation") == []
    import_parts(postgres_store, brand_id, "a.csv", [likes(HOURLY, (10, 1))])
    assert len(parts_of(postgres_store, "observation")) == 1


@pytest.mark.postgres
def test_migrating_to_parts_and_back_keeps_every_row(postgres_store: Store) -> None:
    brand_id = add_brand(postgres_store, "Acme")
    first, _ = import_parts(postgres_store, brand_id, "a.csv", [likes(HOURLY, (10, 1), (50, 2)), likes(DAILY, (3, 4))])
    import_parts(postgres_store, brand_id, "b.csv", [likes(HOURLY, (50, 7))])
    before = state_of(postgres_store, brand_id)
    with postgres_store.connect(writes=True) as connection:
        command.downgrade(alembic_config(connection), "0012")
        connection.commit()
    assert parts_of(postgres_store, "observation") == []
    upgrade(postgres_store)
    assert len(parts_of(postgres_store, "observation")) == 2
    assert state_of(postgres_store, brand_id) == before
    undo(postgres_store, first)
    assert differences(postgres_store) == []
