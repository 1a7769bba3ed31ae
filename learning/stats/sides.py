"""Which side of a difference does a test look at?"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray


class Sides(StrEnum):
    """The alternative of a test, and with it the form of its interval."""

    BOTH = "both"
    GREATER = "greater"
    """The treatment is larger: the interval is open above."""
    LESS = "less"
    """The treatment is smaller: the interval is open below."""

    def tail(self, alpha: float | NDArray[np.float64]) -> float | NDArray[np.float64]:
        """Give the probability left beyond each closed end of an interval.

        Args:
            alpha: Error probability of the test, 0-1.

        Returns:
            alpha / 2 on both sides, else alpha.
        """
        return alpha / 2 if self is Sides.BOTH else alpha
