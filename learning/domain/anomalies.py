"""Unusual moments of a series, scored as they come in."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from learning.domain.observations import Ints

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


class AnomalyKind(StrEnum):
    """In which way a moment is unusual."""

    POINT = "point"
    """A value beyond what the series usually reaches."""
    CONTEXTUAL = "contextual"
    """A value that is usual elsewhere, but not for its hour or weekday."""
    COLLECTIVE = "collective"
    """Many values in a row that are each tolerable and together are not."""


@dataclass(frozen=True, slots=True)
class TimedSeries:
    """A series as it was recorded: times in UTC seconds in the order of the rows, values with NaN where missing."""

    times: Ints
    values: Floats


@dataclass(frozen=True, slots=True)
class AnomalyScores:
    """One entry per row; an entry depends on its row and earlier ones only."""

    scores: Floats
    """0-1; above 0.5 exactly where there is an alert."""
    alerts: Mask
    kinds: tuple[AnomalyKind | None, ...]
    """None where there is no alert."""
