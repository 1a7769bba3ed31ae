"""Simulated exports as files, with the truth apart."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import numpy as np

from learning.simulation.ab_tests import draw_tests
from learning.simulation.operations import describe_operations
from learning.simulation.programs import describe_programs
from learning.simulation.simulate import simulate
from learning.simulation.truth import describe_truth
from learning.simulation.world import WorldName

TESTS_STREAM: Final = 4
"""Tests draw from a stream of their own, so that a history stays what it was."""


@dataclass(frozen=True, slots=True)
class SimulationRequest:
    """What is to be drawn; equal requests give equal files."""

    seed: int
    days: int
    last: date
    """The last calendar day of the history."""
    world: WorldName = WorldName.DEMO
    posts_per_day: float = 5.0


@dataclass(frozen=True, slots=True)
class SimulatedFiles:
    """Where a simulation was written and what it holds."""

    exports: tuple[Path, ...]
    truth: Path
    first: date
    last: date
    posts: int
    impressions: int
    tests: tuple[Path, ...] = ()
    """Files of A/B data, in a folder of their own: they are imported under A/B tests."""


def write_simulation(request: SimulationRequest, folder: Path) -> SimulatedFiles:
    """Draw a history and write its exports below `exports/` and its truth below `truth/` of a folder.

    Raises:
        BadOption: The number of days is not positive.
    """
    first = request.last - timedelta(days=request.days - 1)
    drawn = simulate(request.world, request.seed, first, request.days, posts_per_day=request.posts_per_day)
    exports, truth = folder / "exports", folder / "truth"
    exports.mkdir(parents=True, exist_ok=True)
    truth.mkdir(exist_ok=True)
    written = []
    for export in drawn.exports:
        path = exports / export.name
        path.write_text(export.text, encoding="utf-8", newline="")
        written.append(path)
    planted = draw_tests(
        request.last,
        np.random.default_rng([request.seed, TESTS_STREAM]),
        effects=request.world is not WorldName.NOISE,
    )
    (folder / "ab_tests").mkdir(exist_ok=True)
    tests = []
    for file in planted.files:
        path = folder / "ab_tests" / file.name
        path.write_text(file.text, encoding="utf-8", newline="")
        tests.append(path)
    told = describe_truth(drawn.history) | {
        "tests": [
            {"file": true.file, "test": true.test, "lift": round(true.lift, 6), "trusted": true.trusted}
            for true in planted.truth
        ],
        "parameters": describe_programs(),
        "operations": describe_operations(),
    }
    told_file = truth / "truth.json"
    told_file.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    impressions = int(drawn.history.activity["impressions"].sum())
    posts = len(drawn.history.posts)
    return SimulatedFiles(tuple(written), told_file, first, request.last, posts, impressions, tuple(tests))
