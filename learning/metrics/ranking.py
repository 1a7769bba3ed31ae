"""Which contents did best, without letting chance win."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from learning.domain.facts import MONEY_FACTS, SECONDS_FACTS
from learning.domain.observations import Ints
from learning.metrics.definitions import Form, Metric
from learning.metrics.grouping import Floats
from learning.stats.rate_shrinkage import fit_rate_prior, shrink_rates

FEWEST_FOR_OWN_MEAN: Final = 20
"""Posts from which on a platform has a mean of its own to draw to."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """Contents in order; arrays share one index. NaN where there is no value."""

    place: Ints
    """Index into the arrays that were given."""
    value: Floats
    shrunken: Floats
    low: Floats
    high: Floats
    below_minimum: int


def counts_events(metric: Metric) -> bool:
    """Say whether the numerator of a rate counts events, so that chance can be reckoned from the count itself."""
    measured = MONEY_FACTS | SECONDS_FACTS
    return metric.form in (Form.RATIO, Form.RATIO_OF_ONE) and not measured.intersection(metric.numerator)


def rank_by_rate(
    metric: Metric,
    numerator: Floats,
    denominator: Floats,
    *,
    minimum: float,
    best_first: bool,
    strata: Ints | None = None,
) -> Ranked:
    """Sort contents by their rate.

    Args:
        metric: A ratio of the catalogue.
        numerator: Of each content, shape (contents,), finite.
        denominator: Likewise (its exposure).
        minimum: Contents with less exposure are left out.
        best_first: Highest first, else lowest first.
        strata: Platform and account of each content, from 0, shape (contents,); None = one.

    Returns:
        Those with enough exposure. Rates of counts are drawn to those of their stratum (empirical Bayes,
        `learning.stats.rate_shrinkage`; to those of all where the stratum has few) and sorted by that; other rates by
        themselves, without a range. Ties: the larger exposure first.
    """
    enough = np.flatnonzero((denominator >= max(minimum, 0)) & (denominator > 0))
    top, bottom = numerator[enough], denominator[enough]
    rate = top / bottom
    nothing = np.full(len(enough), np.nan)
    shrunken, low, high = rate, nothing, nothing
    if counts_events(metric) and top.sum() > 0 and bool((top >= 0).all()):
        shrunken, low, high = _shrink(top, bottom, None if strata is None else strata[enough])
    order = np.lexsort((-bottom, -shrunken if best_first else shrunken))
    return Ranked(
        place=enough[order].astype(np.int64),
        value=rate[order] * metric.factor,
        shrunken=shrunken[order] * metric.factor,
        low=low[order] * metric.factor,
        high=high[order] * metric.factor,
        below_minimum=len(numerator) - len(enough),
    )


def _shrink(events: Floats, exposure: Floats, strata: Ints | None) -> tuple[Floats, Floats, Floats]:
    """Draw rates to the mean of their stratum, or of all where the stratum has too few posts or no event."""
    whole = shrink_rates(events, exposure, fit_rate_prior(events, exposure))
    rate, low, high = whole.rate.copy(), whole.low.copy(), whole.high.copy()
    if strata is None:
        return rate, low, high
    for one in np.unique(strata).tolist():
        own = np.flatnonzero(strata == one)
        if len(own) < FEWEST_FOR_OWN_MEAN or len(own) == len(strata) or events[own].sum() <= 0:
            continue
        found = shrink_rates(events[own], exposure[own], fit_rate_prior(events[own], exposure[own]))
        rate[own], low[own], high[own] = found.rate, found.low, found.high
    return rate, low, high


def rank_by_volume(numerator: Floats, *, best_first: bool) -> Ranked:
    """Sort contents by a total.

    Args:
        numerator: Of each content, shape (contents,), finite.
        best_first: Highest first, else lowest first.

    Returns:
        All contents; no range, for a single total shows no spread.
    """
    order = np.argsort(-numerator if best_first else numerator, kind="stable").astype(np.int64)
    nothing = np.full(len(order), np.nan)
    return Ranked(order, numerator[order], nothing, nothing, nothing, below_minimum=0)
