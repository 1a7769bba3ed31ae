"""When content does best: by the hour of publication, or by the hour in which something happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

import numpy as np

from db.unit import UnitOfWork
from learning.domain.best_times import BestTimes, BestTimesQuery, HourOf, Slot
from learning.domain.enums import Basis
from learning.domain.errors import BadOption
from learning.domain.figures import CountedUnit, FigureQuery
from learning.domain.holdings import UnitOf
from learning.domain.observations import Ints
from learning.domain.platforms import platform_name
from learning.domain.timekeys import hour_of_week
from learning.metrics.best_times import FEWEST_IN_ALL, TimedUnits, can_be_mapped, time_map
from learning.metrics.catalog import CATALOG, EXPOSURE
from learning.metrics.definitions import Metric
from learning.metrics.evaluate import metric_parts
from services.content.rows import ContentParts, content_parts, judge, read_rows, without_accounts
from services.figures.cuts import Chosen, CutChooser
from services.figures.slices import unit_request

LONGEST_ACTIVITY_DAYS: Final = 91
"""Thirteen of each hour of the week: more would say little of how people are now, and cost a page its time."""
HOURS: Final = 24
PUBLICATION_BASES: Final = (Basis.LIFETIME, Basis.ACTIVITY)
"""What a post got in its life says most of the hour it was published in."""


def best_times(work: UnitOfWork, query: BestTimesQuery) -> BestTimes:
    """Estimate a metric for the hours of the week.

    Raises:
        BadOption: If the metric does not count events.
    """
    metric = CATALOG.get(query.metric)
    if metric is None or not can_be_mapped(metric):
        raise BadOption("metric", query.metric, "a total or a rate of counts")
    scope = query.scope
    first = scope.first
    if query.hour_of is HourOf.ACTIVITY:
        first = max(first, scope.last - timedelta(days=LONGEST_ACTIVITY_DAYS - 1))
    question = FigureQuery(scope.brand_id, first, scope.last, (), scope.where, (query.metric,))
    chooser = CutChooser(work.figures, question)
    if query.hour_of is HourOf.ACTIVITY:
        chosen = chooser.choose(Basis.ACTIVITY, metric.needs, (*scope.where, "hour_of_week"))
        return _by_activity(work, query, question, metric, chosen)
    for basis in PUBLICATION_BASES:
        chosen = chooser.choose(basis, metric.needs, (*scope.where, "content"))
        if chosen:
            return _by_publication(work, query, question, metric, chosen)
    return _nothing(query, f"no export gives {metric.label.lower()} by post in these days")


def _nothing(query: BestTimesQuery, reason: str) -> BestTimes:
    counted = CountedUnit.POSTS if query.hour_of is HourOf.PUBLICATION else CountedUnit.DAYS
    return BestTimes(query, None, {}, counted, (), (), None, 0, reason=reason)


def _by_publication(
    work: UnitOfWork, query: BestTimesQuery, question: FigureQuery, metric: Metric, chosen: Sequence[Chosen]
) -> BestTimes:
    tables = read_rows(work, question, chosen, (*metric.facts, *EXPOSURE))
    parts = without_accounts(work, query.scope.brand_id, content_parts(metric, tables))
    judged = judge(work, query.gates, chosen, tables, parts.ids, brand_id=query.scope.brand_id)
    hours = work.figures.list_published_hours(tuple(one for each in chosen for one in each.group.account_ids))
    of_post = np.array([hours.get(one, -1) for one in parts.ids.tolist()], dtype=np.int64)
    timed = of_post >= 0
    kept = timed & judged.teaches
    found = BestTimes(
        query,
        chosen[0].holding.spec.basis,
        {one.holding.spec.platform: one.holding.spec.name for one in chosen},
        CountedUnit.POSTS,
        (),
        (),
        None,
        int(kept.sum()),
        without_hour=_untimed(parts, timed, chosen),
        left_out=int((timed & ~judged.teaches).sum()),
    )
    own = parts.only(kept)
    week = np.array([hour_of_week(key) for key in of_post[kept].tolist()], dtype=np.int64)
    mapped = _mapped(found, metric, TimedUnits(own.numerator, own.denominator, week, own.stratum))
    return mapped if found.basis is Basis.LIFETIME else _with_posts(mapped, week, own.ids)


def _with_posts(found: BestTimes, week: Ints, ids: Ints) -> BestTimes:
    """Name the posts of each hour."""

    def named(slot: Slot) -> Slot:
        posts = ids[week == slot.weekday * HOURS + slot.hour]
        return replace(slot, posts=tuple(sorted(set(posts.tolist()))))

    return replace(found, slots=tuple(map(named, found.slots)), best=tuple(map(named, found.best)))


def _untimed(parts: ContentParts, timed: np.ndarray, chosen: Sequence[Chosen]) -> tuple[str, ...]:
    """Platforms of which no post has an hour."""
    with_hour: dict[str, bool] = {}
    for place, one in enumerate(chosen):
        own = parts.stratum == place
        if own.any():
            platform = one.holding.spec.platform
            with_hour[platform] = with_hour.get(platform, False) or bool(timed[own].any())
    return tuple(sorted(platform for platform, has in with_hour.items() if not has))


def _by_activity(
    work: UnitOfWork, query: BestTimesQuery, question: FigureQuery, metric: Metric, chosen: Sequence[Chosen]
) -> BestTimes:
    if not chosen:
        return _nothing(query, f"no export gives {metric.label.lower()} by hour in these days")
    tops, bottoms, weeks, strata = [], [], [], []
    for place, one in enumerate(chosen):
        facts = tuple(sorted(one.holding.facts.intersection(metric.facts)))
        asked = replace(question, by=("hour_of_week",))
        rows = work.figures.read_units(replace(unit_request(asked, one), unit=UnitOf.DAY, facts=facts))
        top, bottom = metric_parts(metric, rows)
        known = ~np.isnan(top)
        tops.append(top[known])
        bottoms.append(bottom[known])
        weeks.append(rows.keys[0].astype(np.int64)[known])
        strata.append(np.full(int(known.sum()), place, dtype=np.int64))
    top, bottom = np.concatenate(tops), np.concatenate(bottoms)
    units = TimedUnits(top, bottom, np.concatenate(weeks), np.concatenate(strata))
    found = BestTimes(
        query,
        Basis.ACTIVITY,
        {one.holding.spec.platform: one.holding.spec.name for one in chosen},
        CountedUnit.DAYS,
        (),
        (),
        None,
        len(units.numerator),
        since=question.first if question.first > query.scope.first else None,
    )
    return _mapped(found, metric, units)


def _mapped(found: BestTimes, metric: Metric, units: TimedUnits) -> BestTimes:
    if not len(units.numerator) and found.without_hour and not found.left_out:
        names = " and ".join(platform_name(platform) for platform in found.without_hour)
        return replace(found, reason=f"the {names} export has no hour, so there is no best-time map")
    if len(units.numerator) < FEWEST_IN_ALL:
        what = "posts with a known hour" if found.counted is CountedUnit.POSTS else "hours with data"
        return replace(found, reason=f"{len(units.numerator)} {what}; a map needs {FEWEST_IN_ALL}")
    mapped = time_map(metric, units, tested=found.counted is CountedUnit.POSTS)
    if mapped is None:
        return replace(found, reason=f"no {metric.label.lower()} above zero to compare")
    return replace(found, slots=mapped.slots, best=mapped.best, whole=mapped.whole)
