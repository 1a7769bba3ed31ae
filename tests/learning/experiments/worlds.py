"""Made-up tests whose truth is known, as arrays of sums."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from learning.experiments.family import Effects, measure_effects
from learning.stats.moments import PairedSums, adjust_by_before, binomial_moments, ratio_moments

Floats = NDArray[np.float64]


def watched_tests(
    tests: int, generator: np.random.Generator, *, lift: float, rate: float = 0.1, looks: int = 20, per_look: int = 500
) -> Effects:
    """Two arms of a conversion rate, looked at while they grow; arrays of shape (tests, looks, 1)."""
    shape = (tests, looks)
    n = np.broadcast_to(np.arange(1, looks + 1)[None, :, None] * float(per_look), (*shape, 1))
    arms = [
        binomial_moments(n, np.cumsum(generator.binomial(per_look, one, shape), axis=1).astype(np.float64)[..., None])
        for one in (rate, rate * (1 + lift))
    ]
    return measure_effects(arms[1], arms[0])


def last_look(tests: int, looks: int = 20) -> NDArray[np.bool_]:
    found = np.zeros((tests, looks, 1), dtype=np.bool_)
    found[:, -1] = True
    return found


def rates(tests: int, generator: np.random.Generator, n: int, control: float, treatment: float) -> Effects:
    """Two arms of a conversion rate, shape (tests, 1)."""
    units = np.full((tests, 1), float(n))
    arms = [
        binomial_moments(units, generator.binomial(n, one, (tests, 1)).astype(np.float64))
        for one in (control, treatment)
    ]
    return measure_effects(arms[1], arms[0])


def ratios(tests: int, generator: np.random.Generator, n: int, lift: float) -> Effects:
    """Clicks by page views over users who differ in both; shape (tests, 1)."""
    arms = []
    for one in (0.2, 0.2 * (1 + lift)):
        views = 1.0 + generator.negative_binomial(1.5, 0.3, (tests, n))
        chance = generator.beta(2, 8, (tests, n)) * one / 0.2
        clicks = generator.binomial(views.astype(np.int64), np.minimum(chance, 1.0)).astype(np.float64)

        def add(values: Floats) -> Floats:
            return values.sum(axis=1, keepdims=True)

        units = np.full((tests, 1), float(n))
        top, bottom = (add(clicks), add(clicks**2)), (add(views), add(views**2))
        arms.append(ratio_moments(units, top, bottom, add(clicks * views)))
    return measure_effects(arms[1], arms[0])


def adjusted_means(
    tests: int, generator: np.random.Generator, n: int, lift: float, rho_squared: float
) -> tuple[Effects, Floats]:
    """A value that correlates with the value before the test; the effects and the variance left, shape (tests, 1)."""
    arms = []
    for one in (10.0, 10.0 * (1 + lift)):
        before = generator.normal(0, 1, (tests, n))
        noise = generator.normal(0, 1, (tests, n))
        after = one + 3 * (np.sqrt(rho_squared) * before + np.sqrt(1 - rho_squared) * noise)

        def add(values: Floats) -> Floats:
            return values.sum(axis=1, keepdims=True)

        earlier = 5 + 2 * before
        arms.append(
            PairedSums(
                np.full((tests, 1), float(n)),
                add(after),
                add(after**2),
                add(earlier),
                add(earlier**2),
                add(after * earlier),
            )
        )
    found = adjust_by_before(*arms)
    return measure_effects(found.treatment, found.control), found.control_share
