"""Insights: one row per finding of a brand, and one line per run that found or missed it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import fields, replace
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, RowMapping, func, select

from db.record_json import dump_record, load_record
from db.schema.insights import insight, insight_sighting
from learning.domain.errors import NotFound
from learning.domain.insight_log import Sighting
from learning.domain.insights import Finding, Insight, InsightStatus, Priority

_PLAIN: Final = (
    "brand_id",
    "fingerprint",
    "impact",
    "impact_unit",
    "data_version",
    "settings_version",
    "first_seen",
    "renewed_at",
    "decided_at",
    "reason",
    "who",
    "mark",
    "action_id",
    "experiment_id",
)
"""Columns that are fields of the record as they stand."""
_SIGHTING: Final = tuple(field.name for field in fields(Sighting))


class Insights:
    """The insights of each brand; `confidence` is that of the newest finding here, its decay is the reader's."""

    def __init__(self, connection: Connection) -> None:
        """Work within a transaction."""
        self._connection = connection

    def get(self, brand_id: int, insight_id: int) -> Insight:
        """The insight of an id, within its brand."""
        row = self._connection.execute(
            select(insight).where(insight.c.id == insight_id, insight.c.brand_id == brand_id)
        )
        found = row.mappings().first()
        if found is None:
            raise NotFound("insight", str(insight_id))
        return _record(found)

    def find_of_action(self, brand_id: int, action_id: int) -> Insight | None:
        """The insight that an action was made of."""
        return self._find_first((insight.c.brand_id == brand_id) & (insight.c.action_id == action_id))

    def find_of_experiment(self, brand_id: int, experiment_id: int) -> Insight | None:
        """The insight that an A/B test was made of."""
        return self._find_first((insight.c.brand_id == brand_id) & (insight.c.experiment_id == experiment_id))

    def _find_first(self, wanted: ColumnElement[bool]) -> Insight | None:
        row = self._connection.execute(select(insight).where(wanted)).mappings().first()
        return None if row is None else _record(row)

    def list_of(self, brand_id: int, statuses: Collection[InsightStatus] | None = None) -> tuple[Insight, ...]:
        """The insights of a brand, the oldest first; of some statuses, or of any."""
        statement = select(insight).where(insight.c.brand_id == brand_id)
        if statuses is not None:
            statement = statement.where(insight.c.status.in_([status.value for status in statuses]))
        return tuple(_record(row) for row in self._connection.execute(statement.order_by(insight.c.id)).mappings())

    def count_of(self, brand_id: int, statuses: Collection[InsightStatus]) -> int:
        """How many insights of a brand have one of these statuses."""
        statement = select(insight.c.id).where(
            insight.c.brand_id == brand_id, insight.c.status.in_([status.value for status in statuses])
        )
        return len(self._connection.execute(statement).all())

    def add(self, found: Insight) -> Insight:
        """Store an insight; returns it with its id."""
        stored = self._connection.execute(insight.insert().values(**_values(found)).returning(insight.c.id))
        return replace(found, id=int(stored.scalar_one()))

    def update(self, changed: Insight) -> None:
        """Store an insight in place of what it was."""
        self._connection.execute(
            insight.update()
            .where(insight.c.id == changed.id, insight.c.brand_id == changed.brand_id)
            .values(**_values(changed))
        )

    def add_sightings(self, sightings: Sequence[Sighting]) -> None:
        """Note what a run said of insights."""
        if sightings:
            rows = [{name: getattr(one, name) for name in _SIGHTING} for one in sightings]
            self._connection.execute(insight_sighting.insert(), rows)

    def list_sightings(self, brand_id: int, insight_id: int) -> tuple[Sighting, ...]:
        """What runs said of an insight, oldest first."""
        columns = [insight_sighting.c[name] for name in _SIGHTING]
        rows = self._connection.execute(
            select(*columns)
            .join(insight, insight.c.id == insight_sighting.c.insight_id)
            .where(insight.c.brand_id == brand_id, insight.c.id == insight_id)
            .order_by(insight_sighting.c.id)
        )
        return tuple(Sighting(*row) for row in rows)

    def list_ends(self, brand_id: int) -> dict[int, tuple[Sighting, Sighting]]:
        """What the first and the newest run said of each insight."""
        ends = (
            select(func.min(insight_sighting.c.id).label("first"), func.max(insight_sighting.c.id).label("last"))
            .join(insight, insight.c.id == insight_sighting.c.insight_id)
            .where(insight.c.brand_id == brand_id)
            .group_by(insight_sighting.c.insight_id)
            .subquery()
        )
        columns = [insight_sighting.c[name] for name in _SIGHTING]
        either = (insight_sighting.c.id == ends.c.first) | (insight_sighting.c.id == ends.c.last)
        rows = self._connection.execute(select(*columns).join(ends, either).order_by(insight_sighting.c.id))
        found: dict[int, list[Sighting]] = {}
        for row in rows:
            one = Sighting(*row)
            found.setdefault(one.insight_id, []).append(one)
        return {insight_id: (seen[0], seen[-1]) for insight_id, seen in found.items()}


def _values(found: Insight) -> dict[str, Any]:
    subject = found.finding.candidate.subject
    return {name: getattr(found, name) for name in _PLAIN} | {
        "kind": subject.kind.value,
        "metric": subject.metric,
        "finding": dump_record(found.finding),
        "status": found.status.value,
        "earlier": None if found.earlier is None else found.earlier.value,
        "priority": found.priority.value,
        "confidence": found.finding.confidence,
    }


def _record(row: RowMapping) -> Insight:
    return Insight(
        **{name: row[name] for name in _PLAIN},
        id=int(row["id"]),
        finding=load_record(Finding, row["finding"]),
        status=InsightStatus(row["status"]),
        earlier=None if row["earlier"] is None else InsightStatus(row["earlier"]),
        priority=Priority(row["priority"]),
        confidence=row["confidence"],
    )
