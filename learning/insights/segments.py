"""Which segments really differ from the rest, when all of them were looked at on all metrics?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special

from learning.domain.audience import Gap, GapTier, Segment
from learning.stats.false_discovery import local_false_sign_rates, selected_ranges, t_p_values
from learning.stats.multiplicity import benjamini_hochberg

Floats = NDArray[np.float64]

CONFIRMED_BELOW: Final = 0.05
"""Local false-sign rate of a confirmed gap."""
WORTH_TESTING_BELOW: Final = 0.10
"""Benjamini-Hochberg q-value of a gap that is worth a test."""
FEWEST_DEGREES: Final = 4.0
"""Effective posts less 1 under which a gap is never judged: their spread is anybody's guess."""
RELEVANT_LIFT: Final = 0.2
"""A gap of this size is worth acting on; whether there are 'enough posts' is reckoned for it."""
MUCH_LARGER: Final = 1.5
"""A part of a segment that was named already is named too if its gap is this many times as large."""

_TIER_ORDER: Final = (GapTier.CONFIRMED, GapTier.WORTH_TESTING, GapTier.NOT_ENOUGH, GapTier.SILENT)


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on each comparison of a family; arrays of shape (comparisons,)."""

    tiers: tuple[GapTier, ...]
    shrunken: Floats
    """On the log scale."""
    low: Floats
    high: Floats
    false_sign_rate: Floats
    q_value: Floats
    more_needed: tuple[int | None, ...]
    """More units that would show a relevant gap; None where there are enough."""


def judge_gaps(log_ratios: Floats, errors: Floats, degrees: Floats, units: Sequence[int]) -> Judgement:
    """Judge all gaps of a family together.

    Args:
        log_ratios: Logarithm of segment by rest, shape (comparisons,), finite.
        errors: Standard errors over posts or days, above 0.
        degrees: Effective units less 1, at least `FEWEST_DEGREES`.
        units: Units behind each.

    Returns:
        Confirmed where the empirical-Bayes local false-sign rate is below .05; worth testing where the
        Benjamini-Hochberg q-value is below .10 (statistics.md); else silent if a gap of 20 % would have shown, else not
        enough data, with the number of further units n ((z s / log 1.2)^2 - 1) at which it would: z is the normal
        quantile of the largest p-value that passes (.10 / comparisons where none does), s the error now. Ranges are
        corrected for having been picked (`selected_ranges`).
    """
    count = len(log_ratios)
    rates = local_false_sign_rates(log_ratios, errors, degrees)
    p_values = t_p_values(log_ratios, errors, degrees)
    q_values = benjamini_hochberg(p_values)
    confirmed = rates.rate < CONFIRMED_BELOW
    worth = ~confirmed & (q_values < WORTH_TESTING_BELOW)
    ranges = selected_ranges(log_ratios, errors, degrees, confirmed | worth)
    passing = float(p_values[q_values < WORTH_TESTING_BELOW].max(initial=WORTH_TESTING_BELOW / max(count, 1)))
    needed = _more_needed(errors, np.asarray(units, dtype=np.float64), passing)
    tiers: list[GapTier] = []
    for place in range(count):
        if confirmed[place]:
            tiers.append(GapTier.CONFIRMED)
        elif worth[place]:
            tiers.append(GapTier.WORTH_TESTING)
        else:
            tiers.append(GapTier.NOT_ENOUGH if needed[place] else GapTier.SILENT)
    return Judgement(tuple(tiers), rates.shrunken, ranges.low, ranges.high, rates.rate, q_values, needed)


def _more_needed(errors: Floats, units: Floats, passing: float) -> tuple[int | None, ...]:
    quantile = -float(special.ndtri(passing / 2))
    factor = (quantile * errors / np.log1p(RELEVANT_LIFT)) ** 2
    more = np.ceil(units * (factor - 1))
    return tuple(int(one) if one > 0 else None for one in more.tolist())


def order_gaps(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """Put gaps in the order in which a person should see them.

    Args:
        gaps: All of a report.

    Returns:
        By tier (confirmed, worth testing, not enough data, none seen), then by what is left of the gap, largest first.
    """
    return tuple(sorted(gaps, key=lambda gap: (_TIER_ORDER.index(gap.tier), -abs(np.log1p(gap.shrunken)))))


def leading_gaps(gaps: Iterable[Gap], limit: int) -> tuple[Gap, ...]:
    """Choose the gaps to tell in words.

    Args:
        gaps: In the order of `order_gaps`.
        limit: At most so many.

    Returns:
        Confirmed ones and those worth testing, without repeating one story: a segment that holds or is part of one
        named already, on the same metric in the same direction, is named again only if its gap is half as large again;
        the mirror image of a split in two is not named.
    """
    chosen: list[Gap] = []
    for gap in gaps:
        if len(chosen) == limit or gap.tier not in (GapTier.CONFIRMED, GapTier.WORTH_TESTING):
            break
        if not any(_tells_the_same(known, gap) for known in chosen):
            chosen.append(gap)
    return tuple(chosen)


def _tells_the_same(known: Gap, gap: Gap) -> bool:
    if known.metric != gap.metric:
        return False
    same_side = (known.shrunken > 0) == (gap.shrunken > 0)
    if _is_mirror(known, gap):
        return not same_side
    one, other = set(known.segment), set(gap.segment)
    if not same_side or not (one <= other or other <= one):
        return False
    return bool(abs(np.log1p(gap.shrunken)) < MUCH_LARGER * abs(np.log1p(known.shrunken)))


def _is_mirror(known: Gap, gap: Gap) -> bool:
    """Of a split in two each half is the rest of the other."""
    same_split = _dimensions(known.segment) == _dimensions(gap.segment) and known.segment != gap.segment
    return same_split and known.value == gap.rest and known.rest == gap.value


def _dimensions(segment: Segment) -> tuple[str, ...]:
    return tuple(name for name, _ in segment)
