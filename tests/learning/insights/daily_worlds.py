"""Daily series on the log scale with known parts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

WEEKDAYS = np.array([0.10, 0.05, 0.0, 0.05, 0.10, -0.20, -0.10])
"""Sums to zero, Monday first."""
LIFE = 14
"""Days for which a post brings something."""
SIZE = float(np.log(2.5))
"""Standard deviation of the logarithm of what posts bring: they differ by a factor of 2.5."""


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


@dataclass(frozen=True, slots=True)
class PostSums:
    """A series without any change of level: each day the sum of what posts of up to two weeks bring."""

    days: int
    posts: float
    """Published a day, on average."""
    half: float
    """After so many days a post brings a third of what it did; infinite: two weeks the same, then nothing."""
    events: float = 30.0
    """Counted a day, on average: each day's count has luck of its own besides."""

    def draw(self, seed: int) -> np.ndarray:
        """Logarithms by day; the counts themselves where a day has none."""
        generator = np.random.default_rng(seed)
        total = self.days + LIFE
        day = np.repeat(np.arange(total), generator.poisson(self.posts, total))
        size = np.exp(generator.normal(0, SIZE, len(day)))
        fading = np.exp(-np.arange(LIFE) / self.half)
        level = np.zeros(total + LIFE)
        for age, part in enumerate(fading / fading.sum()):
            np.add.at(level, day + age, size * part)
        counts = generator.poisson(level[LIFE:total] * self.events / (self.posts * np.exp(SIZE**2 / 2))).astype(float)
        return np.log(counts) if (counts > 0).all() else counts
