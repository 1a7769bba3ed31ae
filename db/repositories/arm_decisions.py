"""What programs drew by chance for whom, and the reward of each draw."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, select

from db.repositories.decisions import unit_value
from db.schema.decisions import decision, exposure, outcome
from learning.domain.arm_models import ArmCounts
from learning.domain.parameters import Cohort, Exposure

DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class ArmRow:
    """One decision that tells its arm and its propensity."""

    at: int
    unit: str
    arm: str
    propensity: float
    """As it was told: of everything that was drawn for the decision together."""
    context: Mapping[str, str]
    value: float
    reports: int
    """How often its metric was reported."""
    exposures: tuple[Exposure, ...]


class ArmDecisions:
    """The decisions about arms of each component."""

    def __init__(self, connection: Connection) -> None:
        """Work within a transaction."""
        self._connection = connection

    def list_components(self, brand_id: int, since: int) -> tuple[str, ...]:
        """The components that told of arms since a moment, by name."""
        statement = select(decision.c.component).where(
            decision.c.brand_id == brand_id, decision.c.at >= since, decision.c.arm.is_not(None)
        )
        return tuple(self._connection.execute(statement.distinct().order_by(decision.c.component)).scalars())

    def count(self, brand_id: int, component: str, metric: str, since: int) -> ArmCounts:
        """Count what there is to learn from since a moment."""
        own, drawn = _of(brand_id, component, since), (decision.c.arm.is_not(None), decision.c.propensity.is_not(None))
        known = drawn[0] & drawn[1]
        rewarded = (
            select(outcome.c.decision_id)
            .where(outcome.c.decision_id == decision.c.id, outcome.c.metric == metric)
            .exists()
        )
        day = decision.c.at - decision.c.at % DAY_SECONDS
        row = self._connection.execute(
            select(
                func.count(),
                func.count(decision.c.arm),
                func.count(case((known, 1))),
                func.count(case((known & rewarded, 1))),
                func.count(case((known, decision.c.arm)).distinct()),
                func.count(case((known, day)).distinct()),
            ).where(*own)
        ).one()
        return ArmCounts(*map(int, row))

    def list_rewards(
        self, brand_id: int, component: str, metric: str, since: int, *, adds: bool, most: int
    ) -> tuple[ArmRow, ...]:
        """The decisions since a moment that tell arm and propensity, the oldest first; of more than `most` the newest.

        A decision counts the sum of an additive metric, 0 where nothing was reported; of all other metrics only
        decisions of which they were reported are there, with the mean.
        """
        of_metric = (outcome.c.decision_id == decision.c.id) & (outcome.c.metric == metric)
        columns = [decision.c[name] for name in ("id", "at", "unit", "arm", "propensity", "context")]
        statement = (
            select(*columns, unit_value(adds=adds).label("value"), func.count(outcome.c.value).label("reports"))
            .select_from(decision.join(outcome, of_metric, isouter=adds))
            .where(*_of(brand_id, component, since), decision.c.arm.is_not(None), decision.c.propensity.is_not(None))
            .group_by(*columns)
            .order_by(decision.c.at.desc(), decision.c.id.desc())
            .limit(most)
        )
        rows = list(reversed(self._connection.execute(statement).all()))
        sides = self._exposures(brand_id, component, since)
        return tuple(_row(row, sides) for row in rows)

    def _exposures(self, brand_id: int, component: str, since: int) -> dict[int, list[Exposure]]:
        joined = exposure.join(decision, decision.c.id == exposure.c.decision_id)
        statement = select(exposure).select_from(joined).where(*_of(brand_id, component, since))
        found: defaultdict[int, list[Exposure]] = defaultdict(list)
        for row in self._connection.execute(statement.order_by(exposure.c.action_id)):
            found[row.decision_id].append(Exposure(row.action_id, Cohort(row.cohort)))
        return found


def _of(brand_id: int, component: str, since: int) -> tuple[ColumnElement[bool], ...]:
    return decision.c.brand_id == brand_id, decision.c.component == component, decision.c.at >= since


def _row(row: Any, sides: Mapping[int, list[Exposure]]) -> ArmRow:
    context = {str(name): str(level) for name, level in json.loads(row.context).items()}
    exposures = tuple(sides.get(row.id, ()))
    return ArmRow(
        row.at, row.unit, row.arm, float(row.propensity), context, float(row.value), int(row.reports), exposures
    )
