"""Which parts of a brand's data changed since a detector looked at them, and by how much?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from learning.domain.observations import Ints
from learning.insights.brand_data import BrandData, DailySeries, SourceState
from learning.insights.level_comparisons import SETTLED_HOURS

if TYPE_CHECKING:
    from learning.insights.detector import Detector

Digests = NDArray[np.uint64]

DAY_HOURS: Final = 24.0


class Part(StrEnum):
    """A part of `BrandData`."""

    POSTS = "posts"
    PEERS = "peers"
    CELLS = "cells"
    SERIES = "series"
    HOURS = "hours"
    SOURCES = "sources"


@dataclass(frozen=True, slots=True)
class PartState:
    """What a part held: one digest per unit (post, day of a series, hour of the week, source)."""

    ids: Digests
    """Rising."""
    digests: Digests
    """In the order of `ids`."""


def states_of(data: BrandData) -> Mapping[Part, PartState]:
    """Digest every part of the data.

    Args:
        data: What a run looks at.

    Returns:
        By part; units of posts and cells are posts, so that one more segment of a post counts as one change. Ages count
        only while numbers still grow, in whole days, and the text of a post does count.
    """
    return {
        Part.POSTS: _of_posts(data.posts),
        Part.PEERS: _of_posts(data.peers),
        Part.CELLS: _of_frame(data.cells, data.cells["content_id"]),
        Part.SERIES: _joined([_of_series(one) for one in data.series]),
        Part.HOURS: _joined([_of_hours(name, sums) for name, sums in data.hours.items()]),
        Part.SOURCES: _joined([_of_source(one) for one in data.sources]),
    }


def share_changed(before: PartState, now: PartState) -> float:
    """Give the share of units that are new, gone or other, 0-1; 0 where both are empty."""
    ids, counts = np.unique(np.concatenate([before.ids, now.ids]), return_counts=True)
    if not len(ids):
        return 0.0
    both = ids[counts == 2]
    same = before.digests[np.searchsorted(before.ids, both)] == now.digests[np.searchsorted(now.ids, both)]
    return 1.0 - float(same.sum()) / len(ids)


def is_due(detector: Detector, before: Mapping[Part, PartState] | None, now: Mapping[Part, PartState]) -> bool:
    """Say whether a detector has to look again.

    Args:
        detector: Any of the catalogue.
        before: What it saw when it last looked (not what the last run saw: changes add up); None = never.
        now: What there is.

    Returns:
        True where any part that it reads changed by more than its patience.
    """
    return before is None or any(
        part not in before or share_changed(before[part], now[part]) > detector.patience for part in detector.reads
    )


def _of_posts(posts: pd.DataFrame) -> PartState:
    age = np.minimum(posts["age_hours"].to_numpy(dtype=np.float64), SETTLED_HOURS) // DAY_HOURS
    return _of_frame(posts.assign(age_hours=age), posts["content_id"])


def _of_frame(frame: pd.DataFrame, units: pd.Series) -> PartState:
    rows = pd.util.hash_pandas_object(frame, index=False).to_numpy(dtype=np.uint64)
    ids, places = np.unique(units.to_numpy(dtype=np.int64), return_inverse=True)
    sums = np.zeros(len(ids), dtype=np.uint64)
    # Sums wrap around: the order of a post's rows plays no role.
    np.add.at(sums, places, rows)
    return _ordered(ids.astype(np.uint64), sums)


def _of_series(series: DailySeries) -> PartState:
    key = f"{series.key.metric}\n{series.key.basis}\n{series.key.platform or ''}"
    days = np.arange(len(series.values), dtype=np.int64) + series.first.toordinal()
    return _of_numbers(key, days, np.column_stack([series.values, series.numerator, series.denominator]))


def _of_hours(name: str, sums: NDArray[np.float64]) -> PartState:
    return _of_numbers(name, np.arange(len(sums), dtype=np.int64), sums)


def _of_source(source: SourceState) -> PartState:
    row = pd.DataFrame({"source": [f"{source.platform}\n{source.account}"], "state": [repr(source)]})
    ids, digests = (
        pd.util.hash_pandas_object(row[name], index=False).to_numpy(dtype=np.uint64) for name in ("source", "state")
    )
    return PartState(ids, digests)


def _of_numbers(key: str, places: Ints, numbers: NDArray[np.float64]) -> PartState:
    named = pd.DataFrame({"key": key, "place": places})
    ids = pd.util.hash_pandas_object(named, index=False).to_numpy(dtype=np.uint64)
    digests = pd.util.hash_pandas_object(pd.DataFrame(numbers), index=False).to_numpy(dtype=np.uint64)
    return PartState(ids, digests)


def _joined(states: list[PartState]) -> PartState:
    if not states:
        return PartState(np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.uint64))
    return _ordered(np.concatenate([one.ids for one in states]), np.concatenate([one.digests for one in states]))


def _ordered(ids: Digests, digests: Digests) -> PartState:
    order = np.argsort(ids, kind="stable")
    return PartState(ids[order], digests[order])
