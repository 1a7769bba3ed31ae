"""Does a group of posts differ from the other posts of its platform, given how many groups were looked at?

The unit is the post, never the impression.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from learning.domain.observations import Ints
from learning.domain.post_grids import Certainty, Gap
from learning.metrics.grouping import Floats
from learning.stats.changes import Estimate, welch_degrees
from learning.stats.false_discovery import (
    effect_ranges,
    local_false_sign_rates,
    t_p_values,
)
from learning.stats.log_scale import WIDEST_REACH
from learning.stats.multiplicity import benjamini_hochberg
from learning.stats.quantiles import t_quantile
from learning.stats.sums import UnitSums, collect_sums

FEWEST_POSTS: Final = 5
"""Posts in a group, and besides it, from which on they are compared."""
FALSE_SIGN: Final = 0.05
FALSE_DISCOVERIES: Final = 0.10
FEWEST_DEGREES: Final = 2.0


@dataclass(frozen=True, slots=True)
class Compared:
    """Each group against the other posts of its column."""

    sums: tuple[UnitSums, ...]
    gaps: tuple[Gap | None, ...]
    certainties: tuple[Certainty, ...]
    compared: int


@dataclass(frozen=True, slots=True)
class Posts:
    """A metric's parts of each post, its group and its stratum (account); arrays share one index."""

    numerator: Floats
    denominator: Floats
    group: Ints
    stratum: Ints


def compare_groups(posts: Posts, columns: Ints) -> Compared:
    """Compare each group of posts with the other posts of its column.

    Args:
        posts: The posts.
        columns: Column (platform) of each group, shape (groups,).

    Returns:
        Sums of each group. Gap: the ratio of its ratio of sums to that of the other posts of the column, drawn to what
        all groups taught (`learning.stats.false_discovery`), with its range. Confirmed where the local false-sign rate
        is below .05, worth testing where the Benjamini-Hochberg q-value is below .10, over all groups compared.
    """
    count = len(columns)
    sums = collect_sums(posts.group, count, posts.numerator, posts.denominator, strata=posts.stratum)
    rests = _rests(posts, columns)
    pairs = [_log_ratio(own, rest) for own, rest in zip(sums, rests, strict=True)]
    tested = [place for place, pair in enumerate(pairs) if pair is not None]
    gaps: list[Gap | None] = [None] * count
    certainties = [Certainty.TOO_FEW] * count
    if tested:
        known = np.array([pairs[place] for place in tested], dtype=np.float64)
        estimates, errors, degrees = known[:, 0], known[:, 1], known[:, 2]
        signs = local_false_sign_rates(estimates, errors, degrees)
        discoveries = benjamini_hochberg(t_p_values(estimates, errors, degrees))
        ranges = effect_ranges(estimates, errors, degrees, signs.prior)
        for index, place in enumerate(tested):
            certainties[place] = _certainty(float(signs.rate[index]), float(discoveries[index]))
            # Of those that are open the plain comparison is shown: drawn to nothing it would hide how wide it is.
            gaps[place] = (
                _gap(float(signs.shrunken[index]), float(ranges.low[index]), float(ranges.high[index]))
                if certainties[place] is Certainty.CONFIRMED
                else _plain_gap(float(estimates[index]), float(errors[index]), float(degrees[index]))
            )
    return Compared(tuple(sums), tuple(gaps), tuple(certainties), len(tested))


def _certainty(false_sign: float, discovery: float) -> Certainty:
    if false_sign < FALSE_SIGN:
        return Certainty.CONFIRMED
    return Certainty.WORTH_TESTING if discovery < FALSE_DISCOVERIES else Certainty.OPEN


def _gap(size: float, low: float, high: float) -> Gap:
    return Gap(math.exp(size), math.exp(low), math.exp(high))


def _plain_gap(estimate: float, error: float, degrees: float) -> Gap:
    reach = min(t_quantile(degrees) * error, WIDEST_REACH)
    return _gap(estimate, estimate - reach, estimate + reach)


def _rests(posts: Posts, columns: Ints) -> list[UnitSums]:
    """For each group the sums over the other posts of its column."""
    found: list[UnitSums] = []
    of_post = columns[posts.group]
    for group, column in enumerate(columns.tolist()):
        rest = (of_post == column) & (posts.group != group)
        zeros = np.zeros(int(rest.sum()), dtype=np.int64)
        top, bottom = posts.numerator[rest], posts.denominator[rest]
        found += collect_sums(zeros, 1, top, bottom, strata=posts.stratum[rest])
    return found


def _log_ratio(own: UnitSums, rest: UnitSums) -> tuple[float, float, float] | None:
    """Log ratio, its standard error and degrees of freedom; None where there is not enough of either."""
    if min(own.n, rest.n) < FEWEST_POSTS or own.signed or rest.signed:
        return None
    if min(own.numerator, rest.numerator, own.denominator, rest.denominator) <= 0:
        return None
    first = Estimate(own.numerator / own.denominator, own.ratio_variance, own.ratio_degrees)
    second = Estimate(rest.numerator / rest.denominator, rest.ratio_variance, rest.ratio_degrees)
    variance = first.log_variance + second.log_variance
    if not math.isfinite(variance) or variance <= 0 or min(first.degrees, second.degrees) <= 0:
        return None
    degrees = welch_degrees(first, second)
    if degrees < FEWEST_DEGREES:
        return None
    ratio = math.log((own.numerator / own.denominator) / (rest.numerator / rest.denominator))
    return ratio, math.sqrt(variance), degrees
