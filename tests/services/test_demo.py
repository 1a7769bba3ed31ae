"""The demo brand: loaded through the ordinary import, sound, marked, and removed without a trace."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from db.engine import Store, open_store
from learning.domain.enums import Basis
from learning.domain.errors import Refused
from learning.domain.figures import FigureQuery
from learning.simulation.notes import simulated_notes
from services.actions.trail import Trail
from services.brands import add_brand
from services.clock import MovedClock
from services.demo.brand import DEMO_BRAND, find_demo, is_first_start, load_demo, load_simulation, remove_demo
from services.demo.simulation import SimulationRequest, write_simulation
from services.feedback.entries import FeedbackDesk
from services.figures.asking import figures
from services.imports.importing import ImportService
from services.imports.requests import ImportRequest
from services.imports.sources import GivenFile
from services.schema import migrate
from services.settings import Settings
from services.upkeep import check
from tests.services.callers import caller

CLOCK = MovedClock(datetime(2026, 11, 21, 9, 30, tzinfo=UTC))
SMALL = SimulationRequest(seed=4, days=12, last=date(2026, 11, 20))


@pytest.fixture
def settings(tmp_path: Path, sqlite_url: str) -> Settings:
    return Settings(database_url=sqlite_url, data_dir=tmp_path / "data")


@pytest.fixture
def store(settings: Settings, tmp_path: Path) -> Iterator[Store]:
    migrate(settings.database_url, backup_dir=tmp_path / "backups")
    opened = open_store(settings.database_url)
    yield opened
    opened.close()


def test_a_simulation_loads_without_a_question_and_every_view_counts_once(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    written = write_simulation(SMALL, tmp_path)
    reports = load_simulation(store, settings, CLOCK, written, with_changes=False)
    assert not [question for report in reports for table in report.tables for question in table.questions]
    brand = find_demo(store)
    assert brand is not None
    with store.read() as work:
        query = FigureQuery(brand.id, written.first, written.last, metrics=("impressions",), basis=Basis.ACTIVITY)
        [row] = figures(work, query).rows
    assert row.values["impressions"].value == written.impressions
    assert check(store, Trail(b"test")).rollups_equal_facts


def test_the_demo_brand_reaches_up_to_yesterday_is_loaded_once_and_does_not_come_back_by_itself(
    store: Store, settings: Settings
) -> None:
    assert is_first_start(store, settings)
    brand = load_demo(store, settings, CLOCK, days=15)
    again = load_demo(store, settings, CLOCK, days=15)
    assert (brand.name, brand.is_demo) == (DEMO_BRAND, True)
    assert again == brand
    with store.read() as work:
        query = FigureQuery(brand.id, date(2026, 7, 1), date(2026, 11, 30), by=("date",), metrics=("impressions",))
        days = {dict(row.keys)["date"] for row in figures(work, query).rows if row.basis is Basis.ACTIVITY}
    assert (min(days), max(days), len(days)) == ("2026-11-06", "2026-11-20", 15)
    moment = int(CLOCK.now().timestamp())
    notes = FeedbackDesk(store, settings, brand, CLOCK).list_all()
    assert {note.text for note in notes} == {note.text for note in simulated_notes()}, "no name is in them to be masked"
    assert min(moment - note.entered_at for note in notes) == 2 * 3_600
    remove_demo(store)
    assert not is_first_start(store, settings)
    assert {note.text for note in notes if note.answered_at} == {one.text for one in simulated_notes() if one.answer}


def test_removing_the_demo_brand_leaves_nothing(store: Store, settings: Settings, tmp_path: Path) -> None:
    load_simulation(store, settings, CLOCK, write_simulation(SMALL, tmp_path), with_changes=False)
    assert remove_demo(store)
    assert not remove_demo(store)
    with store.read() as work:
        assert work.brands.list_all() == ()
    assert check(store, Trail(b"test")).rollups_equal_facts


def test_the_demo_brand_takes_no_imports(store: Store, settings: Settings, tmp_path: Path) -> None:
    written = write_simulation(SMALL, tmp_path)
    load_simulation(store, settings, CLOCK, written, with_changes=False)
    brand = find_demo(store)
    assert brand is not None
    request = ImportRequest(brand, caller("ann"), (GivenFile(written.exports[0], "mine.csv"),))
    with pytest.raises(Refused, match="demo brand"):
        ImportService(store, settings, CLOCK).commit(request)


def test_a_store_with_a_brand_is_no_first_start(store: Store, settings: Settings) -> None:
    add_brand(store, "Ann's shop", CLOCK)
    assert not is_first_start(store, settings)
