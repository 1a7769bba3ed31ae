"""Where a stretch of a series may have changed its level, given that it may drift, bend and remember."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from learning.domain.anomalies import Floats

FEWEST_DEGREES: Final = 3
KINKS_TRIED: Final = 40
LEAST_GAIN: Final = 5.0
"""By how much a change of level has to beat no change at all, on the scale of the Bayesian information criterion."""
LEAST_LEAD: Final = 5.0
"""By how much it has to beat a slope and a bend, on the same scale: 5 is 'positive' evidence (Raftery 1995)."""


@dataclass(frozen=True, slots=True)
class StepFits:
    """The best change of level before each row of a stretch, beside a constant or a sloping line."""

    gains: Floats
    """By row: by how much it lowers the sum of squares; 0 where none may be."""
    sizes: Floats
    errors: Floats
    """Standard errors of the sizes, in units of the innovation's."""
    left: float
    """Sum of squares without a change."""
    has_slope: bool

    @property
    def best(self) -> int:
        """The row before which a change explains most."""
        return int(self.gains.argmax())

    @property
    def gain(self) -> float:
        """By how much that change lowers the sum of squares."""
        return float(self.gains.max())


@dataclass(frozen=True, slots=True)
class LevelEvidence:
    """What speaks for a change of level somewhere in a stretch."""

    margin: float
    """Above zero where the evidence is enough; on the scale of the Bayesian information criterion."""
    fits: StepFits
    """Beside a constant or a slope, whichever explains the stretch better."""
    degrees: int

    @property
    def variance(self) -> float:
        """The variance of the innovations beside the best change."""
        return max(0.0, self.fits.left - self.fits.gain) / self.degrees


def weigh_levels(values: Floats, memory: float, margin: int) -> LevelEvidence:
    """Compare a change of level with its rivals: nothing, a slope, a slope with a bend.

    All models are fitted by generalised least squares with AR(1) errors; each pays log(n) per number that it fits, the
    place of a change or bend included (Schwarz 1978). A trend alone must not look like a staircase, so a change of
    level has to beat slope and bend clearly.

    Args:
        values: The stretch, finite, shape (n,).
        memory: Autocorrelation of neighbouring rows, 0 to below 1.
        margin: Rows that each side must have; n is at least twice that.

    Returns:
        The evidence; its margin is above zero where the change is believed.
    """
    size = len(values)
    flat = fit_steps(values, memory, margin, slope=False)
    sloping = fit_steps(values, memory, margin, slope=True)
    line = flat.left - sloping.left
    bend = line + bend_gain(values, memory, margin)
    best = max(flat.gain, line + sloping.gain, bend)
    degrees = max(FEWEST_DEGREES, size - 4)
    price = float(np.log(size))
    # A model without any error is compared as if it had a tiny one.
    variance = max(flat.left - best, 1e-12 * flat.left, 1e-300) / degrees
    alone = flat.gain / variance - 2 * price
    beside = (line + sloping.gain) / variance - 3 * price
    step = max(alone, beside)
    rival = max(line / variance - price, bend / variance - 3 * price)
    chosen = flat if alone >= beside else sloping
    return LevelEvidence(min(step - LEAST_GAIN, step - rival - LEAST_LEAD), chosen, degrees)


def fit_steps(values: Floats, memory: float, margin: int, *, slope: bool) -> StepFits:
    """Fit a change of level before every row of a stretch.

    The model is y(t) = a + b t + d [t >= tau] + u(t) with u an AR(1) process. Values are whitened (Prais and Winsten
    1954), constant and line are projected out, and the change before every tau is fitted with running sums, so that
    all together cost as much as a few.

    Args:
        values: The stretch, finite, shape (n,).
        memory: Autocorrelation of neighbouring rows, 0 to below 1.
        margin: Rows that each side must have.
        slope: Whether the line may rise or fall; without, b = 0.

    Returns:
        The fits by row.
    """
    size = len(values)
    basis = _basis(size, memory, slope=slope)
    rest = _without(_whiten(values, memory), basis)
    # A whitened step is 1 at its row and 1 - memory behind it.
    own = 1.0 + (1.0 - memory) ** 2 * np.arange(size - 1, -1, -1.0)
    outside = own - sum(_step_products(column, memory) ** 2 for column in basis.T)
    products = _step_products(rest, memory)
    allowed = np.zeros(size, dtype=np.bool_)
    allowed[margin : size - margin + 1] = True
    allowed &= outside > 1e-9 * own
    safe = np.where(allowed, outside, 1.0)
    gains = np.where(allowed, products**2 / safe, 0.0)
    return StepFits(gains, np.where(allowed, products / safe, 0.0), 1 / np.sqrt(safe), float(rest @ rest), slope)


def bend_gain(values: Floats, memory: float, margin: int) -> float:
    """Give by how much a line with one bend explains more than a straight one.

    Args:
        values: The stretch, finite, shape (n,).
        memory: Autocorrelation of neighbouring rows.
        margin: Rows that each side must have.

    Returns:
        The largest decrease of the sum of squares over 40 places of the bend.
    """
    size = len(values)
    basis = _basis(size, memory, slope=True)
    rest = _without(_whiten(values, memory), basis)
    places = np.unique(np.linspace(margin, size - margin, KINKS_TRIED).astype(np.int64))
    ramps = np.maximum(np.arange(size)[:, None] - places[None, :], 0.0) / size
    ramps = _without(_whiten(ramps, memory), basis)
    lengths = np.sum(ramps**2, axis=0)
    good = lengths > 1e-12
    return float(np.max((rest @ ramps[:, good]) ** 2 / lengths[good], initial=0.0))


def _basis(size: int, memory: float, *, slope: bool) -> Floats:
    """Columns of length 1, at right angles, that span the whitened constant and line."""
    constant = _whiten(np.ones(size), memory)
    constant /= np.sqrt(constant @ constant)
    if not slope:
        return constant[:, None]
    line = _whiten(np.linspace(-1.0, 1.0, size), memory)
    line -= constant * (constant @ line)
    return np.stack([constant, line / np.sqrt(line @ line)], axis=1)


def _without(vectors: Floats, basis: Floats) -> Floats:
    found: Floats = vectors - basis @ (basis.T @ vectors)
    return found


def _whiten(values: Floats, memory: float) -> Floats:
    white = values.astype(np.float64, copy=True)
    white[1:] -= memory * values[:-1]
    white[0] *= np.sqrt(1.0 - memory**2)
    return white


def _step_products(vector: Floats, memory: float) -> Floats:
    """The product of a vector with the whitened step before each row."""
    behind = np.concatenate([np.cumsum(vector[::-1])[::-1][1:], [0.0]])
    found: Floats = vector + (1.0 - memory) * behind
    return found
