"""A metric over time and in one figure, compared with an earlier range."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from db.unit import UnitOfWork
from learning.domain.enums import Basis
from learning.domain.figures import CountedUnit, FigureQuery, MetricValue
from learning.domain.timekeys import day_key
from learning.domain.trends import (
    Bucket,
    Headline,
    RollingPoint,
    Scope,
    TrendPoint,
    TrendQuery,
    TrendResult,
    TrendSeries,
)
from learning.insights.movements import judge_side_by_side, log_change_p_value
from learning.metrics.catalog import CATALOG
from learning.metrics.comparison import earlier_range, shift_days
from learning.metrics.definitions import Form
from learning.metrics.evaluate import Evaluated
from learning.metrics.grouping import Key
from learning.metrics.rolling import rolling_means
from learning.stats.changes import relative_change
from services.figures.asking import BasisAnswer, answer
from services.figures.stated_periods import stated_periods

Rows = Mapping[Key, Mapping[str, Evaluated]]


def trend(work: UnitOfWork, query: TrendQuery) -> TrendResult:
    """A metric by day, week or month with the whole range in one figure and the earlier range beside it."""
    whole = answer(work, _question(query.scope, (query.metric,)))
    chosen = _choose_basis(whole, query.metric, query.scope)
    scope = replace(query.scope, basis=chosen.basis if chosen else query.scope.basis or Basis.ACTIVITY)
    basis = scope.basis or Basis.ACTIVITY
    headline = _headline(work, scope, query.metric, chosen)
    own = _split(work, scope, query, by_platform=query.by_platform)
    series = _series(own, query)
    previous: tuple[TrendPoint, ...] = ()
    previous_rolling: tuple[RollingPoint, ...] = ()
    shift = _shift(scope)
    notes = [note for one in (chosen, own) if one for note in one.notes]
    if shift:
        first, last = _earlier(scope, shift)
        before = _split(work, replace(scope, first=first, last=last), query, by_platform=False)
        previous = _points(before.rows if before else {}, query, first, last)
        previous_rolling = _rolling(before.rows, query) if before and query.bucket is Bucket.DAY else ()
    stated = basis is Basis.PERIOD and not query.by_platform and not any(one.points for one in series)
    if stated:
        series = (TrendSeries(None, _stated_points(work, scope, query.metric), ()),)
        notes = [note for one in (chosen,) if one for note in one.notes]
    return TrendResult(
        query=query,
        basis=basis,
        other_bases=tuple(one.basis for one in whole if one is not chosen and _has_value(one, query.metric)),
        series=series,
        previous=previous,
        shift_days=shift,
        headline=headline,
        notes=tuple(dict.fromkeys(notes)),
        previous_rolling=previous_rolling,
        stated=stated,
    )


def headlines(work: UnitOfWork, scope: Scope, metrics: Sequence[str]) -> tuple[Headline, ...]:
    """Several metrics, each in one figure with its change, judged together; each on the first basis that has it."""
    whole = answer(work, _question(scope, tuple(metrics)))
    shift = _shift(scope)
    before: dict[Basis, BasisAnswer] = {}
    if shift:
        first, last = _earlier(scope, shift)
        earlier = answer(work, _question(replace(scope, first=first, last=last), tuple(metrics)))
        before = {one.basis: one for one in earlier}
    found: list[Headline] = []
    for name in metrics:
        chosen = _choose_basis(whole, name, scope)
        now = _only(chosen, name)
        then = _only(before.get(chosen.basis), name) if chosen else None
        found.append(_compare(name, now, then, scope, shift))
    return judged_together(found)


def judged_together(found: Sequence[Headline]) -> tuple[Headline, ...]:
    """Say of figures that stand side by side how sure each change is, given that all of them are looked at."""
    p_values = [one.p_value for one in found]
    looked_at = sum(p is not None for p in p_values)
    return tuple(
        replace(one, sureness=sureness, looked_at=max(looked_at, 1))
        for one, sureness in zip(found, judge_side_by_side(p_values), strict=True)
    )


def _question(scope: Scope, metrics: tuple[str, ...], by: tuple[str, ...] = ()) -> FigureQuery:
    return FigureQuery(scope.brand_id, scope.first, scope.last, by, scope.where, metrics, scope.basis)


def _shift(scope: Scope) -> int:
    if scope.compare_first is not None:
        return (scope.first - scope.compare_first).days
    return shift_days(scope.first, scope.last, scope.compare)


def _earlier(scope: Scope, shift: int) -> tuple[date, date]:
    """The range that is compared with; one of one's own choice may be longer or shorter."""
    first, last = earlier_range(scope.first, scope.last, shift)
    return first, scope.compare_last or last


def _choose_basis(answers: Sequence[BasisAnswer], metric: str, scope: Scope) -> BasisAnswer | None:
    """The first basis with a value; else the first with rows, for its reason."""
    valued = [one for one in answers if _has_value(one, metric)]
    filled = [one for one in answers if one.rows]
    usable = valued or filled or list(answers)
    return usable[0] if usable and scope.basis in (None, usable[0].basis) else None


def _has_value(one: BasisAnswer, metric: str) -> bool:
    found = _only(one, metric)
    return found is not None and found.value.n > 0


