"""Which series rise or fall over the last three months, beyond what their own memory explains?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np

from learning.domain.figures import CountedUnit
from learning.domain.insights import Candidate, Evidence, InsightKind, Measured, Subject
from learning.insights.brand_data import BrandData, DailySeries
from learning.insights.data_parts import Part
from learning.insights.level_design import WEEK, dummies
from learning.insights.post_outcomes import is_good
from learning.insights.recommendations import Recommendation
from learning.metrics.catalog import CATALOG
from learning.stats.autoregression import memory_of_remainder
from learning.stats.rate_regression import RateData, fit_rates

WINDOW_DAYS: Final = 91
FEWEST_DAYS: Final = 28
PER_DAYS: Final = 28
"""A trend is told as the change in four weeks."""
FEWEST_DEGREES: Final = 4.0


@dataclass(frozen=True, slots=True)
class Trends:
    """Fits a line through the logarithm of each series, weekdays apart."""

    name: str = "trends"
    kind: InsightKind = InsightKind.TREND
    reads: frozenset[Part] = frozenset({Part.SERIES})

    def detect(self, data: BrandData) -> Sequence[Candidate]:
        """Propose one candidate per series with enough days."""
        wholes = {(one.key.metric, one.key.basis): one for one in data.series if one.key.platform is None}
        found = (self._candidate(one, wholes.get((one.key.metric, one.key.basis), one)) for one in data.series)
        return [one for one in found if one is not None]

    def _candidate(self, series: DailySeries, whole: DailySeries) -> Candidate | None:
        metric = CATALOG.get(series.key.metric)
        days = _used_days(series)
        measured = None if metric is None else slope(series, days)
        if metric is None or measured is None:
            return None
        good = is_good(metric, measured.estimate)
        first, last = (series.first + timedelta(days=int(days[place])) for place in (0, -1))
        half = len(days) // 2
        platform = series.key.platform
        place = () if platform is None else (("platform", platform),)
        moved = abs(float(np.expm1(measured.estimate)))
        recent = _last_sums(whole)
        return Candidate(
            detector=self.name,
            subject=Subject(self.kind, metric.name, place, (("basis", series.key.basis.value),)),
            measured=measured,
            n=len(days),
            counted=CountedUnit.DAYS,
            evidence=Evidence(
                numbers={
                    "value": _value(series, days[half:]) * metric.factor,
                    "rest": _value(series, days[:half]) * metric.factor,
                    "days": float(days[-1] - days[0] + 1),
                    "whole": recent[0] / recent[1] * metric.factor if recent[1] > 0 else None,
                },
                words={"against": "the half of these days before"},
                first=first,
                last=last,
                filters=place,
            ),
            recommendation=Recommendation.FIND_CAUSE if good is False else Recommendation.KEEP_GOING,
            good=good,
            opportunity=moved * _last_sums(series)[0],
            stake=min(moved * _last_sums(series)[0] / recent[0], 1.0) if recent[0] > 0 else None,
        )


def _used_days(series: DailySeries) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Places of the newest days with data."""
    places = np.arange(len(series.values))
    known = np.isfinite(series.numerator) & np.isfinite(series.denominator) & (series.denominator > 0)
    found: np.ndarray[tuple[int], np.dtype[np.int64]] = np.flatnonzero(
        known & (places >= len(series.values) - WINDOW_DAYS)
    ).astype(np.int64)
    return found


def _value(series: DailySeries, days: np.ndarray[tuple[int], np.dtype[np.int64]]) -> float:
    return float(series.numerator[days].sum() / series.denominator[days].sum())


def _last_sums(series: DailySeries) -> tuple[float, float]:
    """Numerator and denominator of the last four weeks."""
    return float(np.nansum(series.numerator[-PER_DAYS:])), float(np.nansum(series.denominator[-PER_DAYS:]))


def slope(series: DailySeries, days: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Measured | None:
    """Estimate how much a series changes in four weeks.

    Args:
        series: A metric by day.
        days: Places of the days to use, in order.

    Returns:
        The log ratio of four weeks by quasi-likelihood regression on time and weekdays. Its error is multiplied by
        sqrt((1 + phi) / (1 - phi)) and its degrees divided by the square of that, phi the autocorrelation of what the
        fit leaves, corrected for the fit (variance of a mean of an autoregression; Bartlett 1935, J. R. Stat. Soc. 98).
        None with fewer than four weeks, without events, with negative ones, or where memory leaves too few degrees.
    """
    events, exposure = series.numerator[days], series.denominator[days]
    if len(days) < FEWEST_DAYS or events.sum() <= 0 or bool((events < 0).any()):
        return None
    weekday = (series.first.weekday() + days) % WEEK
    time = (days - days.mean()) / PER_DAYS
    design = np.column_stack([dummies(weekday, WEEK), time])
    clusters = np.arange(len(days), dtype=np.int64)
    # The trend is part of what is known of each day: taken for chance, a steep one would hide itself.
    fit = fit_rates(RateData(events, exposure, design, clusters, WEEK + 1), event_size=None)
    if fit is None:
        return None
    combination = np.zeros((1, WEEK + 1))
    combination[0, WEEK] = 1.0
    found = fit.contrast(combination)
    phi = memory_of_remainder(fit.scores / np.sqrt(fit.weights), WEEK - 1)
    inflation = (1 + phi) / (1 - phi)
    degrees = len(days) / inflation - (WEEK + 1)
    if not np.isfinite(found.estimate[0]) or degrees < FEWEST_DEGREES:
        return None
    return Measured(float(found.estimate[0]), float(found.error[0] * np.sqrt(inflation)), float(degrees))
