"""Which series of a brand are analysed, and their figures by day and hour."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import numpy as np

from db.unit import UnitOfWork
from learning.domain.analyses import SeriesKey
from learning.domain.enums import Basis
from learning.domain.errors import BellwetherError, StoreUnavailable
from learning.domain.figures import FigureQuery
from learning.domain.trends import Available
from learning.insights.hours import HourSums
from learning.metrics.catalog import CATALOG
from learning.metrics.definitions import Form
from learning.metrics.evaluate import Evaluated
from services.figures.asking import answer
from services.figures.availability import available
from services.insights.settings import LEARNED

HEADLINES: Final = ("engagement_rate", "impressions", "views", "clicks", "follows", "sessions", "conversions")
BASES: Final = (Basis.ACTIVITY, Basis.LIFETIME)
"""Lifetime totals stand on the day of publication; totals of periods have no days."""
MOST_SERIES: Final = 40
MOST_DAYS: Final = 731
"""Two years: older days say little about the level and the weekdays of today."""
HOURS_OF_A_WEEK: Final = 168

Labelled = list[tuple[str, Evaluated]]
"""Figures by the label of their date, or of their hour of the week."""


@dataclass(frozen=True, slots=True)
class SeriesFigures:
    """One series as it is analysed."""

    days: tuple[date, ...] = ()
    values: tuple[float | None, ...] = ()
    hours: HourSums | None = None
    numerators: tuple[float, ...] = ()
    """Sums behind the values; NaN where nothing may be summed."""
    denominators: tuple[float, ...] = ()
    """Ones for totals."""


def read_series(work: UnitOfWork, brand_id: int) -> Mapping[SeriesKey, SeriesFigures | str]:
    """The series worth analysing with their figures of at most two years, or why these cannot be had.

    Headline metrics of all platforms together come first, then those of each platform; at most forty in all. Read once
    for each state of the data: the analyses and the insights that follow them ask for the same.
    """
    return work.figures.recall(brand_id, "series", lambda: _read_all(work, brand_id))


def read_week_hours(work: UnitOfWork, brand_id: int, metrics: Sequence[str] = ()) -> Mapping[SeriesKey, Labelled]:
    """The figures of activity by hour of the week, of at most two years: of all platforms together and of each.

    Those of headline metrics and of the rates that are learned about are read once for each state of the data;
    `metrics` names further ones.
    """
    found = available(work, brand_id)
    span = found.spans.get(Basis.ACTIVITY)
    if span is None:
        return {}
    first = max(span[0], span[1] - timedelta(days=MOST_DAYS - 1))
    known = [one.name for one in found.metrics if Basis.ACTIVITY in one.bases and one.name in {*HEADLINES, *LEARNED}]
    question = FigureQuery(brand_id, first, span[1], metrics=tuple(known), basis=Basis.ACTIVITY)
    hours: dict[SeriesKey, Labelled] = {}
    if known:
        hours |= work.figures.recall(brand_id, "hours of the week", lambda: _rows(work, question, "hour_of_week"))
    more = tuple(name for name in metrics if name not in known)
    return hours | _rows(work, replace(question, metrics=more), "hour_of_week") if more else hours


def _read_all(work: UnitOfWork, brand_id: int) -> Mapping[SeriesKey, SeriesFigures | str]:
    found = available(work, brand_id)
    series = list(_candidates(found))[:MOST_SERIES]
    figures: dict[SeriesKey, SeriesFigures | str] = {}
    for basis in BASES:
        own = [one for one in series if one.basis is basis]
        span = found.spans.get(basis)
        if own and span is not None:
            first = max(span[0], span[1] - timedelta(days=MOST_DAYS - 1))
            figures.update(_read_basis(work, FigureQuery(brand_id, first, span[1], basis=basis), own))
    return {one: figures[one] for one in series if one in figures}


def _candidates(found: Available) -> Iterator[SeriesKey]:
    headlines = {one.name: one for one in found.metrics if one.name in HEADLINES}
    known = [headlines[name] for name in HEADLINES if name in headlines]
    yield from (SeriesKey(one.name, basis) for basis in BASES for one in known if basis in one.bases)
    for basis in BASES:
        for one in known:
            if basis in one.bases:
                yield from (SeriesKey(one.name, basis, platform) for platform in one.platforms)


def _read_basis(
    work: UnitOfWork, question: FigureQuery, series: Sequence[SeriesKey]
) -> dict[SeriesKey, SeriesFigures | str]:
    """Ask for all metrics at once; where that fails, for each alone, so that one does not spoil the others."""
    metrics = tuple(dict.fromkeys(one.metric for one in series))
    try:
        found = _ask(work, replace(question, metrics=metrics))
    except StoreUnavailable:
        raise
    except BellwetherError as error:
        if len(metrics) == 1:
            return dict.fromkeys(series, f"{error.message} {error.fix}")
        alone: dict[SeriesKey, SeriesFigures | str] = {}
        for name in metrics:
            alone.update(_read_basis(work, question, [one for one in series if one.metric == name]))
        return alone
    # A platform that has the metric on another basis only has nothing here, and is no series.
    return {one: found[one] for one in series if one in found}


def _ask(work: UnitOfWork, question: FigureQuery) -> dict[SeriesKey, SeriesFigures | str]:
    by_day = _rows(work, question, "date")
    # The hour of a lifetime total is that of publication: a question about posts, not about the series.
    by_hour = read_week_hours(work, question.brand_id) if question.basis is Basis.ACTIVITY else {}
    return {series: _figures(series, rows, by_hour.get(series, [])) for series, rows in by_day.items()}


def _rows(work: UnitOfWork, question: FigureQuery, dimension: str) -> dict[SeriesKey, Labelled]:
    """The figures of all metrics by one dimension: of all platforms together and of each."""
    found: dict[SeriesKey, Labelled] = {}
    for by in ((dimension,), (dimension, "platform")):
        for one in answer(work, replace(question, by=by)):
            for key, row in one.rows.items():
                for name, evaluated in row.items():
                    series = SeriesKey(name, one.basis, key[1] if len(key) > 1 else None)
                    if evaluated.value.value is not None:
                        found.setdefault(series, []).append((key[0], evaluated))
    return found


def _figures(series: SeriesKey, by_day: Labelled, by_hour: Labelled) -> SeriesFigures:
    days = tuple(date.fromisoformat(label) for label, _ in by_day)
    values = tuple(evaluated.value.value for _, evaluated in by_day)
    is_total = CATALOG[series.metric].form is Form.TOTAL
    return SeriesFigures(
        days,
        values,
        _hours(series, by_hour),
        tuple(evaluated.numerator for _, evaluated in by_day),
        tuple(1.0 if is_total else evaluated.denominator for _, evaluated in by_day),
    )


def _hours(series: SeriesKey, by_hour: Labelled) -> HourSums | None:
    known = [(int(label), evaluated) for label, evaluated in by_hour if label.isdigit()]
    if not known:
        return None
    tops, bottoms = np.full(HOURS_OF_A_WEEK, np.nan), np.full(HOURS_OF_A_WEEK, np.nan)
    days = np.zeros(HOURS_OF_A_WEEK, dtype=np.int64)
    for hour, evaluated in known:
        tops[hour], bottoms[hour], days[hour] = evaluated.numerator, evaluated.denominator, evaluated.value.n
    is_rate = CATALOG[series.metric].form is Form.RATIO
    return HourSums(tops, bottoms if is_rate else None, days)
