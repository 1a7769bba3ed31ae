"""Corrections of what was read out of notes, and the versions of the models that learned from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Final

from sqlalchemy import Connection, RowMapping, func, select

from db.repositories.brands import Brands
from db.schema.feedback import feedback_correction, feedback_model
from learning.domain.errors import NotFound
from learning.domain.feedback import Correction, Feeling, ModelVersion

KEPT: Final = 10
"""Versions whose model is kept, so that one can go back to it."""


class FeedbackModels:
    """The corrections and model versions of each brand."""

    def __init__(self, connection: Connection) -> None:
        """Work within a transaction."""
        self._connection = connection

    def correct(self, brand_id: int, corrections: Sequence[Correction]) -> int:
        """Store corrections in place of earlier ones of the same words; returns how many say something new."""
        # Locks the brand until the end of the transaction, so that no two corrections get one number.
        Brands(self._connection).raise_settings_version(brand_id)
        stored = self.list_corrections(brand_id)
        known, last = {one.digest: one.feeling for one in stored}, stored[-1].number if stored else 0
        fresh = {one.digest: one for one in corrections if known.get(one.digest) is not one.feeling}
        for digest in fresh.keys() & known.keys():
            self._connection.execute(
                feedback_correction.delete().where(
                    feedback_correction.c.brand_id == brand_id, feedback_correction.c.digest == digest
                )
            )
        rows = [
            {"brand_id": brand_id, "digest": one.digest, "text": one.text, "feeling": one.feeling.value}
            | {"who": one.who, "at": one.at, "number": number}
            for number, one in enumerate(fresh.values(), start=last + 1)
        ]
        if rows:
            self._connection.execute(feedback_correction.insert(), rows)
        return len(rows)

    def list_corrections(self, brand_id: int, *, newest: int | None = None) -> tuple[Correction, ...]:
        """The corrections of a brand, oldest first; with `newest` only so many of the last."""
        column = feedback_correction.c
        statement = select(feedback_correction).where(column.brand_id == brand_id).order_by(column.number.desc())
        rows = self._connection.execute(statement.limit(newest)).mappings().all()
        return tuple(_correction(row) for row in reversed(rows))

    def add_version(self, brand_id: int, made: ModelVersion) -> ModelVersion:
        """Store a version under the next number; one that is live takes the place of the live one."""
        newest = select(func.max(feedback_model.c.version)).where(feedback_model.c.brand_id == brand_id)
        number = (self._connection.execute(newest).scalar() or 0) + 1
        if made.is_live:
            self._retire(brand_id)
        stored = replace(made, version=number)
        self._connection.execute(feedback_model.insert().values(asdict(stored) | {"brand_id": brand_id}))
        self._let_go(brand_id)
        return stored

    def use(self, brand_id: int, version: int | None) -> None:
        """Make an earlier version live; None goes back to the rule that the program ships.

        Raises:
            NotFound: There is no such version, or its model was let go or never went live.
        """
        self._retire(brand_id)
        if version is None:
            return
        column = feedback_model.c
        statement = feedback_model.update().where(
            column.brand_id == brand_id, column.version == version, column.packed.is_not(None)
        )
        if not self._connection.execute(statement.values(is_live=True)).rowcount:
            raise NotFound("version", str(version))

    def find_live(self, brand_id: int) -> ModelVersion | None:
        """The live version; None where the rule is live."""
        column = feedback_model.c
        row = self._connection.execute(
            select(feedback_model).where(column.brand_id == brand_id, column.is_live)
        ).mappings()
        found = row.first()
        return None if found is None else _version(found)

    def list_versions(self, brand_id: int) -> tuple[ModelVersion, ...]:
        """All versions of a brand, newest first."""
        column = feedback_model.c
        statement = select(feedback_model).where(column.brand_id == brand_id).order_by(column.version.desc())
        return tuple(_version(row) for row in self._connection.execute(statement).mappings())

    def _retire(self, brand_id: int) -> None:
        self._connection.execute(
            feedback_model.update().where(feedback_model.c.brand_id == brand_id).values(is_live=False)
        )

    def _let_go(self, brand_id: int) -> None:
        column = feedback_model.c
        kept = [one.version for one in self.list_versions(brand_id) if one.packed is not None][:KEPT]
        self._connection.execute(
            feedback_model.update()
            .where(column.brand_id == brand_id, column.version.not_in(kept), column.is_live.is_(False))
            .values(packed=None)
        )


def _correction(row: RowMapping) -> Correction:
    told = {name: row[name] for name in ("digest", "text", "who", "at", "number")}
    return Correction(feeling=Feeling(row["feeling"]), **told)


def _version(row: RowMapping) -> ModelVersion:
    return ModelVersion(**{name: value for name, value in row.items() if name != "brand_id"})
