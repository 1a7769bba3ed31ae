"""Versions of models under a number each, of which one is live and some keep what they learned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Connection, Table, func, select

from learning.domain.errors import NotFound

KEPT: Final = 10
"""Versions of one kind whose model is kept, so that one can go back to it."""


@dataclass(frozen=True, slots=True)
class VersionShelf:
    """The versions of each brand and kind in a table with `version`, `is_live` and `packed`."""

    connection: Connection
    table: Table
    kind: str
    """The column that tells kinds of models apart."""

    def own(self, brand_id: int, kind: str) -> tuple[ColumnElement[bool], ...]:
        """Those of one kind of a brand."""
        return self.table.c.brand_id == brand_id, self.table.c[self.kind] == kind

    def next_number(self, brand_id: int, kind: str) -> int:
        """The number that a new version gets."""
        newest = select(func.max(self.table.c.version)).where(*self.own(brand_id, kind))
        return (self.connection.execute(newest).scalar() or 0) + 1

    def use(self, brand_id: int, kind: str, version: int | None) -> None:
        """Make an earlier version live; None goes back to what serves without a version.

        Raises:
            NotFound: There is no such version, or its model was let go or never went live.
        """
        self.retire(brand_id, kind)
        if version is None:
            return
        wanted = (*self.own(brand_id, kind), self.table.c.version == version, self.table.c.packed.is_not(None))
        if not self.connection.execute(self.table.update().where(*wanted).values(is_live=True)).rowcount:
            raise NotFound(f"version of the {kind}", str(version))

    def retire(self, brand_id: int, kind: str) -> None:
        """Let no version of a kind be live."""
        self.connection.execute(self.table.update().where(*self.own(brand_id, kind)).values(is_live=False))

    def let_go(self, brand_id: int, kind: str) -> None:
        """Forget what the oldest versions learned; what they scored stays."""
        column = self.table.c
        packed = select(column.version).where(*self.own(brand_id, kind), column.packed.is_not(None))
        kept = self.connection.execute(packed.order_by(column.version.desc()).limit(KEPT)).scalars().all()
        old = (*self.own(brand_id, kind), column.version.not_in(kept), column.is_live.is_(False))
        self.connection.execute(self.table.update().where(*old).values(packed=None))
