"""What do the sums of an arm say: its mean and the variance of one unit, whatever the kind of metric?

Everything here works on many tests at once: arrays of shape (tests,), NaN where a number is not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]

ROUNDING: Final = 1e-12
"""A variance below this part of the mean square is what subtraction left of equal values."""
QUANTILE_FLOOR: Final = 1e-5
FLOORED_FROM: Final = 100


@dataclass(frozen=True, slots=True)
class Moments:
    """Mean and variance of one unit in one arm of each test; arrays of shape (tests,)."""

    n: Floats
    mean: Floats
    variance: Floats
    """Of one unit, linearised where the metric is a ratio or adjusted; 0 or NaN = no spread is known."""
    baseline: Floats
    """What a relative lift is relative to: the mean before any adjustment."""

    @property
    def mean_variance(self) -> Floats:
        """Variance of the mean."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return self.variance / self.n


@dataclass(frozen=True, slots=True)
class Adjusted:
    """Both arms after CUPED; theta and the shares have shape (tests,)."""

    control: Moments
    treatment: Moments
    theta: Floats
    control_share: Floats
    """Variance after the adjustment by the variance before, in the control."""
    treatment_share: Floats


def binomial_moments(n: Floats, conversions: Floats) -> Moments:
    """Give the moments of a conversion rate.

    Args:
        n: Units, shape (tests,).
        conversions: Units that converted, 0 to n.

    Returns:
        The rate p and the variance p (1 - p), without n / (n - 1).
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = conversions / n
    return Moments(n, rate, rate * (1 - rate), rate)


def mean_moments(n: Floats, total: Floats, squares: Floats) -> Moments:
    """Give the moments of a mean per unit.

    Args:
        n: Units, shape (tests,).
        total: Sum of the values.
        squares: Sum of their squares.

    Returns:
        The mean and the sample variance (n - 1).
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = total / n
        return Moments(n, mean, _covariance(n, total, total, squares), mean)


def ratio_moments(n: Floats, numerator: tuple[Floats, Floats], base: tuple[Floats, Floats], product: Floats) -> Moments:
    """Give the moments of a ratio of two sums by the delta method.

    Args:
        n: Randomisation units, shape (tests,).
        numerator: Sum and sum of squares of the numerator.
        base: Sum and sum of squares of the denominator.
        product: Sum of the products of both.

    Returns:
        M / D and vM / D^2 - 2 cov M / D^3 + M^2 vD / D^4 (Deng, Knoblich and Lu 2018, eq. 5), M and D the means per
        unit, variances with n - 1.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        top, bottom = numerator[0] / n, base[0] / n
        ratio = top / bottom
        spread_top = _covariance(n, numerator[0], numerator[0], numerator[1])
        spread_bottom = _covariance(n, base[0], base[0], base[1])
        common = _covariance(n, numerator[0], base[0], product)
        variance = spread_top / bottom**2 - 2 * common * top / bottom**3 + top**2 * spread_bottom / bottom**4
    return Moments(n, ratio, np.where(variance > ROUNDING * ratio**2, variance, np.minimum(variance, 0)), ratio)


def quantile_moments(n: Floats, value: Floats, bounds: tuple[Floats, Floats], n_star: Floats) -> Moments:
    """Give the moments of a sample quantile from the order statistics around it.

    Args:
        n: Values, shape (tests,).
        value: The sample quantile.
        bounds: The order statistics below and above it, 95 % apart at `n_star` values.
        n_star: Number of values for which the bounds were taken.

    Returns:
        The quantile and (n* / n) (n - 1) ((upper - lower) / (2 z.975))^2 for one value (Deng, Knoblich and Lu 2018,
        section 4.2), at least 1e-5 from 100 values on.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = (bounds[1] - bounds[0]) / (2 * special.ndtri(0.975))
        variance = n_star / n * (n - 1) * spread**2
    floored = np.where(n >= FLOORED_FROM, np.maximum(variance, QUANTILE_FLOOR), variance)
    return Moments(n, value, np.where(n > 1, floored, np.nan), value)


@dataclass(frozen=True, slots=True)
class PairedSums:
    """Sums of a value and of the same value before the test, one arm of each test; shape (tests,)."""

    n: Floats
    total: Floats
    squares: Floats
    before_total: Floats
    before_squares: Floats
    product: Floats


def adjust_by_before(control: PairedSums, treatment: PairedSums) -> Adjusted:
    """Take out of both arms what the value before the test foretells (CUPED).

    Args:
        control: Sums of the control.
        treatment: Sums of the other arm.

    Returns:
        Means ybar - theta (xbar - xbar of all units) and variances vy - 2 theta cov + theta^2 vx, with one
        theta = cov / vx over all units of both arms around the grand mean (Deng, Xu, Kohavi and Walker 2013, eq. 4);
        theta is 0 where the value before has no spread.
    """
    n = control.n + treatment.n
    before_total = control.before_total + treatment.before_total
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = _covariance(n, before_total, before_total, control.before_squares + treatment.before_squares)
        common = _covariance(n, control.total + treatment.total, before_total, control.product + treatment.product)
        theta = np.where(spread > 0, common / spread, 0.0)
        grand = before_total / n
    (one, one_share), (other, other_share) = (_adjust(arm, theta, grand) for arm in (control, treatment))
    return Adjusted(one, other, theta, one_share, other_share)


def _adjust(arm: PairedSums, theta: Floats, grand: Floats) -> tuple[Moments, Floats]:
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = _covariance(arm.n, arm.total, arm.total, arm.squares)
        before = _covariance(arm.n, arm.before_total, arm.before_total, arm.before_squares)
        common = _covariance(arm.n, arm.total, arm.before_total, arm.product)
        variance = spread - 2 * theta * common + theta**2 * before
        mean = arm.total / arm.n
        adjusted = Moments(arm.n, mean - theta * (arm.before_total / arm.n - grand), np.maximum(variance, 0), mean)
        return adjusted, variance / spread


def _covariance(n: Floats, first: Floats, second: Floats, product: Floats) -> Floats:
    """Sample covariance (n - 1) from sums; what rounding left of equal values counts as 0, fewer than 2 as NaN."""
    rest = product - first * second / n
    exact = np.where(np.abs(rest) > ROUNDING * np.abs(product), rest, 0.0)
    found: Floats = np.where(n > 1, exact / (n - 1), np.nan)
    return found
