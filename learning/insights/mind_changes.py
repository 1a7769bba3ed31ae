"""How many more posts, with which difference, would turn the verdict on a finding?"""

from __future__ import annotations

import math
from typing import Final

from learning.domain.explanations import MindChange, MindChangeKind
from learning.domain.insights import Finding, Measured

MOST_MORE: Final = 1_000_000
"""More posts than this are none at all."""


def mind_changes(finding: Finding) -> tuple[MindChange, ...]:
    """Give what would make a finding fall or rise.

    With n posts at estimate e and error s, k further ones at difference d make (n e + k d) / (n + k) with the error
    s sqrt(n / (n + k)). The bound of the tier, `Finding.stands_above`, is taken to stay as many errors away as now.

    Args:
        finding: What was found.

    Returns:
        Of an estimate: further posts without any difference, further posts with the opposite one, the size at which it
        would not stand, and of what is only worth testing further posts with the same difference that would confirm it.
        Of a counted fact only that it ends.
    """
    measured, n = finding.candidate.measured, finding.candidate.n
    if measured is None or finding.stands_above is None:
        return (MindChange(MindChangeKind.FACT_ENDS, None, None),)
    bound = finding.stands_above / measured.error
    size = abs(measured.estimate)
    own = unscaled(measured.estimate, is_log_ratio=measured.is_log_ratio)
    turned = unscaled(-measured.estimate, is_log_ratio=measured.is_log_ratio)
    smaller = math.copysign(finding.stands_above, measured.estimate)
    found = [
        MindChange(MindChangeKind.NO_DIFFERENCE, _more_to_fall(measured, n, bound, 0.0), 0.0),
        MindChange(MindChangeKind.OPPOSITE, _more_to_fall(measured, n, bound, -size), turned),
        MindChange(MindChangeKind.SMALLER, None, unscaled(smaller, is_log_ratio=measured.is_log_ratio)),
    ]
    if finding.confirmed_above is not None:
        wanted = (finding.confirmed_above / size) ** 2 if size > 0 else math.inf
        found.append(MindChange(MindChangeKind.SAME, _whole(n * (wanted - 1)), own))
    return tuple(found)


def unscaled(estimate: float, *, is_log_ratio: bool) -> float:
    """Give a relative effect for a log ratio, else a correlation for Fisher's z."""
    return math.expm1(estimate) if is_log_ratio else math.tanh(estimate)


def _more_to_fall(measured: Measured, n: int, bound: float, difference: float) -> int | None:
    """The smallest k with (n |e| + k d) / (n + k) under bound x s sqrt(n / (n + k)).

    With u = sqrt(n + k): d u^2 - bound s sqrt(n) u + n (|e| - d) = 0, solved for u.
    """
    size, linear = abs(measured.estimate), bound * measured.error * math.sqrt(n)
    constant = n * (size - difference)
    if difference == 0:
        u = constant / linear if linear > 0 else math.inf
    else:
        root = math.sqrt(linear**2 - 4 * difference * constant)
        u = (linear - root) / (2 * difference)
    return _whole(u**2 - n)


def _whole(more: float) -> int | None:
    return max(1, math.ceil(more)) if more <= MOST_MORE else None
