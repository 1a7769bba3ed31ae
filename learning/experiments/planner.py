"""How many people and days does a test need, and what can it find in the time there is?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from learning.domain.experiments import MetricKind
from learning.stats.power import Design, TwoArms, solve_effect, solve_units, welch_power

WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the metric is like today, for one unit."""

    kind: MetricKind
    mean: float
    """Rate, mean or ratio."""
    variance: float
    """Of one unit: p (1 - p) of a rate, the sample variance, or the delta variance of a ratio."""

    def treated_variance(self, lift: float) -> float:
        """Variance of one unit of an arm with that lift.

        Args:
            lift: Relative lift.

        Returns:
            p (1 - p) at the new rate; else the same variance.
        """
        if self.kind is not MetricKind.BINOMIAL:
            return self.variance
        rate = min(max(self.mean * (1 + lift), 0.0), 1.0)
        return rate * (1 - rate)


@dataclass(frozen=True, slots=True)
class Wish:
    """How a test is to be run."""

    weights: Mapping[str, float]
    control: str
    units_per_day: float
    """Of all arms together."""
    power: float = 0.8
    alpha: float = 0.05
    running_share: float = 0.4
    """As in the plan of the test: the look at the end has the rest of alpha."""

    @property
    def end_alpha(self) -> float:
        """What one arm may spend at the planned end: the rest of alpha by the number of arms (first step of Holm)."""
        return self.alpha * (1 - self.running_share) / max(len(self.weights) - 1, 1)


@dataclass(frozen=True, slots=True)
class TestSize:
    """What a test needs."""

    __test__ = False

    units: int | None
    """Of all arms together."""
    days: int | None
    """Whole weeks, at least one."""
    by_arm: tuple[tuple[str, int], ...]
    lift: float | None
    """Smallest relative lift found with the wanted power."""
    power: float
    reason: str | None = None


def size_for_lift(baseline: Baseline, lift: float, wish: Wish) -> TestSize:
    """Tell how many units and days it takes to find a lift.

    Args:
        baseline: The metric today.
        lift: Relative lift to find, not 0; below 0 for a drop.
        wish: Arms, traffic, power and error probability.

    Returns:
        Units by Welch's noncentral t at the part of alpha that waits for the planned end, for the arm with the fewest
        units; days in whole weeks at the given traffic. With a reason where it cannot be told.
    """
    problem = _problem(baseline, wish) or ("a lift of zero cannot be found" if lift == 0 else None)
    if problem:
        return TestSize(None, None, (), lift, wish.power, problem)
    pair, share = _two_arms(baseline, lift, wish)
    units = solve_units(abs(baseline.mean) * lift, pair, Design(wish.end_alpha, wish.power)) / share
    if not math.isfinite(units):
        return TestSize(None, None, (), lift, wish.power, "no number of people is enough for that lift")
    whole = math.ceil(units)
    return TestSize(whole, _weeks(whole, wish), _by_arm(whole, wish), lift, wish.power)


def lift_in_days(baseline: Baseline, days: int, wish: Wish) -> TestSize:
    """Tell what lift a test of so many days finds.

    Args:
        baseline: The metric today.
        days: Length of the test, above 0.
        wish: Arms, traffic, power and error probability.

    Returns:
        The smallest relative lift found with the wanted power; a rate cannot rise above 1.
    """
    problem = _problem(baseline, wish)
    units = math.floor(days * wish.units_per_day)
    if problem or units < 2 * len(wish.weights):
        return TestSize(units, days, (), None, wish.power, problem or "too little traffic for any test")
    lift = 0.0
    # The treated variance depends on the lift that is looked for; a few rounds settle it.
    for _ in range(20):
        pair, share = _two_arms(baseline, lift, wish)
        found = solve_effect(units * share, pair, Design(wish.end_alpha, wish.power)) / abs(baseline.mean)
        if not math.isfinite(found) or abs(found - lift) <= 1e-9 * abs(found):
            break
        lift = found
    if not math.isfinite(found):
        return TestSize(units, days, _by_arm(units, wish), None, wish.power, "no lift can be found with so few people")
    if baseline.kind is MetricKind.BINOMIAL and baseline.mean * (1 + found) > 1:
        return TestSize(units, days, _by_arm(units, wish), None, wish.power, "only a rate above 100 % would be found")
    return TestSize(units, days, _by_arm(units, wish), found, wish.power)


def power_for(baseline: Baseline, lift: float, units: int, wish: Wish) -> float | None:
    """Tell how likely a test of so many units finds a lift.

    Args:
        baseline: The metric today.
        lift: True relative lift.
        units: Units of all arms together.
        wish: Arms and error probability.

    Returns:
        Power of the look at the planned end, 0-1; None where it cannot be told.
    """
    if _problem(baseline, wish):
        return None
    pair, share = _two_arms(baseline, lift, wish)
    found = welch_power(abs(baseline.mean) * lift, units * share, pair, Design(wish.end_alpha))
    return None if math.isnan(found) else found


def _two_arms(baseline: Baseline, lift: float, wish: Wish) -> tuple[TwoArms, float]:
    """Control and the smallest other arm, and which share of all units the two have."""
    whole = sum(wish.weights.values())
    control = wish.weights[wish.control] / whole
    other = min(weight for arm, weight in wish.weights.items() if arm != wish.control) / whole
    return TwoArms(baseline.variance, baseline.treated_variance(lift), other / control), control + other


def _problem(baseline: Baseline, wish: Wish) -> str | None:
    if baseline.mean == 0:
        return "the metric stands at zero today, so no relative lift can be planned"
    if not baseline.variance > 0:
        return "the metric shows no spread between people today"
    if len(wish.weights) < 2 or wish.control not in wish.weights:
        return "a test needs a control and one other version"
    if min(wish.weights.values()) <= 0:
        return "every version needs a share above zero"
    return None


def _weeks(units: int, wish: Wish) -> int | None:
    if wish.units_per_day <= 0:
        return None
    return WEEK * max(1, math.ceil(units / wish.units_per_day / WEEK))


def _by_arm(units: int, wish: Wish) -> tuple[tuple[str, int], ...]:
    whole = sum(wish.weights.values())
    return tuple((arm, math.ceil(units * weight / whole)) for arm, weight in wish.weights.items())
