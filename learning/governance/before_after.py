"""What a change did that reached everybody at once: the days after it against what other series let one expect."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from statsmodels.tools.sm_exceptions import ConvergenceWarning
from statsmodels.tsa.statespace.structural import UnobservedComponents

Floats = NDArray[np.float64]

LEAST_BEFORE: Final = 42
LEAST_AFTER: Final = 7
SLUMP_DAYS: Final = 7
"""Days just before the change that teach nothing: a slump is often why it was made, and ends by itself."""
WASHOUT_DAYS: Final = 1
"""Days just after it, in which it is not yet everywhere."""
PLACEBOS: Final = 2
WEEK: Final = 7
DRAWS: Final = 1_000
ENDS: Final = (0.005, 0.5, 0.995)
"""Wider than 95 %: the paths do not tell how unsure the model itself is, and the placebos leave some of that over."""


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """The answer, or why there is none."""

    lift: float | None
    """Relative, over all days after the change; None = not computable."""
    low: float | None
    high: float | None
    """Range of the lift: between the 0.5 % and 99.5 % points of the drawn paths."""
    expected_mean: float | None
    """What a day would have brought without the change, in the unit of the series."""
    days_before: int
    days_after: int
    reason: str


def before_after(series: Floats, controls: Floats, start: int, rng: np.random.Generator) -> BeforeAfter:
    """Compare the days after a change with what the controls let one expect.

    Args:
        series: The metric by day where the change reached, shape (days,), at least 0.
        controls: The metric by day where it did not reach, shape (days, controls), at least 0.
        start: Index of the first day of the change.
        rng: Draws the paths of the days without the change.

    Returns:
        The lift of the sum over the days from `WASHOUT_DAYS` after the change, against a local level with weekdays and
        the logarithm of the controls' sum (Brodersen et al. 2015, there with other priors), learnt on the days before
        without the last `SLUMP_DAYS`. The same is asked of `PLACEBOS` earlier days on which nothing was changed: where
        it finds an effect there too, or there are too few days, it gives none. It is never more than suggestive: what
        else happened on that day to this series alone cannot be told apart.
    """
    days_after = len(series) - start - WASHOUT_DAYS
    if start < LEAST_BEFORE or days_after < LEAST_AFTER:
        reason = f"{start} days before and {max(days_after, 0)} after it; {LEAST_BEFORE} and {LEAST_AFTER} are needed"
        return _nothing(reason, start, days_after)
    if controls.size == 0 or not np.all(controls.sum(axis=1) > 0):
        return _nothing("there is no other series to compare with on every day", start, days_after)
    if not np.any(series[:start] > 0):
        return _nothing("there was nothing of it before", start, days_after)
    found = _compare(series, controls, start, rng)
    for number in range(1, PLACEBOS + 1):
        earlier = start - SLUMP_DAYS - number * LEAST_AFTER
        if earlier < LEAST_BEFORE - PLACEBOS * LEAST_AFTER:
            break
        placebo = _compare(series[: earlier + WASHOUT_DAYS + LEAST_AFTER], controls, earlier, rng)
        if placebo.low is not None and placebo.high is not None and (placebo.low > 0 or placebo.high < 0):
            return _nothing("an effect is also found on earlier days on which nothing was changed", start, days_after)
    return found


def _compare(series: Floats, controls: Floats, start: int, rng: np.random.Generator) -> BeforeAfter:
    logs = np.log1p(series)
    outside = np.log(controls.sum(axis=1))[: len(series)]
    outside = (outside - outside[:start].mean()).reshape(-1, 1)
    before = logs[:start].copy()
    before[-SLUMP_DAYS:] = np.nan
    with warnings.catch_warnings():
        # A search that stops early still gives a valid, if wider, answer; the placebos tell when it does not.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = UnobservedComponents(before, level="llevel", seasonal=WEEK, exog=outside[:start])
        fitted = model.fit(disp=False, maxiter=100)
        ahead = len(series) - start
        drawn = fitted.simulate(ahead, anchor="end", repetitions=DRAWS, exog=outside[start:], rng=rng)
    paths = np.expm1(np.asarray(drawn, dtype=np.float64).reshape(ahead, DRAWS))[WASHOUT_DAYS:]
    expected, came = paths.sum(axis=0), float(series[start + WASHOUT_DAYS :].sum())
    days = ahead - WASHOUT_DAYS
    if not np.all(expected > 0):
        return _nothing("what was to be expected comes to nothing", start, days)
    lifts = came / expected - 1
    low, middle, high = (float(each) for each in np.quantile(lifts, ENDS))
    return BeforeAfter(middle, low, high, float(np.median(expected)) / days, start, days, "")


def _nothing(reason: str, before: int, after: int) -> BeforeAfter:
    return BeforeAfter(None, None, None, None, before, max(after, 0), reason)
