"""All posts of a brand by column, and their sums as one cut counts them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learning.domain.facts import Fact
from learning.domain.holdings import Texts
from learning.domain.observations import Ints

ANGLE: Final = "angle"
VISUAL: Final = "visual."
"""Begins the names of what is seen in a post: 'visual.style', 'visual.people'."""


@dataclass(frozen=True, slots=True)
class PostColumns:
    """What is said of posts; arrays share one index."""

    ids: Ints
    texts: Mapping[str, Texts]
    """Platform, account, format, topic, hook, generator, strategy, campaign, title, text, and those of `ANGLE` and of
    names that begin with `VISUAL` that any post has; '' = not stated."""
    numbers: Mapping[str, NDArray[np.float64]]
    """`published_day` and `published_hour` (local keys), `published_at` (UTC seconds), `length`; NaN = not known."""


@dataclass(frozen=True, slots=True)
class CellSums:
    """The sums of posts (or days) by segment in one cut, by unit and segment; arrays share one index."""

    units: Ints
    """Content ids, or epoch days, rising."""
    segments: Ints
    """Ids of segments; with a unit each stands once."""
    facts: Mapping[Fact, NDArray[np.float64]]
    """In the unit of the fact; NaN where none was reported."""
    observations: Ints
    """How many each is the sum of."""


@dataclass(frozen=True, slots=True)
class MeasureCells:
    """The sums of a measure by day and segment of a cut; arrays share one index."""

    days: Ints
    """Epoch days."""
    segments: Ints
    """Ids of segments."""
    sums: NDArray[np.float64]
