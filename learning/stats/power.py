"""How many units does a test need, what can it detect, and how likely does it?"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from scipy import optimize, special

from learning.stats.sides import Sides

FEWEST_UNITS: Final = 3.0
"""Of both arms together: below it Welch's test has no degrees of freedom."""
MOST_UNITS: Final = 1e15
CERTAIN: Final = 30.0
"""From this distance in standard errors on the power is 1 to all digits."""
NORMAL_FROM: Final = 1e9
"""From so many degrees of freedom on Student's t is normal to all digits."""


@dataclass(frozen=True, slots=True)
class TwoArms:
    """The spread of one unit in each arm, and how units are split."""

    control_variance: float
    treatment_variance: float
    ratio: float = 1.0
    """Units of the treatment by units of the control."""


@dataclass(frozen=True, slots=True)
class Design:
    """What is asked of a test."""

    alpha: float = 0.05
    power: float = 0.8
    sides: Sides = Sides.BOTH


def welch_power(effect: float, n_total: float, arms: TwoArms, design: Design) -> float:
    """Give the probability that Welch's t finds an effect.

    Args:
        effect: True difference of the means (treatment - control).
        n_total: Units of both arms together.
        arms: Spread and split.
        design: Error probability and alternative; its power is not used.

    Returns:
        Power by the noncentral t (Welch 1947 degrees), 0-1; NaN where an arm has fewer than two units.
    """
    control = n_total / (1 + arms.ratio)
    treatment = n_total - control
    one, two = arms.control_variance / control, arms.treatment_variance / treatment
    if min(control, treatment) <= 1 or not one + two > 0:
        return math.nan
    degrees = (one + two) ** 2 / (one**2 / (control - 1) + two**2 / (treatment - 1))
    return noncentral_power(effect / math.sqrt(one + two), degrees, design)


def noncentral_power(distance: float, degrees: float, design: Design) -> float:
    """Give the power of a t test whose true effect lies so many standard errors away.

    Args:
        distance: True effect by its standard error.
        degrees: Degrees of freedom; infinite = normal.
        design: Error probability and alternative.

    Returns:
        Power, 0-1 (Johnson, Kotz and Balakrishnan 1995, chapter 31).
    """
    tail = design.sides.tail(design.alpha)
    if degrees > NORMAL_FROM:
        bound = -float(special.ndtri(tail))
        above, below = float(special.ndtr(distance - bound)), float(special.ndtr(-distance - bound))
    else:
        bound = float(special.stdtrit(degrees, 1 - tail))
        above, below = _beyond(distance, degrees, bound), _beyond(-distance, degrees, bound)
    if design.sides is Sides.GREATER:
        return above
    return below if design.sides is Sides.LESS else above + below


def solve_units(effect: float, arms: TwoArms, design: Design) -> float:
    """Give the units of both arms together at which Welch's t finds an effect with the wanted power.

    Args:
        effect: True difference of the means.
        arms: Spread and split.
        design: Error probability, power and alternative.

    Returns:
        A number of units, not rounded; NaN where no number is enough.
    """
    fewest = max(FEWEST_UNITS, (1 + max(arms.ratio, 1 / arms.ratio)) * 1.001)
    return _solve(lambda units: welch_power(effect, units, arms, design), fewest, design.power)


def solve_effect(n_total: float, arms: TwoArms, design: Design) -> float:
    """Give the smallest difference that a test of so many units finds with the wanted power.

    Args:
        n_total: Units of both arms together.
        arms: Spread and split.
        design: Error probability, power and alternative.

    Returns:
        The difference of the means, below 0 for the alternative 'less'; NaN where none is found.
    """
    sign = -1.0 if design.sides is Sides.LESS else 1.0
    step = math.sqrt(max(arms.control_variance, arms.treatment_variance) / max(n_total, 1.0))
    if not step > 0:
        return math.nan
    found = _solve(lambda size: welch_power(sign * size * step, n_total, arms, design), 1e-9, design.power)
    return sign * found * step


def cohen_h(control: float, treatment: float) -> float:
    """Give the distance of two rates on the scale on which their variance is the same.

    Args:
        control: Rate, 0-1.
        treatment: Rate, 0-1.

    Returns:
        2 asin(sqrt(treatment)) - 2 asin(sqrt(control)) (Cohen 1988, section 6.2).
    """
    return 2 * (math.asin(math.sqrt(treatment)) - math.asin(math.sqrt(control)))


def normal_arm_size(distance: float, design: Design, *, ratio: float = 1.0) -> float:
    """Give the units of the control at which a z test finds a standardised distance.

    Args:
        distance: Effect by the standard deviation of one unit (for rates: Cohen's h).
        design: Error probability, power and alternative.
        ratio: Units of the treatment by units of the control.

    Returns:
        Units of the control, not rounded; NaN where no number is enough.
    """
    share = math.sqrt(ratio / (1 + ratio))
    return _solve(lambda n: noncentral_power(distance * math.sqrt(n) * share, math.inf, design), 1e-3, design.power)


def student_arm_size(distance: float, design: Design, *, ratio: float = 1.0) -> float:
    """Give the units of the control at which Student's t (equal variances) finds a standardised distance.

    Args:
        distance: Cohen's d: difference of the means by the standard deviation of one unit.
        design: Error probability, power and alternative.
        ratio: Units of the treatment by units of the control.

    Returns:
        Units of the control, not rounded; NaN where no number is enough.
    """
    share = math.sqrt(ratio / (1 + ratio))

    def power(n: float) -> float:
        return noncentral_power(distance * math.sqrt(n) * share, n * (1 + ratio) - 2, design)

    return _solve(power, 2.0 / (1 + ratio) + 1.0, design.power)


def _beyond(distance: float, degrees: float, bound: float) -> float:
    if distance > CERTAIN + bound:
        return 1.0
    if distance < -CERTAIN:
        return 0.0
    # By the mirror image, so that a small power keeps its digits: P(T > b | d) = P(T < -b | -d).
    found = float(special.nctdtr(degrees, -distance, -bound))
    # The library's series fails here and there far out in the tail, where the normal form is as good.
    return float(special.ndtr(distance - bound)) if math.isnan(found) else found


def _solve(power: Callable[[float], float], least: float, wanted: float) -> float:
    """The argument at which a rising power reaches the wanted one; NaN where it never does."""
    if not 0 < wanted < 1 or not power(least) <= 1:
        return math.nan
    if power(least) >= wanted:
        return least
    most = least * 10
    while not power(most) >= wanted:
        most *= 10
        if most > MOST_UNITS:
            return math.nan
    return float(optimize.brentq(lambda x: power(x) - wanted, most / 10, most, xtol=1e-12 * most, rtol=1e-12))
