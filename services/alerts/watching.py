"""The daily figure that a rule watches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from db.unit import UnitOfWork
from learning.domain.alerts import AlertDraft, AlertKind, WatchedSeries
from learning.domain.enums import Basis
from learning.domain.figures import FigureQuery
from learning.domain.timekeys import day_key, day_of
from learning.metrics.catalog import CATALOG
from learning.metrics.definitions import Form
from learning.metrics.evaluate import Evaluated
from learning.metrics.grouping import Key
from learning.metrics.rolling import rolling_means
from services.figures.asking import BasisAnswer, answer
from services.figures.availability import available

MOST_DAYS: Final = 400
"""More than a year, so that seasons and the records of the detector are known."""
WEEK: Final = 7
BASES: Final = (Basis.ACTIVITY, Basis.LIFETIME)
"""Lifetime totals stand on the day of publication; totals of periods have no days."""
NO_DAYS: Final = "the brand's exports do not give this figure by day, with these filters"


@dataclass(frozen=True, slots=True)
class Watched:
    """The series of a rule, and on which basis it stands."""

    series: WatchedSeries
    basis: Basis | None
    reason: str | None = None
    """Why there is none."""


def read_watched(work: UnitOfWork, brand_id: int, draft: AlertDraft, *, last: date | None = None) -> Watched:
    """Read the figure of a rule by day, up to the newest day with data or another last day.

    Raises:
        BadOption: The metric, a dimension or a value of the filters is not known.
    """
    spans = available(work, brand_id).spans
    for basis in BASES:
        if basis not in spans:
            continue
        end = min(spans[basis][1], last) if last is not None else spans[basis][1]
        first = max(spans[basis][0], end - timedelta(days=MOST_DAYS - 1))
        if end < first:
            continue
        question = FigureQuery(brand_id, first, end, ("date",), draft.where, (draft.metric,), basis)
        for one in answer(work, question):
            series = _series(one, draft)
            if series.days:
                return Watched(series, one.basis)
    return Watched(WatchedSeries((), ()), None, NO_DAYS)


def newest_day(work: UnitOfWork, brand_id: int) -> int | None:
    """The newest day with data of any kind that has days; None where there is none."""
    spans = available(work, brand_id).spans
    lasts = [spans[basis][1] for basis in BASES if basis in spans]
    return day_key(max(lasts)) if lasts else None


def _series(one: BasisAnswer, draft: AlertDraft) -> WatchedSeries:
    rows = {key: row[draft.metric] for key, row in one.rows.items() if draft.metric in row}
    if draft.kind is AlertKind.THRESHOLD and draft.window_days == WEEK:
        return _weekly(rows, draft.metric)
    found = [(day_key(date.fromisoformat(key[0])), each.value.value) for key, each in rows.items()]
    known = [(day, value) for day, value in sorted(found) if value is not None]
    return WatchedSeries(tuple(day for day, _ in known), tuple(value for _, value in known))


def _weekly(rows: dict[Key, Evaluated], name: str) -> WatchedSeries:
    metric = CATALOG.get(name)
    if metric is not None and metric.form not in (Form.TOTAL, Form.RATIO):
        return WatchedSeries((), ())
    ratio = metric is not None and metric.form is Form.RATIO
    known = {day_key(date.fromisoformat(key[0])): one for key, one in rows.items() if np.isfinite(one.numerator)}
    days = np.array(sorted(known), dtype=np.int64)
    top = np.array([known[day].numerator for day in days.tolist()])
    bottom = np.array([known[day].denominator for day in days.tolist()])
    means = rolling_means(days, top, bottom if ratio else None, factor=metric.factor if metric else 1.0)
    held = [(day_key(one.day), one.value, one.days) for one in means if one.value is not None]
    return WatchedSeries(*(tuple(column) for column in zip(*held, strict=True))) if held else WatchedSeries((), ())


def first_of(day: int, draft: AlertDraft) -> date:
    """The first day behind the figure of a day."""
    return day_of(day) - timedelta(days=draft.window_days - 1)
