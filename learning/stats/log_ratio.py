"""By what factor do two means differ? The form in which relative lifts are shown to people."""

from __future__ import annotations

import numpy as np

from learning.stats.moments import Floats, Moments
from learning.stats.sides import Sides
from learning.stats.welch import Comparison, student_comparison, welch_degrees


def log_moments(control: Moments, treatment: Moments) -> tuple[Floats, Floats, Floats]:
    """Give the logarithm of treatment / control, its standard error and its degrees of freedom.

    Args:
        control: Moments of the control, shape (tests,).
        treatment: Moments of the treatment.

    Returns:
        log(T / C), sqrt(vC / C^2 + vT / T^2) with v the variances of the means (delta method), and the
        Welch-Satterthwaite degrees of these relative variances. NaN where a mean is not above 0 or shows no spread.
    """
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        one = np.where((control.mean > 0) & (control.variance > 0), control.mean_variance / control.mean**2, np.nan)
        two = np.where(
            (treatment.mean > 0) & (treatment.variance > 0), treatment.mean_variance / treatment.mean**2, np.nan
        )
        effect = np.log(treatment.mean / control.mean)
    return effect, np.sqrt(one + two), welch_degrees(one, two, control.n, treatment.n)


def compare_logs(
    control: Moments,
    treatment: Moments,
    *,
    alpha: float = 0.05,
    sides: Sides = Sides.BOTH,
    degrees: Floats | None = None,
) -> Comparison:
    """Compare two means on the scale of the logarithm.

    Args:
        control: Moments of the control, shape (tests,).
        treatment: Moments of the treatment.
        alpha: Error probability, 0-1.
        sides: The alternative.
        degrees: Degrees of freedom in place of Welch's, such as infinity for normal quantiles.

    Returns:
        The comparison of log(T / C) (Katz et al. 1978 for risks; Deng, Knoblich and Lu 2018 for means and ratios).
        `as_lift` carries it back.
    """
    effect, error, own = log_moments(control, treatment)
    return student_comparison(effect, error, own if degrees is None else degrees, alpha=alpha, sides=sides)


def as_lift(logs: Floats) -> Floats:
    """Carry a logarithm of T / C to the relative lift T / C - 1.

    Args:
        logs: Logarithms, any shape; minus infinity for an open lower end.

    Returns:
        exp(log) - 1, infinite where it leaves the floating range.
    """
    with np.errstate(over="ignore"):
        found: Floats = np.expm1(logs)
    return found
