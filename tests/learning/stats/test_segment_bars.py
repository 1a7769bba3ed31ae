"""The bars of statistics.md for insights over segments: noise worlds and planted worlds.

The short runs stand for the long ones, which are marked slow (`pytest -m slow` on this file).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from scipy import stats

from learning.domain.audience import GapTier
from learning.insights.segments import FEWEST_DEGREES, Judgement, judge_gaps
from tests.learning.stats.segment_worlds import RATES, Brand, compare, draw

PAIRED = Brand()
SEPARATE = Brand(posts=2_000, reach=3_000.0, paired=False)
FEW_SEGMENTS = Brand(segments=4)


@dataclass(frozen=True, slots=True)
class Family:
    """All comparisons of one world, with what is true."""

    log_ratios: np.ndarray
    errors: np.ndarray
    degrees: np.ndarray
    truth: np.ndarray
    verdict: Judgement

    def are(self, tier: GapTier) -> np.ndarray:
        return np.array([one is tier for one in self.verdict.tiers])


def judge(brand: Brand, seed: int, effects: np.ndarray | None = None) -> Family:
    seen, events = draw(brand, np.random.default_rng(seed), effects)
    truth = np.zeros((brand.segments, len(RATES))) if effects is None else effects
    columns: list[list[np.ndarray]] = [[], [], [], [], []]
    for place, one in enumerate(compare(seen, events)):
        known = np.isfinite(one.log_ratio) & (one.degrees >= FEWEST_DEGREES)
        own = one.log_ratio, one.error, one.degrees, truth[:, place], one.units
        for column, part in zip(columns, own, strict=True):
            column.append(part[known])
    log_ratios, errors, degrees, true, units = (np.concatenate(column) for column in columns)
    return Family(log_ratios, errors, degrees, true, judge_gaps(log_ratios, errors, degrees, units.tolist()))


def confirmed_share(brand: Brand, repetitions: int) -> float:
    """In how many noise worlds anything at all is confirmed."""
    return float(np.mean([judge(brand, seed).are(GapTier.CONFIRMED).any() for seed in range(repetitions)]))


@pytest.mark.parametrize("brand", [PAIRED, SEPARATE, FEW_SEGMENTS], ids=["paired", "separate", "few"])
def test_in_a_world_of_noise_nothing_is_confirmed(brand: Brand) -> None:
    assert confirmed_share(brand, 6) <= 1 / 6


@pytest.mark.slow
@pytest.mark.parametrize("brand", [PAIRED, SEPARATE, FEW_SEGMENTS], ids=["paired", "separate", "few"])
def test_in_two_hundred_worlds_of_noise_at_most_a_tenth_confirm_anything(brand: Brand) -> None:
    assert confirmed_share(brand, 200) <= 0.10


@dataclass(slots=True)
class Score:
    """What planted worlds showed."""

    shares: list[float]
    discoveries: int = 0
    wrong_signs: int = 0
    designed: int = 0
    designed_found: int = 0


def plant(brand: Brand, repetitions: int) -> Score:
    """One in twenty comparisons carries an effect of 15 to 120 %.

    An effect counts as one that the design can detect if a test of its true size with this standard error would pass
    at .05 divided by all comparisons (Bonferroni) in nine of ten repetitions.
    """
    score = Score([])
    for seed in range(repetitions):
        rng = np.random.default_rng(10_000 + seed)
        shape = brand.segments, len(RATES)
        effects = np.where(rng.random(shape) < 0.05, rng.choice([-1, 1], shape) * rng.uniform(0.15, 0.8, shape), 0.0)
        family = judge(brand, seed, effects)
        found = family.are(GapTier.CONFIRMED)
        false = (family.truth == 0) | (family.truth * family.log_ratios < 0)
        score.shares.append(float(false[found].mean()) if found.any() else 0.0)
        score.discoveries += int(found.sum())
        score.wrong_signs += int((family.truth * family.log_ratios < 0)[found].sum())
        limit = stats.t.isf(0.025 / len(family.truth), family.degrees)
        power = stats.norm.sf(limit - np.abs(family.truth) / family.errors)
        designed = (family.truth != 0) & (power >= 0.90)
        score.designed += int(designed.sum())
        score.designed_found += int((designed & found).sum())
    return score


def broken_bars(score: Score) -> list[str]:
    """Name the bars of statistics.md that a planted world missed."""
    bars = {
        "something is found": score.discoveries > 0 and score.designed > 0,
        "realised FDR at most .10": float(np.mean(score.shares)) <= 0.10,
        "sign errors at most 1 %": score.wrong_signs <= 0.01 * score.discoveries,
        "power at least .80": score.designed_found >= 0.80 * score.designed,
    }
    return [name for name, held in bars.items() if not held]


def test_planted_effects_are_found_with_few_false_ones() -> None:
    assert broken_bars(plant(PAIRED, 4)) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "brand",
    [PAIRED, Brand(reach=200_000.0), Brand(posts=4_000, segments=60, reach=3_000.0, paired=False)],
    ids=["paired", "large", "separate"],
)
def test_planted_effects_are_found_with_few_false_ones_in_many_worlds(brand: Brand) -> None:
    assert broken_bars(plant(brand, 60)) == []
