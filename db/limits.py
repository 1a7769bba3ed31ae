"""Sums that 64 bits cannot hold: the engines refuse them, NumPy would wrap around."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from learning.domain.errors import InputError

MOST_SUM: Final = 2.0**63 - 2.0**12
"""The largest sum that is surely below the end of 64 bits after rounding to a float."""


def fits(total: NDArray[np.float64]) -> bool:
    """Whether sums, taken as floats of absolute values, fit into 64 bits."""
    return bool((total < MOST_SUM).all())


def numbers_too_large() -> InputError:
    """What a person is told when amounts add up to more than the store can hold."""
    error = InputError(
        "The numbers of this file add up to more than 9,000,000,000,000, which cannot be stored.",
        "Check whether a column of ids or phone numbers was taken for a metric, and map it to 'ignore'.",
    )
    error.code = "numbers_too_large"
    return error
