"""One call from a seed to a history and its exports."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from learning.simulation.exports import ExportFile, write_exports
from learning.simulation.history import History, draw_history
from learning.simulation.world import WorldName, build_world


@dataclass(frozen=True, slots=True)
class Simulation:
    """A drawn history and the exports that tell of it."""

    history: History
    exports: tuple[ExportFile, ...]


def simulate(name: WorldName, seed: int, first: date, days: int, *, posts_per_day: float = 5.0) -> Simulation:
    """Draw a world, its history and its exports from one seed.

    Args:
        name: which world.
        seed: equal seeds (with equal other arguments) give equal files, byte for byte.
        first: first calendar day.
        days: length in days, at least 1.
        posts_per_day: mean number of posts a day.

    Returns:
        The simulation.

    Raises:
        BadOption: `days` is not positive.
    """
    planting, drawing, writing = (np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(3))
    world = build_world(name, days, planting)
    history = draw_history(world, first, days, posts_per_day=posts_per_day, rng=drawing)
    return Simulation(history, write_exports(history, writing))
