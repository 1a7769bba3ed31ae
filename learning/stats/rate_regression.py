"""What does each property of a post do to its rate, all other properties held alike?

A log-link regression of events on exposure by quasi-likelihood: the unit is the post, chance within a post and the
spread between posts are told apart, and the errors hold where the posts of one day share their luck.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import LinAlgError, cho_factor, cho_solve
from scipy.linalg.lapack import dpstrf

from learning.stats.overdispersion import Overdispersion, fit_overdispersion

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LIMIT_EVENTS, LIMIT_FACTOR = 5.0, 4.0
"""Beyond 5 events and 4 times what place and time let expect a unit's events are cut: one viral post must not carry
its level."""
ROUNDS: Final = 40
SETTLED: Final = 1e-8
WIDEST: Final = 12.0
"""Expectations stay within e^12 of the mean rate: a level without events would otherwise run off."""
RANK_TOLERANCE: Final = 1e-9
FULL_LEVERAGE: Final = 1 - 1e-6


@dataclass(frozen=True, slots=True)
class RateData:
    """Events, exposure and properties of each unit; arrays share one index."""

    events: Floats
    """What is counted or measured, at least 0."""
    exposure: Floats
    """What it is divided by, above 0; ones for totals."""
    design: Floats
    """Shape (units, columns); columns may depend on each other."""
    clusters: Ints
    """Units of one cluster (a day) may share their luck."""
    place_columns: int
    """The first so many columns tell place and time; they alone decide what is an extreme."""


@dataclass(frozen=True, slots=True)
class RateFit:
    """A fitted regression; units that are all of their own column say nothing of it."""

    coefficients: Floats
    """On the log scale, shape (columns,); of dependent columns the shortest solution."""
    inverse: Floats
    """Pseudo-inverse of the information, shape (columns, columns)."""
    weights: Floats
    """Information of each unit, shape (units,)."""
    scores: Floats
    """Weighted residual of each unit, by 1 - its leverage, shape (units,)."""
    data: RateData

    def contrast(self, combinations: Floats) -> LogContrasts:
        """Estimate combinations of the coefficients.

        Args:
            combinations: Shape (combinations, columns).

        Returns:
            Estimates with errors: the variance is the largest of HC3 (MacKinnon and White 1985, J. Econometrics 29),
            that of the fitted model, and that over clusters (Liang and Zeger 1986, Biometrika 73): a level of few posts
            is never surer than posts in general allow. Degrees: Satterthwaite's, over clusters, less 1. NaN where the
            data cannot tell the combination from others.
        """
        through = combinations @ self.inverse @ self.data.design.T
        estimable = _in_row_space(combinations, self.data.design, self.weights, self.inverse)
        psi = through * self.scores
        plain = (psi**2).sum(axis=1)
        model = np.einsum("ij,jk,ik->i", combinations, self.inverse, combinations)
        count = int(self.data.clusters.max()) + 1
        shared = np.zeros((len(combinations), count))
        spread = np.zeros((len(combinations), count))
        for place in range(len(combinations)):
            shared[place] = np.bincount(self.data.clusters, psi[place], minlength=count)
            spread[place] = np.bincount(self.data.clusters, through[place] ** 2 * self.weights, minlength=count)
        clustered = (shared**2).sum(axis=1) * (count / max(count - 1, 1))
        variance = np.maximum(np.maximum(plain, model), clustered)
        with np.errstate(divide="ignore", invalid="ignore"):
            degrees = spread.sum(axis=1) ** 2 / (spread**2).sum(axis=1) - 1
        known = estimable & np.isfinite(variance) & (variance > 0) & np.isfinite(degrees)
        nothing = np.full(len(combinations), np.nan)
        return LogContrasts(
            np.where(known, combinations @ self.coefficients, np.nan),
            np.sqrt(variance, out=nothing, where=known),
            np.where(known, degrees, np.nan),
        )


@dataclass(frozen=True, slots=True)
class LogContrasts:
    """Combinations of coefficients, arrays of shape (combinations,); NaN where there is nothing to tell."""

    estimate: Floats
    error: Floats
    degrees: Floats


def fit_rates(data: RateData, *, event_size: float | None) -> RateFit | None:
    """Fit log(rate) = design x coefficients.

    Args:
        data: The units, at least one event among them.
        event_size: What one event adds: 1 where events are counted; None for amounts that vary in size.

    Returns:
        The quasi-likelihood fit with variance scale m + spread m^2 (Wedderburn 1974, Biometrika 61; the variance
        function of `learning.stats.overdispersion`), by iteratively reweighted least squares. Events beyond a limit
        that place and time alone decide are cut. The size of an amount's event is what place and time alone leave: a
        regression with many columns fits units without any event so closely that chance would seem to play no role.
        It is never below the smallest amount where most units have none.
        None where there are not more units than independent columns.
    """
    place = data.design[:, : data.place_columns]
    limit = LIMIT_EVENTS * (_typical(data.events) if event_size is None else event_size)
    base = float(data.events.sum() / data.exposure.sum())
    expected = np.maximum(base * data.exposure, 1e-300)
    for _ in range(2):
        kept = np.minimum(data.events, limit + LIMIT_FACTOR * expected)
        _, expected, variance = _iterate(kept, data.exposure, place, event_size, expected)
    kept = np.minimum(data.events, limit + LIMIT_FACTOR * expected)
    size = max(variance.scale, _least_event(kept)) if event_size is None else event_size
    coefficients, expected, variance = _iterate(kept, data.exposure, data.design, size, expected)
    weights = expected**2 / variance.variance(expected)
    information = _information(data.design, weights)
    inverse, rank = _pseudo_inverse(information)
    if len(kept) <= rank:
        return None
    leverage = weights * np.einsum("ij,jk,ik->i", data.design, inverse, data.design, optimize=True)
    # A unit that is all of its own column has no other to differ from.
    scores = np.where(
        leverage < FULL_LEVERAGE,
        weights * (kept / expected - 1) / np.maximum(1 - leverage, 1 - FULL_LEVERAGE),
        0.0,
    )
    return RateFit(inverse @ (information @ coefficients), inverse, weights, scores, data)


def _least_event(amounts: Floats) -> float:
    """The smallest amount, where it is that of about one event: sums of many say nothing of one."""
    some = amounts[amounts > 0]
    return float(some.min()) if 2 * len(some) < len(amounts) else 0.0


def _iterate(
    events: Floats, exposure: Floats, design: Floats, event_size: float | None, guess: Floats
) -> tuple[Floats, Floats, Overdispersion]:
    """Coefficients, expectations and variance function, from a first guess of the expectations."""
    offset = np.log(exposure)
    middle = float(np.log(events.sum() / exposure.sum()))
    predictor = np.log(guess) - offset
    fitted = fit_overdispersion(np.zeros(0), np.zeros(0), event_size=event_size)
    coefficients: Floats = np.zeros(design.shape[1])
    independent: Ints | None = None
    for turn in range(ROUNDS):
        expected = np.exp(predictor + offset)
        if turn < ROUNDS // 2:
            fitted = fit_overdispersion((events - expected) ** 2, expected, event_size=event_size)
        weights = expected**2 / fitted.variance(expected)
        information = _information(design, weights)
        if independent is None:
            independent = _independent_columns(information)
        working = predictor + (events / expected - 1)
        coefficients = _solve(information, design.T @ (weights * working), independent)
        found = np.clip(design @ coefficients, middle - WIDEST, middle + WIDEST)
        # Half steps past a unit of change: a far first guess overshoots under a logarithm.
        step = np.clip(found - predictor, -2.0, 2.0)
        predictor = predictor + step
        if float(np.abs(step).max()) < max(SETTLED, 1e-5):
            break
    return coefficients, np.exp(predictor + offset), fitted


def _independent_columns(information: Floats) -> Ints:
    """Columns that span what all of them span, by Cholesky's decomposition with pivots (Higham 1990)."""
    scale = 1 / np.sqrt(np.maximum(np.diag(information), 1e-300))
    _, pivots, rank, _ = dpstrf(information * scale[:, None] * scale, tol=RANK_TOLERANCE)
    return np.sort(pivots[: int(rank)] - 1).astype(np.int64)


