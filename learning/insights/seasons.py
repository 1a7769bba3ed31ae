"""What repeats in a series: the effect of each place in a cycle, such as a weekday, beside a level that moves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy import stats

from learning.domain.anomalies import Floats
from learning.domain.observations import Ints
from learning.stats.autoregression import CLIP_SPREADS, NORMAL_MAD

PASSES: Final = 2
FEWEST_CYCLES: Final = 3
LEAST_SURE: Final = 0.001
"""Chance that places alike would differ as much: above it a cycle is not taken for one."""


@dataclass(frozen=True, slots=True)
class Season:
    """The effect of each place of a cycle on the values; the effects sum to zero."""

    effects: Floats
    """Shape (period,)."""
    errors: Floats
    """Standard errors of the effects."""
    counts: Ints
    differences: tuple[Floats, ...]
    """By place: the differences from the moving level that the effects are means of."""

    @property
    def chance(self) -> float:
        """The probability that places without any effect differ as much, by the test of Kruskal and Wallis (1952)."""
        joined = np.concatenate(self.differences)
        return 1.0 if np.ptp(joined) == 0 else float(stats.kruskal(*self.differences).pvalue)

    def shrunken(self) -> Season:
        """Draw the effects towards none, by as much as their errors explain how they differ (James and Stein 1961)."""
        between = float(np.var(self.effects, ddof=1))
        kept = max(0.0, 1.0 - float(np.mean(self.errors**2)) / between) if between > 0 else 0.0
        return replace(self, effects=kept * self.effects)

    def at(self, places: Ints) -> Floats:
        """Give the effect at each place (any integers; taken modulo the period)."""
        found: Floats = self.effects[places % len(self.effects)]
        return found


def fit_season(values: Floats, places: Ints, period: int) -> Season | None:
    """Estimate the effect of each place of a cycle around a moving level.

    The level is a running median over one cycle, then (in a second pass) of the values without their season; an effect
    is the mean of the differences from it, those beyond three spreads clipped.

    Args:
        values: In order of time, NaN where missing, shape (n,).
        places: Place in the cycle of each, 0 to period - 1.
        period: Length of the cycle in rows.

    Returns:
        The season with standard errors of its effects; None with fewer than three cycles or an empty place.
    """
    known = np.isfinite(values)
    counts = np.bincount(places[known] % period, minlength=period)
    if period < 2 or known.sum() < FEWEST_CYCLES * period or counts.min() < 2:
        return None
    effects = np.zeros(period)
    differences = np.full(len(values), np.nan)
    for _ in range(PASSES):
        differences = values - running_median(values - effects[places % period], period)
        effects = _clipped_means(differences, places % period, period)
        effects -= effects.mean()
    remainder = differences - effects[places % period]
    spread = float(np.nanstd(remainder, ddof=min(period, int(known.sum()) - 1)))
    groups = tuple(differences[known & (places % period == place)] for place in range(period))
    return Season(effects, spread / np.sqrt(counts), counts, groups)


def running_median(values: Floats, window: int) -> Floats:
    """Give the median of the values around each one, over an odd window of at least `window`; NaN are left out."""
    half = window // 2
    padded = np.concatenate([np.full(half, np.nan), values, np.full(half, np.nan)])
    windows = np.sort(np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1), axis=1)
    known = np.isfinite(windows).sum(axis=1)
    rows = np.arange(len(values))
    lower = windows[rows, np.maximum((known - 1) // 2, 0)]
    upper = windows[rows, np.minimum(known // 2, 2 * half)]
    found: Floats = np.where(known > 0, (lower + upper) / 2, np.nan)
    return found


def _clipped_means(differences: Floats, places: Ints, period: int) -> Floats:
    """By place: the mean of the differences, those beyond three spreads clipped."""
    known = np.flatnonzero(np.isfinite(differences))
    order = known[np.argsort(places[known], kind="stable")]
    counts = np.bincount(places[order], minlength=period)
    begins = np.concatenate([[0], np.cumsum(counts)[:-1]])
    table = np.full((int(counts.max()), period), np.nan)
    table[np.arange(len(order)) - begins[places[order]], places[order]] = differences[order]
    middle = _medians(table, counts)
    spread = NORMAL_MAD * _medians(np.abs(table - middle), counts)
    reach = np.where(spread > 0, CLIP_SPREADS * spread, np.inf)
    means: Floats = np.nanmean(np.clip(table, middle - reach, middle + reach), axis=0)
    return means


def _medians(table: Floats, counts: Ints) -> Floats:
    """Median of each column of which so many are known, each at least one: NaN are sorted behind."""
    ordered = np.sort(table, axis=0)
    columns = np.arange(table.shape[1])
    found: Floats = (ordered[(counts - 1) // 2, columns] + ordered[counts // 2, columns]) / 2
    return found
