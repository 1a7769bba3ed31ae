"""How long the data of the components' pages take on the demo brand: three programs, 28 days, 15,000 decisions."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from db.engine import open_store
from services.benchmarks.record import Measurement
from services.brands import add_brand
from services.clock import SystemClock
from services.demo.actions import load_demo_actions
from services.parameters.component_list import list_components
from services.parameters.components import read_component
from services.schema import migrate
from services.settings import load_settings

BAR_MS: Final = 100.0
TRIES: Final = 9
WORDS: Final = "the bar, 100 ms; processor time"


def time_components(folder: Path) -> tuple[Measurement, ...]:
    """Time the list, and the slowest page."""
    settings = load_settings({"BELLWETHER_DATA_DIR": str(folder)})
    migrate(settings.database_url, backup_dir=folder)
    clock = SystemClock()
    store = open_store(settings.database_url)
    try:
        brand = add_brand(store, "Demo", clock, time_zone="Europe/Berlin", is_demo=True)
        load_demo_actions(store, settings, brand, clock)
        now = int(clock.now().timestamp())
        with store.read() as work:
            lines = list_components(work, brand.id, now)
            listed = _median_ms(partial(list_components, work, brand.id, now))
            pages = [_median_ms(partial(read_component, work, brand, line.component, now)) for line in lines]
    finally:
        store.close()
    return (
        Measurement("components.list", listed, "CPU ms", BAR_MS, WORDS),
        Measurement("components.page", max(pages), "CPU ms", BAR_MS, WORDS),
    )


def _median_ms(work: Callable[[], object]) -> float:
    found = []
    for _ in range(TRIES):
        began = time.process_time()
        work()
        found.append((time.process_time() - began) * 1000)
    return statistics.median(found)
