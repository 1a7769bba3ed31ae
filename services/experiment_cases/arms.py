"""The two arms of a case as moments, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from learning.stats.moments import (
    Floats,
    Moments,
    PairedSums,
    adjust_by_before,
    binomial_moments,
    mean_moments,
    quantile_moments,
    ratio_moments,
)
from services.experiment_cases.values import CannotAnswer, Part

ARM_KINDS: Final = ("binomial", "mean", "ratio", "cuped_mean", "quantile")


@dataclass(frozen=True, slots=True)
class TwoArms:
    """Control and treatment of one test, with what CUPED found."""

    control: Moments
    treatment: Moments
    theta: float | None = None
    control_share: float | None = None


def read_arms(kind: str, inputs: Part) -> TwoArms:
    """Read both arms of a case.

    Raises:
        CannotAnswer: a number is missing or impossible, or an arm is empty.
    """
    control, treatment = inputs.part("control"), inputs.part("treatment")
    if kind == "cuped_mean":
        adjusted = adjust_by_before(_paired(control), _paired(treatment))
        return TwoArms(adjusted.control, adjusted.treatment, float(adjusted.theta[0]), float(adjusted.control_share[0]))
    return TwoArms(read_arm(kind, control), read_arm(kind, treatment))


def read_arm(kind: str, arm: Part) -> Moments:
    """Read one arm of a case.

    Raises:
        CannotAnswer: a number is missing or impossible, or the arm is empty.
    """
    n = _units(arm)
    if kind == "binomial":
        conversions = arm.count("sum")
        if conversions > n[0]:
            raise CannotAnswer(f"{arm.name} has {conversions:g} conversions of {n[0]:g} units; there cannot be more.")
        return binomial_moments(n, _one(conversions))
    if kind == "mean":
        _check_squares(arm, n, "sum", "sum_squares")
        return mean_moments(n, _of(arm, "sum"), _of(arm, "sum_squares"))
    if kind == "ratio":
        return _ratio(arm, n)
    if kind == "quantile":
        lower, upper = arm.number("quantile_lower"), arm.number("quantile_upper")
        if lower > upper:
            raise CannotAnswer(f"the lower bound of {arm.name}, {lower:g}, lies above the upper one, {upper:g}.")
        n_star = _one(arm.count("n_star"))
        return quantile_moments(n, _of(arm, "quantile_hat"), (_one(lower), _one(upper)), n_star)
    raise CannotAnswer(f"an arm of the kind {kind!r} is not one of {', '.join(ARM_KINDS)}.")


def spread_problem(arms: TwoArms) -> str | None:
    """Say why no interval can be given, if so."""
    for name, arm in (("control", arms.control), ("treatment", arms.treatment)):
        if arm.n[0] < 2:
            return f"{name} has a single unit: one value shows no spread, so there is no interval."
        if not arm.variance[0] > 0:
            return (
                f"all units of {name} are alike (nobody or everybody converted, or one value throughout): no interval."
            )
    return None


def base_problem(arms: TwoArms) -> str | None:
    """Say what is special about a relative lift, if something is."""
    base = arms.control.baseline[0]
    if base == 0:
        return "the control is zero, so there is no relative lift."
    if base < 0:
        return "the control is below zero: the lift is relative to its size, and there is no log-ratio range."
    return None


def _ratio(arm: Part, n: Floats) -> Moments:
    _check_squares(arm, n, "num_sum", "num_sum_squares")
    _check_squares(arm, n, "den_sum", "den_sum_squares")
    if arm.number("den_sum") == 0:
        raise CannotAnswer(f"the denominator of {arm.name} is zero, so there is no ratio.")
    top = (_of(arm, "num_sum"), _of(arm, "num_sum_squares"))
    return ratio_moments(n, top, (_of(arm, "den_sum"), _of(arm, "den_sum_squares")), _of(arm, "num_den_sum"))


def _paired(arm: Part) -> PairedSums:
    n = _units(arm)
    _check_squares(arm, n, "post_sum", "post_sum_squares")
    _check_squares(arm, n, "pre_sum", "pre_sum_squares")
    keys = ("post_sum", "post_sum_squares", "pre_sum", "pre_sum_squares", "post_pre_sum")
    return PairedSums(n, *(_of(arm, key) for key in keys))


def _units(arm: Part) -> Floats:
    n = arm.count("n")
    if n == 0:
        raise CannotAnswer(f"{arm.name} has no units.")
    return _one(n)


def _check_squares(arm: Part, n: Floats, total: str, squares: str) -> None:
    least = arm.number(total) ** 2 / float(n[0])
    if arm.number(squares) < least * (1 - 1e-9):
        raise CannotAnswer(
            f"{squares} of {arm.name} is {arm.number(squares):g}; with that {total} it is at least {least:g}."
        )


def _of(arm: Part, key: str) -> Floats:
    return _one(arm.number(key))


def _one(value: float) -> Floats:
    return np.array([value], dtype=np.float64)
