"""On which days do posts do better, and at which hours does the audience respond?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learning.domain.figures import CountedUnit
from learning.domain.insights import Candidate, Evidence, InsightKind, Measured, Subject
from learning.insights.brand_data import BrandData
from learning.insights.data_parts import Part
from learning.insights.level_design import THURSDAY, WEEK, WEEKDAY
from learning.insights.level_evidence import Detection
from learning.insights.post_attributes import HOUR_BANDS, HOUR_EDGES, compared_attributes, number_levels
from learning.insights.post_comparisons import compare_posts, places
from learning.insights.post_outcomes import is_good, known_metrics, teaching_posts
from learning.insights.recommendations import Recommendation
from learning.insights.stakes import stake_of_part
from learning.metrics.definitions import Metric

Floats = NDArray[np.float64]

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FEWEST_WEEKDAYS: Final = 6
"""Weekdays with data from which on an hour is judged: they are its independent repetitions."""
LEAST_SPREAD: Final = 0.01


@dataclass(frozen=True, slots=True)
class PeakHours:
    """Compares weekdays of publication post by post, and hours of response weekday by weekday."""

    name: str = "peak_hours"
    kind: InsightKind = InsightKind.PEAK_HOURS
    reads: frozenset[Part] = frozenset({Part.POSTS, Part.HOURS})

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose one candidate per metric and weekday of publication, and per metric and part of the day."""
        found: list[Candidate] = []
        posts = teaching_posts(data.posts, data.gates)
        if len(posts):
            names = np.array(WEEKDAYS, dtype=object)
            weekday = names[(posts["day"].to_numpy(dtype=np.int64) + THURSDAY) % WEEK]
            adjusted = {**number_levels(compared_attributes(posts)), **places(posts)}
            detection = Detection(self.name, self.kind, Recommendation.POST_THEN, Recommendation.AVOID_THEN)
            found.extend(compare_posts(data, posts, number_levels({WEEKDAY: weekday}), adjusted, detection))
        for metric in known_metrics(data.metrics):
            sums = data.hours.get(metric.name)
            if sums is not None:
                found.extend(self._hours(metric, sums))
        return found

    def _hours(self, metric: Metric, sums: Floats) -> Iterator[Candidate]:
        """Parts of the day: the mean over weekdays of log(rate then / rate of that day), and their spread."""
        bands = np.searchsorted(np.array(HOUR_EDGES), np.arange(24), side="right")
        width = np.bincount(bands).astype(np.float64)
        by_band = np.zeros((WEEK, len(HOUR_BANDS), 2))
        for hour, band in enumerate(bands.tolist()):
            by_band[:, band] += np.nan_to_num(sums.reshape(WEEK, 24, 2)[:, hour])
        if not metric.denominator:
            # Ones of a total count days or rows; what is compared is an hour's part of its day.
            by_band[:, :, 1] = width
        whole = by_band.sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            logs = np.log(by_band[:, :, 0] / by_band[:, :, 1]) - np.log(whole[:, 0] / whole[:, 1])[:, None]
        for band, name in enumerate(HOUR_BANDS):
            own = logs[np.isfinite(logs[:, band]), band]
            if len(own) < FEWEST_WEEKDAYS:
                continue
            estimate = float(own.mean())
            error = max(float(own.std(ddof=1)), LEAST_SPREAD) / np.sqrt(len(own))
            top, bottom = by_band[:, band].sum(axis=0)
            all_top, all_bottom = whole.sum(axis=0) - by_band[:, band].sum(axis=0)
            good = is_good(metric, estimate)
            yield Candidate(
                detector=self.name,
                subject=Subject(self.kind, metric.name, (), (("attribute", "hour of response"), ("level", name))),
                measured=Measured(estimate, error, float(len(own) - 1)),
                n=len(own),
                counted=CountedUnit.DAYS,
                evidence=Evidence(
                    numbers={
                        "value": float(top / bottom * metric.factor) if metric.denominator else float(top),
                        "rest": float(all_top / all_bottom * metric.factor) if all_bottom > 0 else None,
                        "share": float(top / whole[:, 0].sum()),
                        "weekdays": float(len(own)),
                        "whole": float(whole[:, 0].sum() / whole[:, 1].sum() * metric.factor),
                    },
                    words={"attribute": "hour of response", "level": name, "against": "the whole day"},
                ),
                recommendation=Recommendation.AVOID_THEN if good is False else Recommendation.POST_THEN,
                good=good,
                stake=stake_of_part(estimate, float(top / whole[:, 0].sum()), good=good),
            )
