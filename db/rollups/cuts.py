"""What the rollups need to know of a cut."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, exists, func, literal, select

from db.schema.cuts import cut, cut_currency, cut_fact
from db.schema.observations import observation_version
from db.schema.rollups import rollup_content
from learning.domain.enums import Grain
from learning.domain.facts import Fact


@dataclass(frozen=True, slots=True)
class StoredCut:
    """A cut with the facts and currencies that its observations may hold."""

    id: int
    name: str
    grain: Grain
    facts: tuple[str, ...]
    """In the order of `Fact`; only these are summed."""
    currencies: tuple[str, ...]
    """'' is that of observations without money."""


def read_cut(connection: Connection, cut_id: int) -> StoredCut:
    """One cut."""
    row = connection.execute(select(cut.c.name, cut.c.grain).where(cut.c.id == cut_id)).one()
    held = set(connection.execute(select(cut_fact.c.fact).where(cut_fact.c.cut_id == cut_id)).scalars())
    currencies = connection.execute(select(cut_currency.c.currency).where(cut_currency.c.cut_id == cut_id)).scalars()
    names = tuple(fact.value for fact in Fact if fact.value in held)
    return StoredCut(cut_id, row.name, Grain(row.grain), names, tuple(sorted(currencies)))


def list_cut_ids(connection: Connection, brand_id: int | None = None) -> list[int]:
    """The cuts of a brand, or of all."""
    statement = select(cut.c.id).order_by(cut.c.id)
    if brand_id is not None:
        statement = statement.where(cut.c.brand_id == brand_id)
    return list(connection.execute(statement).scalars())


def forget_absent(connection: Connection, stored: StoredCut) -> None:
    """Drop the facts and currencies that no observation of a cut holds any more (the rollups must be current).

    A currency may be that of a version alone, which an undo brings back; a fact of a version is one of its observation
    too.
    """
    if stored.facts:
        counts = [func.count(rollup_content.c[name]) for name in stored.facts]
        row = connection.execute(select(*counts).where(rollup_content.c.cut_id == stored.id)).one()
        absent = [name for name, count in zip(stored.facts, row, strict=True) if not count]
        connection.execute(cut_fact.delete().where(cut_fact.c.cut_id == stored.id, cut_fact.c.fact.in_(absent)))
    held = select(rollup_content.c.currency).where(rollup_content.c.cut_id == stored.id)
    buried = select(literal(1)).where(
        observation_version.c.cut_id == stored.id, observation_version.c.currency == cut_currency.c.currency
    )
    connection.execute(
        cut_currency.delete().where(
            cut_currency.c.cut_id == stored.id, cut_currency.c.currency.not_in(held), ~exists(buried)
        )
    )
