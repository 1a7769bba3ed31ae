"""How many people and days a test needs, from the brand's own traffic or from a test's own control."""

from __future__ import annotations

from collections.abc import Mapping

from db.engine import Store
from learning.domain.brands import Brand
from learning.domain.errors import BadOption
from learning.domain.experiments import ArmSums, MetricKind
from learning.experiments.planner import Baseline, TestSize, Wish, lift_in_days, size_for_lift
from learning.experiments.sums import quantile_pairs, stack_quantiles
from services.experiments.analysing import load_case
from services.experiments.cases import Case, days_of
from services.experiments.replay import DailyTraffic


def baseline_of_traffic(traffic: DailyTraffic) -> Baseline:
    """Return what the rate of a brand is like today.

    Raises:
        BadOption: There is no traffic to go by.
    """
    rate = traffic.rate
    if rate is None:
        raise BadOption(
            "traffic", "nothing", "a range of days with figures, or the rate and the people per day by hand"
        )
    return Baseline(MetricKind.BINOMIAL, rate, rate * (1 - rate))


def baseline_of_test(store: Store, brand: Brand, experiment_id: int, now: int) -> tuple[Baseline, float | None]:
    """Return what the primary metric of a test is like in its control (or in all arms), and its people per day.

    Raises:
        NotFound: The brand has no such test.
        BadOption: It has no data yet.
    """
    case, _ = load_case(store, brand, experiment_id)
    arms = case.sums(case.design.primary.name)
    chosen = [arm for arm in arms if arm.arm == case.design.control] or arms
    n = sum(arm.n for arm in chosen)
    if n < 2:
        raise BadOption("test", case.record.name, "a test with people in it")
    if case.design.primary.kind is MetricKind.QUANTILE:
        return _quantile_baseline(case, chosen[0]), _per_day(case, sum(arm.n for arm in arms), now)
    return _baseline(case, chosen, n), _per_day(case, sum(arm.n for arm in arms), now)


def make_wish(
    weights: Mapping[str, float], control: str, units_per_day: float, *, power: float = 0.8, alpha: float = 0.05
) -> Wish:
    """Return how a test is to be run.

    Raises:
        BadOption: Fewer than two arms, a control that is none of them, or numbers that cannot be.
    """
    if len(weights) < 2 or any(not weight > 0 for weight in weights.values()):
        raise BadOption("arms", ", ".join(weights), "two versions or more, each with a positive share")
    if control not in weights:
        raise BadOption("control", control, f"one of {', '.join(weights)}")
    if not units_per_day > 0:
        raise BadOption("people per day", f"{units_per_day:g}", "a positive number")
    if not 0.5 <= power < 1:
        raise BadOption("power", f"{power:g}", "a number from 0.5 up to 1, such as 0.8")
    if not 0 < alpha < 0.5:
        raise BadOption("alpha", f"{alpha:g}", "a number between 0 and 0.5, such as 0.05")
    return Wish(weights, control, units_per_day, power, alpha)


def plan_for_lift(baseline: Baseline, lift: float, wish: Wish) -> TestSize:
    """Return how many people and days it takes to find a lift."""
    return size_for_lift(baseline, lift, wish)


def plan_for_days(baseline: Baseline, days: int, wish: Wish) -> TestSize:
    """Return the smallest lift that so many days find."""
    return lift_in_days(baseline, days, wish)


def _baseline(case: Case, arms: list[ArmSums], n: float) -> Baseline:
    kind = case.design.primary.kind
    total = sum(arm.total for arm in arms)
    mean = total / n
    if kind is MetricKind.BINOMIAL:
        return Baseline(kind, mean, mean * (1 - mean))
    squares = sum(arm.squares or 0.0 for arm in arms)
    variance = max(0.0, (squares - total * mean) / (n - 1))
    if kind is not MetricKind.RATIO:
        return Baseline(kind, mean, variance)
    base = sum(arm.base_total or 0.0 for arm in arms)
    base_squares = sum(arm.base_squares or 0.0 for arm in arms)
    product = sum(arm.base_product or 0.0 for arm in arms)
    if not base:
        raise BadOption("test", case.record.name, "a test with a denominator above 0")
    bottom = base / n
    below = (base_squares - base * bottom) / (n - 1)
    both = (product - total * bottom) / (n - 1)
    # Delta method for a ratio of means (statistics: vM/D^2 - 2 cov M/D^3 + M^2 vD/D^4).
    delta = variance / bottom**2 - 2 * both * mean / bottom**3 + mean**2 * below / bottom**4
    return Baseline(kind, mean / bottom, max(0.0, delta))


def _quantile_baseline(case: Case, arm: ArmSums) -> Baseline:
    """Of a quantile the variance of its order statistics, as if of one unit."""
    if arm.quantile is None:
        raise BadOption("test", case.record.name, "a test whose quantile is known")
    found = quantile_pairs(stack_quantiles([arm, arm]), None).arm
    return Baseline(MetricKind.QUANTILE, float(found.mean[0, 0]), float(found.variance[0, 0]))


def _per_day(case: Case, n: float, now: int) -> float | None:
    days = days_of(case, now)
    return n / days if days else None
