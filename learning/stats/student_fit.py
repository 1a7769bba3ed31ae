"""How wide and how heavy-tailed are errors?"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from learning.stats.scale_mixture import t_density

Floats = NDArray[np.float64]

TAILS: Final = (3.0, 5.0, 8.0, 12.0, 20.0, 40.0)
"""Degrees of freedom that are tried."""
ERRORS_PER_DEGREE: Final = 2.0
ROUNDS: Final = 25


def fit_student(errors: Floats, *, independent: float | None = None) -> tuple[float, float]:
    """Fit Student's t around zero.

    Args:
        errors: Finite, shape (n,), n at least 2, not all zero.
        independent: How many of them are independent of each other; None = all.

    Returns:
        Scale and degrees of freedom of greatest likelihood; the scale by the EM iteration of Lange, Little and Taylor
        (1989, J. Am. Stat. Assoc. 84), degrees from a grid of 3 to 40, at most half of the
        number of independent errors: heavy tails need many errors to be seen, and 3 is as heavy as forecasts err.
    """
    most = max(TAILS[0], (len(errors) if independent is None else independent) / ERRORS_PER_DEGREE)
    best, found = -np.inf, (1.0, TAILS[0])
    for degrees in (one for one in TAILS if one <= most):
        scale = float(np.sqrt(np.mean(errors**2)))
        for _ in range(ROUNDS):
            weights = (degrees + 1) / (degrees + (errors / scale) ** 2)
            scale = float(np.sqrt(np.mean(weights * errors**2)))
        likelihood = float(np.log(np.maximum(t_density(errors / scale, np.array(degrees)) / scale, 1e-300)).sum())
        if likelihood > best:
            best, found = likelihood, (scale, degrees)
    return found
