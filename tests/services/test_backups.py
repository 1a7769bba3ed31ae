from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.engine import Store, open_store, open_unchecked
from learning.domain.errors import InputError, NotFound, Refused, SchemaBehind
from learning.domain.facts import Fact
from services.actions.trail import Trail
from services.backups import backup, restore
from services.schema import SchemaState, migrate, state
from services.upkeep import check
from tests.db.world import DAILY, HOURLY, Part, Row, add_brand, differences, import_parts, state_of

PARTS = [Part(cut, (Row(start=3, facts=((Fact.LIKES, 5),), extra=2),)) for cut in (DAILY, HOURLY)]


@pytest.fixture
def store(any_database_url: str, tmp_path: Path) -> Iterator[Store]:
    """A migrated store with one brand and one import."""
    opened = open_store(any_database_url)
    import_parts(opened, add_brand(opened, "B"), "a", PARTS)
    yield opened
    opened.close()


def test_a_backup_restores_the_exact_state_and_keeps_what_was_there(store: Store, tmp_path: Path) -> None:
    before = state_of(store, 1)
    report = backup(store, tmp_path / "b.zip")
    assert "master key" in report.excluded
    import_parts(store, 1, "c", [Part(DAILY, (Row(start=4, facts=((Fact.LIKES, 9),)),))])
    after = state_of(store, 1)
    restored = restore(store, tmp_path / "b.zip", backup_dir=tmp_path / "earlier")
    assert state_of(store, 1) == before
    assert differences(store) == []
    assert restored.replaced is not None
    restore(store, restored.replaced, backup_dir=tmp_path / "earlier")
    assert state_of(store, 1) == after


def test_ids_go_on_after_a_restore(store: Store, tmp_path: Path) -> None:
    backup(store, tmp_path / "b.zip")
    restore(store, tmp_path / "b.zip", backup_dir=tmp_path)
    import_parts(store, add_brand(store, "C"), "a", PARTS)
    assert differences(store) == []


def test_a_damaged_backup_is_refused_and_nothing_is_touched(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    backup(store, file)
    before = state_of(store, 1)
    whole = file.read_bytes()
    broken = tmp_path / "broken.zip"
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(broken, "w") as copy:
        for name in source.namelist():
            data = source.read(name)
            copy.writestr(name, data if name == "manifest.json" else data + b"x")
    cut = tmp_path / "cut.zip"
    cut.write_bytes(whole[: len(whole) // 2])
    for damaged in (broken, cut):
        with pytest.raises(InputError) as refusal:
            restore(store, damaged, backup_dir=tmp_path)
        assert refusal.value.code == "bad_backup"
    with pytest.raises(NotFound):
        restore(store, tmp_path / "none.zip", backup_dir=tmp_path)
    assert state_of(store, 1) == before


@pytest.mark.parametrize(("key", "value"), [("engine", "oracle"), ("schema", "9999")])
def test_a_backup_of_another_kind_or_a_newer_program_is_refused(
    store: Store, tmp_path: Path, key: str, value: str
) -> None:
    backup(store, tmp_path / "b.zip")
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(tmp_path / "b.zip") as source, zipfile.ZipFile(other, "w") as copy:
        for name in source.namelist():
            data = source.read(name)
            copy.writestr(name, json.dumps(json.loads(data) | {key: value}) if name == "manifest.json" else data)
    with pytest.raises(Refused):
        restore(store, other, backup_dir=tmp_path)


def test_an_empty_database_has_nothing_to_back_up_and_is_not_made(any_empty_database_url: str, tmp_path: Path) -> None:
    empty = open_unchecked(any_empty_database_url)
    with pytest.raises(Refused):
        backup(empty, tmp_path / "b.zip")
    assert not list(tmp_path.iterdir())
    assert state(empty) is SchemaState.BEHIND
    assert not check(empty, Trail(b"test")).sound
    empty.close()


def test_a_sound_database_is_called_sound_and_a_changed_one_is_not(store: Store) -> None:
    from db.schema.rollups import rollup_day  # noqa: PLC0415

    assert check(store, Trail(b"test")).sound
    with store.write() as work:
        work.connection.execute(rollup_day.update().values(likes=1))
        work.commit()
    report = check(store, Trail(b"test"))
    assert not report.rollups_equal_facts
    assert "rollup_day" in report.differences[0]


def test_a_migration_backs_up_data_first_and_refuses_a_newer_database(
    any_database_url: str, store: Store, tmp_path: Path
) -> None:
    from db.schema.head import alembic_version  # noqa: PLC0415

    assert migrate(any_database_url, backup_dir=tmp_path / "x").backup is None
    for revision, expected in (("9999", Refused), ("0003", Exception)):
        with store.write() as work:
            work.connection.execute(alembic_version.update().values(version_num=revision))
            work.commit()
        with pytest.raises(SchemaBehind):
            open_store(any_database_url)
        with pytest.raises(expected):
            migrate(any_database_url, backup_dir=tmp_path / "x")
    # The second migration fails, for the tables are there already: its backup was made before, and nothing was lost.
    assert len(list((tmp_path / "x").glob("before-*.zip"))) == 1
    assert len(state_of(store, 1)["observation"]) == 2
