"""How fast the list of A/B tests opens: 10,000 of them beside 100."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np

from db.engine import Store, open_store
from learning.domain.brands import Brand
from learning.domain.errors import Refused
from learning.domain.experiment_records import ExperimentQuery
from services.actions.trail import open_trail
from services.benchmarks.record import Measurement
from services.brands import add_brand
from services.callers import Caller, Operator
from services.clock import SystemClock
from services.experiments.arm_imports import import_arms
from services.experiments.import_records import ArmImportRequest
from services.experiments.library import list_experiments
from services.imports.sources import GivenFile
from services.schema import migrate
from services.settings import load_settings

TESTS: Final = 10_000
FEW: Final = 100
PAGE: Final = 50
ROUNDS: Final = 5
SEED: Final = 20_26
QUERIES: Final = {
    "tests-list": ExperimentQuery(),
    "tests-list.decide": ExperimentQuery(wants_decision=True),
    "tests-list.search": ExperimentQuery(text="headline 77"),
}


def list_ten_thousand(folder: Path) -> tuple[Measurement, ...]:
    """Time the first page of the list, those that need a decision, and a search, on SQLite."""
    many, few = (_times(folder / f"tests-{tests}", tests) for tests in (TESTS, FEW))
    return tuple(
        Measurement(name, many[name], "ms", few[name], f"{TESTS:,} tests beside {FEW} of them") for name in QUERIES
    )


def write_tests(path: Path, tests: int) -> None:
    """Write so many finished two-arm tests, one row for each version."""
    generator = np.random.default_rng(SEED)
    users = generator.integers(2_000, 20_000, size=(tests, 2))
    clicks = generator.binomial(users, 0.05)
    lines = ["test,variant,users,clicks"]
    for test in range(tests):
        lines += [f"Headline {test},{arm},{users[test, place]},{clicks[test, place]}" for place, arm in enumerate("AB")]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _times(folder: Path, tests: int) -> dict[str, float]:
    folder.mkdir(parents=True)
    settings = load_settings({"BELLWETHER_DATA_DIR": str(folder)})
    migrate(settings.database_url, backup_dir=folder)
    clock = SystemClock()
    path = folder / "tests.csv"
    write_tests(path, tests)
    with closing(open_store(settings.database_url)) as store:
        brand = add_brand(store, "Many tests", clock)
        request = ArmImportRequest(
            brand,
            Caller(Operator("benchmark"), open_trail(settings), clock),
            GivenFile(path, path.name),
            finished=True,
            days=14,
        )
        report = import_arms(store, settings, request, clock)
        if report.error is not None or report.test_count != tests:
            raise Refused(f"{report.test_count} of {tests} tests came in.", "Look at the import of tests.")
        return {name: _fastest(partial(_open, store, brand, query)) for name, query in QUERIES.items()}


def _open(store: Store, brand: Brand, query: ExperimentQuery) -> None:
    found = list_experiments(store, brand, query, SystemClock(), limit=PAGE)
    if not found.tests:
        raise Refused("The list is empty.", "Look at the import of tests.")


def _fastest(work: Callable[[], None]) -> float:
    """Milliseconds of the processor, the best of some rounds: SQLite works within this process."""
    best = math.inf
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return 1_000 * best
