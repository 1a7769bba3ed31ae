"""Whether the rollups equal the facts: summed another way than they are kept, straight from the observations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Select, Table, and_, exists, func, literal, or_, select

from db.rollups.cuts import StoredCut, read_cut
from db.rollups.sums import KNOWN_DAY, Columns, Sums, grouped, hour_of_week, measure_sums
from db.schema.columns import KEY
from db.schema.contents import content
from db.schema.cuts import cut as cut_table
from db.schema.cuts import segment
from db.schema.observations import observation, observation_measure, observation_version
from db.schema.rollups import (
    FACT_ROLLUPS,
    rollup_content,
    rollup_day,
    rollup_hour,
    rollup_hour_of_week,
    rollup_measure,
    rollup_period,
)
from learning.domain.enums import Grain
from learning.domain.facts import Fact

fact = observation.c
SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where what is stored is not what the facts say."""

    where: str
    """Table and cut."""
    rows: int
    """How many rows are missing, wrong or too many."""
    example: str

    @property
    def sentence(self) -> str:
        """The difference in words."""
        return f"{self.where}: {self.rows} rows differ, for instance {self.example}"


def compare_rollups(connection: Connection, cut_id: int) -> list[Difference]:
    """Every rollup of a cut that differs from the sum of its facts."""
    stored = read_cut(connection, cut_id)
    every_fact = StoredCut(stored.id, stored.name, stored.grain, tuple(f.value for f in Fact), stored.currencies)
    found = []
    for table, sums in _expected(every_fact):
        difference = _compare(connection, table, every_fact, sums)
        if difference is not None:
            found.append(difference)
    return found


def _expected(cut: StoredCut) -> list[tuple[Table, Sums | None]]:
    """What each rollup should hold; None = nothing."""
    own: Columns = {"account_id": fact.account_id, "segment_id": fact.segment_id}
    here = fact.cut_id == cut.id
    finish = fact.finish if cut.grain is Grain.PERIOD else KNOWN_DAY
    content_keys: Columns = {
        "day_key": KNOWN_DAY,
        "content_id": fact.content_id,
        "segment_id": fact.segment_id,
        "finish_day": finish,
    }
    hourly = day = period = of_week = None
    if cut.grain in (Grain.HOUR, Grain.LIFETIME):
        timed = and_(here, fact.hour_key.is_not(None))
        hourly = grouped(observation, cut, {"hour_key": fact.hour_key, **own}, timed)
        of_week = grouped(observation, cut, {"hour_of_week": hour_of_week(fact.hour_key), **own}, timed)
    if cut.grain is Grain.PERIOD:
        period = grouped(observation, cut, {"start_day": fact.start, "finish_day": fact.finish, **own}, here)
    else:
        day = grouped(observation, cut, {"day_key": KNOWN_DAY, **own}, here)
    return [
        (rollup_hour, hourly),
        (rollup_hour_of_week, of_week),
        (rollup_day, day),
        (rollup_period, period),
        (rollup_content, grouped(observation, cut, content_keys, here)),
        (rollup_measure, measure_sums(cut, here)),
    ]


def _compare(connection: Connection, table: Table, cut: StoredCut, sums: Sums | None) -> Difference | None:
    names = [column.name for column in table.columns] if sums is None else list(sums[0])
    held = select(*(table.c[name] for name in names)).where(table.c.cut_id == cut.id)
    if sums is None:
        differing: list[Select[Any]] = [held]
    else:
        expected = sums[1]
        differing = [_beyond(expected, held, names), _beyond(held, expected, names)]
    rows, example = 0, ""
    for statement in differing:
        part = statement.subquery()
        rows += int(connection.execute(select(func.count()).select_from(part)).scalar_one())
        if rows and not example:
            first = connection.execute(select(part).limit(1)).mappings().first()
            example = ", ".join(f"{name}={value}" for name, value in (first or {}).items() if value is not None)
    return Difference(f"{table.name} of {cut.name}", rows, example) if rows else None


def _beyond(left: Select[Any], right: Select[Any], names: list[str]) -> Select[Any]:
    """Rows of one statement that the other does not have; NULL equals NULL."""
    named = [
        select(*(column.label(name) for column, name in zip(part.subquery().columns, names, strict=True)))
        for part in (left, right)
    ]
    only = named[0].except_(named[1]).subquery()
    return select(*only.columns)


def compare_versions(connection: Connection) -> list[Difference]:
    """Observations whose count of versions is wrong, and rows that refer to nothing."""
    held, version = observation, observation_version
    same = and_(*(held.c[name] == version.c[name] for name in KEY))
    counted = select(func.count()).select_from(version).where(same).correlate(held).scalar_subquery()
    wrong = or_(
        and_(held.c.versions > 1, held.c.versions != counted), and_(held.c.versions == 1, counted != literal(0))
    )
    lone = ~exists(select(held.c.cut_id).where(same))
    found = [
        _count(connection, "observation_version against observation", select(held.c.cut_id).where(wrong)),
        _count(connection, "observation_version without observation", select(version.c.cut_id).where(lone)),
    ]
    for table in (observation, observation_version, observation_measure):
        for column, key in (
            (table.c.cut_id, cut_table.c.id),
            (table.c.content_id, content.c.id),
            (table.c.segment_id, segment.c.id),
        ):
            orphans = select(column).where(~exists(select(key).where(key == column)))
            found.append(_count(connection, f"{table.name}.{column.name} without its row", orphans))
    for table in (*FACT_ROLLUPS, rollup_measure):
        orphans = select(table.c.cut_id).where(~exists(select(cut_table.c.id).where(cut_table.c.id == table.c.cut_id)))
        found.append(_count(connection, f"{table.name}.cut_id without its row", orphans))
    return [difference for difference in found if difference.rows]


def _count(connection: Connection, where: str, rows: Select[Any]) -> Difference:
    part = rows.subquery()
    count = int(connection.execute(select(func.count()).select_from(part)).scalar_one())
    example = connection.execute(select(part).limit(1)).scalar() if count else None
    return Difference(where, count, str(example))
