"""What a recommender of arms learns from: the arm of each decision, how it was drawn, for whom, and its reward."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learning.domain.arm_models import ArmCounts
from learning.domain.holdings import Texts
from learning.domain.observations import Ints
from learning.stats.off_policy import FEWEST_REWARDED, Logged

Floats = NDArray[np.float64]

FEWEST_DAYS: Final = 6
"""One for each block of later decisions, and one to begin with."""
DAY_SECONDS: Final = 86_400


@dataclass(frozen=True, slots=True)
class ArmLesson:
    """Decisions that tell their arm and its propensity, the oldest first; arrays share one index."""

    arms: Texts
    contexts: Mapping[str, Texts]
    """What was known of whom it was about: name -> levels; '' = not told."""
    at: Ints
    """UTC seconds."""
    rewards: Floats
    """Counted so that more is better."""
    reported: NDArray[np.bool_]
    """Whether the reward was reported; else it counts as 0."""
    propensity: Floats
    """Probability with which the arm was drawn, above 0, up to 1."""
    units: Ints
    """Who was decided for, as codes from 0; a decision about nobody known has a code of its own."""

    @property
    def days(self) -> Ints:
        """Epoch day of each decision, in UTC."""
        found: Ints = self.at // DAY_SECONDS
        return found

    def rows(self, rows: Ints) -> ArmLesson:
        """Some of the decisions."""
        return ArmLesson(
            self.arms[rows],
            {name: told[rows] for name, told in self.contexts.items()},
            self.at[rows],
            self.rewards[rows],
            self.reported[rows],
            self.propensity[rows],
            self.units[rows],
        )

    @property
    def logged(self) -> Logged:
        """The decisions as estimators of other ways of choosing take them; people and days share their luck."""
        days = np.unique(self.days, return_inverse=True)[1].astype(np.int64)
        people = np.unique(self.units, return_inverse=True)[1].astype(np.int64)
        return Logged(self.rewards, self.propensity, int(self.reported.sum()), (people, days))


def why_not_recommended(counts: ArmCounts) -> str:
    """Say why so little teaches no recommender; '' where it does."""
    if not counts.with_arm:
        told = (
            f"none of {counts.decisions:,} decisions tells"
            if counts.decisions
            else "no decision was reported that tells"
        )
        return f"{told} which arm was taken"
    if not counts.with_propensity:
        return (
            f"none of {counts.with_arm:,} decisions with an arm tells the probability with which it was drawn, so a "
            "difference may have any cause"
        )
    if counts.arms < 2:
        return "there is one arm only, so there is nothing to choose"
    if counts.rewarded < FEWEST_REWARDED:
        more = FEWEST_REWARDED - counts.rewarded
        return (
            f"{counts.rewarded:,} rewarded outcomes of decisions that tell arm and propensity; it takes "
            f"{FEWEST_REWARDED}, so {more} more"
        )
    if counts.days < FEWEST_DAYS:
        return (
            f"the decisions are of {counts.days} days; from {FEWEST_DAYS} on a recommender can be judged by later ones"
        )
    return ""
