"""Sums over what the programs of a component chose, and what came of it, by moment and arm."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, select

from db.repositories.decisions import unit_value
from db.schema.decisions import decision, outcome
from learning.domain.components import OperationLine, Reported

SLOT_SECONDS = 900
"""The days of every zone of the world begin on such a boundary."""


@dataclass(frozen=True, slots=True)
class SlotSums:
    """Decisions of a quarter of an hour that took one arm; a unit is a decision."""

    slot: int
    """Number of the slot since 1970."""
    arm: str | None
    decisions: int
    """With or without an outcome."""
    n: int
    """Decisions that count."""
    total: float
    squares: float


class ComponentSums:
    """The decisions of each component of a brand."""

    def __init__(self, connection: Connection) -> None:
        """Work within a transaction."""
        self._connection = connection

    def count_decisions(self, brand_id: int, since: int) -> dict[str, tuple[int, int]]:
        """How many decisions each component made since a moment, and when it made the newest."""
        statement = (
            select(decision.c.component, func.count(), func.max(decision.c.at))
            .where(decision.c.brand_id == brand_id, decision.c.at >= since)
            .group_by(decision.c.component)
        )
        return {str(row[0]): (int(row[1]), int(row[2])) for row in self._connection.execute(statement)}

    def list_metrics(self, brand_id: int, component: str, since: int) -> tuple[Reported, ...]:
        """The metrics that were reported of decisions since a moment, the commonest first."""
        number = func.count()
        statement = (
            select(outcome.c.metric, number)
            .join(decision, decision.c.id == outcome.c.decision_id)
            .where(*_of(brand_id, component, since))
            .group_by(outcome.c.metric)
            .order_by(number.desc(), outcome.c.metric)
        )
        return tuple(Reported(str(row[0]), int(row[1])) for row in self._connection.execute(statement))

    def sum_metric(self, brand_id: int, component: str, metric: str, since: int, *, adds: bool) -> tuple[SlotSums, ...]:
        """Sum a metric over the decisions since a moment, by slot and arm.

        A decision counts the sum of an additive metric, 0 where nothing was reported, and else the mean of what was.
        """
        of_metric = (outcome.c.decision_id == decision.c.id) & (outcome.c.metric == metric)
        slot = (decision.c.at - decision.c.at % SLOT_SECONDS).label("slot")
        one = (
            select(
                slot,
                decision.c.arm,
                unit_value(adds=adds).label("value"),
                func.count(outcome.c.value).label("reports"),
            )
            .select_from(decision.join(outcome, of_metric, isouter=True))
            .where(*_of(brand_id, component, since))
            .group_by(decision.c.id, slot, decision.c.arm)
            .subquery()
        )
        counts = one.c.value if adds else case((one.c.reports > 0, one.c.value))
        rows = self._connection.execute(
            select(
                one.c.slot,
                one.c.arm,
                func.count(),
                func.count(counts),
                func.coalesce(func.sum(counts), 0.0),
                func.coalesce(func.sum(counts * counts), 0.0),
            )
            .group_by(one.c.slot, one.c.arm)
            .order_by(one.c.slot)
        )
        return tuple(
            SlotSums(int(row[0]) // SLOT_SECONDS, row[1], int(row[2]), int(row[3]), float(row[4]), float(row[5]))
            for row in rows
        )

    def list_operations(
        self, brand_id: int, component: str, since: int, *, most: int, names: OutcomeNames
    ) -> tuple[OperationLine, ...]:
        """How the newest decisions since a moment went, the newest first."""
        newest = (
            select(decision.c.id, decision.c.details)
            .where(*_of(brand_id, component, since))
            .order_by(decision.c.at.desc(), decision.c.id.desc())
            .limit(most)
        )
        rows = self._connection.execute(newest).all()
        chosen = newest.subquery()
        means = (
            select(outcome.c.decision_id, outcome.c.metric, func.avg(outcome.c.value))
            .join(chosen, chosen.c.id == outcome.c.decision_id)
            .where(outcome.c.metric.in_((names.success, names.response_ms)))
            .group_by(outcome.c.decision_id, outcome.c.metric)
        )
        came = {(row[0], row[1]): float(row[2]) for row in self._connection.execute(means)}
        return tuple(_operation(row.id, json.loads(row.details), came, names) for row in rows)


@dataclass(frozen=True, slots=True)
class OutcomeNames:
    """Under which names programs report how an operation went."""

    success: str
    response_ms: str
    total_ms: str
    """A detail of the decision: taken where no response time was reported."""


def _of(brand_id: int, component: str, since: int) -> tuple[ColumnElement[bool], ...]:
    return decision.c.brand_id == brand_id, decision.c.component == component, decision.c.at >= since


def _operation(
    decision_id: int, details: dict[str, Any], came: dict[tuple[int, str], float], names: OutcomeNames
) -> OperationLine:
    response = came.get((decision_id, names.response_ms), details.get(names.total_ms))
    return OperationLine(
        error=str(details.get("error") or ""),
        success=came.get((decision_id, names.success)),
        response_ms=float(response) if isinstance(response, int | float) else None,
        tells_errors="error" in details,
    )
