"""Judging a change that a person made elsewhere: by the imported days before and after it, beside other parts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from db.unit import UnitOfWork
from learning.domain.actions import ActionRecord, HandKind
from learning.domain.enums import Basis
from learning.domain.errors import BadOption
from learning.domain.figures import FigureQuery
from learning.domain.judgements import Finding, Judgement, MetricNumbers
from learning.governance.before_after import BeforeAfter, before_after
from services.figures.asking import figures

BEFORE_AFTER: Final = "before and after, beside other parts"
LOOK_BACK: Final = timedelta(days=120)
PLATFORM: Final = "platform"


def judge_by_hand(work: UnitOfWork, record: ActionRecord, now: int) -> Judgement:
    """Compare the days since a change was confirmed with the days before, beside the parts that it did not reach."""
    steps = work.action_log.list_hand_steps(record.id)
    confirmed = next((step.confirmed_at for step in steps if step.kind is HandKind.APPLY), None)
    metric = record.draft.expected.metric
    if confirmed is None:
        found = BeforeAfter(None, None, None, None, 0, 0, "nobody confirmed that it was applied")
    else:
        found = _compare(work, record, confirmed, now)
    finding = Finding.HOLDS if found.lift is not None else Finding.MISSING
    primary = MetricNumbers(metric, found.lift, found.low, found.high, None, finding, found.reason, found.expected_mean)
    return Judgement(now, finding, found.days_after, found.days_before, None, (), primary, BEFORE_AFTER)


def _compare(work: UnitOfWork, record: ActionRecord, confirmed: int, now: int) -> BeforeAfter:
    draft = record.draft
    brand = work.brands.get(draft.brand_id)
    zone = ZoneInfo(brand.time_zone)
    start, last = (datetime.fromtimestamp(each, UTC).astimezone(zone).date() for each in (confirmed, now))
    by, mine = next(iter(sorted(draft.context.items())), (PLATFORM, None))
    query = FigureQuery(
        brand.id, start - LOOK_BACK, last, by=("date", by), metrics=(draft.expected.metric,), basis=Basis.ACTIVITY
    )
    try:
        rows = figures(work, query).rows
    except BadOption as bad:
        return BeforeAfter(None, None, None, None, 0, 0, bad.message)
    values: dict[str, dict[date, float]] = {}
    for row in rows:
        keys = dict(row.keys)
        value = row.values[draft.expected.metric].value
        if value is not None:
            values.setdefault(keys[by], {})[date.fromisoformat(keys["date"])] = value
    if mine is None or mine not in values:
        reason = f"it names no {by} that the data know, so there is nothing that it did not reach"
        return BeforeAfter(None, None, None, None, 0, 0, reason)
    first = min(values[mine])
    days = [first + timedelta(days=place) for place in range((max(values[mine]) - first).days + 1)]
    series = np.array([values[mine].get(day, 0.0) for day in days])
    others = [[found.get(day, 0.0) for day in days] for part, found in values.items() if part != mine]
    controls = np.array(others, dtype=np.float64).T if others else np.empty((len(days), 0))
    place = (start - days[0]).days
    return before_after(series, controls, max(place, 0), np.random.default_rng(record.id))
