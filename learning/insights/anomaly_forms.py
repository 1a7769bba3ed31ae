"""How a series is sampled and on which scale it is judged, decided again and again from the rows so far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from learning.domain.anomalies import Floats, TimedSeries
from learning.domain.observations import Ints

DAY_SECONDS: Final = 86_400
FIRST_LOOK: Final = 28
"""Rows before the form is decided for the first time; then again whenever there are four times as many."""
LOOKS_APART: Final = 4
FINEST_SEASONAL_STEP: Final = 60.0
"""Sampled more often, a day is too many rows to look for its shape."""
MOST_ROWS_PER_CYCLE: Final = 1_440
MOST_SLOTS_PER_ROW: Final = 20
LARGEST: Final = 1e150
"""Beyond it sums of squares would leave the floating range."""
OFFSET_SHARE: Final = 0.2
"""Of the mean: what is added before the logarithm, so that zeros and small counts do not dominate."""


@dataclass(frozen=True, slots=True)
class SeriesForm:
    """The sampling and the scale of a series."""

    step_seconds: float
    cycle: int
    """Rows per day, at least 1."""
    gridded: bool
    """Whether rows have fixed places within day and week; else they simply follow each other."""
    offset: float | None
    """Added before the logarithm; None = the series is judged on its own scale, because it goes below zero."""

    @property
    def week(self) -> int:
        """Rows per week."""
        return 7 * self.cycle


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows `start` to `stop` (exclusive) that are judged under one form."""

    start: int
    stop: int
    form: SeriesForm


def list_stretches(series: TimedSeries) -> Iterator[Stretch]:
    """Divide a series into stretches; the form of each is decided from the rows before it alone."""
    size = len(series.times)
    looks = [FIRST_LOOK]
    while looks[-1] < size:
        looks.append(looks[-1] * LOOKS_APART)
    pending: Stretch | None = None
    for start, stop in zip(looks, [*looks[1:], size], strict=True):
        if start >= size:
            break
        for part in _parts(series.times, Stretch(start, min(stop, size), _form_of(series, start))):
            if pending is not None and pending.form == part.form:
                pending = Stretch(pending.start, part.stop, part.form)
                continue
            if pending is not None:
                yield pending
            pending = part
    if pending is not None:
        yield pending


def place_rows(times: Ints, form: SeriesForm) -> Ints:
    """Give each row its slot on the grid of the form: ascending, no slot twice, gaps kept up to a week.

    Of a longer gap whole weeks are left out, so that hour and weekday stay what they are.
    """
    if not form.gridded:
        return np.arange(len(times), dtype=np.int64)
    raw = np.round((times - times[0]) / form.step_seconds).astype(np.int64)
    raw = np.maximum.accumulate(raw)
    gaps = np.diff(raw, prepend=raw[0])
    gaps = np.where(gaps > form.week, (gaps - 1) % form.week + 1, gaps)
    order = np.arange(len(times), dtype=np.int64)
    return order + np.maximum.accumulate(np.cumsum(gaps) - order)


def scale_values(values: Floats, form: SeriesForm) -> Floats:
    """Put values on the scale of the form: log(value + offset), or the value itself."""
    known = np.where(np.isfinite(values), values, np.nan)
    if form.offset is None:
        return np.clip(known, -LARGEST, LARGEST)
    # A first value below zero comes after the form was decided: it counts as zero until the next look.
    return np.log(np.maximum(known, 0.0) + form.offset)


def _parts(times: Ints, stretch: Stretch) -> list[Stretch]:
    """Leave the grid from the row on at which it would grow out of proportion to the rows."""
    form = stretch.form
    if not form.gridded:
        return [stretch]
    slots = place_rows(times[: stretch.stop], form)
    bound = MOST_SLOTS_PER_ROW * np.arange(stretch.stop) + 8 * form.week
    sparse = np.flatnonzero(slots > bound)
    if not len(sparse):
        return [stretch]
    cut = max(stretch.start, int(sparse[0]))
    loose = SeriesForm(form.step_seconds, form.cycle, gridded=False, offset=form.offset)
    parts = [Stretch(stretch.start, cut, form), Stretch(cut, stretch.stop, loose)]
    return [part for part in parts if part.start < part.stop]


def _form_of(series: TimedSeries, rows: int) -> SeriesForm:
    apart = np.diff(series.times[:rows])
    apart = apart[apart > 0]
    step = float(np.median(apart)) if len(apart) else float(DAY_SECONDS)
    cycle = max(1, min(MOST_ROWS_PER_CYCLE, round(DAY_SECONDS / step)))
    return SeriesForm(step, cycle, step >= FINEST_SEASONAL_STEP, _offset_of(series.values[:rows]))


def _offset_of(values: Floats) -> float | None:
    """A power of two, so that a slightly different mean does not make a different scale."""
    known = values[np.isfinite(values)]
    if not len(known) or bool((known < 0).any()):
        return None
    usual = np.minimum(known, np.quantile(known, 0.99))
    wanted = OFFSET_SHARE * float(np.sum(usual / len(usual)))
    return float(2.0 ** np.round(np.log2(wanted))) if wanted > 0 else 1.0
