"""Simulated exports as files, with the truth apart."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from learning.simulation.simulate import simulate
from learning.simulation.truth import describe_truth
from learning.simulation.world import WorldName


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
    told = describe_truth(drawn.history)
    told_file = truth / "truth.json"
    told_file.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    impressions = int(drawn.history.activity["impressions"].sum())
    return SimulatedFiles(tuple(written), told_file, first, request.last, len(drawn.history.posts), impressions)
