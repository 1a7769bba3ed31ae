"""Which part of the data explains that a day was unlike what was expected?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learning.domain.insights import Driver

Floats = NDArray[np.float64]

EXPLAINED: Final = 0.67
"""Parts are added until they explain so much of the difference."""
LEAST_POWER: Final = 0.1
"""A part that explains less is not worth naming: succinctness."""
MOST_PARTS: Final = 3
MOST_DIMENSIONS: Final = 4


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Expected and actual sums by level of one dimension; arrays of shape (levels,)."""

    dimension: str
    levels: tuple[str, ...]
    expected: Floats
    """Of the metric's numerator."""
    actual: Floats
    expected_base: Floats | None = None
    """Of its denominator; None for totals."""
    actual_base: Floats | None = None


def explain_difference(breakdowns: Sequence[Breakdown]) -> tuple[Driver, ...]:
    """Name the parts that explain a difference, after Adtributor.

    Args:
        breakdowns: One per dimension; each splits the same whole, expected and actual.

    Returns:
        For up to four dimensions, the one with most surprise a part first, the fewest parts that together explain two
        thirds of the difference, each at least a tenth of it (Bhagwan et al. 2014, Adtributor: Revenue Debugging in
        Advertising Systems, NSDI, algorithm 1). Explanatory power of totals is (A_i - F_i) / (A - F), of ratios what
        the whole would move by if this part alone had changed, brought to a sum of 1; surprise is the part's term of
        the Jensen-Shannon divergence between expected and actual shares, of ratios that of both sums. A dimension in
        which no three parts explain two thirds is left out: everything changed alike there.
    """
    found: list[tuple[float, tuple[Driver, ...]]] = []
    for one in breakdowns:
        if len(one.levels) < 2 or one.expected.sum() <= 0:
            continue
        power, surprise = _powers(one), _surprises(one)
        chosen: list[int] = []
        told = 0.0
        for place in np.argsort(-surprise, kind="stable").tolist():
            if told >= EXPLAINED or len(chosen) == MOST_PARTS:
                break
            if np.isfinite(power[place]) and power[place] >= LEAST_POWER:
                chosen.append(place)
                told += float(power[place])
        if told >= EXPLAINED:
            drivers = tuple(_driver(one, place, power, surprise) for place in sorted(chosen, key=lambda at: -power[at]))
            found.append((float(surprise[chosen].mean()), drivers))
    found.sort(key=lambda pair: -pair[0])
    return tuple(driver for _, drivers in found[:MOST_DIMENSIONS] for driver in drivers)


def _driver(one: Breakdown, place: int, power: Floats, surprise: Floats) -> Driver:
    return Driver(
        one.dimension,
        one.levels[place],
        expected=float(one.expected[place]),
        actual=float(one.actual[place]),
        power=float(power[place]),
        surprise=float(surprise[place]),
    )


def _powers(one: Breakdown) -> Floats:
    if one.expected_base is None or one.actual_base is None:
        powers = one.actual - one.expected
    else:
        # What the ratio would move by if this part alone had changed.
        top, base = one.expected.sum(), one.expected_base.sum()
        more, wider = one.actual - one.expected, one.actual_base - one.expected_base
        with np.errstate(divide="ignore", invalid="ignore"):
            powers = (more * base - wider * top) / (base * (base + wider))
    whole = float(np.nansum(powers))
    found: Floats = powers / whole if abs(whole) > 1e-12 else np.full(len(powers), np.nan)
    return found


def _surprises(one: Breakdown) -> Floats:
    found = _divergence(one.expected, one.actual)
    if one.expected_base is not None and one.actual_base is not None:
        found = found + _divergence(one.expected_base, one.actual_base)
    return found


def _divergence(expected: Floats, actual: Floats) -> Floats:
    p, q = expected / max(float(expected.sum()), 1e-300), actual / max(float(actual.sum()), 1e-300)
    middle = p + q
    with np.errstate(divide="ignore", invalid="ignore"):
        one = np.where(p > 0, p * np.log(2 * p / middle), 0.0)
        other = np.where(q > 0, q * np.log(2 * q / middle), 0.0)
    found: Floats = 0.5 * (one + other)
    return found
