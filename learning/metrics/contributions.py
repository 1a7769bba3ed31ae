"""Which part of the data, and which single post, a change between two ranges comes from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from learning.domain.observations import Ints
from learning.metrics.grouping import Floats

MOST_OF_IT: Final = 0.5
"""From this share on 'most of' the change is said to come from one place."""


@dataclass(frozen=True, slots=True)
class Sums:
    """The two sums that a figure is made of; the denominator of a total is 1."""

    numerator: float
    denominator: float


def rate_shares(now: Mapping[str, Sums], before: Mapping[str, Sums]) -> dict[str, float]:
    """Give each part's share of the change of a ratio of sums.

    Args:
        now: Part -> numerator and denominator of the later range.
        before: The same of the earlier range; a part that is missing in one counts as zero there.

    Returns:
        Part -> share; the shares add up to 1. The change of R = sum N / sum D is sum over parts of
        w (r1 - r0) + (w1 - w0) (r - R): w the mean of the two weights D / sum D, r of the two rates, R of the two
        totals (the symmetric decomposition of Kitagawa 1955): what the part changed itself and what its weight changed.
        Empty where a total is zero or nothing changed.
    """
    weights_now, weights_before = _weights(now), _weights(before)
    total_now, total_before = _rate(_whole(now)), _rate(_whole(before))
    if total_now is None or total_before is None or total_now == total_before:
        return {}
    middle = (total_now + total_before) / 2
    shares: dict[str, float] = {}
    for part in dict.fromkeys((*now, *before)):
        own_now = _rate(now.get(part, Sums(0, 0)))
        own_before = _rate(before.get(part, Sums(0, 0)))
        if own_now is None and own_before is None:
            continue
        # A part that is there in one range only has a weight and no change of its own.
        later = own_now if own_now is not None else own_before or 0.0
        earlier = own_before if own_before is not None else later
        weight, shift = weights_now.get(part, 0.0), weights_now.get(part, 0.0) - weights_before.get(part, 0.0)
        mean_weight = (weight + weights_before.get(part, 0.0)) / 2
        change = mean_weight * (later - earlier) + shift * ((later + earlier) / 2 - middle)
        shares[part] = change / (total_now - total_before)
    return shares


def total_shares(now: Mapping[str, float], before: Mapping[str, float]) -> dict[str, float]:
    """Give each part's share of the change of a sum.

    Args:
        now: Part -> its sum in the later range.
        before: The same of the earlier range; a part that is missing counts as zero.

    Returns:
        Part -> (now - before) / change of the whole; the shares add up to 1. Empty where nothing changed.
    """
    whole = math.fsum(now.values()) - math.fsum(before.values())
    if whole == 0:
        return {}
    parts = dict.fromkeys((*now, *before))
    return {part: (now.get(part, 0.0) - before.get(part, 0.0)) / whole for part in parts}


@dataclass(frozen=True, slots=True)
class UnitParts:
    """The metric's parts of single posts; arrays share one index."""

    ids: Ints
    numerator: Floats
    denominator: Floats
    """Ones of a total."""


@dataclass(frozen=True, slots=True)
class Leader:
    """The post with which most of a change goes."""

    unit: int
    share: float
    earlier: bool


def leading_unit(now: UnitParts, before: UnitParts, *, is_ratio: bool) -> Leader | None:
    """Find the post without which most of a change would not be there.

    Args:
        now: Posts of the later range.
        before: Posts of the earlier range.
        is_ratio: Whether the figure is the ratio of the sums, else the sum of the numerators.

    Returns:
        Of all posts of both ranges the one that takes the largest share of the change with it, if that is at least a
        half; None where no post does, or the figures cannot be computed. Of a ratio that is what goes when the post is
        left out; of a sum, what goes when the post is put to the median of all posts of both ranges, since leaving out
        any post lowers a sum. A post that is in both ranges is taken out of one at a time.
    """
    later, earlier = _figure(now, is_ratio), _figure(before, is_ratio)
    if math.isnan(later) or math.isnan(earlier) or later == earlier:
        return None
    change = later - earlier
    usual = 0.0 if is_ratio else float(np.median(np.concatenate([now.numerator, before.numerator])))
    candidates: list[Leader] = []
    for parts, own, sign, is_earlier in ((now, later, 1.0, False), (before, earlier, -1.0, True)):
        without = _without_each(parts, usual, is_ratio)
        shares = sign * (own - without) / change
        known = np.flatnonzero(~np.isnan(shares))
        if len(known):
            best = int(known[np.argmax(shares[known])])
            candidates.append(Leader(int(parts.ids[best]), float(shares[best]), is_earlier))
    best_of_all = max(candidates, key=lambda leader: leader.share, default=None)
    return best_of_all if best_of_all is not None and best_of_all.share >= MOST_OF_IT else None


def _figure(parts: UnitParts, is_ratio: bool) -> float:  # noqa: FBT001 - internal
    if not is_ratio:
        return float(parts.numerator.sum())
    bottom = float(parts.denominator.sum())
    return float(parts.numerator.sum()) / bottom if bottom > 0 else math.nan


def _without_each(parts: UnitParts, usual: float, is_ratio: bool) -> Floats:  # noqa: FBT001 - internal
    """The figure without each post in turn, or with a usual one in its place; NaN where nothing is left."""
    top: Floats = parts.numerator.sum() - parts.numerator + usual
    if not is_ratio:
        return top
    bottom = parts.denominator.sum() - parts.denominator
    found: Floats = np.divide(top, bottom, out=np.full(len(top), np.nan), where=bottom > 0)
    return found


def _weights(parts: Mapping[str, Sums]) -> dict[str, float]:
    whole = _whole(parts).denominator
    return {part: sums.denominator / whole for part, sums in parts.items()} if whole else {}


def _whole(parts: Mapping[str, Sums]) -> Sums:
    return Sums(
        math.fsum(sums.numerator for sums in parts.values()), math.fsum(sums.denominator for sums in parts.values())
    )


def _rate(sums: Sums) -> float | None:
    return sums.numerator / sums.denominator if sums.denominator > 0 else None
