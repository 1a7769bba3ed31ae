"""Shadow runs of new mechanisms, their steps, and the decisions that were made meanwhile."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, func, select

from db.repositories.action_rows import value_from_text, value_to_text
from db.repositories.decisions import unit_value
from db.schema.decisions import decision, exposure, outcome
from db.schema.parameters import parameter
from db.schema.shadows import shadow_run, shadow_step
from learning.domain.errors import NotFound
from learning.domain.parameters import Cohort, Exposure
from learning.domain.shadows import ShadowDecision, ShadowRun, ShadowState, ShadowStep

LARGEST_ID = 2**63 - 1


class Shadows:
    """The shadow runs of each parameter."""

    def __init__(self, connection: Connection) -> None:
        """Work within a transaction."""
        self._connection = connection

    def add(self, run: ShadowRun) -> ShadowRun:
        """Store a run; a second one of a mechanism in a version of an envelope is an error of the store."""
        values = {**asdict(run), "bounds": value_to_text(run.bounds), "state": run.state.value}
        del values["id"]
        row = self._connection.execute(shadow_run.insert().values(**values).returning(*shadow_run.c)).mappings().one()
        return _run(row)

    def get(self, brand_id: int, run_id: int) -> ShadowRun:
        """The run of an id, within its brand."""
        mine = (shadow_run.c.id == run_id, parameter.c.brand_id == brand_id)
        joined = shadow_run.join(parameter, parameter.c.id == shadow_run.c.parameter_id)
        statement = select(shadow_run).select_from(joined).where(*mine)
        row = self._connection.execute(statement).mappings().first() if abs(run_id) <= LARGEST_ID else None
        if row is None:
            raise NotFound("shadow run", str(run_id))
        return _run(row)

    def list_of(self, parameter_id: int, mechanism: str | None = None) -> tuple[ShadowRun, ...]:
        """The runs on a parameter, of one mechanism or of all, the oldest first."""
        statement = select(shadow_run).where(shadow_run.c.parameter_id == parameter_id)
        if mechanism is not None:
            statement = statement.where(shadow_run.c.mechanism == mechanism)
        return tuple(_run(row) for row in self._connection.execute(statement.order_by(shadow_run.c.id)).mappings())

    def list_running(self, brand_id: int) -> tuple[ShadowRun, ...]:
        """The runs of a brand that wait for a person's word, the oldest first."""
        joined = shadow_run.join(parameter, parameter.c.id == shadow_run.c.parameter_id)
        mine = (parameter.c.brand_id == brand_id, shadow_run.c.state == ShadowState.RUNNING.value)
        statement = select(shadow_run).select_from(joined).where(*mine).order_by(shadow_run.c.id)
        return tuple(_run(row) for row in self._connection.execute(statement).mappings())

    def decide(self, run: ShadowRun, state: ShadowState, *, who: str, reason: str, at: int) -> bool:
        """End a run that is running; False where it has ended."""
        statement = shadow_run.update().where(
            shadow_run.c.id == run.id, shadow_run.c.state == ShadowState.RUNNING.value
        )
        values = {"state": state.value, "decided_at": at, "decided_by": who, "reason": reason}
        return self._connection.execute(statement.values(**values)).rowcount == 1

    def add_step(self, made: ShadowStep) -> ShadowStep:
        """Store a step under the next number; the brand's gate has to be locked."""
        newest = select(func.max(shadow_step.c.number)).where(shadow_step.c.run_id == made.run_id)
        kept = replace(made, number=int(self._connection.execute(newest).scalar() or 0) + 1)
        self._connection.execute(shadow_step.insert().values(**{**asdict(kept), "value": value_to_text(kept.value)}))
        return kept

    def list_steps(self, run_id: int) -> tuple[ShadowStep, ...]:
        """The steps of a run, the oldest first."""
        statement = select(shadow_step).where(shadow_step.c.run_id == run_id).order_by(shadow_step.c.number)
        rows = self._connection.execute(statement).mappings()
        return tuple(ShadowStep(**{**row, "value": value_from_text(row["value"])}) for row in rows)

    def count_reported(self, brand_id: int, component: str, run: ShadowRun, until: int) -> int:
        """How many decisions of a component, made in a run up to a moment, have its metric reported."""
        reported = select(decision.c.id).join(outcome, outcome.c.decision_id == decision.c.id)
        found = reported.where(*_within(brand_id, component, run, until)).distinct().subquery()
        return int(self._connection.execute(select(func.count()).select_from(found)).scalar_one())

    def list_decisions(
        self, brand_id: int, component: str, run: ShadowRun, until: int, *, adds: bool, most: int
    ) -> tuple[ShadowDecision, ...]:
        """Those decisions with what was reported of each, the oldest first; of more than `most` the newest."""
        value = unit_value(adds=adds).label("value")
        columns = (decision.c.id, decision.c.at, decision.c.arm, decision.c.propensity, decision.c.unit)
        statement = (
            select(*columns, value)
            .join(outcome, outcome.c.decision_id == decision.c.id)
            .where(*_within(brand_id, component, run, until))
            .group_by(*columns)
            .order_by(decision.c.at.desc(), decision.c.id.desc())
            .limit(most)
        )
        sides = self._sides(statement)
        rows = reversed(self._connection.execute(statement).all())
        return tuple(
            ShadowDecision(int(row.at), row.arm, row.propensity, float(row.value), row.unit, tuple(sides[row.id]))
            for row in rows
        )

    def _sides(self, decisions: Select[Any]) -> dict[int, list[Exposure]]:
        """On which side of each change some decisions fell."""
        found: dict[int, list[Exposure]] = defaultdict(list)
        columns = (exposure.c.decision_id, exposure.c.action_id, exposure.c.cohort)
        mine = select(*columns).where(exposure.c.decision_id.in_(select(decisions.subquery().c.id)))
        for row in self._connection.execute(mine):
            found[row.decision_id].append(Exposure(row.action_id, Cohort(row.cohort)))
        return found


def _within(brand_id: int, component: str, run: ShadowRun, until: int) -> tuple[ColumnElement[bool], ...]:
    return (
        decision.c.brand_id == brand_id,
        decision.c.component == component,
        decision.c.at >= run.began_at,
        decision.c.at <= until,
        outcome.c.metric == run.metric,
    )


def _run(row: RowMapping) -> ShadowRun:
    values = {**row, "bounds": value_from_text(row["bounds"]), "state": ShadowState(row["state"])}
    return ShadowRun(**values)
