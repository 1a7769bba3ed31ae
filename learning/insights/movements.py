"""Which of many figures really moved between two ranges, corrected for how many were looked at?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from learning.domain.digest import Sureness
from learning.domain.intervals import Change
from learning.stats.changes import Estimate, welch_degrees
from learning.stats.false_discovery import t_p_values
from learning.stats.multiplicity import benjamini_hochberg, holm

FALSE_SHARE: Final = 0.05
"""Of the movements called likely real, at most this share is expected to be chance."""
FALSE_ALARM: Final = 0.05
"""The chance that any of a few figures shown side by side is called likely real by chance."""


@dataclass(frozen=True, slots=True)
class Judged:
    """How sure a movement is."""

    sureness: Sureness
    p_value: float | None
    q_value: float | None


def log_change_p_value(now: Estimate, before: Estimate) -> float | None:
    """Give the two-sided p-value of 'no change' for the logarithm of a ratio of two figures.

    Args:
        now: The later figure with the relative variance of its logarithm and the degrees of freedom of that variance.
        before: The earlier one, independent of it.

    Returns:
        P(|T| >= |log(now / before)| / sqrt(v1 + v2)) under Student's t with Welch's (1947) degrees of freedom, 0-1: it
        is below .05 exactly where the 95 % interval of `relative_change` leaves out zero. None where either figure is
        not above zero or has no known spread.
    """
    if now.value is None or before.value is None or now.value <= 0 or before.value <= 0:
        return None
    variance = now.log_variance + before.log_variance
    if math.isnan(variance) or variance <= 0 or min(now.degrees, before.degrees) <= 0:
        return None
    estimate = np.array([math.log(now.value / before.value)])
    degrees = np.array([welch_degrees(now, before)])
    return float(t_p_values(estimate, np.array([math.sqrt(variance)]), degrees)[0])


def judge_movements(
    pairs: Sequence[tuple[Estimate, Estimate]], *, false_share: float = FALSE_SHARE
) -> tuple[Judged, ...]:
    """Say of each pair of figures whether they differ, given that all pairs were looked at.

    Args:
        pairs: (now, before) of every figure that was looked at, the same figure of all parts of the data among them.
        false_share: Share of false discoveries to allow among those called real, 0-1.

    Returns:
        One verdict per pair: real where the Benjamini-Hochberg q-value is at most `false_share`, else chance; early
        where no p-value can be computed (these are not counted as comparisons). The parts of one figure depend on each
        other positively, under which the bound holds (Benjamini and Yekutieli 2001, theorem 1.2).
    """
    return judge_p_values([log_change_p_value(now, before) for now, before in pairs], false_share=false_share)


def judge_p_values(p_values: Sequence[float | None], *, false_share: float = FALSE_SHARE) -> tuple[Judged, ...]:
    """Say of each of many figures whether it moved, given that all of them were looked at.

    Args:
        p_values: Of 'no change' for each figure, 0-1; None where it cannot be computed.
        false_share: Share of false discoveries to allow among those called real, 0-1.

    Returns:
        One verdict per figure, as of `judge_movements`.
    """
    if not p_values:
        return ()
    q_values = benjamini_hochberg(np.array([math.nan if p is None else p for p in p_values]))
    return tuple(
        Judged(Sureness.EARLY, None, None)
        if p is None
        else Judged(Sureness.REAL if q <= false_share else Sureness.CHANCE, p, float(q))
        for p, q in zip(p_values, q_values.tolist(), strict=True)
    )


def judge_side_by_side(p_values: Sequence[float | None], *, false_alarm: float = FALSE_ALARM) -> tuple[Sureness, ...]:
    """Say of a few figures that are shown side by side which of them really moved.

    Args:
        p_values: Of 'no change' for each figure, 0-1; None where it cannot be computed.
        false_alarm: Chance of calling any of them real that did not move, 0-1.

    Returns:
        One verdict per figure: real where the p-value adjusted by Holm (1979) is at most `false_alarm`, which holds
        whatever the dependence (impressions stand below the line of the rate beside them); else chance; early where
        there is no p-value, which does not count as a look.
    """
    adjusted = holm(np.array([math.nan if p is None else p for p in p_values])) if p_values else np.array([])
    return tuple(
        Sureness.EARLY if p is None else Sureness.REAL if one <= false_alarm else Sureness.CHANCE
        for p, one in zip(p_values, adjusted.tolist(), strict=True)
    )


def least_size(change: Change) -> float:
    """Give how large a change is at the least.

    Args:
        change: A relative change with its interval.

    Returns:
        The smaller distance of the two ends of the interval from 'no change', on the log scale; 0 where the interval
        holds it or is not known, so that a sure small change ranks before an unsure large one.
    """
    if change.low is None or change.high is None or change.low <= -1 or change.low <= 0 <= change.high:
        return 0.0
    return min(abs(math.log1p(change.low)), abs(math.log1p(change.high)))
