"""How far apart are two means with unequal spread, and could that be chance?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from learning.stats.moments import Floats, Moments
from learning.stats.sides import Sides
from learning.stats.student import upper_quantiles


@dataclass(frozen=True, slots=True)
class Comparison:
    """Treatment against control in each test, shape (tests,); NaN where not known, infinite where an end is open."""

    estimate: Floats
    error: Floats
    """Standard error."""
    low: Floats
    high: Floats
    p_value: Floats
    degrees: Floats


def welch_degrees(first: Floats, second: Floats, n_first: Floats, n_second: Floats) -> Floats:
    """Give the degrees of freedom of a sum of two estimated variances.

    Args:
        first: Variances of the mean of one arm, shape (tests,).
        second: Of the other.
        n_first: Units of the one.
        n_second: Of the other.

    Returns:
        (v1 + v2)^2 / (v1^2 / (n1 - 1) + v2^2 / (n2 - 1)) (Welch 1947).
    """
    # Scaled by the larger one: squares of tiny variances would vanish.
    with np.errstate(divide="ignore", invalid="ignore"):
        top = np.maximum(first, second)
        one, two = first / top, second / top
        found: Floats = (one + two) ** 2 / (one**2 / (n_first - 1) + two**2 / (n_second - 1))
    return found


def effect_moments(control: Moments, treatment: Moments, *, relative: bool) -> tuple[Floats, Floats]:
    """Give the effect and its standard error.

    Args:
        control: Moments of the control, shape (tests,).
        treatment: Moments of the treatment.
        relative: Whether the effect is (T - C) / |C| or T - C.

    Returns:
        The effect and its standard error; relative: sqrt(vT / C^2 + vC T^2 / C^4), v the variances of the means and C
        and T the means before any adjustment (delta method). NaN where an arm shows no spread.
    """
    effect = treatment.mean - control.mean
    one, two = _spread(control), _spread(treatment)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        if not relative:
            return effect, np.sqrt(one + two)
        base = np.where(control.baseline == 0, np.nan, np.abs(control.baseline))
        error = np.sqrt(two + one * (treatment.baseline / base) ** 2) / base
        return effect / base, error


def compare_means(
    control: Moments,
    treatment: Moments,
    *,
    relative: bool,
    alpha: float = 0.05,
    sides: Sides = Sides.BOTH,
    degrees: Floats | None = None,
) -> Comparison:
    """Compare two means by Welch's t, on the plain scale.

    Args:
        control: Moments of the control, shape (tests,).
        treatment: Moments of the treatment.
        relative: Whether the effect is (T - C) / |C| or T - C; the p-value belongs to the same scale.
        alpha: Error probability, 0-1.
        sides: The alternative.
        degrees: Degrees of freedom in place of Welch's, such as infinity for normal quantiles.

    Returns:
        Effect, standard error, interval and p-value, with Welch-Satterthwaite degrees of freedom of the absolute
        variances on either scale.
    """
    effect, error = effect_moments(control, treatment, relative=relative)
    if degrees is None:
        degrees = welch_degrees(control.mean_variance, treatment.mean_variance, control.n, treatment.n)
    return student_comparison(effect, error, degrees, alpha=alpha, sides=sides)


def pooled_variance(first: Floats, second: Floats, n_first: Floats, n_second: Floats) -> Floats:
    """Give one variance for both arms.

    Args:
        first: Variance of one unit in one arm, shape (tests,).
        second: In the other.
        n_first: Units of the one.
        n_second: Of the other.

    Returns:
        ((n1 - 1) v1 + (n2 - 1) v2) / (n1 + n2 - 2) (Student 1908); it assumes that both arms spread alike.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = ((n_first - 1) * first + (n_second - 1) * second) / (n_first + n_second - 2)
    return found


def student_comparison(
    effect: Floats, error: Floats, degrees: Floats, *, alpha: float | Floats, sides: Sides = Sides.BOTH
) -> Comparison:
    """Give interval and p-value of estimates with Student's t.

    Args:
        effect: Estimates, shape (tests,).
        error: Their standard errors, above 0 or NaN.
        degrees: Degrees of freedom; infinite = normal.
        alpha: Error probability, 0-1.
        sides: The alternative.

    Returns:
        The comparison; open ends are infinite.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = upper_quantiles(degrees, sides.tail(alpha)) * error
        statistic = effect / error
        if sides is Sides.GREATER:
            low, high, p_value = effect - reach, np.where(np.isnan(reach), np.nan, np.inf), -statistic
        elif sides is Sides.LESS:
            low, high, p_value = np.where(np.isnan(reach), np.nan, -np.inf), effect + reach, statistic
        else:
            low, high, p_value = effect - reach, effect + reach, -np.abs(statistic)
        tail = special.stdtr(degrees, p_value)
    return Comparison(effect, error, low, high, 2 * tail if sides is Sides.BOTH else tail, degrees)


def _spread(arm: Moments) -> Floats:
    """Variance of the mean; NaN where the arm shows no spread, as no honest interval follows from that."""
    found: Floats = np.where(arm.variance > 0, arm.mean_variance, np.nan)
    return found
