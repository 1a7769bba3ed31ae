"""Visits: when a person last looked at a brand, and when before that."""

from __future__ import annotations

from sqlalchemy import Connection, select

from db.dialects import Dialect
from db.schema.dashboard import visit
from learning.domain.views import Visit


class Visits:
    """The latest visit of each person to each brand."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        """Work within a transaction."""
        self._connection = connection
        self._dialect = dialect

    def find(self, brand_id: int, who: str) -> Visit | None:
        """The visit under way or the latest one, if the person was ever here."""
        row = self._connection.execute(select(visit).where(visit.c.brand_id == brand_id, visit.c.who == who))
        found = row.mappings().first()
        return None if found is None else Visit(**dict(found))

    def put(self, seen: Visit) -> None:
        """Store a visit unless a later moment of it is stored already."""
        values = {
            "brand_id": seen.brand_id,
            "who": seen.who,
            "began_at": seen.began_at,
            "seen_at": seen.seen_at,
            "data_version": seen.data_version,
            "previous_at": seen.previous_at,
            "previous_data_version": seen.previous_data_version,
        }
        insert = self._dialect.upsert(visit).values(**values)
        changed = {name: insert.excluded[name] for name in values if name not in ("brand_id", "who")}
        self._connection.execute(
            insert.on_conflict_do_update(
                index_elements=["brand_id", "who"], set_=changed, where=visit.c.seen_at <= insert.excluded.seen_at
            )
        )
