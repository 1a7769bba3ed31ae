"""Which series stand at another level since some day?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
from scipy import special

from learning.domain.analyses import ChangePoint, ChangePoints, SeriesScale
from learning.domain.figures import CountedUnit
from learning.domain.insights import Candidate, Evidence, InsightKind, Measured, Subject
from learning.insights.brand_data import BrandData, DailySeries
from learning.insights.change_points import find_change_points
from learning.insights.data_parts import Part
from learning.insights.post_outcomes import is_good
from learning.insights.recommendations import Recommendation
from learning.metrics.catalog import CATALOG
from learning.metrics.definitions import Metric
from learning.stats.largest import error_of_largest
from learning.stats.quantiles import t_quantile

RECENT_DAYS: Final = 91
"""Older changes are how things are."""
DAYS_APART: Final = 7
"""A level lasts at least so long: a stretch of n days holds about n / 7 places at which it could have changed."""
LEAST_NOISE: Final = 1e-3
MONTH_DAYS: Final = 28


@dataclass(frozen=True, slots=True)
class ChangesOfLevel:
    """Takes the changes that the analysis of each series found in the last three months."""

    name: str = "change_points"
    kind: InsightKind = InsightKind.CHANGE_POINT
    reads: frozenset[Part] = frozenset({Part.SERIES})

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose the newest change of each series; of a series without one that nothing changed."""
        wholes = {(one.key.metric, one.key.basis): one for one in data.series if one.key.platform is None}
        found: list[Candidate] = []
        for series in data.series:
            metric = CATALOG.get(series.key.metric)
            changes = series.changes if series.changes is not None else _changes(series)
            if metric is None or changes.reason is not None:
                continue
            whole = wholes.get((series.key.metric, series.key.basis), series)
            found.append(self._candidate(metric, series, whole, changes))
        return found

    def _candidate(self, metric: Metric, series: DailySeries, whole: DailySeries, changes: ChangePoints) -> Candidate:
        last = series.first + timedelta(days=len(series.values) - 1)
        point = changes.points[-1] if changes.points else None
        if point is None or (last - point.day).days > RECENT_DAYS or min(point.before, point.after) <= 0:
            return self._nothing(metric, series, changes)
        key = series.key
        place = () if key.platform is None else (("platform", key.platform),)
        since = (point.day - series.first).days
        month = float(np.nansum(whole.numerator[-MONTH_DAYS:]))
        own = float(np.nansum(series.numerator[max(since, len(series.values) - MONTH_DAYS) :]))
        moved = own * abs(1 - point.before / point.after)
        good = is_good(metric, point.after - point.before)
        return Candidate(
            detector=self.name,
            subject=Subject(
                self.kind,
                metric.name,
                place,
                (("basis", key.basis.value), ("direction", "up" if point.after > point.before else "down")),
            ),
            measured=_measured(point, changes),
            n=point.n_after,
            counted=CountedUnit.DAYS,
            evidence=Evidence(
                numbers={
                    "value": point.after * metric.factor,
                    "rest": point.before * metric.factor,
                    "days_before": float(point.n_before),
                    "days_after": float(point.n_after),
                },
                words={"against": "the level before", "day": point.day.isoformat()},
                first=point.low,
                last=point.high,
                filters=place,
            ),
            recommendation=Recommendation.KEEP_GOING if good else Recommendation.FIND_CAUSE,
            good=good,
            opportunity=moved,
            stake=min(moved / month, 1.0) if month > 0 else None,
        )

    def _nothing(self, metric: Metric, series: DailySeries, changes: ChangePoints) -> Candidate:
        """A series that was looked at and did not change."""
        key = series.key
        place = () if key.platform is None else (("platform", key.platform),)
        level = float(np.nanmean(series.values)) if changes.scale is SeriesScale.LINEAR else 1.0
        noise = (changes.noise or 0.0) / level if level > 0 else 0.0
        error = max(noise, LEAST_NOISE) * np.sqrt(4 / max(changes.n, 4))
        return Candidate(
            detector=self.name,
            subject=Subject(self.kind, metric.name, place, (("basis", key.basis.value), ("direction", "none"))),
            measured=Measured(0.0, float(error), float(max(changes.n - 2, 2))),
            n=changes.n,
            counted=CountedUnit.DAYS,
            evidence=Evidence(first=changes.first, last=changes.last, filters=place),
            recommendation=Recommendation.KEEP_GOING,
        )


def _changes(series: DailySeries) -> ChangePoints:
    days = [series.first + timedelta(days=place) for place in range(len(series.values))]
    return find_change_points(days, [None if np.isnan(one) else one for one in series.values.tolist()])


def _measured(point: ChangePoint, changes: ChangePoints) -> Measured:
    """The step on the log scale; its p-value is that of the largest of all places at which it was looked for."""
    # The shorter of both levels decides how sure its mean is: few days may share their luck.
    degrees = float(max(min(point.n_before, point.n_after) - 1, 2))
    size = float(np.log(point.after / point.before))
    if changes.scale is SeriesScale.LOG:
        width = float(np.log1p(point.change_high) - np.log1p(point.change_low))
    else:
        # Of levels in the unit of the metric by the delta method around their middle.
        width = 2 * (point.change_high - point.change_low) / (point.before + point.after)
    error = width / (2 * t_quantile(float(max(point.n_before + point.n_after - 2, 2))))
    tail = float(special.stdtr(degrees, -abs(size) / max(error, LEAST_NOISE)))
    return Measured(size, error_of_largest(size, tail, degrees, max(changes.n / DAYS_APART, 1.0)), degrees)
