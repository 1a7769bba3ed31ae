"""Operations that fail or take long surely more often than a brand puts up with: of the system, and of programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from db.unit import UnitOfWork
from learning.domain.brands import Brand
from learning.domain.operations import OperationCount
from learning.stats.proportions import wilson_interval
from services.parameters.outcomes import MOST_OPERATIONS, NAMES, count_failed

WINDOW_SECONDS: Final = 900
FEWEST: Final = 20
"""Operations within the window, from which on a share says something."""
SLOW_SHARE: Final = 0.05
"""More of them beyond a limit means that the limit lies below the 95th percentile."""
WAITED_FOR: Final = frozenset({"page", "answer"})
"""Parts of the system that a person waits for; the others may take their time."""


@dataclass(frozen=True, slots=True)
class OperationMarks:
    """From when on a brand is told of operations."""

    failing: float = 0.1
    """Share that fails, 0-1."""
    slow_ms: int = 5_000
    """What 95 of 100 stay below."""


@dataclass(frozen=True, slots=True)
class OperationTrouble:
    """A part that fails or is slow."""

    part: str
    of_program: bool
    """Of a program of the brand, else of the system itself."""
    is_slow: bool
    count: int
    beyond: int
    """How many of them failed, or took longer."""
    low: float
    """Lower end of the 95 % interval of their share."""


def troubles_of_operations(
    work: UnitOfWork, brand: Brand, marks: OperationMarks, moment: int
) -> Iterator[OperationTrouble]:
    """Find what fails or is slow in the last 15 minutes, by the lower end of the share's 95 % interval (Wilson 1927).

    Args:
        work: A transaction.
        brand: Whose programs.
        marks: What it puts up with.
        moment: UTC seconds.
    """
    since = moment - WINDOW_SECONDS
    for one in work.operations.count_since(since * 1000, slow_ms=marks.slow_ms):
        yield from _of(one, marks, of_program=False, is_waited_for=one.component in WAITED_FOR)
    for component in sorted(work.component_sums.count_decisions(brand.id, since)):
        yield from _of(_of_program(work, brand, component, since, marks), marks, of_program=True, is_waited_for=True)


def _of_program(work: UnitOfWork, brand: Brand, component: str, since: int, marks: OperationMarks) -> OperationCount:
    lines = work.component_sums.list_operations(brand.id, component, since, most=MOST_OPERATIONS, names=NAMES)
    judged, failed = count_failed(lines)
    times = [line.response_ms for line in lines if line.response_ms is not None]
    slow = sum(taken > marks.slow_ms for taken in times)
    return OperationCount(component, judged, failed, len(times), slow)


def _of(
    one: OperationCount, marks: OperationMarks, *, of_program: bool, is_waited_for: bool
) -> Iterator[OperationTrouble]:
    low = _surely(one.count, one.errors)
    if low > marks.failing:
        yield OperationTrouble(one.component, of_program, is_slow=False, count=one.count, beyond=one.errors, low=low)
    low = _surely(one.timed, one.slow)
    if is_waited_for and low > SLOW_SHARE:
        yield OperationTrouble(one.component, of_program, is_slow=True, count=one.timed, beyond=one.slow, low=low)


def _surely(count: int, beyond: int) -> float:
    if count < FEWEST:
        return 0.0
    return float(wilson_interval(np.array([float(count)]), np.array([float(beyond)]))[0][0])
