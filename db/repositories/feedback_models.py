"""Corrections of what was read out of notes, and the versions of the models that learned from them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, func, select

from db.repositories.brands import Brands
from db.repositories.version_shelf import VersionShelf
from db.schema.feedback import feedback_correction, feedback_model
from learning.domain.feedback import Correction, Label, ModelVersion

_ASKED: Final = 500
"""Digests that one statement asks for."""
_Key = tuple[Label, str]


class FeedbackModels:
    """The corrections and model versions of each brand."""

    def __init__(self, connection: Connection) -> None:
        """Work within a transaction."""
        self._connection = connection
        self._shelf = VersionShelf(connection, feedback_model, "label")

    def correct(self, brand_id: int, corrections: Sequence[Correction]) -> int:
        """Store corrections in place of earlier ones of the same words; returns how many say something new."""
        # Locks the brand until the end of the transaction, so that no two corrections get one number.
        Brands(self._connection).raise_settings_version(brand_id)
        known = self._told(brand_id, [one.digest for one in corrections])
        newest = select(func.max(feedback_correction.c.number)).where(feedback_correction.c.brand_id == brand_id)
        last = self._connection.execute(newest).scalar() or 0
        fresh = {_key(one): one for one in corrections if known.get(_key(one)) != one.told}
        column = feedback_correction.c
        for label, digest in fresh.keys() & known.keys():
            own = (column.brand_id == brand_id, column.label == label.value, column.digest == digest)
            self._connection.execute(feedback_correction.delete().where(*own))
        rows = [
            {"brand_id": brand_id, "label": one.label.value, "digest": one.digest, "text": one.text}
            | {"told": json.dumps(one.told, ensure_ascii=False), "who": one.who, "at": one.at, "number": number}
            for number, one in enumerate(fresh.values(), start=last + 1)
        ]
        if rows:
            self._connection.execute(feedback_correction.insert(), rows)
        return len(rows)

    def _told(self, brand_id: int, digests: Sequence[str]) -> dict[_Key, tuple[str, ...]]:
        """What was said of some words before."""
        found: dict[_Key, tuple[str, ...]] = {}
        for start in range(0, len(digests), _ASKED):
            own = (
                feedback_correction.c.brand_id == brand_id,
                feedback_correction.c.digest.in_(digests[start : start + _ASKED]),
            )
            for row in self._connection.execute(select(feedback_correction).where(*own)).mappings():
                one = _correction(row)
                found[_key(one)] = one.told
        return found

    def list_corrections(self, brand_id: int, label: Label, *, newest: int | None = None) -> tuple[Correction, ...]:
        """The corrections of a label of a brand, oldest first; with `newest` only so many of the last."""
        column = feedback_correction.c
        own = select(feedback_correction).where(column.brand_id == brand_id, column.label == label.value)
        rows = self._connection.execute(own.order_by(column.number.desc()).limit(newest)).mappings().all()
        return tuple(_correction(row) for row in reversed(rows))

    def count_corrections(self, brand_id: int) -> dict[Label, int]:
        """How many corrections each label of a brand has."""
        column = feedback_correction.c
        counted = select(column.label, func.count()).where(column.brand_id == brand_id).group_by(column.label)
        return {Label(label): int(count) for label, count in self._connection.execute(counted)}

    def add_version(self, brand_id: int, made: ModelVersion) -> ModelVersion:
        """Store a version under the next number of its label; one that is live takes the place of the live one."""
        stored = replace(made, version=self._shelf.next_number(brand_id, made.label.value))
        if made.is_live:
            self._shelf.retire(brand_id, made.label.value)
        values = asdict(stored) | {"brand_id": brand_id, "label": made.label.value}
        self._connection.execute(feedback_model.insert().values(values))
        self._shelf.let_go(brand_id, made.label.value)
        return stored

    def use(self, brand_id: int, label: Label, version: int | None) -> None:
        """Make an earlier version of a label live; None goes back to the rule that the program ships.

        Raises:
            NotFound: There is no such version, or its model was let go or never went live.
        """
        self._shelf.use(brand_id, label.value, version)

    def find_live(self, brand_id: int) -> dict[Label, ModelVersion]:
        """The live version of each label; a label that the rule judges is not among them."""
        column = feedback_model.c
        rows = self._connection.execute(
            select(feedback_model).where(column.brand_id == brand_id, column.is_live)
        ).mappings()
        return {one.label: one for one in map(_version, rows)}

    def list_versions(self, brand_id: int, label: Label) -> tuple[ModelVersion, ...]:
        """All versions of a label of a brand, newest first."""
        own = (
            select(feedback_model)
            .where(*self._shelf.own(brand_id, label.value))
            .order_by(feedback_model.c.version.desc())
        )
        return tuple(_version(row) for row in self._connection.execute(own).mappings())


def _key(one: Correction) -> _Key:
    return one.label, one.digest


def _correction(row: RowMapping) -> Correction:
    plain: dict[str, Any] = {name: row[name] for name in ("digest", "text", "who", "at", "number")}
    return Correction(label=Label(row["label"]), told=tuple(json.loads(row["told"])), **plain)


def _version(row: RowMapping) -> ModelVersion:
    plain: dict[str, Any] = {name: value for name, value in row.items() if name not in ("brand_id", "label")}
    return ModelVersion(label=Label(row["label"]), **plain)
