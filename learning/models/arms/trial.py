"""Would following a recommender have brought more than what was done? Judged by later decisions only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from learning.domain.arm_models import ArmMethod, ArmScores
from learning.domain.holdings import Texts
from learning.domain.observations import Ints
from learning.domain.off_policy import OffPolicy
from learning.models.arms.lessons import ArmLesson, Floats
from learning.models.arms.model import ArmModel, learn_arms
from learning.models.going_live import BETTER_BY, LEVEL
from learning.models.time_blocks import blocks_of
from learning.stats.off_policy import Wanted, as_served, estimate_off_policy

PRESENT: Final = "what served"
SMALLEST_P: Final = 0.001
"""Smaller ones are told as below it."""


@dataclass(frozen=True, slots=True)
class LiveArms:
    """What a candidate is held against."""

    model: ArmModel
    since: int
    """The last day that it learned from, as epoch day."""
    name: str


@dataclass(frozen=True, slots=True)
class ArmTrial:
    """How a candidate did on decisions that it had not seen."""

    method: ArmMethod
    scores: ArmScores
    goes_live: bool
    why: str


def try_arms(lesson: ArmLesson, live: LiveArms | None) -> ArmTrial:
    """Judge recommenders by later decisions, beside what served, the best single arm, and the live version.

    Each block of decisions is told by models of the blocks before it (prequential, Dawid 1984); what following them
    would have brought is estimated off-policy. By context only if that is BETTER_BY better than the best single arm.

    Args:
        lesson: The decisions; enough of them by `why_not_recommended`.
        live: The live version of the same metric; None = there is none.
    """
    block = blocks_of(lesson.days, None if live is None else live.since)
    rows = np.flatnonzero(block > 0)
    held, (context, single) = lesson.rows(rows), _ways(lesson, block)
    gain = estimate_off_policy(held.logged, context, single)
    method = ArmMethod.BY_CONTEXT if why_no_better(gain, "the best single arm") == "" else ArmMethod.ONE_ARM
    wanted = context if method is ArmMethod.BY_CONTEXT else single
    beside_live = None
    if live is not None:
        later = np.flatnonzero(held.days > live.since)
        after = held.rows(later)
        beside_live = estimate_off_policy(after.logged, _at(wanted, later), way_of(live.model, after))
    found = [estimate_off_policy(held.logged, one) for one in (context, single)]
    scores = ArmScores(found[0], found[1], gain, beside_live)
    shown = found[0] if method is ArmMethod.BY_CONTEXT else found[1]
    refusal = why_no_better(shown, PRESENT) if live is None else why_no_better(beside_live, live.name)
    told = shown if live is None else beside_live
    return ArmTrial(method, scores, refusal == "", refusal or gain_words(told, PRESENT if live is None else live.name))


def hold_against_served(lesson: ArmLesson, live: LiveArms) -> tuple[OffPolicy | None, bool]:
    """Hold what served against a live recommender, on decisions after those that it had learned from.

    Returns:
        What served as the candidate; and whether it is better by the gate, so that nothing is to be recommended.
    """
    later = lesson.rows(np.flatnonzero(lesson.days > live.since))
    if not len(later.arms):
        return None, False
    found = estimate_off_policy(later.logged, as_served(later.logged), way_of(live.model, later))
    return found, why_no_better(found, live.name) == ""


def way_of(model: ArmModel, lesson: ArmLesson) -> Wanted:
    """Return what a model that knows none of some decisions would have done about them."""
    expected = model.expect(model.columns.hits(lesson.contexts, len(lesson.arms)))
    return _way(model, lesson.arms, expected, expected.argmax(axis=1))


def why_no_better(found: OffPolicy | None, name: str) -> str:
    """Say why a way of choosing does not take the place of another; '' where it does."""
    if found is None:
        return f"none of the arms that it would have taken was drawn, so it cannot be held against {name}"
    if found.why_not:
        return found.why_not
    if found.diff > 0 and found.diff >= BETTER_BY * abs(found.served) and found.p_value < LEVEL:
        return ""
    return f"{gain_words(found, name)}; it takes {BETTER_BY:.0%} more with p < {LEVEL}"


def gain_words(found: OffPolicy | None, name: str) -> str:
    """Say what a way of choosing would have brought beside another."""
    if found is None or found.low is None or found.high is None:
        return ""
    share = f" ({found.diff / abs(found.served):+.1%})" if found.served else ""
    return (
        f"{found.diff:+.3g}{share} a decision against {name}, 95 % range {found.low:+.3g} to {found.high:+.3g}, "
        f"{_p_words(found.p_value)}, on {found.n:,} later decisions"
    )


def _p_words(p_value: float) -> str:
    return f"p {p_value:.3f}" if p_value >= SMALLEST_P else f"p < {SMALLEST_P}"


def _ways(lesson: ArmLesson, block: Ints) -> tuple[Wanted, Wanted]:
    """What models of the blocks before would have done about each block: by context, and with one arm."""
    told: list[tuple[Wanted, Wanted]] = []
    for one in range(1, int(block.max()) + 1):
        before, here = (lesson.rows(np.flatnonzero(rows)) for rows in (block < one, block == one))
        model, plain = (learn_arms(before, by_context=by_context) for by_context in (True, False))
        expected = model.expect(model.columns.hits(here.contexts, len(here.arms)))
        # A model of single arms ranks them alike in every context, and knows the same arms.
        best = int(plain.expect(np.zeros((1, len(plain.columns.levels)))).argmax())
        single = _way(model, here.arms, expected, np.full(len(here.arms), best))
        told.append((_way(model, here.arms, expected, expected.argmax(axis=1)), single))
    return _join([one for one, _ in told]), _join([other for _, other in told])


def _way(model: ArmModel, arms: Texts, expected: Floats, choice: Ints) -> Wanted:
    at, taken = np.arange(len(arms)), model.columns.taken(arms)
    said = np.where(taken >= 0, expected[at, np.maximum(taken, 0)], expected.mean(axis=1))
    return Wanted((taken == choice).astype(np.float64), said, expected[at, choice])


def _join(parts: Sequence[Wanted]) -> Wanted:
    return Wanted(*(np.concatenate([getattr(one, name) for one in parts]) for name in ("chance", "said", "expected")))


def _at(way: Wanted, rows: Ints) -> Wanted:
    return Wanted(way.chance[rows], way.said[rows], way.expected[rows])
