"""Does a platform count something else since an import?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from learning.domain.facts import Fact
from learning.domain.insights import Measured
from learning.insights.level_evidence import EPOCH
from learning.metrics.catalog import INTERACTIONS
from learning.stats.false_discovery import t_p_values
from learning.stats.largest import error_of_largest

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

AROUND_DAYS: Final = 28
FEWEST_POSTS: Final = 8
LEAST_JUMP: Final = 0.4
"""On the log scale, about 1.5 times: less is how ratios move."""
LEAST_COUNT: Final = 10.0
"""Posts with less of either fact have no ratio to speak of."""
REPORTED, GONE = 0.9, 0.1
INTERACTION_SUM: Final = "interactions"

PAIRS: Final = (
    (Fact.VIEWS.value, Fact.IMPRESSIONS.value),
    (Fact.REACH.value, Fact.IMPRESSIONS.value),
    (Fact.REACH.value, Fact.VIEWS.value),
    (Fact.ENGAGEMENTS.value, INTERACTION_SUM),
    (Fact.CLICKS.value, Fact.SESSIONS.value),
)
"""Facts whose ratio is fixed by what they count, not by how good posts are: the first by the second."""


@dataclass(frozen=True, slots=True)
class Jump:
    """A ratio of two facts before and after a day."""

    top: str
    base: str
    day: date
    before: float
    after: float
    measured: Measured
    n_before: int
    n_after: int


@dataclass(frozen=True, slots=True)
class Vanished:
    """A fact that posts before a day report and posts after it do not, or the other way round."""

    fact: str
    day: date
    before: float
    """Share of posts that report it, 0-1."""
    after: float
    n: int


def find_jumps(posts: pd.DataFrame, boundaries: tuple[date, ...]) -> Iterator[Jump]:
    """Compare ratios of facts on both sides of import boundaries.

    Args:
        posts: POST_COLUMNS, of one platform and account.
        boundaries: First days of imports; empty = every fourth week.

    Returns:
        For each pair of facts that both are reported the boundary at which the median log ratio of the posts of four
        weeks moves most: Welch's t (1947) on log ratios, its error that of the largest of all boundaries.
    """
    day = posts["day"].to_numpy(dtype=np.int64)
    cuts = _cuts(day, boundaries)
    for top, base in PAIRS:
        one, other = _fact(posts, top), _fact(posts, base)
        known = (one >= LEAST_COUNT) & (other >= LEAST_COUNT)
        logs = np.where(known, np.log(np.where(known, one, 1.0) / np.where(known, other, 1.0)), np.nan)
        best: tuple[float, Jump] | None = None
        looked_at = 0
        for cut in cuts:
            before, after = (logs[side & known] for side in _sides(day, cut))
            if min(len(before), len(after)) < FEWEST_POSTS:
                continue
            looked_at += 1
            jump = _jump(before, after, (top, base), EPOCH + timedelta(days=cut))
            tail = float(t_p_values(*(np.array([part]) for part in _parts(jump.measured)))[0]) / 2
            if best is None or tail < best[0]:
                best = (tail, jump)
        if best is not None:
            tail, jump = best
            size, degrees = jump.measured.estimate, jump.measured.degrees
            # Only what exceeds the usual movement of a ratio counts as another definition.
            beyond = float(np.sign(size) * max(abs(size) - LEAST_JUMP, 0.0))
            error = max(error_of_largest(size, tail, degrees, looked_at), jump.measured.error)
            yield Jump(
                top,
                base,
                jump.day,
                jump.before,
                jump.after,
                Measured(beyond, error, degrees),
                jump.n_before,
                jump.n_after,
            )


def find_vanished(posts: pd.DataFrame, boundaries: tuple[date, ...]) -> Iterator[Vanished]:
    """Find facts that nine in ten posts report on one side of a boundary, and one in ten on the other.

    Args:
        posts: POST_COLUMNS, of one platform and account.
        boundaries: First days of imports; empty = every fourth week.

    Returns:
        The newest boundary of each such fact, judged by the four weeks on both sides.
    """
    day = posts["day"].to_numpy(dtype=np.int64)
    for fact in Fact:
        reported = np.isfinite(_fact(posts, fact.value))
        if not reported.any() or reported.all():
            continue
        for cut in reversed(_cuts(day, boundaries)):
            before, after = (reported[side] for side in _sides(day, cut))
            if min(len(before), len(after)) < FEWEST_POSTS:
                continue
            shares = float(before.mean()), float(after.mean())
            if max(shares) >= REPORTED and min(shares) <= GONE:
                yield Vanished(fact.value, EPOCH + timedelta(days=cut), *shares, len(before) + len(after))
                break


def _cuts(day: NDArray[np.int64], boundaries: tuple[date, ...]) -> list[int]:
    if not len(day):
        return []
    first, last = int(day.min()), int(day.max())
    given = sorted({(one - EPOCH).days for one in boundaries})
    cuts = given or list(range(last - AROUND_DAYS, first, -AROUND_DAYS))[::-1]
    return [cut for cut in cuts if first < cut <= last]


def _sides(day: NDArray[np.int64], cut: int) -> tuple[Flags, Flags]:
    return (day < cut) & (day >= cut - AROUND_DAYS), (day >= cut) & (day < cut + AROUND_DAYS)


def _fact(posts: pd.DataFrame, name: str) -> Floats:
    if name == INTERACTION_SUM:
        counts = np.column_stack([posts[fact.value].to_numpy(dtype=np.float64) for fact in INTERACTIONS])
        found: Floats = np.where(np.isnan(counts).all(axis=1), np.nan, np.nan_to_num(counts).sum(axis=1))
        return found
    own: Floats = posts[name].to_numpy(dtype=np.float64)
    return own


def _jump(before: Floats, after: Floats, names: tuple[str, str], day: date) -> Jump:
    variances = [float(side.var(ddof=1)) / len(side) for side in (before, after)]
    whole = max(sum(variances), 1e-8)
    degrees = whole**2 / max(sum(v**2 / (len(s) - 1) for v, s in zip(variances, (before, after), strict=True)), 1e-300)
    size = float(after.mean() - before.mean())
    degrees = min(max(degrees, 2.0), float(len(before) + len(after) - 2))
    return Jump(
        *names,
        day,
        float(np.exp(before.mean())),
        float(np.exp(after.mean())),
        Measured(size, float(np.sqrt(whole)), degrees),
        len(before),
        len(after),
    )


def _parts(measured: Measured) -> tuple[float, float, float]:
    return measured.estimate, measured.error, measured.degrees
