"""Which moments of a series are unusual: scored row by row, as they come in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from learning.domain.anomalies import AnomalyKind, AnomalyScores, Floats, TimedSeries
from learning.insights.anomaly_alerts import Judge
from learning.insights.anomaly_deviations import measure_deviations
from learning.insights.anomaly_forecasts import forecast_errors
from learning.insights.anomaly_forms import SeriesForm, Stretch, list_stretches, place_rows, scale_values
from learning.insights.anomaly_settings import DEFAULT, AnomalySettings, Span

USUAL_RANGE: Final = (0.01, 0.99)
"""A value between these quantiles of all earlier ones is unusual by its moment, not by itself."""


def score_anomalies(series: TimedSeries, settings: AnomalySettings = DEFAULT) -> AnomalyScores:
    """Score each row of a series by how far it is from what the rows before it let one expect.

    Seasonal medians on the log scale give a forecast; its errors, over a row and over longer spans, are divided by
    their running median and compared with the largest deviation so far (see the modules `anomaly_*`). After NAB's
    finding that post-processing decides (Lavin and Ahmad 2015): one alert a day, a limited number a month.

    Args:
        series: Times in UTC seconds in the order in which the rows came in, and values; NaN is missing. Any step.
        settings: What is unusual enough.

    Returns:
        Scores of 0-1, alerts (score above 0.5) and their kinds; the first rows, and missing ones, have score 0. A row's
        entries never depend on later rows.
    """
    size = len(series.times)
    judge = Judge(settings, size)
    for stretch in list_stretches(series):
        deviations, slots = _deviations(series, stretch)
        judge.judge(
            range(stretch.start, stretch.stop),
            {span: one[slots[stretch.start :]] for span, one in deviations.items()},
            series.times,
            stretch.form,
        )
    kinds: list[AnomalyKind | None] = [None] * size
    for row, span in judge.spans.items():
        kinds[row] = _kind_of(series.values, row, span)
    return AnomalyScores(judge.scores, judge.alerts, tuple(kinds))


def _deviations(series: TimedSeries, stretch: Stretch) -> tuple[Mapping[Span, Floats], np.ndarray]:
    form: SeriesForm = stretch.form
    slots = place_rows(series.times[: stretch.stop], form)
    grid = np.full(int(slots[-1]) + 1, np.nan)
    grid[slots] = scale_values(series.values[: stretch.stop], form)
    return measure_deviations(forecast_errors(grid, form), form), slots


def _kind_of(values: Floats, row: int, span: Span) -> AnomalyKind:
    if span is not Span.ROW:
        return AnomalyKind.COLLECTIVE
    earlier = values[:row]
    low, high = np.quantile(earlier[np.isfinite(earlier)], USUAL_RANGE)
    return AnomalyKind.CONTEXTUAL if low <= values[row] <= high else AnomalyKind.POINT
