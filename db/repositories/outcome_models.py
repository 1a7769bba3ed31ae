"""Versions of the models of what comes of posts."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, RowMapping, select

from db.record_json import dump_record, load_record
from db.repositories.brands import Brands
from db.repositories.version_shelf import VersionShelf
from db.schema.outcome_models import outcome_model, outcome_update
from learning.domain.outcome_models import (
    HeldOutScores,
    ModelMethod,
    ModelTask,
    OutcomeUpdate,
    OutcomeVersion,
)

UNDONE: Final = "it was taken back with the change to another version"


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
        del values["update"]
        self._connection.execute(outcome_model.insert().values(values))
        self._shelf.let_go(brand_id, made.task.value)
        return stored

    def use(self, brand_id: int, task: ModelTask, version: int | None) -> None:
        """Make an earlier version of a task live; None goes back to the baseline.

        Raises:
            NotFound: There is no such version, or its model was let go or never went live.
        """
        self._shelf.use(brand_id, task.value, version)
        self._let_go_of(outcome_update.c.brand_id == brand_id, outcome_update.c.task == task.value, why=UNDONE)

    def find_live(self, brand_id: int) -> dict[ModelTask, OutcomeVersion]:
        """The live version of each task; a task of which the baseline is shown is not among them."""
        column = outcome_model.c
        rows = self._connection.execute(
            select(outcome_model).where(column.brand_id == brand_id, column.is_live)
        ).mappings()
        return {one.task: one for one in self._read(brand_id, rows)}

    def list_versions(self, brand_id: int, task: ModelTask) -> tuple[OutcomeVersion, ...]:
        """All versions of a task of a brand, newest first."""
        own = select(outcome_model).where(*self._shelf.own(brand_id, task.value))
        rows = self._connection.execute(own.order_by(outcome_model.c.version.desc())).mappings()
        return self._read(brand_id, rows)

    def put_update(self, brand_id: int, version: OutcomeVersion, update: OutcomeUpdate) -> None:
        """Store the newest look at a version in place of the one before."""
        key = {"brand_id": brand_id, "task": version.task.value, "version": version.version}
        own = [outcome_update.c[name] == value for name, value in key.items()]
        numbers = {
            name: None if math.isnan(value) else value
            for name, value in (("error", update.error), ("live_error", update.live_error))
        }
        self._connection.execute(outcome_update.delete().where(*own))
        self._connection.execute(outcome_update.insert().values(key | asdict(update) | numbers))

    def drop_updates(self, brand_id: int, since: int, why: str) -> tuple[tuple[ModelTask, int], ...]:
        """Take back what was put on top of versions from a moment on; returns of which live ones.

        The posts count as not looked at, so that the next look finds them again.
        """
        column = outcome_update.c
        live = [one for one in self.find_live(brand_id).values() if one.updated_with]
        own = (column.brand_id == brand_id, column.made_at >= since)
        self._let_go_of(*own, why=why)
        self._connection.execute(outcome_update.update().where(*own).values(posts=0))
        return tuple((one.task, one.version) for one in live if one.update and one.update.made_at >= since)

    def _let_go_of(self, *own: ColumnElement[bool], why: str) -> None:
        with_one = (*own, outcome_update.c.packed.is_not(None))
        self._connection.execute(outcome_update.update().where(*with_one).values(packed=None, why=why))

    def _read(self, brand_id: int, rows: Iterable[RowMapping]) -> tuple[OutcomeVersion, ...]:
        found = [_version(row) for row in rows]
        own = select(outcome_update).where(outcome_update.c.brand_id == brand_id)
        updates = {(row["task"], row["version"]): row for row in self._connection.execute(own).mappings()}
        return tuple(
            replace(one, update=None if row is None else _update(row))
            for one in found
            for row in [updates.get((one.task.value, one.version))]
        )

    def mark_stale(self, brand_id: int, since: int, why: str) -> tuple[OutcomeVersion, ...]:
        """Say of all versions made from a moment on why what they learned no longer stands; returns the live ones."""
        column = outcome_model.c
        made = (column.brand_id == brand_id, column.made_at >= since, column.stale == "")
        self._connection.execute(outcome_model.update().where(*made).values(stale=why))
        return tuple(one for one in self.find_live(brand_id).values() if one.stale == why)


def _update(row: RowMapping) -> OutcomeUpdate:
    key = ("brand_id", "task", "version")
    plain: dict[str, Any] = {name: value for name, value in row.items() if name not in key}
    numbers = {name: math.nan if plain[name] is None else plain[name] for name in ("error", "live_error")}
    return OutcomeUpdate(**(plain | numbers))


def _version(row: RowMapping) -> OutcomeVersion:
    plain: dict[str, Any] = {name: value for name, value in row.items() if name != "brand_id"}
    read = {
        "task": ModelTask(row["task"]),
        "method": ModelMethod(row["method"]),
        "scores": load_record(HeldOutScores, row["scores"]),
    }
    return OutcomeVersion(**(plain | read))
