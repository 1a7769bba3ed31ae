"""What the rows before it let one expect for a row: the level, the same hour of days and of weeks before."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from learning.domain.anomalies import Floats
from learning.insights.anomaly_forms import SeriesForm

LEVEL_DAYS: Final = 0.25
FEWEST_LEVEL_ROWS: Final = 7
DAYS_BEFORE: Final = 10
WEEKS_BEFORE: Final = 4
FEWEST_ROWS_PER_DAY: Final = 4
"""With fewer rows a day has no shape."""
NEIGHBOURHOOD_DAYS: Final = 1 / 24
DRIFT_DAYS: Final = 1.0
TRIAL_HALF_LIFE_DAYS: Final = 5.0


def forecast_errors(grid: Floats, form: SeriesForm) -> Floats:
    """Give each slot its difference from the forecast that has served the series best so far.

    Candidates are the running median of the last quarter of a day; the median of the same hour of the last ten days,
    and of the same hour of the week of the last four weeks, each with and without the drift of the last day. The one
    with the least mean absolute error, forgotten with a half life of five days, is used (follow the leader).

    Args:
        grid: Values on the scale of the form by slot, NaN where there is none, shape (slots,).
        form: The sampling of the series.

    Returns:
        Differences, shape (slots,), NaN where there is no value or no forecast. Slot i depends on slots up to i.
    """
    errors = np.stack([grid - one for one in _candidates(grid, form)])
    half_life = max(5.0, TRIAL_HALF_LIFE_DAYS * form.cycle)
    trials = pd.DataFrame(np.abs(errors).T).ewm(halflife=half_life, min_periods=max(14, 2 * form.cycle)).mean()
    records = trials.shift(1).to_numpy(dtype=np.float64).T
    unknown = ~(np.isfinite(errors) & np.isfinite(records))
    # The level stands in as long as nothing else has shown what it can do.
    records = np.where(unknown, np.where(np.arange(len(errors)) == 0, 1e299, np.inf)[:, None], records)
    best = records.argmin(axis=0)
    chosen: Floats = errors[best, np.arange(errors.shape[1])]
    return chosen


def _candidates(grid: Floats, form: SeriesForm) -> list[Floats]:
    series = pd.Series(grid)
    level = series.rolling(max(FEWEST_LEVEL_ROWS, round(LEVEL_DAYS * form.cycle)), min_periods=3).median().shift(1)
    found = [level.to_numpy(dtype=np.float64)]
    if not form.gridded:
        return found
    # The neighbourhood looks ahead, but only within days that are over: half of it is shorter than a day.
    half = max(1, round(NEIGHBOURHOOD_DAYS * form.cycle)) // 2
    calm = series.rolling(2 * half + 1, center=True, min_periods=1).median().to_numpy(dtype=np.float64)
    periods: list[tuple[int, int, int]] = []
    if form.cycle >= FEWEST_ROWS_PER_DAY:
        periods.append((form.cycle, DAYS_BEFORE, 3))
    if len(grid) > form.week:
        periods.append((form.week, WEEKS_BEFORE, 2))
    window = max(5, round(DRIFT_DAYS * form.cycle))
    for period, before, fewest in periods:
        same = _median_of_earlier(calm if half else grid, period, before, fewest)
        drift = pd.Series(grid - same).rolling(window, min_periods=3).median().shift(1).fillna(0.0)
        found += [same, same + drift.to_numpy(dtype=np.float64)]
    return found


def _median_of_earlier(grid: Floats, period: int, before: int, fewest: int) -> Floats:
    """The median of the slots `period`, 2 x `period`, ... earlier, up to `before` of them."""
    size = len(grid)
    padded = np.full(-(-size // period) * period, np.nan)
    padded[:size] = grid
    table = np.vstack([np.full((before, period), np.nan), padded.reshape(-1, period)])
    windows = np.sort(np.lib.stride_tricks.sliding_window_view(table, before, axis=0)[:-1], axis=2)
    known = np.isfinite(windows).sum(axis=2)
    lower = np.take_along_axis(windows, np.maximum((known - 1) // 2, 0)[..., None], axis=2)[..., 0]
    upper = np.take_along_axis(windows, np.minimum(known // 2, before - 1)[..., None], axis=2)[..., 0]
    medians = np.where(known >= fewest, (lower + upper) / 2, np.nan)
    found: Floats = medians.reshape(-1)[:size]
    return found
