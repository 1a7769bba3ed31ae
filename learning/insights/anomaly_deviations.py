"""How large a deviation is beside those before it, over a row, an hour, a quarter of a day, a day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from learning.domain.anomalies import Floats
from learning.insights.anomaly_forecasts import FEWEST_ROWS_PER_DAY
from learning.insights.anomaly_forms import SeriesForm
from learning.insights.anomaly_settings import Span

SCALE_DAYS: Final = 14.0
FEWEST_SCALE_ROWS: Final = 20
MEAN_SHARE: Final = 0.3
"""The scale is at least this share of the mean deviation: of a series that mostly stands still the median is zero."""
LARGEST_DEVIATION: Final = 1e6
LARGEST_PART: Final = 100.0
"""Of one row in a mean over several, in units of its scale: one spike is a point, not a collective."""
_PARTS_OF_A_DAY: Final = {Span.HOUR: 1 / 24, Span.QUARTER: 0.25, Span.DAY: 1.0}


def measure_deviations(errors: Floats, form: SeriesForm) -> Mapping[Span, Floats]:
    """Divide the forecast errors, and their running means, by what is usual for them.

    Args:
        errors: Differences from the forecast by slot, NaN where unknown, shape (slots,).
        form: The sampling of the series.

    Returns:
        By span: |mean error over the span| / running median of the same over the 14 days before the span (out of
        sample: these are errors of forecasts). Zero where unknown. Slot i depends on slots up to i.
    """
    usual = _usual_size(np.abs(errors), 1, form)
    found = {Span.ROW: _ratio(np.abs(errors), usual)}
    reach = LARGEST_PART * usual
    bounded = pd.Series(np.clip(errors, -reach, reach))
    for span, rows in _spans(form):
        mean = np.abs(bounded.rolling(rows, min_periods=max(1, rows // 2)).mean().to_numpy(dtype=np.float64))
        found[span] = _ratio(mean, _usual_size(mean, rows, form))
    # Nothing is said of a row that has no value.
    return {span: np.where(np.isfinite(errors), one, 0.0) for span, one in found.items()}


def _spans(form: SeriesForm) -> list[tuple[Span, int]]:
    if form.cycle < FEWEST_ROWS_PER_DAY:
        return [(Span.WEEK, 7)]
    lengths = [(span, round(part * form.cycle)) for span, part in _PARTS_OF_A_DAY.items()]
    return [(span, rows) for span, rows in lengths if rows > 1]


def _usual_size(sizes: Floats, rows: int, form: SeriesForm) -> Floats:
    window = max(FEWEST_SCALE_ROWS, round(SCALE_DAYS * form.cycle))
    medians = pd.Series(sizes).rolling(window, min_periods=10).median().to_numpy(dtype=np.float64)
    known = np.isfinite(sizes)
    counts = np.maximum(np.cumsum(known), 1)
    means = np.cumsum(np.where(known, sizes, 0.0)) / counts
    usual = np.maximum(medians, MEAN_SHARE * means)
    earlier = np.full(len(sizes), np.nan)
    earlier[rows:] = usual[: max(0, len(sizes) - rows)]
    return earlier


def _ratio(sizes: Floats, usual: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        found = sizes / usual
    # 0 / 0 is a series that stands still and goes on to; x / 0 is its first move.
    return np.minimum(np.nan_to_num(found, nan=0.0, posinf=LARGEST_DEVIATION), LARGEST_DEVIATION)
