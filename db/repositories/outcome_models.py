"""Versions of the models of what comes of posts."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from db.record_json import dump_record, load_record
from db.repositories.brands import Brands
from db.repositories.version_shelf import VersionShelf
from db.schema.outcome_models import outcome_model
from learning.domain.outcome_models import HeldOutScores, ModelMethod, ModelTask, OutcomeVersion


class OutcomeModels:
    """The versions of each brand and task."""

    def __init__(self, connection: Connection) -> None:
        """Work within a transaction."""
        self._connection = connection
        self._shelf = VersionShelf(connection, outcome_model, "task")

    def add_version(self, brand_id: int, made: OutcomeVersion) -> OutcomeVersion:
        """Store a version under the next number of its task; one that is live takes the place of the live one."""
        # Locks the brand until the end of the transaction, so that no two versions get one number.
        Brands(self._connection).raise_settings_version(brand_id)
        stored = replace(made, version=self._shelf.next_number(brand_id, made.task.value))
        if made.is_live:
            self._shelf.retire(brand_id, made.task.value)
        plain = {"brand_id": brand_id, "task": made.task.value, "method": made.method.value}
        values = asdict(stored) | plain | {"scores": dump_record(made.scores)}
        self._connection.execute(outcome_model.insert().values(values))
        self._shelf.let_go(brand_id, made.task.value)
        return stored

    def use(self, brand_id: int, task: ModelTask, version: int | None) -> None:
        """Make an earlier version of a task live; None goes back to the baseline.

        Raises:
            NotFound: There is no such version, or its model was let go or never went live.
        """
        self._shelf.use(brand_id, task.value, version)

    def find_live(self, brand_id: int) -> dict[ModelTask, OutcomeVersion]:
        """The live version of each task; a task of which the baseline is shown is not among them."""
        column = outcome_model.c
        rows = self._connection.execute(
            select(outcome_model).where(column.brand_id == brand_id, column.is_live)
        ).mappings()
        return {one.task: one for one in map(_version, rows)}

    def list_versions(self, brand_id: int, task: ModelTask) -> tuple[OutcomeVersion, ...]:
        """All versions of a task of a brand, newest first."""
        own = select(outcome_model).where(*self._shelf.own(brand_id, task.value))
        rows = self._connection.execute(own.order_by(outcome_model.c.version.desc())).mappings()
        return tuple(_version(row) for row in rows)

    def mark_stale(self, brand_id: int, since: int, why: str) -> tuple[OutcomeVersion, ...]:
        """Say of all versions made from a moment on why what they learned no longer stands; returns the live ones."""
        column = outcome_model.c
        made = (column.brand_id == brand_id, column.made_at >= since, column.stale == "")
        self._connection.execute(outcome_model.update().where(*made).values(stale=why))
        return tuple(one for one in self.find_live(brand_id).values() if one.stale == why)


def _version(row: RowMapping) -> OutcomeVersion:
    plain: dict[str, Any] = {name: value for name, value in row.items() if name != "brand_id"}
    read = {
        "task": ModelTask(row["task"]),
        "method": ModelMethod(row["method"]),
        "scores": load_record(HeldOutScores, row["scores"]),
    }
    return OutcomeVersion(**(plain | read))
