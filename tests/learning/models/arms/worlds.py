"""Decisions about arms whose true rewards are known."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from learning.models.arms.lessons import DAY_SECONDS, ArmLesson

ARMS = ("plain", "question", "story")
PERSONAS = ("casual", "expert", "new")
DEVICES = ("desktop", "phone")
FIRST_DAY = 20_000
BASE = 10.0
Truth = Mapping[tuple[str, str], float]
"""(arm, persona) -> relative lift; others 0."""


def drawn(
    count: int,
    seed: int,
    truth: Truth,
    *,
    days: int = 30,
    spread: float = 0.5,
    drift: float = 0.0,
    tilt: float = 0.5,
) -> ArmLesson:
    """Rewards around 10 with a relative spread; days share luck; the first arm is drawn more and more often.

    Args:
        count: Decisions.
        seed: Of all draws.
        truth: What each arm does to whom.
        days: Over how many they go.
        spread: Standard deviation of a reward, in relation.
        drift: By how much all rewards rise over the days, in relation.
        tilt: How far the chance of the first arm moves from a third.
    """
    rng = np.random.default_rng(seed)
    at = np.sort(rng.integers(FIRST_DAY * DAY_SECONDS, (FIRST_DAY + days) * DAY_SECONDS, count))
    share = (at - at[0]) / (days * DAY_SECONDS)
    first = (1 - tilt) / 3 + tilt * 0.8 * share
    chances = np.column_stack([first, (1 - first) * 0.4, (1 - first) * 0.6])
    taken = (rng.random(count)[:, None] > chances.cumsum(axis=1)).sum(axis=1).clip(0, 2)
    persona, device = rng.integers(3, size=count), rng.integers(2, size=count)
    lift = np.array([[truth.get((arm, who), 0.0) for who in PERSONAS] for arm in ARMS])[taken, persona]
    luck = rng.normal(0, 0.05, days)[at // DAY_SECONDS - FIRST_DAY]
    mean = BASE * (1 + lift + 0.2 * (persona == 1) - 0.1 * device + drift * share + luck)
    return ArmLesson(
        np.array(ARMS, dtype=object)[taken],
        {
            "persona": np.array(PERSONAS, dtype=object)[persona],
            "device": np.array(DEVICES, dtype=object)[device],
        },
        at,
        rng.gamma(1 / spread**2, mean * spread**2),
        np.ones(count, dtype=np.bool_),
        chances[np.arange(count), taken],
        np.arange(count),
    )