def _only(one: BasisAnswer | None, metric: str) -> Evaluated | None:
    return one.rows.get((), {}).get(metric) if one else None


def _headline(work: UnitOfWork, scope: Scope, metric: str, chosen: BasisAnswer | None) -> Headline:
    shift = _shift(scope)
    then: Evaluated | None = None
    if shift:
        first, last = _earlier(scope, shift)
        earlier = answer(work, _question(replace(scope, first=first, last=last), (metric,)))
        then = _only(earlier[0] if earlier else None, metric)
    return _compare(metric, _only(chosen, metric), then, scope, shift)


def _compare(metric: str, now: Evaluated | None, then: Evaluated | None, scope: Scope, shift: int) -> Headline:
    if now is None:
        value = MetricValue(None, None, None, 0, CountedUnit.DAYS, scope.basis or Basis.ACTIVITY, {}, reason="no data")
        return Headline(metric, value, None, None, None, None, None)
    if not shift:
        return Headline(metric, now.value, None, None, None, None, None)
    first, last = _earlier(scope, shift)
    change = relative_change(now.estimate, then.estimate) if then else None
    # Without a range nobody could say how large a change might be: it is too early then.
    known = then is not None and change is not None and change.low is not None
    p_value = log_change_p_value(now.estimate, then.estimate) if then and known else None
    sureness = judge_side_by_side([p_value])[0]
    before = then.value if then else None
    return Headline(metric, now.value, before, change, first, last, _unequal(now, then, scope), p_value, sureness)


def _unequal(now: Evaluated, then: Evaluated | None, scope: Scope) -> tuple[int, int] | None:
    """Days with data of both ranges, where they differ."""
    if then is None or not then.value.n:
        return None
    # Lifetime totals have no days without data; ranges of one's own choice can still differ in length.
    if now.value.basis is Basis.LIFETIME and scope.compare_last is None:
        return None
    first, last = _earlier(scope, _shift(scope))
    own = (scope.last - scope.first).days + 1 - len(now.value.missing_days)
    earlier = (last - first).days + 1 - len(then.value.missing_days)
    return (own, earlier) if own != earlier else None


def _split(work: UnitOfWork, scope: Scope, query: TrendQuery, *, by_platform: bool) -> BasisAnswer | None:
    by = (query.bucket.value, "platform") if by_platform else (query.bucket.value,)
    found = answer(work, _question(scope, (query.metric,), by))
    return found[0] if found else None


def _series(own: BasisAnswer | None, query: TrendQuery) -> tuple[TrendSeries, ...]:
    rows: Rows = own.rows if own else {}
    if not query.by_platform:
        return (_one_series(None, rows, query),)
    platforms = sorted({key[1] for key in rows})
    return tuple(
        _one_series(name, {key: row for key, row in rows.items() if key[1] == name}, query) for name in platforms
    )


def _one_series(platform: str | None, rows: Rows, query: TrendQuery) -> TrendSeries:
    points = _points(rows, query, query.scope.first, query.scope.last)
    rolling = _rolling(rows, query) if query.bucket is Bucket.DAY else ()
    return TrendSeries(platform, points, rolling)


def _points(rows: Rows, query: TrendQuery, first: date, last: date) -> tuple[TrendPoint, ...]:
    found: list[TrendPoint] = []
    for key, values in rows.items():
        start, finish = _bucket_days(key[0], query.bucket)
        found.append(TrendPoint(max(start, first), min(finish, last), values[query.metric].value))
    return tuple(found)


def _stated_points(work: UnitOfWork, scope: Scope, metric: str) -> tuple[TrendPoint, ...]:
    """One point for each period that the whole range was read from: they do not overlap, and none is cut."""
    found: list[TrendPoint] = []
    for first, last in stated_periods(work.figures, _question(scope, (metric,))):
        answers = answer(work, _question(replace(scope, first=first, last=last), (metric,)))
        own = _only(answers[0] if answers else None, metric)
        if own is not None:
            found.append(TrendPoint(first, last, own.value))
    return tuple(found)


def _bucket_days(label: str, bucket: Bucket) -> tuple[date, date]:
    if bucket is Bucket.MONTH:
        start = date.fromisoformat(f"{label}-01")
        return start, (start.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    start = date.fromisoformat(label)
    return start, start + timedelta(days=6 if bucket is Bucket.WEEK else 0)


def _rolling(rows: Rows, query: TrendQuery) -> tuple[RollingPoint, ...]:
    """Over the days whose figure is a sum or a ratio of sums."""
    metric = CATALOG.get(query.metric)
    known = [(key[0], values[query.metric]) for key, values in rows.items()]
    known = [(label, one) for label, one in known if not np.isnan(one.numerator)]
    if metric is not None and metric.form not in (Form.TOTAL, Form.RATIO):
        return ()
    days = np.array([day_key(date.fromisoformat(label)) for label, _ in known], dtype=np.int64)
    top = np.array([one.numerator for _, one in known])
    bottom = np.array([one.denominator for _, one in known])
    ratio = metric is not None and metric.form is Form.RATIO
    return rolling_means(days, top, bottom if ratio else None, factor=metric.factor if metric else 1.0)