def _solve(information: Floats, right: Floats, independent: Ints) -> Floats:
    """Coefficients of the normal equations; those of dependent columns are 0, and fitted values are the same."""
    found: Floats = np.zeros(len(right))
    part = information[np.ix_(independent, independent)]
    scale = 1 / np.sqrt(np.maximum(np.diag(part), 1e-300))
    try:
        factor = cho_factor(part * scale[:, None] * scale, check_finite=False)
    except LinAlgError:
        # Weights that nearly vanish have made further columns dependent.
        shortest: Floats = _pseudo_inverse(information)[0] @ right
        return shortest
    found[independent] = cho_solve(factor, right[independent] * scale, check_finite=False) * scale
    return found


def _information(design: Floats, weights: Floats) -> Floats:
    scaled = design * np.sqrt(weights)[:, None]
    found: Floats = scaled.T @ scaled
    return found


def _pseudo_inverse(matrix: Floats) -> tuple[Floats, int]:
    """Inverse on the space that the data span, and its rank; columns are brought to one scale first."""
    scale = 1 / np.sqrt(np.maximum(np.diag(matrix), 1e-300))
    values, vectors = np.linalg.eigh(matrix * scale[:, None] * scale)
    used = values > RANK_TOLERANCE * max(float(values[-1]), 1e-300)
    part = vectors[:, used]
    inverse: Floats = (part / values[used]) @ part.T
    return inverse * scale[:, None] * scale, int(used.sum())


def _in_row_space(combinations: Floats, design: Floats, weights: Floats, inverse: Floats) -> NDArray[np.bool_]:
    """Whether the data determine each combination: c A^- A = c."""
    information = _information(design, weights)
    back = combinations @ inverse @ information
    size = np.abs(combinations).max(axis=1, initial=0.0)
    found: NDArray[np.bool_] = np.abs(back - combinations).max(axis=1, initial=0.0) <= 1e-6 * np.maximum(size, 1e-12)
    return found


def _typical(amounts: Floats) -> float:
    """The size of an event that cannot be told: the median amount of the units that have any."""
    some = amounts[amounts > 0]
    return float(np.median(some)) if len(some) else 1.0
