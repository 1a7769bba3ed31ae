"""How far do true effects lie apart behind estimates that are uncertain?"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

Floats = NDArray[np.float64]

NARROWEST: Final = 1e-5
WIDEST: Final = 5.0


def fit_spread(effects: Floats, variances: Floats) -> float:
    """Fit the standard deviation of true effects behind estimates.

    Args:
        effects: Estimates, shape (k,), k at least 2.
        variances: Their variances, above 0.

    Returns:
        The sd at which the likelihood of Normal(mean, sd^2 + variance), mean at its best, times sd is largest.
    """

    def loss(log_sd: float) -> float:
        total = variances + math.exp(2 * log_sd)
        mean = np.sum(effects / total) / np.sum(1 / total)
        return float(0.5 * np.sum(np.log(total) + (effects - mean) ** 2 / total) - log_sd)

    bounds = (math.log(NARROWEST), math.log(WIDEST))
    return math.exp(float(optimize.minimize_scalar(loss, bounds=bounds, method="bounded").x))
