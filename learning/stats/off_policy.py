"""What would another way of choosing have brought? Estimated from decisions that were drawn with known probabilities.

Three estimators look at the same decisions: inverse propensity, self-normalised, doubly robust. Where they disagree
beyond their intervals something that they rest on does not hold, and no verdict is given.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from learning.domain.off_policy import OffPolicy, PolicyGain

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

FEWEST_REWARDED: Final = 300
"""With fewer rewarded outcomes no verdict is given."""
FEWEST_EFFECTIVE: Final = 30.0
"""With fewer the interval of a large sample is not to be trusted, and none is given."""
FEWEST_GROUPS: Final = 10
"""Fewer groups say too little about how far what they share moves a mean."""
Z95: Final = 1.959963984540054
Z999: Final = 3.290526731491926


@dataclass(frozen=True, slots=True)
class Logged:
    """Decisions as they were made; arrays share one index."""

    rewards: Floats
    served: Floats
    """Probability with which the arm of each was drawn, above 0, up to 1."""
    rewarded: int
    """Of how many the reward was reported."""
    groups: tuple[Codes, ...] = ()
    """Codes of what decisions share, from 0: the person, the day. Those that share one count as one."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What another way of choosing would have done about the same decisions; arrays share their index."""

    chance: Floats
    """Probability with which it would have drawn the arm that was drawn, 0 to 1."""
    said: Floats
    """What a model that knows none of these decisions expects of the arm that was drawn."""
    expected: Floats
    """What it expects of the arms that would have been drawn, by their probabilities."""


def as_served(logged: Logged) -> Wanted:
    """Return what was done as a way of choosing: each estimator then gives the plain mean."""
    nothing = np.zeros(logged.rewards.size)
    return Wanted(logged.served, nothing, nothing)


def estimate_off_policy(logged: Logged, wanted: Wanted, other: Wanted | None = None) -> OffPolicy | None:
    """Estimate the mean reward that a way of choosing would have brought, beside another one.

    Args:
        logged: The decisions.
        wanted: The way of choosing.
        other: What it is held against; None = what served.

    Returns:
        With w = wanted / served: inverse propensity mean(w r) (Horvitz and Thompson 1952); self-normalised
        sum(w r) / sum(w) (Swaminathan and Joachims 2015, eq. 10); doubly robust mean(expected + w (r - said)) (Dudik,
        Langford and Li 2011, eq. 1). Intervals of differences from the linearised terms, normal, their variance that of
        sums over groups (Liang and Zeger 1986), the largest of all kinds of groups. None without a decision, or where
        one of both ways takes none of the arms that were drawn.
    """
    base = as_served(logged) if other is None else other
    if not logged.rewards.size or min(float(one.chance.sum()) for one in (wanted, base)) <= 0:
        return None
    values, terms = _estimates(logged, wanted)
    base_values, base_terms = _estimates(logged, base)
    effective = min(_effective(logged, one) for one in (wanted, base))
    known = effective >= FEWEST_EFFECTIVE
    errors = [_error(one - two, logged.groups) for one, two in zip(terms, base_terms, strict=True)]
    weighted, normalised, robust = (
        _gain(one - two, error if known else None) for one, two, error in zip(values, base_values, errors, strict=True)
    )
    return OffPolicy(
        n=logged.rewards.size,
        rewarded=logged.rewarded,
        effective_n=effective,
        served=base_values[2],
        estimate=values[2],
        doubly_robust=robust,
        self_normalised=normalised,
        inverse_propensity=weighted,
        p_value=float(ndtr(-robust.diff / errors[2])) if errors[2] > 0 else 1.0,
        why_not=_why_not(logged, (wanted, base), effective, (weighted, normalised, robust)),
    )


def _weights(logged: Logged, wanted: Wanted) -> Floats:
    return wanted.chance / logged.served


def _effective(logged: Logged, wanted: Wanted) -> float:
    weights = _weights(logged, wanted)
    return float(weights.sum() ** 2 / (weights**2).sum())


def _estimates(logged: Logged, wanted: Wanted) -> tuple[tuple[float, ...], tuple[Floats, ...]]:
    """The three estimates, and how far each decision moves each of them."""
    weights, rewards = _weights(logged, wanted), logged.rewards
    mean = float(weights.mean())
    normalised = float((weights * rewards).mean()) / mean
    parts = (weights * rewards, wanted.expected + weights * (rewards - wanted.said))
    weighted, robust = (float(part.mean()) for part in parts)
    terms = (parts[0] - weighted, weights * (rewards - normalised) / mean, parts[1] - robust)
    return (weighted, normalised, robust), terms


def _error(terms: Floats, groups: Sequence[Codes]) -> float:
    """Standard error of a mean of terms, by whatever kind of group makes it largest."""
    n = terms.size
    found = [float(terms.std(ddof=1)) / math.sqrt(n)] if n > 1 else [0.0]
    for codes in groups:
        sums = np.bincount(codes, weights=terms)[np.bincount(codes) > 0]
        if sums.size >= FEWEST_GROUPS:
            found.append(math.sqrt(float((sums**2).sum()) * sums.size / (sums.size - 1)) / n)
    return max(found)


def _gain(diff: float, error: float | None) -> PolicyGain:
    if error is None:
        return PolicyGain(diff, None, None)
    return PolicyGain(diff, diff - Z95 * error, diff + Z95 * error)


def _why_not(logged: Logged, ways: tuple[Wanted, Wanted], effective: float, gains: tuple[PolicyGain, ...]) -> str:
    if logged.rewarded < FEWEST_REWARDED:
        more = FEWEST_REWARDED - logged.rewarded
        return f"{logged.rewarded:,} rewarded outcomes; it takes {FEWEST_REWARDED}, so {more} more"
    if effective < FEWEST_EFFECTIVE:
        return (
            f"what it would have chosen was drawn too rarely: {logged.rewards.size:,} decisions tell as much as "
            f"{effective:,.0f}, and it takes {FEWEST_EFFECTIVE:.0f}"
        )
    for one in ways:
        weights = _weights(logged, one)
        if abs(float(weights.mean()) - 1) > Z999 * _error(weights - weights.mean(), logged.groups):
            return (
                "the propensities that were told do not fit how often the arms were drawn, or what it would have "
                f"chosen could not be drawn everywhere (mean weight {float(weights.mean()):.2f}, 1 is expected)"
            )
    lows, highs = ([float(end) for one in gains if (end := getattr(one, name)) is not None] for name in ("low", "high"))
    if lows and max(lows) > min(highs):
        return "the estimators disagree beyond their intervals"
    return ""
