"""Does one part differ from the rest, judged by how much it varies from post to post?

The unit is the post (or the day), never the impression. Where the same posts reach the part and the rest, both are
compared within each post: what makes one post do better than another then plays no role.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learning.stats.overdispersion import fit_overdispersion

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PAIRED_SHARE: Final = 0.5
"""From this share of the exposure with units that reach several parts on, units are compared with themselves."""
LIMIT_EVENTS, LIMIT_FACTOR = 5.0, 4.0
"""Beyond 5 events and 4 times the expectation a unit's events are cut where units cannot be compared with themselves:
one viral post must not carry its part."""
RATE_ROUNDS: Final = 3
LEVEL_ROUNDS: Final = 3
WHOLE_PART: Final = 1 - 1e-9


@dataclass(frozen=True, slots=True)
class UnitTable:
    """Events and exposure of each unit in each part; arrays share one index, one element per unit and part."""

    units: Ints
    """From 0."""
    parts: Ints
    """From 0 to `size` - 1."""
    size: int
    events: Floats
    """What is counted (or measured), at least 0."""
    exposure: Floats
    """What it is divided by, at least 0; expected events are in proportion to it."""


@dataclass(frozen=True, slots=True)
class Contrasts:
    """Each part against all others; arrays of shape (parts,). NaN where there is nothing to compare."""

    log_ratio: Floats
    """Logarithm of the part's rate by that of the rest."""
    error: Floats
    """Its standard error over units."""
    degrees: Floats
    """Effective number of units less 1."""
    units: Ints
    """How many units stand behind."""
    paired: bool
    """True where units were compared with themselves."""


def contrast_parts(table: UnitTable, *, event_size: float | None) -> Contrasts:
    """Compare the rate of each part with that of all others.

    Args:
        table: Events and exposure by unit and part, each pair at most once.
        event_size: What one event adds: 1 where events are counted (clicks), their mean weight where they are weighted;
            None for amounts whose events vary in size (seconds, revenue).

    Returns:
        Within units where units with several parts hold at least half of the exposure (`_paired`), else between units
        (`_separate`).
    """
    positive = table.exposure > 0
    units, parts = table.units[positive], table.parts[positive]
    x, y = table.events[positive], table.exposure[positive]
    if not len(units):
        nothing = np.full(table.size, np.nan)
        return Contrasts(nothing, nothing, nothing, np.zeros(table.size, dtype=np.int64), paired=False)
    several = np.bincount(units)[units] > 1
    paired = bool(y[several].sum() >= PAIRED_SHARE * y.sum())
    if paired:
        return _paired(
            _dense(units[several]), parts[several], x[several], y[several], table.size, event_size=event_size
        )
    return _separate(parts, x, y, table.size, event_size=event_size)


def _dense(codes: Ints) -> Ints:
    return np.unique(codes, return_inverse=True)[1].astype(np.int64)


def _sum(codes: Ints, values: Floats, size: int) -> Floats:
    return np.bincount(codes, values, minlength=size).astype(np.float64)


def _paired(units: Ints, parts: Ints, x: Floats, y: Floats, size: int, *, event_size: float | None) -> Contrasts:
    """Mantel-Haenszel ratio of rates over units, with the variance between units.

    With s = y / Y the part's share of a unit's exposure, a = x (1 - s) and b = (X - x) s: ratio = sum(c a) / sum(c b)
    (Mantel and Haenszel 1959; for rates Rothman, Greenland and Lash 2008, eq. 15-22). The weights c = 1 / (scale +
    spread m), m = L Y s (1 - s) with L the unit's level, keep one large unit from ruling (quasi-likelihood). L is the
    mean of the unit's rates by precision: it alone is uncorrelated with every difference between parts, so that weights
    made from it do not favour a side. The variance is the larger of the jackknife one over units and that of the fitted
    overdispersion at equal rates: a part of few units is never surer than units in general allow.
    """
    count = int(units.max()) + 1
    total_x, total_y = _sum(units, x, count)[units], _sum(units, y, count)[units]
    share = y / total_y
    a, b = x * (1 - share), (total_x - x) * share
    # One order makes or breaks the level of a post: amounts are weighted by exposure alone.
    known = event_size is not None
    level = total_x / total_y if known else np.full(len(x), float(x.sum() / y.sum()))
    fitted = fit_overdispersion(np.zeros(0), np.zeros(0), event_size=event_size)
    for _ in range(LEVEL_ROUNDS):
        expected = level * y * (1 - share)
        seen = expected > 0
        fitted = fit_overdispersion((a - b)[seen] ** 2, expected[seen], event_size=event_size)
        if not known:
            break
        precision = np.where(seen, y * fitted.weights(level * y), 0.0)
        level = _sum(units, precision * x / y, count)[units] / np.maximum(_sum(units, precision, count)[units], 1e-300)
    expected = level * y * (1 - share)
    seen = expected > 0
    weight = np.where(seen, fitted.weights(np.where(seen, expected, 1.0)), 0.0)
    top, bottom, base = (_sum(parts, weight * part, size) for part in (a, b, expected))
    n = np.bincount(parts, seen, minlength=size)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = top / bottom
        leverage = weight * expected / base[parts]
        gaps = weight * (a - ratio[parts] * b) / (1 - leverage)
        own = _sum(parts, _known(gaps, leverage) ** 2, size) * (n - 1) / n / top**2
        model = _sum(parts, weight**2 * fitted.variance(expected), size) / base**2
        degrees = 1 / _sum(parts, np.nan_to_num(leverage) ** 2, size) - 1
        return _contrasts(ratio, np.maximum(own, model), degrees, n, paired=True)


