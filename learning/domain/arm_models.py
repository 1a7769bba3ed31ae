"""Recommenders of arms: which version of what a program does fits whom, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from learning.domain.off_policy import OffPolicy


class ArmMethod(StrEnum):
    """How arms are recommended."""

    ONE_ARM = "one arm"
    """The same arm for everybody."""
    BY_CONTEXT = "by context"
    """The arm that fits the context."""


@dataclass(frozen=True, slots=True)
class ArmCounts:
    """What there is to learn from."""

    decisions: int
    with_arm: int
    with_propensity: int
    """Of those."""
    rewarded: int
    """Of those, decisions of which the metric was reported."""
    arms: int
    days: int


@dataclass(frozen=True, slots=True)
class ArmScores:
    """What following a recommender would have brought on decisions that were made after those it had learned from.

    Rewards are counted so that more is better: of a metric of which less is better they are negative.
    """

    by_context: OffPolicy | None
    """The arm that fits the context, beside what served."""
    one_arm: OffPolicy | None
    """The best single arm, beside what served."""
    context_gain: OffPolicy | None
    """The arm that fits the context, beside the best single arm."""
    against_live: OffPolicy | None = None
    """What is recommended, beside the live version, on decisions after those that it had learned from."""


@dataclass(frozen=True, slots=True)
class ArmVersion:
    """A recommender that was made of the decisions of a component, and how it did on later ones."""

    component: str
    version: int
    """0 until it is stored; every component has versions of its own."""
    metric: str
    less_is_better: bool
    method: ArmMethod
    made_at: int
    """UTC seconds."""
    who: str
    seen_until: int
    """When the newest decision that it learned from was made, UTC seconds."""
    decisions: int
    """That it learned from."""
    scores: ArmScores
    why: str
    is_live: bool
    packed: bytes | None = None
    """None where it never went live or was let go."""


@dataclass(frozen=True, slots=True)
class RankedArm:
    """What is expected of an arm in a context."""

    arm: str
    expected: float
    """Mean of the metric for one decision."""
    low: float
    """Of its 95 % range."""
    high: float
    n: int
    """Decisions that took it."""
    n_here: int
    """Of those, in a context like this."""
    best_chance: float
    """Probability that no other arm is better here, 0-1."""


@dataclass(frozen=True, slots=True)
class ArmAdvice:
    """Which arm fits a context; only advice: what programs are told changes by an action alone."""

    component: str
    metric: str
    context: Mapping[str, str]
    """What was asked, as far as it is known."""
    offered: Mapping[str, tuple[str, ...]]
    """What can be said of a context: name -> levels that are learned from."""
    ranked: tuple[RankedArm, ...]
    """The best first; empty where nothing may be told."""
    recommended: str
    """'' where no arm is."""
    reason: str
    """Why none is; '' where one is."""
    notes: tuple[str, ...]
    version: ArmVersion | None
    """The live one; without one the newest."""
    randomised: bool = True
    """Whether arms were drawn by chance; else a difference may have another cause."""
