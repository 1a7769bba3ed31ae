"""Which parts of a brand's data changed since a detector looked at them, and by how much?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from learning.domain.facts import Fact
from learning.domain.observations import Ints
from learning.insights.brand_data import BrandData, DailySeries, SourceState
from learning.insights.level_comparisons import SETTLED_HOURS

if TYPE_CHECKING:
    from learning.insights.detector import Detector

Digests = NDArray[np.uint64]
Floats = NDArray[np.float64]

DAY_HOURS: Final = 24.0
AGE: Final = "age_hours"
AMOUNTS: Final = tuple(fact.value for fact in Fact)
LEAST: Final = 1e-9
"""The share of a change that no amount tells, such as a day of age: it only counts for those without patience."""


class Part(StrEnum):
    """A part of `BrandData`."""

    POSTS = "posts"
    PEERS = "peers"
    CELLS = "cells"
    RECENT_CELLS = "recent_cells"
    """Those of the days that `learning.insights.moment_drivers` looks at; `BrandData.cells` may hold only them."""
    SERIES = "series"
    HOURS = "hours"
    SOURCES = "sources"
    NOTES = "notes"


@dataclass(frozen=True, slots=True)
class PartState:
    """What a part held, by unit: a post as it is described, a segment of it, a day of a series, an hour, a source."""

    ids: Digests
    """Rising."""
    digests: Digests
    """Of everything that is known of a unit, in the order of `ids`."""
    amounts: NDArray[np.float32]
    """Its sums, shape (units, amounts); no column where every change of a unit counts in full."""


def states_of(data: BrandData) -> Mapping[Part, PartState]:
    """Digest every part of the data.

    Args:
        data: What a run looks at.

    Returns:
        By part; a post or cell that is described otherwise (another topic, text or segment) is another unit, its facts
        are its amounts. Ages count only while numbers still grow, in whole days.
    """
    cells = _of_frame(data.cells)
    return {
        Part.POSTS: _of_posts(data.posts),
        Part.PEERS: _of_posts(data.peers),
        Part.CELLS: cells,
        Part.RECENT_CELLS: cells,
        Part.SERIES: _joined([_of_series(one) for one in data.series], 0),
        Part.HOURS: _joined([_of_hours(name, sums) for name, sums in data.hours.items()], 2),
        Part.SOURCES: _joined([_of_source(one) for one in data.sources], 0),
        Part.NOTES: _of_frame(data.notes),
    }


def share_changed(before: PartState, now: PartState) -> float:
    """Tell how much of a part is other than it was.

    Args:
        before: What the part held.
        now: What it holds.

    Returns:
        0-1: the share of units that are new or gone, or that of the amounts which changed most if that is larger. An
        amount x counts as sqrt(x), in which the error of a count is even: the shares of the days of a post's life add
        up, one post that everybody saw does not hide the others, and a day of 400 is about a four-hundredth. Units
        without amounts count in full when anything of them changed. 0 only where nothing changed at all.
    """
    width = now.amounts.shape[1]
    if before.amounts.shape[1] != width:
        return 1.0
    both, ours, theirs = np.intersect1d(before.ids, now.ids, assume_unique=True, return_indices=True)
    size = len(before.ids) + len(now.ids) - len(both)
    others = int((before.digests[ours] != now.digests[theirs]).sum())
    lone = size - len(both)
    if not lone and not others:
        return 0.0
    if not width:
        return (lone + others) / size
    return max(lone / size, _moved(_roots(before), _roots(now), ours, theirs), LEAST)


def _roots(state: PartState) -> Floats:
    amounts = state.amounts.astype(np.float64)
    roots: Floats = np.sign(amounts) * np.sqrt(np.abs(amounts))
    return roots


def _moved(before: Floats, now: Floats, ours: Ints, theirs: Ints) -> float:
    """The largest share of a column that differs, units on one side only included."""
    was, new = np.abs(before), np.abs(now)
    differs = np.abs(before[ours] - now[theirs]).sum(axis=0)
    differs += was.sum(axis=0) - was[ours].sum(axis=0) + new.sum(axis=0) - new[theirs].sum(axis=0)
    whole = was.sum(axis=0) + new.sum(axis=0) - np.minimum(was[ours], new[theirs]).sum(axis=0)
    return float(np.max(differs[whole > 0] / whole[whole > 0], initial=0.0))


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
    age = np.minimum(posts[AGE].to_numpy(dtype=np.float64), SETTLED_HOURS) // DAY_HOURS
    return _of_frame(posts.assign(**{AGE: age}))


def _of_frame(frame: pd.DataFrame) -> PartState:
    described = frame[[name for name in frame.columns if name != AGE and name not in AMOUNTS]]
    units, rows = (pd.util.hash_pandas_object(one, index=False).to_numpy(dtype=np.uint64) for one in (described, frame))
    ids, places = np.unique(units, return_inverse=True)
    digests = np.zeros(len(ids), dtype=np.uint64)
    # Sums wrap around: the order of a unit's rows plays no role.
    np.add.at(digests, places, rows)
    amounts = np.zeros((len(ids), len(AMOUNTS)), dtype=np.float32)
    for column, name in enumerate(AMOUNTS):
        if name in frame.columns:
            values = np.nan_to_num(frame[name].to_numpy(dtype=np.float64))
            amounts[:, column] = np.bincount(places, values, minlength=len(ids))
    return PartState(ids, digests, amounts)


def _of_series(series: DailySeries) -> PartState:
    key = f"{series.key.metric}\n{series.key.basis}\n{series.key.platform or ''}"
    days = np.arange(len(series.values), dtype=np.int64) + series.first.toordinal()
    numbers = np.column_stack([series.values, series.numerator, series.denominator])
    return _of_numbers(key, days, numbers, np.empty((len(days), 0)))


def _of_hours(name: str, sums: Floats) -> PartState:
    return _of_numbers(name, np.arange(len(sums), dtype=np.int64), sums, np.nan_to_num(sums))


def _of_source(source: SourceState) -> PartState:
    row = pd.DataFrame({"source": [f"{source.platform}\n{source.account}"], "state": [repr(source)]})
    ids, digests = (
        pd.util.hash_pandas_object(row[name], index=False).to_numpy(dtype=np.uint64) for name in ("source", "state")
    )
    return PartState(ids, digests, np.empty((1, 0), dtype=np.float32))


def _of_numbers(key: str, places: Ints, numbers: Floats, amounts: Floats) -> PartState:
    named = pd.DataFrame({"key": key, "place": places})
    ids = pd.util.hash_pandas_object(named, index=False).to_numpy(dtype=np.uint64)
    digests = pd.util.hash_pandas_object(pd.DataFrame(numbers), index=False).to_numpy(dtype=np.uint64)
    return PartState(ids, digests, amounts.astype(np.float32))


def _joined(states: list[PartState], width: int) -> PartState:
    none = PartState(np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.uint64), np.zeros((0, width), dtype=np.float32))
    ids, digests, amounts = (
        np.concatenate([getattr(one, name) for one in (none, *states)]) for name in ("ids", "digests", "amounts")
    )
    order = np.argsort(ids, kind="stable")
    return PartState(ids[order], digests[order], amounts[order])
