"""Which properties of posts go together, platform, account, time and what they are about held alike?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from learning.domain.figures import CountedUnit
from learning.domain.insights import Candidate, Evidence, InsightKind, Measured, Rival, RivalKind, Subject
from learning.domain.observations import Ints
from learning.insights.level_design import dummies, place_and_time
from learning.insights.level_evidence import EPOCH
from learning.insights.post_attributes import STATED, Levels, as_texts, codes_of, number_levels
from learning.insights.post_outcomes import RATES, is_good, read_outcomes
from learning.insights.recommendations import Recommendation
from learning.metrics.definitions import Metric
from learning.stats.rank_correlation import Controls, correlate_remainders, make_controls, ranks_within

Floats = NDArray[np.float64]

FEWEST_POSTS: Final = 30
FEWEST_IN_STRATUM: Final = 8
"""Posts of a platform and account from which on they are ranked among themselves."""
LEAST_NONZERO: Final = 0.5
"""Where fewer posts have any event, ranks tell mostly who had many impressions."""
APART: Final = 0.15
"""Plain and partial correlation differ by so much: what was held alike explains a part."""


@dataclass(frozen=True, slots=True)
class PostColumn:
    """A property of posts in numbers."""

    name: str
    values: Floats
    """Shape (posts,); NaN where it is not known."""
    exposure: Floats
    """What it was divided by; NaN for a measure of the post and for totals."""
    metric: Metric | None
    """None for a measure of the post."""


@dataclass(frozen=True, slots=True)
class ComparedColumns:
    """Two columns compared."""

    measured: Measured
    rows: Ints
    plain: float
    """Rank correlation of all posts together, nothing held alike."""
    partial: float
    strata: int
    agreeing: int
    """Strata in which the partial correlation has the same sign."""
    rivals: tuple[Rival, ...]


@dataclass(frozen=True, slots=True)
class Remainders:
    """What is left of ranked columns once everything known is held alike; arrays share their first axis."""

    columns: Floats
    """Shape (posts, columns)."""
    rows: Ints
    clusters: Ints
    """Day of each, from 0: posts of one day may share their luck."""
    strata: Ints
    fitted: int
    """How many numbers were fitted."""


class ComparablePosts:
    """The posts with what is held alike; controls are made once for each set of rows that is reported together."""

    def __init__(self, posts: pd.DataFrame) -> None:
        """Take the posts that may be learned from (POST_COLUMNS)."""
        self.days: Ints = posts["day"].to_numpy(dtype=np.int64)
        platform, account = as_texts(posts["platform"]), as_texts(posts["account"])
        names = [f"{a}\n{b}" for a, b in zip(platform, account, strict=True)]
        self._strata, _ = codes_of(np.array(names, dtype=object))
        self._posts = posts
        self._about: Mapping[str, Levels] = number_levels({name: as_texts(posts[name]) for name in STATED})
        self._controls: dict[bytes, Controls] = {}

    def remainders(self, columns: Sequence[PostColumn]) -> Remainders | None:
        """Rank columns over the posts that have all of them and take out what is held alike; None with too few posts.

        Rates by one count go together by arithmetic where that count varies (Pearson 1897): counts are held alike too.
        """
        known = np.isfinite(np.column_stack([column.values for column in columns])).all(axis=1)
        sizes = np.bincount(self._strata[known], minlength=int(self._strata.max()) + 1)
        known &= sizes[self._strata] >= FEWEST_IN_STRATUM
        rows = np.flatnonzero(known).astype(np.int64)
        if len(rows) < FEWEST_POSTS:
            return None
        strata = self._strata[rows]
        controls = self._controls_of(rows, strata)
        left = [controls.remove(ranks_within(column.values[rows], strata)) for column in columns]
        fitted = controls.basis.shape[1]
        seen = {column.exposure[rows].tobytes(): column.exposure[rows] for column in columns}
        counts = [one for one in seen.values() if np.isfinite(one).all()]
        if counts:
            ranks = np.column_stack([controls.remove(ranks_within(column, strata)) for column in counts])
            further = make_controls(np.column_stack([ranks, controls.remove(ranks[:, 0] ** 2)]))
            left = [further.remove(column) for column in left]
            fitted += further.basis.shape[1]
        clusters = np.unique(self.days[rows], return_inverse=True)[1].astype(np.int64)
        return Remainders(np.column_stack(left), rows, clusters, strata, fitted)

    def compare(self, one: PostColumn, other: PostColumn) -> ComparedColumns | None:
        """Correlate two columns over the posts that have both; None where there are too few, or nothing is left."""
        left = self.remainders((one, other))
        found = None
        if left is not None:
            found = correlate_remainders(left.columns[:, 0], left.columns[:, 1], left.clusters, left.fitted)
        if left is None or found is None:
            return None
        told = plain_correlation(one, other, left.rows)
        signs = np.bincount(left.strata, left.columns[:, 0] * left.columns[:, 1])[np.unique(left.strata)]
        measured = Measured(found.z, found.error, found.degrees, is_log_ratio=False)
        apart = abs(told - found.correlation) > APART
        rivals = (_held_alike(told, found.correlation, len(left.rows)),) if apart else ()
        agreeing = int(((signs > 0) == (found.z > 0)).sum())
        return ComparedColumns(measured, left.rows, told, found.correlation, len(signs), agreeing, rivals)

    def _controls_of(self, rows: Ints, strata: Ints) -> Controls:
        key = rows.tobytes()
        if key not in self._controls:
            columns = [dummies(strata, int(strata.max()) + 1), place_and_time(self._posts.iloc[rows])]
            for levels in self._about.values():
                counts = np.bincount(levels.codes[rows], minlength=len(levels.names))
                kept = np.flatnonzero(counts >= FEWEST_IN_STRATUM)
                columns.append((levels.codes[rows][:, None] == kept).astype(np.float64))
            used = np.hstack(columns)
            self._controls[key] = make_controls(used[:, used.any(axis=0)])
        return self._controls[key]


def plain_correlation(one: PostColumn, other: PostColumn, rows: Ints) -> float:
    """Give the rank correlation of all posts together, nothing held alike."""
    everywhere = np.zeros(len(rows), dtype=np.int64)
    here, there = (ranks_within(column.values[rows], everywhere) for column in (one, other))
    return float(np.corrcoef(here, there)[0, 1])


def _held_alike(plain: float, partial: float, n: int) -> Rival:
    explained = 1 - partial / plain if plain else None
    return Rival(RivalKind.HELD_ALIKE, "platform, time and topic", own=plain, others=partial, n=n, explained=explained)


def outcome_column(metric: Metric, posts: pd.DataFrame) -> PostColumn | None:
    """Give the figure of each post; None where too few have any event."""
    outcomes = read_outcomes(metric, posts)
    if outcomes is None or float((outcomes.events > 0).mean()) < LEAST_NONZERO:
        return None
    values, exposure = np.full(len(posts), np.nan), np.full(len(posts), np.nan)
    values[outcomes.rows] = outcomes.events / outcomes.exposure
    if metric.form in RATES:
        exposure[outcomes.rows] = outcomes.exposure
    return PostColumn(metric.name, values, exposure, metric)


def correlate(posts: ComparablePosts, one: PostColumn, other: PostColumn, detector: str) -> Candidate | None:
    """Propose the partial rank correlation of two columns.

    Args:
        posts: The posts.
        one: A measure of posts, or a rate.
        other: What comes of them: a column with a metric.
        detector: The name of who proposes.

    Returns:
        None where there are too few posts, or what is held alike leaves nothing.
    """
    pair = posts.compare(one, other)
    if pair is None or other.metric is None:
        return None
    found, rows = pair.measured, pair.rows
    good = None if one.metric is not None else is_good(other.metric, found.estimate)
    days = posts.days[rows]
    what = (("with", one.name),) if one.metric is not None else (("measure", one.name),)
    return Candidate(
        detector=detector,
        subject=Subject(InsightKind.CORRELATION, other.name, (), what),
        measured=found,
        n=len(rows),
        counted=CountedUnit.POSTS,
        evidence=Evidence(
            numbers={
                "correlation": pair.partial,
                "plain": pair.plain,
                "platforms": float(pair.strata),
                "platforms_agreeing": float(pair.agreeing),
            },
            words={"one": one.name, "other": other.name},
            first=EPOCH + timedelta(days=int(days.min())),
            last=EPOCH + timedelta(days=int(days.max())),
            rivals=pair.rivals,
        ),
        recommendation=Recommendation.TEST_IT,
        good=good,
    )
