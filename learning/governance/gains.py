"""What a measured change brought in the unit of its metric, and what several brought together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from learning.domain.actions import LedgerRow
from learning.domain.judgements import Judgement


@dataclass(frozen=True, slots=True)
class Gain:
    """An amount with its range; None where it cannot be told."""

    value: float | None
    low: float | None
    high: float | None


NOTHING = Gain(None, None, None)


def gain_of(judged: Judgement | None, *, adds_up: bool) -> Gain:
    """Say what a change brought while it was measured.

    Args:
        judged: The last look.
        adds_up: Whether the metric is an amount that adds up over units, such as clicks; a mean or a rate does not.

    Returns:
        Lift x mean of the held out units x treated units, with the ends of the range likewise.
    """
    if judged is None or not adds_up:
        return NOTHING
    primary = judged.primary
    if primary.base_mean is None or primary.lift is None or primary.low is None or primary.high is None:
        return NOTHING
    scale = primary.base_mean * judged.treated
    return Gain(*(scale * each for each in (primary.lift, primary.low, primary.high)))


@dataclass(frozen=True, slots=True)
class Total:
    """What the changes of one metric brought together."""

    metric: str
    value: float
    low: float
    high: float
    n: int
    """Changes in the sum, those that lost among them."""
    unmeasured: int
    """Changes that ended without an amount; they are not in the sum."""


def total_of(metric: str, rows: Sequence[LedgerRow]) -> Total:
    """Add up what the ended changes of a metric brought or cost.

    Args:
        metric: Which metric.
        rows: Ends of actions; those of other metrics are not looked at.

    Returns:
        The sum of the amounts, kept and rolled back ones alike. The ranges are independent, so distances to the ends
        add up as squares; each single range holds whenever one looks, so this one is wide rather than narrow.
    """
    mine = [row for row in rows if row.metric == metric]
    known = [row for row in mine if row.value is not None and row.value_low is not None and row.value_high is not None]
    value = math.fsum(row.value or 0.0 for row in known)
    below = math.sqrt(math.fsum(((row.value or 0.0) - (row.value_low or 0.0)) ** 2 for row in known))
    above = math.sqrt(math.fsum(((row.value_high or 0.0) - (row.value or 0.0)) ** 2 for row in known))
    return Total(metric, value, value - below, value + above, len(known), len(mine) - len(known))
