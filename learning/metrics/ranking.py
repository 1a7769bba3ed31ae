"""Which contents did best, without letting chance win."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from learning.domain.facts import MONEY_FACTS, SECONDS_FACTS
from learning.domain.observations import Ints
from learning.metrics.definitions import Form, Metric
from learning.metrics.grouping import Floats
from learning.stats.shrinkage import fit_gamma_prior, shrink_rates


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


def rank_by_rate(metric: Metric, numerator: Floats, denominator: Floats, *, minimum: float, best_first: bool) -> Ranked:
    """Sort contents by their rate.

    Args:
        metric: A ratio of the catalogue.
        numerator: Of each content, shape (contents,), finite.
        denominator: Likewise (its exposure).
        minimum: Contents with less exposure are left out.
        best_first: Highest first, else lowest first.

    Returns:
        Those with enough exposure. Rates of counts are drawn to the mean of all (gamma-Poisson empirical Bayes,
        `learning.stats.shrinkage`) and sorted by that; other rates by themselves, without a range. Ties: the larger
        exposure first.
    """
    enough = np.flatnonzero((denominator >= max(minimum, 0)) & (denominator > 0))
    top, bottom = numerator[enough], denominator[enough]
    rate = top / bottom
    nothing = np.full(len(enough), np.nan)
    shrunken, low, high = rate, nothing, nothing
    if counts_events(metric) and top.sum() > 0 and bool((top >= 0).all()):
        prior = fit_gamma_prior(top, bottom)
        own = shrink_rates(top, bottom, prior)
        shrunken, low, high = own.rate, own.low, own.high
    order = np.lexsort((-bottom, -shrunken if best_first else shrunken))
    return Ranked(
        place=enough[order].astype(np.int64),
        value=rate[order] * metric.factor,
        shrunken=shrunken[order] * metric.factor,
        low=low[order] * metric.factor,
        high=high[order] * metric.factor,
        below_minimum=len(numerator) - len(enough),
    )


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
