"""Daily series on the log scale with known parts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

WEEKDAYS = np.array([0.10, 0.05, 0.0, 0.05, 0.10, -0.20, -0.10])
"""Sums to zero, Monday first."""


@dataclass(frozen=True, slots=True)
class DailyWorld:
    """How a series is drawn."""

    days: int = 180
    noise: float = 0.12
    """Standard deviation of a day on the log scale: about 12 %."""
    memory: float = 0.0
    growth: float = 0.0
    """Relative, over the whole length."""
    shift: float = 0.0
    """Relative, from one day on."""

    def draw(self, seed: int) -> tuple[np.ndarray, int]:
        """Logarithms by day (the first is a Monday), and the row of the shift."""
        generator = np.random.default_rng(seed)
        shocks = generator.normal(size=self.days + 50) * self.noise * np.sqrt(1 - self.memory**2)
        rest = np.zeros(len(shocks))
        for row in range(1, len(rest)):
            rest[row] = self.memory * rest[row - 1] + shocks[row]
        day = np.arange(self.days)
        row = int(generator.integers(0.2 * self.days, 0.8 * self.days))
        direction = 1 if seed % 2 else -1
        trend = direction * np.log1p(self.growth) * day / self.days
        step = direction * np.log1p(self.shift) * (day >= row)
        return 4 + rest[50:] + WEEKDAYS[day % 7] + trend + step, row
