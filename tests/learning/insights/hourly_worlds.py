"""Hourly and daily series without anything unusual, and what is planted into them."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from learning.domain.anomalies import TimedSeries

BEGIN = 1_767_571_200
"""A Monday, 0:00 UTC."""
HOUR, DAY = 3_600, 86_400


class Noise(StrEnum):
    EVEN = "lognormal, independent"
    REMEMBERING = "lognormal, AR(1) of .6"
    COUNTS = "Poisson of 8"
    OVERDISPERSED = "negative binomial of 40"
    SIGNED = "normal around zero"
    TRENDING = "lognormal, growing by .4 % a day"


def calm_series(noise: Noise, seed: int, *, step: int = HOUR, days: int = 90) -> TimedSeries:
    """A series with a shape of the day and of the week, and nothing else."""
    generator = np.random.default_rng(seed)
    size = days * DAY // step
    times = BEGIN + step * np.arange(size, dtype=np.int64)
    hour, day = times % DAY / DAY, (times - BEGIN) // DAY
    shape = 0.5 * np.sin(2 * np.pi * hour) * (step < DAY) - 0.3 * (day % 7 >= 5)
    if noise is Noise.COUNTS:
        return TimedSeries(times, generator.poisson(8 * np.exp(shape)).astype(np.float64))
    if noise is Noise.OVERDISPERSED:
        mean = 40 * np.exp(shape)
        return TimedSeries(times, generator.negative_binomial(3, 3 / (3 + mean)).astype(np.float64))
    if noise is Noise.SIGNED:
        return TimedSeries(times, 20 * shape + 5 * generator.normal(size=size))
    rest = 0.15 * generator.normal(size=size)
    if noise is Noise.REMEMBERING:
        for row in range(1, size):
            rest[row] = 0.6 * rest[row - 1] + 0.8 * rest[row]
    growth = 0.004 * day if noise is Noise.TRENDING else 0.0
    return TimedSeries(times, 100 * np.exp(shape + growth + rest))
