"""Versions of the recommenders of arms."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from db.record_json import dump_record, load_record
from db.repositories.brands import Brands
from db.repositories.version_shelf import VersionShelf
from db.schema.arm_models import arm_model
from learning.domain.arm_models import ArmMethod, ArmScores, ArmVersion


class ArmModels:
    """The versions of each brand and component."""

    def __init__(self, connection: Connection) -> None:
        """Work within a transaction."""
        self._connection = connection
        self._shelf = VersionShelf(connection, arm_model, "component")

    def add_version(self, brand_id: int, made: ArmVersion) -> ArmVersion:
        """Store a version under the next number; one that is live takes the place of the live one."""
        # Locks the brand until the end of the transaction, so that no two versions get one number.
        Brands(self._connection).raise_settings_version(brand_id)
        stored = replace(made, version=self._shelf.next_number(brand_id, made.component))
        if made.is_live:
            self._shelf.retire(brand_id, made.component)
        values = asdict(stored) | {
            "brand_id": brand_id,
            "method": made.method.value,
            "scores": dump_record(made.scores),
        }
        self._connection.execute(arm_model.insert().values(values))
        self._shelf.let_go(brand_id, made.component)
        return stored

    def use(self, brand_id: int, component: str, version: int | None) -> None:
        """Make an earlier version live; None recommends nothing.

        Raises:
            NotFound: There is no such version, or its model was let go or never went live.
        """
        self._shelf.use(brand_id, component, version)

    def list_versions(self, brand_id: int, component: str) -> tuple[ArmVersion, ...]:
        """All versions of a component, newest first."""
        own = select(arm_model).where(*self._shelf.own(brand_id, component))
        rows = self._connection.execute(own.order_by(arm_model.c.version.desc())).mappings()
        return tuple(_version(row) for row in rows)

    def list_live(self, brand_id: int) -> tuple[ArmVersion, ...]:
        """The live version of each component that has one, by name."""
        live = select(arm_model).where(arm_model.c.brand_id == brand_id, arm_model.c.is_live)
        return tuple(_version(row) for row in self._connection.execute(live.order_by(arm_model.c.component)).mappings())

    def list_kept(self, brand_id: int) -> tuple[ArmVersion, ...]:
        """The versions whose model is kept, by component and number."""
        kept = select(arm_model).where(arm_model.c.brand_id == brand_id, arm_model.c.packed.is_not(None))
        rows = self._connection.execute(kept.order_by(arm_model.c.component, arm_model.c.version)).mappings()
        return tuple(_version(row) for row in rows)


def _version(row: RowMapping) -> ArmVersion:
    plain: dict[str, Any] = {name: value for name, value in row.items() if name != "brand_id"}
    read = {"method": ArmMethod(row["method"]), "scores": load_record(ArmScores, row["scores"])}
    return ArmVersion(**(plain | read))
