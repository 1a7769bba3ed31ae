"""What programs chose and what came of it, and the sums over both that a change is judged by."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Float, RowMapping, case, cast, func, select

from db.schema.decisions import decision, exposure, outcome
from learning.domain.decisions import DecisionLine, OutcomeLine, ToldDecision
from learning.domain.journeys import Contacts, Touch
from learning.domain.judgements import Before, GroupSums, MetricSums, Span
from learning.domain.live import LiveCounts, LiveSums
from learning.domain.parameters import Cohort

KEYS_AT_A_TIME = 500
SECONDS_A_MINUTE = 60
_PLAIN = ("key", "at", "component", "unit", "arm", "propensity", "version")
_EXPOSED = exposure.join(decision, decision.c.id == exposure.c.decision_id)


class Decisions:
    """The decisions and outcomes of each brand."""

    def __init__(self, connection: Connection) -> None:
        """Work within a transaction."""
        self._connection = connection

    def find_ids(self, brand_id: int, keys: Sequence[str]) -> dict[str, int]:
        """The ids of those decisions that are there, by key."""
        found: dict[str, int] = {}
        for first in range(0, len(keys), KEYS_AT_A_TIME):
            some = decision.c.key.in_(keys[first : first + KEYS_AT_A_TIME])
            rows = self._connection.execute(select(decision.c.key, decision.c.id).where(_of(brand_id), some))
            found |= {row.key: row.id for row in rows}
        return found

    def add(self, brand_id: int, lines: Sequence[DecisionLine]) -> None:
        """Store decisions, none of which is there."""
        if not lines:
            return
        self._connection.execute(decision.insert(), [_values(line) | {"brand_id": brand_id} for line in lines])
        tried = [line for line in lines if line.exposures]
        ids = self.find_ids(brand_id, [line.key for line in tried])
        sides = [
            {"action_id": each.action_id, "decision_id": ids[line.key], "cohort": each.cohort.value}
            for line in tried
            for each in line.exposures
        ]
        if sides:
            self._connection.execute(exposure.insert(), sides)

    def list_told(
        self, brand_id: int, since: int, until: int, *, most: int, metrics: Collection[str]
    ) -> tuple[ToldDecision, ...]:
        """The decisions from `since` to before `until` in the order of time, with the means of some metrics.

        Only the `most` newest of them; exposures are left out.
        """
        own = (_of(brand_id), decision.c.at >= since, decision.c.at < until)
        columns = [decision.c[name] for name in ("id", *_PLAIN, "context", "details")]
        newest = select(*columns).where(*own).order_by(decision.c.at.desc(), decision.c.id.desc()).limit(most)
        rows = list(reversed(self._connection.execute(newest).mappings().all()))
        came: dict[int, dict[str, float]] = {}
        means = (
            select(outcome.c.decision_id, outcome.c.metric, func.avg(outcome.c.value))
            .join(decision, decision.c.id == outcome.c.decision_id)
            .where(*own, outcome.c.metric.in_(metrics))
            .group_by(outcome.c.decision_id, outcome.c.metric)
        )
        for decision_id, metric, mean in self._connection.execute(means):
            came.setdefault(decision_id, {})[metric] = float(mean)
        return tuple(ToldDecision(_line(row), came.get(row["id"], {})) for row in rows)

    def find_outcome_keys(self, brand_id: int, keys: Sequence[str]) -> frozenset[str]:
        """Those outcomes that are there."""
        found: set[str] = set()
        for first in range(0, len(keys), KEYS_AT_A_TIME):
            some = outcome.c.key.in_(keys[first : first + KEYS_AT_A_TIME])
            statement = select(outcome.c.key).where(outcome.c.brand_id == brand_id, some).distinct()
            found |= set(self._connection.execute(statement).scalars())
        return frozenset(found)

    def add_outcomes(self, brand_id: int, lines: Sequence[tuple[int, OutcomeLine]]) -> None:
        """Store outcomes, each with the id of its decision."""
        rows = [
            {"brand_id": brand_id, "key": line.key, "metric": metric, "decision_id": id_, "at": line.at, "value": value}
            for id_, line in lines
            for metric, value in line.metrics.items()
        ]
        if rows:
            self._connection.execute(outcome.insert(), rows)

    def find_newest(self, brand_id: int) -> int | None:
        """When the newest decision of a brand was made; None where there is none."""
        return self._connection.execute(select(func.max(decision.c.at)).where(_of(brand_id))).scalar()

    def count_asking(self, brand_id: int, component: str, since: int, *, most: int) -> int:
        """Count the units that a component decided about since a moment, among its `most` decisions since then."""
        asked = (_of(brand_id), decision.c.component == component, decision.c.at >= since, decision.c.unit != "")
        some = select(decision.c.unit).where(*asked).limit(most).subquery()
        return int(self._connection.execute(select(func.count(some.c.unit.distinct()))).scalar_one())

    def read_window(
        self, brand_id: int, since: int, until: int, *, most: int, additive: Collection[str]
    ) -> LiveCounts | None:
        """Count the decisions after `since` up to `until` and their outcomes; None where the brand has none at all.

        Only the `most` newest decisions of the store are looked at.
        """
        newest = self._connection.execute(select(func.max(decision.c.id))).scalar()
        if newest is None:
            return None
        own = (decision.c.id > newest - most, _of(brand_id), decision.c.at <= until)
        oldest, latest = self._connection.execute(
            select(func.min(decision.c.at), func.max(decision.c.at)).where(*own)
        ).one()
        if latest is None:
            return None
        inside = (*own, decision.c.at > since)
        minute = ((decision.c.at - since - 1) // SECONDS_A_MINUTE).label("minute")
        minutes = self._connection.execute(
            select(decision.c.component, minute, func.count()).where(*inside).group_by(decision.c.component, minute)
        ).all()
        per_minute, by_component = _counted(minutes)
        is_cut = newest > most and oldest > since
        return LiveCounts(per_minute, by_component, self._outcomes_of(inside, additive), int(latest), is_cut)

    def _outcomes_of(self, inside: tuple[Any, ...], additive: Collection[str]) -> tuple[LiveSums, ...]:
        """Sums over decisions; one with several reports counts their sum, of a metric that does not add their mean."""
        value = case((outcome.c.metric.in_(additive), func.sum(outcome.c.value)), else_=func.avg(outcome.c.value))
        one = (
            select(outcome.c.metric, value.label("value"))
            .join(decision, decision.c.id == outcome.c.decision_id)
            .where(*inside)
            .group_by(outcome.c.metric, outcome.c.decision_id)
            .subquery()
        )
        squares = func.sum(one.c.value * one.c.value)
        rows = self._connection.execute(
            select(one.c.metric, func.count(), func.sum(one.c.value), squares)
            .group_by(one.c.metric)
            .order_by(func.count().desc(), one.c.metric)
        )
        return tuple(LiveSums(str(row[0]), int(row[1]), float(row[2]), float(row[3])) for row in rows)

    def list_contacts(self, brand_id: int, since: int, until: int, *, most: int, names: ContactNames) -> Contacts:
        """The contacts from `since` to before `until` that name a person; of more than `most` decisions the newest."""
        inside = (_of(brand_id), decision.c.at >= since, decision.c.at < until)
        rows = self._connection.execute(
            select(decision.c.id, decision.c.at, decision.c.component, decision.c.context, decision.c.details)
            .where(*inside)
            .order_by(decision.c.at.desc(), decision.c.id.desc())
            .limit(most + 1)
        ).all()
        is_cut, rows = len(rows) > most, rows[:most]
        oldest = min((row.at for row in rows), default=since)
        came: dict[tuple[int, str], float] = {
            (row.decision_id, row.metric): float(row.value)
            for row in self._connection.execute(
                select(outcome.c.decision_id, outcome.c.metric, func.sum(outcome.c.value).label("value"))
                .join(decision, decision.c.id == outcome.c.decision_id)
                .where(*inside, decision.c.at >= oldest, outcome.c.metric.in_((names.conversions, names.spend)))
                .group_by(outcome.c.decision_id, outcome.c.metric)
            )
        }
        touches = [touch for row in rows if (touch := _touch(row, came, names)) is not None]
        reported = any(metric == names.conversions for _, metric in came)
        return Contacts(tuple(touches), len(rows) - len(touches), reported, is_cut)

    def count_units(self, action_id: int, span: Span) -> tuple[int, int]:
        """How many units were treated and held out in a span, whether or not they have outcomes."""
        counted = select(exposure.c.cohort, func.count(decision.c.unit.distinct())).select_from(_EXPOSED)
        statement = counted.where(*_tried(action_id, span)).group_by(exposure.c.cohort)
        rows = self._connection.execute(statement).all()
        found = {str(cohort): int(count) for cohort, count in rows}
        return found.get(Cohort.TREATED.value, 0), found.get(Cohort.HOLDOUT.value, 0)

    def sum_metrics(
        self, action_id: int, span: Span, metrics: Collection[str], additive: Collection[str], *, before: Before
    ) -> tuple[MetricSums, ...]:
        """Sum each metric over the units of both sides in a span, beside what the same units brought before the change.

        A unit counts the sum of an additive metric, 0 where nothing was reported, and else the mean of what was.
        """
        return tuple(self._sums(action_id, span, metric, metric in additive, before) for metric in metrics)

    def _sums(self, action_id: int, span: Span, metric: str, adds: bool, before: Before) -> MetricSums:  # noqa: FBT001 - of one caller
        value, of_metric = (
            unit_value(adds=adds),
            (outcome.c.decision_id == decision.c.id) & (outcome.c.metric == metric),
        )
        earlier = (
            select(decision.c.unit, value.label("value"))
            .select_from(decision.join(outcome, of_metric, isouter=adds))
            .where(
                _of(before.brand_id),
                decision.c.component == before.component,
                decision.c.at >= before.since,
                decision.c.at < before.until,
                decision.c.unit != "",
            )
            .group_by(decision.c.unit)
            .subquery()
        )
        units = (
            select(exposure.c.cohort, decision.c.unit, value.label("value"), func.max(outcome.c.at).label("newest"))
            .select_from(_EXPOSED.join(outcome, of_metric, isouter=adds))
            .where(*_tried(action_id, span))
            .group_by(exposure.c.cohort, decision.c.unit)
            .subquery()
        )
        own, past = units.c.value, earlier.c.value
        statement = (
            select(
                units.c.cohort,
                func.count().label("n"),
                func.sum(own).label("total"),
                func.sum(own * own).label("squares"),
                func.max(units.c.newest).label("newest"),
                func.count(past).label("known"),
                func.sum(past).label("before_total"),
                func.sum(past * past).label("before_squares"),
                func.sum(past * own).label("product"),
                func.sum(case((past.is_not(None), own), else_=0.0)).label("known_total"),
            )
            .select_from(units.join(earlier, earlier.c.unit == units.c.unit, isouter=True))
            .group_by(units.c.cohort)
        )
        rows = {row["cohort"]: row for row in self._connection.execute(statement).mappings()}
        newest = [row["newest"] for row in rows.values() if row["newest"] is not None]
        sides = [rows.get(side.value) for side in (Cohort.TREATED, Cohort.HOLDOUT)]
        known = sum(row["known"] for row in sides if row is not None)
        mean = sum(row["before_total"] or 0.0 for row in sides if row is not None) / known if known else 0.0
        treated, holdout = (_group(row, mean) for row in sides)
        return MetricSums(metric, treated, holdout, max(newest, default=None))


def unit_value(*, adds: bool) -> Any:
    """What a unit counts: the sum of an amount, of all else the mean of what was measured."""
    total, count = func.coalesce(func.sum(outcome.c.value), 0.0), func.count(outcome.c.value)
    return cast(total if adds else total / case((count > 0, count), else_=1), Float)


@dataclass(frozen=True, slots=True)
class ContactNames:
    """Under which names programs report what a contact needs."""

    conversions: str
    spend: str
    person: tuple[str, ...]
    """Details that tell who it was, the surest first."""
    session: str
    tokens: str
    device: str


def _touch(row: Any, came: Mapping[tuple[int, str], float], names: ContactNames) -> Touch | None:
    """Read one contact; None where it names nobody."""
    details, context = json.loads(row.details), json.loads(row.context)
    person = next((str(details[name]) for name in names.person if details.get(name)), "")
    if not person:
        return None
    tokens = details.get(names.tokens)
    return Touch(
        person=person,
        session=str(details.get(names.session) or ""),
        at=int(row.at),
        component=str(row.component),
        device=str(context.get(names.device) or ""),
        tokens=None if tokens is None else float(tokens),
        spend=came.get((row.id, names.spend)),
        conversions=came.get((row.id, names.conversions), 0.0),
    )


def _counted(rows: Sequence[Any]) -> tuple[dict[int, int], tuple[tuple[str, int], ...]]:
    minutes, components = Counter[int](), Counter[str]()
    for component, minute, count in rows:
        minutes[int(minute)] += count
        components[component] += count
    return dict(minutes), tuple(sorted(components.items(), key=lambda pair: (-pair[1], pair[0])))


def _of(brand_id: int) -> Any:
    return decision.c.brand_id == brand_id


def _tried(action_id: int, span: Span) -> tuple[Any, ...]:
    sides = (Cohort.TREATED.value, Cohort.HOLDOUT.value)
    return (
        exposure.c.action_id == action_id,
        decision.c.at >= span.since,
        *(() if span.until is None else (decision.c.at < span.until,)),
        exposure.c.cohort.in_(sides),
        decision.c.unit != "",
    )


def _group(row: RowMapping | None, mean_before: float) -> GroupSums:
    """Sums of one side; a unit that was not there before the change counts the mean of those that were."""
    if row is None:
        return GroupSums(0, 0.0, 0.0)
    total, new = float(row["total"]), row["n"] - row["known"]
    return GroupSums(
        row["n"],
        total,
        float(row["squares"]),
        float(row["before_total"] or 0.0) + new * mean_before,
        float(row["before_squares"] or 0.0) + new * mean_before**2,
        float(row["product"] or 0.0) + mean_before * (total - float(row["known_total"] or 0.0)),
    )


def _line(row: RowMapping) -> DecisionLine:
    texts = {name: json.loads(row[name]) for name in ("context", "details")}
    return DecisionLine(**{name: row[name] for name in _PLAIN}, **texts)


def _values(line: DecisionLine) -> dict[str, Any]:
    return {name: getattr(line, name) for name in _PLAIN} | {
        "context": json.dumps(dict(line.context), ensure_ascii=False, sort_keys=True),
        "details": json.dumps(dict(line.details), ensure_ascii=False, sort_keys=True),
    }
