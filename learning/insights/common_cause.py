"""Pairs of rates that go together beyond what one common cause of all rates explains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Final

import numpy as np

from learning.domain.figures import CountedUnit
from learning.domain.insights import Candidate, Evidence, InsightKind, Measured, Rival, RivalKind, Subject
from learning.insights.level_evidence import EPOCH
from learning.insights.post_correlations import ComparablePosts, PostColumn, plain_correlation
from learning.insights.recommendations import Recommendation
from learning.stats.one_factor import FEWEST_COLUMNS, residual_correlations

FEWEST_RATES: Final = FEWEST_COLUMNS
LEAST_ERROR: Final = 1e-4
WIDEST: Final = 0.99
COMMON: Final = "what all rates of a post have in common"


def correlate_beyond_common(
    posts: ComparablePosts, columns: Sequence[PostColumn], detector: str
) -> Mapping[tuple[int, int], Candidate]:
    """Propose every pair of rates.

    Args:
        posts: The posts.
        columns: At least four rates, none of which counts what another counts.
        detector: The name of who proposes.

    Returns:
        By pair of places. The estimate is Fisher's z of what is left of their partial rank correlation once one factor
        of all rates is taken out (`learning.stats.one_factor`); the whole correlation stands in the evidence, with the
        part that the common cause explains as a rival. Empty where too few posts have all rates.
    """
    left = posts.remainders(columns)
    if left is None or (left.columns.std(axis=0) < LEAST_ERROR).any():
        return {}
    residuals, errors, groups = residual_correlations(left.columns, left.clusters)
    sizes = np.linalg.norm(left.columns, axis=0)
    whole = left.columns.T @ left.columns / np.outer(sizes, sizes)
    days = posts.days[left.rows]
    span = EPOCH + timedelta(days=int(days.min())), EPOCH + timedelta(days=int(days.max()))
    found: dict[tuple[int, int], Candidate] = {}
    for a, b in combinations(range(len(columns)), 2):
        rest = float(np.clip(residuals[a, b], -WIDEST, WIDEST))
        error = max(float(errors[a, b]) / (1 - rest**2), LEAST_ERROR)
        measured = Measured(float(np.arctanh(rest)), error, float(groups - 1), is_log_ratio=False)
        told = rest, float(whole[a, b]), plain_correlation(columns[a], columns[b], left.rows)
        found[a, b] = Candidate(
            detector=detector,
            subject=Subject(InsightKind.CORRELATION, columns[b].name, (), (("with", columns[a].name),)),
            measured=measured,
            n=len(left.rows),
            counted=CountedUnit.POSTS,
            evidence=_evidence((columns[a].name, columns[b].name), told, len(left.rows), span),
            recommendation=Recommendation.TEST_IT,
        )
    return found


def _evidence(
    names: tuple[str, str], correlations: tuple[float, float, float], n: int, span: tuple[date, date]
) -> Evidence:
    """What is left of the partial correlation, the partial one and the plain one."""
    rest, partial, plain = correlations
    explained = 1 - rest / partial if partial else None
    rival = Rival(RivalKind.HELD_ALIKE, COMMON, own=partial, others=rest, n=n, explained=explained)
    return Evidence(
        numbers={"correlation": rest, "partial": partial, "plain": plain},
        words={"one": names[0], "other": names[1]},
        first=span[0],
        last=span[1],
        rivals=(rival,),
    )
