"""Goals: one target per metric and platform of a brand."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, RowMapping, select

from db.dialects import Dialect
from db.repositories.brands import Brands
from db.schema.dashboard import goal
from learning.domain.errors import NotFound
from learning.domain.goals import Goal
from learning.domain.timekeys import day_key, day_of


class Goals:
    """The goals of each brand; every change raises the brand's settings version."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        """Work within a transaction."""
        self._connection = connection
        self._dialect = dialect
        self._brands = Brands(connection)

    def put(self, wanted: Goal) -> Goal:
        """Store a goal in place of an earlier one for the same metric and platform; returns it with its id."""
        values = {
            "brand_id": wanted.brand_id,
            "metric": wanted.metric,
            "platform": wanted.platform or "",
            "target": wanted.target,
            "weight": wanted.weight,
            "deadline_day": None if wanted.deadline is None else day_key(wanted.deadline),
            "who": wanted.who,
            "created_at": wanted.created_at,
        }
        insert = self._dialect.upsert(goal).values(**values)
        changed = {name: insert.excluded[name] for name in ("target", "weight", "deadline_day", "who", "created_at")}
        stored = self._connection.execute(
            insert.on_conflict_do_update(index_elements=["brand_id", "metric", "platform"], set_=changed).returning(
                goal.c.id
            )
        )
        self._brands.raise_settings_version(wanted.brand_id)
        return replace(wanted, id=int(stored.scalar_one()))

    def find(self, brand_id: int, metric: str, platform: str | None) -> Goal | None:
        """The goal of a metric on a platform (None: of the whole brand), if there is one."""
        row = self._connection.execute(
            select(goal).where(
                goal.c.brand_id == brand_id, goal.c.metric == metric, goal.c.platform == (platform or "")
            )
        )
        found = row.mappings().first()
        return None if found is None else _record(found)

    def list_of(self, brand_id: int) -> tuple[Goal, ...]:
        """All goals of a brand by metric, that of the whole brand first."""
        rows = self._connection.execute(
            select(goal).where(goal.c.brand_id == brand_id).order_by(goal.c.metric, goal.c.platform)
        )
        return tuple(_record(row) for row in rows.mappings())

    def remove(self, brand_id: int, goal_id: int) -> None:
        """Remove a goal of a brand."""
        statement = goal.delete().where(goal.c.brand_id == brand_id, goal.c.id == goal_id)
        if not self._connection.execute(statement).rowcount:
            raise NotFound("goal", str(goal_id))
        self._brands.raise_settings_version(brand_id)


def _record(row: RowMapping) -> Goal:
    return Goal(
        brand_id=row["brand_id"],
        metric=row["metric"],
        target=row["target"],
        who=row["who"],
        created_at=row["created_at"],
        platform=row["platform"] or None,
        weight=row["weight"],
        deadline=None if row["deadline_day"] is None else day_of(row["deadline_day"]),
        id=row["id"],
    )
