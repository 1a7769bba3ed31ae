"""Which posts and segments stand behind an unusual moment?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from learning.domain.analyses import SeriesKey
from learning.domain.enums import Basis
from learning.domain.insights import Driver
from learning.domain.timekeys import day_key
from learning.insights.brand_data import BrandData, DailySeries
from learning.insights.contributions import Breakdown, explain_difference
from learning.insights.post_attributes import Levels
from learning.insights.post_outcomes import RATES, PostOutcomes, read_outcomes
from learning.insights.surprises import RUN_DAYS, WINDOW_DAYS, Surprise
from learning.metrics.definitions import Metric

Floats = NDArray[np.float64]

POST_DIMENSIONS: Final = ("platform", "account", "format", "topic", "hook", "generator", "campaign")
CELL_DIMENSIONS: Final = ("persona", "device", "channel", "strategy")
BEFORE_DAYS: Final = 28
SPILL_DAYS: Final = 1
"""What happens on a day comes from the posts of that day and the one before it."""
MOST_POSTS: Final = 10


def explained_from(series: Sequence[DailySeries]) -> int:
    """The first epoch day whose posts and segments can play a role behind a moment of the last weeks of any series."""
    ends = [day_key(one.first) + len(one.values) - 1 for one in series]
    return min(ends, default=0) - WINDOW_DAYS - max(RUN_DAYS) - SPILL_DAYS - BEFORE_DAYS


@dataclass(frozen=True, slots=True)
class _Units:
    """Parts of a metric by unit, with the day of each."""

    frame: pd.DataFrame
    days: NDArray[np.int64]
    """Of the units that have the metric, as all that follows."""
    outcomes: PostOutcomes
    levels: Mapping[str, Levels]


class MomentDrivers:
    """Looks behind moments; what is read of a metric is kept for its next moment."""

    def __init__(self, data: BrandData) -> None:
        """Take what the run looks at."""
        ids = data.posts["content_id"].to_numpy(dtype=np.int64)
        self._day_of = pd.Series(data.posts["day"].to_numpy(dtype=np.int64), index=ids)
        recent = self._days_of_cells(data.cells) >= explained_from(data.series)
        self._data = replace(data, cells=data.cells[recent].reset_index(drop=True))
        self._units: dict[tuple[str, bool], _Units | None] = {}
        self._levels: dict[bool, Mapping[str, Levels]] = {}

    def explain(self, metric: Metric, key: SeriesKey, moment: Surprise) -> tuple[tuple[Driver, ...], tuple[int, ...]]:
        """Give the parts that explain a moment, and its posts.

        Args:
            metric: Of the series.
            key: Of the series: of activity the posts of the day before count too.
            moment: The unusual day or run of days.

        Returns:
            Drivers over platforms, accounts, formats, topics, hooks, generators and campaigns of the posts published
            then, and over the segments that they reached, against the four weeks before; and the posts, those that
            moved the figure most first.
        """
        early = SPILL_DAYS if key.basis is Basis.ACTIVITY else 0
        first, last = day_key(moment.first) - early, day_key(moment.last)
        breakdowns: list[Breakdown] = []
        posts: tuple[int, ...] = ()
        for cells in (False, True):
            units = self._read(metric, cells=cells)
            if units is None:
                continue
            days = units.days
            here = np.ones(len(days), dtype=np.bool_)
            if key.platform is not None:
                here = self._on_platform(units, key.platform)
            now, before = here & (days >= first) & (days <= last), here & (days < first) & (days >= first - BEFORE_DAYS)
            if not now.any() or not before.any():
                continue
            breakdowns += _break_down(units, now, before, moment)
            if not cells:
                posts = _movers(units, now, before, up=moment.measured.estimate > 0)
        return explain_difference(breakdowns), posts

    def _read(self, metric: Metric, *, cells: bool) -> _Units | None:
        key = metric.name, cells
        if key not in self._units:
            self._units[key] = self._fresh(metric, cells=cells)
        return self._units[key]

    def _fresh(self, metric: Metric, *, cells: bool) -> _Units | None:
        frame = self._data.cells if cells else self._data.posts
        outcomes = read_outcomes(metric, frame) if len(frame) else None
        if outcomes is None:
            return None
        levels = {
            name: Levels(one.codes[outcomes.rows], one.names) for name, one in self._levels_of(cells=cells).items()
        }
        return _Units(frame, self._days_of(cells=cells)[outcomes.rows], outcomes, levels)

    def _levels_of(self, *, cells: bool) -> Mapping[str, Levels]:
        if cells not in self._levels:
            frame, names = (self._data.cells, CELL_DIMENSIONS) if cells else (self._data.posts, POST_DIMENSIONS)
            self._levels[cells] = {name: _quick_levels(frame[name]) for name in names}
        return self._levels[cells]

    def _days_of(self, *, cells: bool) -> NDArray[np.int64]:
        if not cells:
            days: NDArray[np.int64] = self._data.posts["day"].to_numpy(dtype=np.int64)
            return days
        return self._days_of_cells(self._data.cells)

    def _days_of_cells(self, cells: pd.DataFrame) -> NDArray[np.int64]:
        ids = cells["content_id"]
        # A cell that stands for a day carries it below 0; one of a post that is not there has no day.
        found: NDArray[np.int64] = np.where(ids < 0, -ids, ids.map(self._day_of).fillna(0)).astype(np.int64)
        return found

    def _on_platform(self, units: _Units, platform: str) -> NDArray[np.bool_]:
        if "platform" in units.frame:
            found: NDArray[np.bool_] = (units.frame["platform"] == platform).to_numpy()[units.outcomes.rows]
            return found
        own = self._data.posts.loc[self._data.posts["platform"] == platform, "content_id"]
        kept: NDArray[np.bool_] = units.frame["content_id"].isin(own).to_numpy()[units.outcomes.rows]
        return kept


def _break_down(units: _Units, now: NDArray[np.bool_], before: NDArray[np.bool_], moment: Surprise) -> list[Breakdown]:
    """Expected: what the levels had before, so scaled that the whole is what the series let one expect."""
    outcomes, found = units.outcomes, []
    ratio = float(np.exp(moment.measured.estimate))
    is_rate = outcomes.metric.form in RATES
    present, past = np.flatnonzero(now), np.flatnonzero(before)
    for name, levels in units.levels.items():
        size = len(levels.names)
        if size < 2:
            continue
        sums = [
            np.bincount(levels.codes[rows], part[rows], minlength=size).astype(np.float64)
            for rows in (present, past)
            for part in (outcomes.events, outcomes.exposure)
        ]
        actual, actual_base, earlier, earlier_base = sums
        expected = earlier * actual.sum() / ratio / max(float(earlier.sum()), 1e-300)
        base = earlier_base * actual_base.sum() / earlier_base.sum()
        found.append(
            Breakdown(name, levels.names, expected, actual, base if is_rate else None, actual_base if is_rate else None)
        )
    return found


def _quick_levels(column: pd.Series) -> Levels:
    """Number the levels of a long column without sorting its texts."""
    codes, names = pd.factorize(column.fillna(""), sort=True)
    return Levels(codes.astype(np.int64), tuple(str(name) for name in names))


def _movers(units: _Units, now: NDArray[np.bool_], before: NDArray[np.bool_], *, up: bool) -> tuple[int, ...]:
    """The posts of the moment whose events lie farthest from what their exposure would have brought before."""
    outcomes = units.outcomes
    rate = float(outcomes.events[before].sum() / outcomes.exposure[before].sum())
    own = np.flatnonzero(now)
    gaps = outcomes.events[own] - rate * outcomes.exposure[own]
    order = np.argsort(-gaps if up else gaps, kind="stable")[:MOST_POSTS]
    ids = units.frame["content_id"].to_numpy(dtype=np.int64)[outcomes.rows[own[order]]]
    return tuple(ids.tolist())
