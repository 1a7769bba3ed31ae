"""Saved views: a page with its filters under a name, of one person and, if shared, for all of the brand."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, RowMapping, or_, select

from db.schema.dashboard import saved_view
from learning.domain.errors import NotFound
from learning.domain.views import SavedView


class Views:
    """The saved views of each brand."""

    def __init__(self, connection: Connection) -> None:
        """Work within a transaction."""
        self._connection = connection

    def add(self, view: SavedView) -> SavedView:
        """Store a view; returns it with its id. The name is unique among the person's views of the brand."""
        values = {
            "brand_id": view.brand_id,
            "name": view.name,
            "page": view.page,
            "query": view.query,
            "who": view.who,
            "shared": view.shared,
            "created_at": view.created_at,
        }
        stored = self._connection.execute(saved_view.insert().values(**values).returning(saved_view.c.id))
        return replace(view, id=int(stored.scalar_one()))

    def update(self, view: SavedView) -> None:
        """Replace name, page, filters and visibility of a stored view; its author and age stay."""
        statement = (
            saved_view.update()
            .where(saved_view.c.brand_id == view.brand_id, saved_view.c.id == view.id)
            .values(name=view.name, page=view.page, query=view.query, shared=view.shared)
        )
        if not self._connection.execute(statement).rowcount:
            raise NotFound("saved view", str(view.id))

    def get(self, brand_id: int, view_id: int) -> SavedView:
        """The view of a brand with an id, whoever may see it."""
        row = self._connection.execute(
            select(saved_view).where(saved_view.c.brand_id == brand_id, saved_view.c.id == view_id)
        )
        found = row.mappings().first()
        if found is None:
            raise NotFound("saved view", str(view_id))
        return _record(found)

    def find_named(self, brand_id: int, who: str, name: str) -> SavedView | None:
        """A person's own view of a name, if there is one."""
        row = self._connection.execute(
            select(saved_view).where(
                saved_view.c.brand_id == brand_id, saved_view.c.who == who, saved_view.c.name == name
            )
        )
        found = row.mappings().first()
        return None if found is None else _record(found)

    def list_of(self, brand_id: int, who: str) -> tuple[SavedView, ...]:
        """All shared views of a brand and a person's own, by name."""
        rows = self._connection.execute(
            select(saved_view)
            .where(saved_view.c.brand_id == brand_id, or_(saved_view.c.shared, saved_view.c.who == who))
            .order_by(saved_view.c.name, saved_view.c.id)
        )
        return tuple(_record(row) for row in rows.mappings())

    def remove(self, brand_id: int, view_id: int) -> None:
        """Remove a view of a brand."""
        statement = saved_view.delete().where(saved_view.c.brand_id == brand_id, saved_view.c.id == view_id)
        if not self._connection.execute(statement).rowcount:
            raise NotFound("saved view", str(view_id))


def _record(row: RowMapping) -> SavedView:
    return SavedView(**dict(row))