def _separate(parts: Ints, x: Floats, y: Floats, size: int, *, event_size: float | None) -> Contrasts:
    """Ratio of two rates over different units.

    Units of one part are compared with those of the others. Events beyond a limit that is the same for all parts are
    cut (winsorised), large units count by less than their size, and the variance of each side is the larger of its own
    jackknife one and that of the overdispersion of all units.
    """
    rate = float(x.sum() / y.sum())
    fitted, weight, kept = fit_overdispersion(np.zeros(0), np.zeros(0), event_size=event_size), np.ones(len(x)), x
    limit = LIMIT_EVENTS * (_typical(x) if event_size is None else event_size)
    for _ in range(RATE_ROUNDS):
        expected = np.maximum(rate * y, 1e-300)
        kept = np.minimum(x, limit + LIMIT_FACTOR * expected)
        fitted = fit_overdispersion((kept - expected) ** 2, expected, event_size=event_size)
        weight = fitted.weights(expected)
        rate = float((weight * kept).sum() / (weight * y).sum())
    base = weight * rate * y
    tops, bottoms = _sum(parts, weight * kept, size), _sum(parts, base, size)
    n = np.bincount(parts, minlength=size)
    spread = weight**2 * fitted.variance(np.maximum(rate * y, 1e-300))
    with np.errstate(divide="ignore", invalid="ignore"):
        own_rate = tops / bottoms
        leverage = base / bottoms[parts]
        gaps = (weight * kept - own_rate[parts] * base) / (1 - leverage)
        own = _sum(parts, _known(gaps, leverage) ** 2, size) * (n - 1) / n / tops**2
        model = _sum(parts, spread, size) / bottoms**2
        rest_top, rest_bottom = tops.sum() - tops, bottoms.sum() - bottoms
        squares = (weight * kept - base) ** 2
        rest = (np.maximum(squares.sum() - _sum(parts, squares, size), 0.0)) / rest_top**2
        rest = np.maximum(rest, (spread.sum() - _sum(parts, spread, size)) / rest_bottom**2)
        degrees = 1 / _sum(parts, leverage**2, size) - 1
        return _contrasts(own_rate / (rest_top / rest_bottom), np.maximum(own, model) + rest, degrees, n, paired=False)


def _known(gaps: Floats, leverage: Floats) -> Floats:
    """The gap of a unit that is all of its part says nothing: it has no other to differ from."""
    return np.where(np.isfinite(gaps) & (leverage < WHOLE_PART), gaps, 0.0)


def _typical(amounts: Floats) -> float:
    """The size of an event that cannot be told: the median amount of the units that have any."""
    some = amounts[amounts > 0]
    return float(np.median(some)) if len(some) else 1.0


def _contrasts(ratio: Floats, variance: Floats, degrees: Floats, n: Ints, *, paired: bool) -> Contrasts:
    known = np.isfinite(ratio) & (ratio > 0) & np.isfinite(variance) & (variance > 0) & (degrees > 0)
    nothing = np.full(len(ratio), np.nan)
    return Contrasts(
        log_ratio=np.log(ratio, out=nothing.copy(), where=known),
        error=np.sqrt(variance, out=nothing.copy(), where=known),
        degrees=np.where(known, degrees, np.nan),
        units=n.astype(np.int64),
        paired=paired,
    )
