"""Pins of parameters, and the reviews of what was changed for good."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace

from sqlalchemy import Connection, RowMapping, Select, select

from db.repositories.action_rows import value_from_text, value_to_text
from db.schema.parameters import parameter
from db.schema.pins import parameter_pin, parameter_review
from learning.domain.pins import ParameterReview, Pin, Verdict


class Pins:
    """What people hold where it is."""

    def __init__(self, connection: Connection) -> None:
        """Work within a transaction."""
        self._connection = connection

    def add_pin(self, pin: Pin) -> Pin:
        """Store a pin; a second open one of the same arm is an error of the store."""
        values = {name: part for name, part in asdict(pin).items() if name != "id"} | {
            "value": value_to_text(pin.value)
        }
        statement = parameter_pin.insert().values(**values).returning(parameter_pin.c.id)
        return replace(pin, id=int(self._connection.execute(statement).scalar_one()))

    def end_pin(self, pin: Pin, *, at: int, who: str, why: str) -> bool:
        """Store that a pin is over; False where it was already."""
        open_one = (parameter_pin.c.id == pin.id, parameter_pin.c.ended_at.is_(None))
        statement = parameter_pin.update().where(*open_one).values(ended_at=at, ended_by=who, ended_why=why)
        return self._connection.execute(statement).rowcount == 1

    def list_standing(self, parameter_id: int, now: int) -> tuple[Pin, ...]:
        """What holds a parameter at a moment, the whole value before its arms."""
        pins = parameter_pin.c
        stands = (pins.parameter_id == parameter_id, pins.ended_at.is_(None), pins.until > now)
        return self._pins(select(parameter_pin).where(*stands).order_by(pins.arm))

    def list_of(self, parameter_id: int) -> tuple[Pin, ...]:
        """Every pin of a parameter, the newest first."""
        mine = select(parameter_pin).where(parameter_pin.c.parameter_id == parameter_id)
        return self._pins(mine.order_by(parameter_pin.c.id.desc()))

    def list_open(self, brand_id: int) -> tuple[Pin, ...]:
        """Every pin of a brand that nobody has ended, over or not, the one that ends first before the others."""
        mine = (parameter.c.brand_id == brand_id, parameter_pin.c.ended_at.is_(None))
        joined = select(parameter_pin).join(parameter, parameter.c.id == parameter_pin.c.parameter_id).where(*mine)
        return self._pins(joined.order_by(parameter_pin.c.until, parameter_pin.c.id))

    def add_review(self, review: ParameterReview) -> None:
        """Store a look of a person."""
        values = asdict(review) | {"verdict": review.verdict.value}
        self._connection.execute(parameter_review.insert().values(**values))

    def list_reviews(self, parameter_id: int) -> tuple[ParameterReview, ...]:
        """The looks at a parameter, the newest first."""
        columns = [column for column in parameter_review.c if column.name != "id"]
        statement = select(*columns).where(parameter_review.c.parameter_id == parameter_id)
        rows = self._connection.execute(statement.order_by(parameter_review.c.id.desc())).mappings()
        return tuple(ParameterReview(**{**row, "verdict": Verdict(row["verdict"])}) for row in rows)

    def _pins(self, statement: Select[tuple[object, ...]]) -> tuple[Pin, ...]:
        return _records(self._connection.execute(statement).mappings())


def _records(rows: Iterable[RowMapping]) -> tuple[Pin, ...]:
    return tuple(Pin(**{**row, "value": value_from_text(row["value"])}) for row in rows)
