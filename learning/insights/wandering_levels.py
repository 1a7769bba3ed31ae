"""Does a level that wanders, as sums over posts that live for weeks do, explain a stretch as well as a step does?"""

from __future__ import annotations

from typing import Final

import numpy as np

from learning.domain.anomalies import Floats

MEMORIES: Final = (0.5, 0.7, 0.8, 0.87, 0.92, 0.95)
"""Of the wandering level from one row to the next: half of it is gone after one to fourteen rows."""
SHARES: Final = (0.1, 0.2, 0.35, 0.5, 0.7, 0.9, 1.0)
"""Parts of the variance that wander; the rest is fresh each row."""
MOST_ROWS: Final = 800
"""Of a longer stretch those around the change: more tell nothing about this rival, and cost time."""


def gain_over_wandering(values: Floats, row: int, *, slope: bool) -> float:
    """Give by how much a change of level explains more than a level that wanders by itself.

    Both are fitted with the same errors, a first-order autoregression seen through noise: what a sum over posts that
    live for weeks looks like, each day's count having its own luck. Neighbouring rows then hardly go together, but many
    rows together do, which a plain autoregression cannot tell. Likelihoods are the largest over a grid of memory and
    wandering part, by the prediction errors of the Kalman filter (Harvey 1989, section 3.4), mean, slope and step by
    least squares on them.

    Args:
        values: The stretch between the neighbouring changes, finite, shape (n,).
        row: The change lies before this row, 1 to n - 1.
        slope: Whether the level rises or falls besides.

    Returns:
        Twice the logarithm of the ratio of both likelihoods, at least 0.
    """
    begin = max(0, min(row - MOST_ROWS // 2, len(values) - MOST_ROWS))
    part = values[begin : begin + MOST_ROWS]
    if float(np.ptp(part)) == 0:
        return 0.0
    places = np.arange(len(part), dtype=np.float64)
    step = (places >= row - begin).astype(np.float64)
    lines = [np.ones(len(part)), *([np.linspace(-1.0, 1.0, len(part))] if slope else [])]
    errors, spreads = _prediction_errors(np.column_stack([part, *lines, step]))
    without = _fits(errors[:, :, 0], errors[:, :, 1:-1], spreads)
    beside = _fits(errors[:, :, 0], errors[:, :, 1:], spreads)
    return max(0.0, float(beside.max() - without.max()))


def _prediction_errors(columns: Floats) -> tuple[Floats, Floats]:
    """What the filter of each kind of errors leaves of each column, in its deviations; and logs of these deviations.

    Shapes (kinds, rows, columns) and (kinds, rows). The first kind is noise without memory.
    """
    pairs = [(0.0, 0.0), *((memory, share) for memory in MEMORIES for share in SHARES)]
    memory, share = np.array(pairs).T
    state = np.zeros((len(pairs), columns.shape[1]))
    unsure = share.copy()
    errors = np.empty((len(pairs), *columns.shape))
    spreads = np.empty((len(pairs), len(columns)))
    for row, told in enumerate(columns):
        variance = unsure + 1 - share
        apart = told - state
        errors[:, row] = apart / np.sqrt(variance)[:, None]
        spreads[:, row] = np.log(variance)
        weight = unsure / variance
        state = memory[:, None] * (state + weight[:, None] * apart)
        unsure = memory**2 * unsure * (1 - weight) + share * (1 - memory**2)
    return errors, spreads


def _fits(told: Floats, lines: Floats, spreads: Floats) -> Floats:
    """Twice the log likelihood of each kind of errors, but for a constant; shape (kinds,)."""
    basis = np.linalg.qr(lines)[0]
    rest = told - np.einsum("krc,kc->kr", basis, np.einsum("krc,kr->kc", basis, told))
    size = told.shape[1]
    left = np.maximum((rest**2).sum(axis=1), 1e-300)
    found: Floats = -size * np.log(left / size) - spreads.sum(axis=1)
    return found
