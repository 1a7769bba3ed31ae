"""By what can posts be told apart: stated attributes, and bands of length, hour, hashtags and links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from learning.domain.facts import Fact
from learning.domain.holdings import Texts
from learning.domain.observations import Ints
from learning.metrics.definitions import Metric

STATED: Final = ("format", "topic", "hook", "generator", "strategy")
"""Attributes that a brand can choose and that are compared; platform, account and campaign only adjust."""
HOUR_EDGES: Final = (6, 11, 14, 18, 22)
HOUR_BANDS: Final = ("0 to 5", "6 to 10", "11 to 13", "14 to 17", "18 to 21", "22 to 23")
HASHTAG_EDGES: Final = (1, 4)
HASHTAG_BANDS: Final = ("none", "1 to 3", "4 and more")
LENGTH_BANDS: Final = ("short", "medium", "long")
LENGTH_SHARES: Final = (1 / 3, 2 / 3)
NEEDED_FOR: Final = {"links": frozenset({Fact.CLICKS})}
"""What cannot be counted on a post without it: without a link there is nothing to click."""
FEWEST_FOR_BANDS: Final = 15
"""Posts of a platform from which on its lengths are cut in thirds."""


def compared_attributes(posts: pd.DataFrame) -> Mapping[str, Texts]:
    """Give what posts are compared by.

    Args:
        posts: POST_COLUMNS.

    Returns:
        Name of the attribute -> its level of each post, '' = not stated: the stated attributes, 'hour' and 'hashtags'
        and 'links' in fixed bands, 'length' in thirds of its platform.
    """
    found: dict[str, Texts] = {name: as_texts(posts[name]) for name in STATED}
    found["length"] = length_bands(posts)
    found["hour"] = banded(posts["hour"].to_numpy(dtype=np.float64), HOUR_EDGES, HOUR_BANDS, lowest=0.0)
    found["hashtags"] = banded(posts["hashtags"].to_numpy(dtype=np.float64), HASHTAG_EDGES, HASHTAG_BANDS)
    found["links"] = banded(posts["links"].to_numpy(dtype=np.float64), (1,), ("none", "with a link"))
    return found


def is_needed_for(attribute: str, metric: Metric) -> bool:
    """Tell whether posts without the attribute cannot have what the metric counts: that they have less is no finding.

    Args:
        attribute: Name of an attribute or of a measure of posts.
        metric: An entry of the catalogue.
    """
    return bool(metric.numerator) and NEEDED_FOR.get(attribute, frozenset()) >= set(metric.numerator)


def as_texts(column: pd.Series) -> Texts:
    """Give a column as texts, '' where it has none."""
    found: Texts = column.fillna("").astype(str).to_numpy(dtype=object)
    return found


def banded(
    values: NDArray[np.float64], edges: tuple[float, ...], names: tuple[str, ...], *, lowest: float = -np.inf
) -> Texts:
    """Name the band of each value.

    Args:
        values: Shape (posts,); NaN = not known.
        edges: Where bands begin, rising; a value on an edge belongs to the upper one.
        names: One more than edges.
        lowest: Values under it are not known.

    Returns:
        Names, '' where the value is not known.
    """
    known = np.isfinite(values) & (values >= lowest)
    place = np.searchsorted(np.array(edges, dtype=np.float64), np.where(known, values, 0.0), side="right")
    found: Texts = np.where(known, np.array(names, dtype=object)[place], "")
    return found


def length_bands(posts: pd.DataFrame) -> Texts:
    """Cut lengths in thirds of their platform: what is long on one is short on another."""
    found: Texts = np.full(len(posts), "", dtype=object)
    lengths, platforms = posts["length"].to_numpy(dtype=np.float64), as_texts(posts["platform"])
    for platform in dict.fromkeys(platforms.tolist()):
        own = np.flatnonzero((platforms == platform) & np.isfinite(lengths))
        if len(own) < FEWEST_FOR_BANDS:
            continue
        low, high = np.quantile(lengths[own], LENGTH_SHARES)
        if low < high:
            found[own] = banded(lengths[own], (float(low), float(high)), LENGTH_BANDS)
    return found


@dataclass(frozen=True, slots=True)
class Levels:
    """An attribute of posts in numbers."""

    codes: Ints
    """Shape (posts,)."""
    names: tuple[str, ...]
    """By code, in the order of the alphabet; '' = not stated."""


def number_levels(attributes: Mapping[str, Texts]) -> Mapping[str, Levels]:
    """Number the levels of each attribute."""
    return {name: Levels(*codes_of(levels)) for name, levels in attributes.items()}


def codes_of(levels: Texts) -> tuple[Ints, tuple[str, ...]]:
    """Number the levels of an attribute.

    Args:
        levels: Shape (posts,).

    Returns:
        Code of each post, and the names by code, in the order of the alphabet.
    """
    codes, names = pd.factorize(levels, sort=True)
    return codes.astype(np.int64), tuple(str(name) for name in names)
