"""Which of the last days were unlike what was to be expected, and which posts and segments explain it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from learning.domain.enums import Basis
from learning.domain.facts import MONEY_FACTS, SECONDS_FACTS
from learning.domain.figures import CountedUnit
from learning.domain.insights import Candidate, Driver, Evidence, InsightKind, Subject
from learning.insights.brand_data import BrandData, DailySeries
from learning.insights.data_parts import Part
from learning.insights.moment_drivers import MomentDrivers
from learning.insights.post_outcomes import RATES, is_good
from learning.insights.recommendations import Recommendation
from learning.insights.surprises import Surprise, find_surprises
from learning.metrics.catalog import CATALOG
from learning.metrics.definitions import Metric

MONTH_DAYS: Final = 28
EXPLAINED_FROM: Final = 3.0
"""From so many usual errors on it is worth looking for what explains it: below, nobody will ask."""


NOBODY: Final[tuple[tuple[Driver, ...], tuple[int, ...]]] = ((), ())


@dataclass(frozen=True, slots=True)
class Anomalies:
    """Judges the last two weeks of every series, by day (point, contextual) and by run of days (collective)."""

    name: str = "anomalies"
    kind: InsightKind = InsightKind.ANOMALY
    reads: frozenset[Part] = frozenset({Part.SERIES, Part.POSTS, Part.CELLS})

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose the most unusual day and the most unusual run of each series, unusual or not."""
        drivers = MomentDrivers(data)
        wholes = {(one.key.metric, one.key.basis): one for one in data.series if one.key.platform is None}
        found: list[Candidate] = []
        for series in data.series:
            metric = CATALOG.get(series.key.metric)
            if metric is None or (series.key.basis is not Basis.ACTIVITY and metric.form not in RATES):
                # Totals of posts by day of publication still grow: the last days always look low.
                continue
            whole = wholes.get((series.key.metric, series.key.basis), series)
            size = None if (MONEY_FACTS | SECONDS_FACTS).intersection(metric.numerator) else 1.0
            moments = find_surprises(series, event_size=size)
            found += [self._candidate(metric, series, whole, one, drivers) for one in moments]
        return found

    def _candidate(
        self, metric: Metric, series: DailySeries, whole: DailySeries, moment: Surprise, drivers: MomentDrivers
    ) -> Candidate:
        key = series.key
        place = () if key.platform is None else (("platform", key.platform),)
        told, posts = NOBODY if moment.score < EXPLAINED_FROM else drivers.explain(metric, key, moment)
        days = slice((moment.first - series.first).days, (moment.last - series.first).days + 1)
        top, base = float(np.nansum(series.numerator[days])), float(np.nansum(series.denominator[days]))
        value = top / base * metric.factor if base > 0 else None
        ratio = float(np.exp(moment.measured.estimate))
        lost = abs(top - top / ratio)
        month = float(np.nansum(whole.numerator[-MONTH_DAYS:]))
        good = is_good(metric, moment.measured.estimate)
        what = (("anomaly", moment.kind.value), ("basis", key.basis.value), ("day", moment.first.isoformat()))
        return Candidate(
            detector=self.name,
            subject=Subject(self.kind, metric.name, place, what),
            measured=moment.measured,
            n=(moment.last - moment.first).days + 1,
            counted=CountedUnit.DAYS,
            evidence=Evidence(
                numbers={
                    "value": value,
                    "rest": None if value is None else value / ratio,
                    "score": moment.score,
                    "looked_at": float(moment.looked_at),
                    "whole": _value(whole, metric),
                },
                words={"against": "what the days before let one expect", "anomaly": moment.kind.value},
                posts=posts,
                first=moment.first,
                last=moment.last,
                filters=place,
                drivers=told,
            ),
            recommendation=Recommendation.LOOK_AT_POSTS,
            good=good,
            opportunity=lost,
            stake=min(lost / month, 1.0) if month > 0 else None,
        )


def _value(series: DailySeries, metric: Metric) -> float | None:
    base = float(np.nansum(series.denominator[-MONTH_DAYS:]))
    return float(np.nansum(series.numerator[-MONTH_DAYS:])) / base * metric.factor if base > 0 else None
