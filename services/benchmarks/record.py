"""What a benchmark answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Measurement:
    """One figure and what it is compared with, measured in the same run."""

    name: str
    value: float | None
    unit: str
    reference: float | None
    """In the same unit."""
    compared_with: str
    """What the reference is, in words."""
    reason: str | None = None
    """Why there is no value."""

    @property
    def ratio(self) -> float | None:
        """Reference by value: of times and sizes, 1 is as good as the reference and 0.25 takes four times as much."""
        if self.value is None or self.reference is None or self.value <= 0:
            return None
        return self.reference / self.value


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A named group of measurements."""

    name: str
    help: str
    by_default: bool
    run: Callable[[Path], tuple[Measurement, ...]]
    """Given a folder: an empty one that is removed afterwards, or the one that a person named."""
