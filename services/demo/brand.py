"""The demo brand: simulated exports, imported like any others, marked as demo, removed as a whole."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from db.engine import Store
from learning.domain.brands import Brand
from learning.domain.errors import Refused
from learning.domain.imports import FileReport
from learning.simulation.programs import SLOT_SECONDS
from services.actions.trail import open_trail
from services.brands import add_brand
from services.callers import Caller, Operator
from services.clock import Clock
from services.decisions.recording import DecisionService
from services.demo.actions import MARKETER, load_demo_actions
from services.demo.feedback import load_demo_feedback
from services.demo.programs import DemoPrograms
from services.demo.simulation import SimulatedFiles, SimulationRequest, write_simulation
from services.experiments.demo_tests import load_demo_tests
from services.imports.importing import ImportService
from services.imports.progress import OnProgress, ignore_progress
from services.imports.requests import ImportRequest
from services.imports.sources import GivenFile
from services.parameters.serving import ParameterService
from services.settings import Settings

DEMO_BRAND: Final = "Harbour & Pine (demo)"
DEMO_ZONE: Final = "Europe/Berlin"
DEMO_DAYS: Final = 120
DEMO_SEED: Final = 20
DEMO_WHO: Final = "demo"
MOST_SLOTS: Final = 14 * 86_400 // SLOT_SECONDS
"""After a longer pause the programs of the demo brand go on from two weeks ago."""
MARK: Final = "demo-offered"
"""File of the data folder that says that the demo brand was loaded once: a removed one does not come back by itself."""


def find_demo(store: Store) -> Brand | None:
    """Return the demo brand, if it is there."""
    with store.read() as work:
        return next((brand for brand in work.brands.list_all() if brand.is_demo), None)


def load_demo(
    store: Store, settings: Settings, clock: Clock, *, days: int = DEMO_DAYS, on_progress: OnProgress = ignore_progress
) -> Brand:
    """Draw the exports up to yesterday and import them; a demo brand that is there already is returned as it is."""
    found = find_demo(store)
    if found is not None and found.data_version > 0:
        return found
    yesterday = clock.now().astimezone(ZoneInfo(DEMO_ZONE)).date() - timedelta(days=1)
    request = SimulationRequest(seed=DEMO_SEED, days=days, last=yesterday)
    with tempfile.TemporaryDirectory(prefix="bellwether-demo-") as folder:
        written = write_simulation(request, Path(folder))
        load_simulation(store, settings, clock, written, on_progress=on_progress)
    _note_offer(settings, clock.now())
    with store.read() as work:
        brand = work.brands.find_named(DEMO_BRAND)
    if brand is None:
        raise Refused("The demo brand was removed while it was being loaded.", "Load it again.")
    return brand


def load_simulation(
    store: Store,
    settings: Settings,
    clock: Clock,
    written: SimulatedFiles,
    *,
    with_changes: bool = True,
    on_progress: OnProgress = ignore_progress,
) -> tuple[FileReport, ...]:
    """Import simulated exports as the demo brand, in place of an earlier one; then let its changes of weeks happen.

    Raises:
        Refused: A file could not be imported; what was loaded is taken away again.
    """
    remove_demo(store)
    brand = add_brand(store, DEMO_BRAND, clock, time_zone=DEMO_ZONE, is_demo=True)
    files = tuple(GivenFile(path, path.name) for path in written.exports)
    loader = Caller(Operator(DEMO_WHO), open_trail(settings), clock)
    request = ImportRequest(brand, loader, files, on_progress=on_progress, loads_demo=True)
    reports = ImportService(store, settings, clock).commit(request)
    failed = next((report for report in reports if report.error is not None), None)
    if failed is not None and failed.error is not None:
        remove_demo(store)
        raise Refused(f"{failed.file}: {failed.error.message}", failed.error.fix)
    try:
        load_demo_tests(store, settings, brand, written.tests, clock)
        load_demo_feedback(store, settings, brand, clock, who=replace(loader, who=Operator(MARKETER)))
        if with_changes:
            load_demo_actions(store, settings, brand, clock)
    except Refused:
        remove_demo(store)
        raise
    return reports


def play_demo_programs(store: Store, parameters: ParameterService, decisions: DecisionService, clock: Clock) -> int:
    """Let the programs of the demo brand decide up to now, and return for how many.

    They catch up after a pause: nobody was there to change what they ask for. 0 where there is no demo brand, or it
    was loaded without changes.
    """
    brand = find_demo(store)
    if brand is None:
        return 0
    with store.read() as work:
        newest = work.decisions.find_newest(brand.id)
    last = int(clock.now().timestamp()) // SLOT_SECONDS - 1
    if newest is None or newest // SLOT_SECONDS >= last:
        return 0
    first = max(newest // SLOT_SECONDS, last - MOST_SLOTS) + 1
    return DemoPrograms(brand, parameters, decisions).play(first, last)


def remove_demo(store: Store) -> bool:
    """Remove the demo brand with everything that it holds; False where there was none."""
    found = find_demo(store)
    if found is None:
        return False
    with store.write() as work:
        work.brands.remove(found.id)
        work.commit()
    return True


def is_first_start(store: Store, settings: Settings) -> bool:
    """Say whether nothing was ever loaded here, so that the demo brand should welcome the newcomer."""
    if not settings.demo or (settings.data_dir / MARK).exists():
        return False
    with store.read() as work:
        return not work.brands.list_all()


def _note_offer(settings: Settings, now: datetime) -> None:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    (settings.data_dir / MARK).write_text(now.isoformat() + "\n", encoding="utf-8")
