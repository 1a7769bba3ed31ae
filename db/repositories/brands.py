"""Brands."""

from sqlalchemy import Column, Connection, RowMapping, select, update

from db.schema.brands import brand
from db.schema.cuts import cut
from db.schema.observations import observation, observation_measure, observation_version
from db.schema.rollups import FACT_ROLLUPS, rollup_measure
from learning.domain.brands import Brand
from learning.domain.errors import NotFound


class Brands:
    """The brands of a store."""

    def __init__(self, connection: Connection) -> None:
        """Work within a transaction."""
        self._connection = connection

    def list_all(self) -> tuple[Brand, ...]:
        """All brands by name."""
        rows = self._connection.execute(select(brand).order_by(brand.c.name)).mappings()
        return tuple(_record(row) for row in rows)

    def get(self, brand_id: int) -> Brand:
        """The brand of an id."""
        row = self._connection.execute(select(brand).where(brand.c.id == brand_id)).mappings().first()
        if row is None:
            raise NotFound("brand", str(brand_id))
        return _record(row)

    def find_named(self, name: str) -> Brand | None:
        """The brand of a name, if there is one."""
        row = self._connection.execute(select(brand).where(brand.c.name == name)).mappings().first()
        return None if row is None else _record(row)

    def add(self, name: str, *, time_zone: str, created_at: int, is_demo: bool = False) -> Brand:
        """Create a brand."""
        row = self._connection.execute(
            brand.insert()
            .values(name=name, time_zone=time_zone, is_demo=is_demo, created_at=created_at)
            .returning(*brand.c)
        )
        return _record(row.mappings().one())

    def remove(self, brand_id: int) -> None:
        """Remove a brand with everything that it holds."""
        self.lock(brand_id)
        # Named one by one: Postgres then looks into their parts alone.
        cuts = self._connection.execute(select(cut.c.id).where(cut.c.brand_id == brand_id)).scalars().all()
        for table in (observation, observation_version, observation_measure, *FACT_ROLLUPS, rollup_measure):
            self._connection.execute(table.delete().where(table.c.cut_id.in_(cuts)))
        # Everything else hangs on the brand by foreign keys that cascade.
        self._connection.execute(brand.delete().where(brand.c.id == brand_id))

    def lock(self, brand_id: int) -> None:
        """Let one transaction at a time change the facts of a brand (SQLite has one writer anyway)."""
        self._connection.execute(select(brand.c.id).where(brand.c.id == brand_id).with_for_update(key_share=True))

    def raise_data_version(self, brand_id: int) -> int:
        """Say that facts changed; the new version."""
        return self._raise(brand_id, brand.c.data_version)

    def raise_settings_version(self, brand_id: int) -> int:
        """Say that settings changed; the new version."""
        return self._raise(brand_id, brand.c.settings_version)

    def get_notes_version(self, brand_id: int) -> int:
        """The number that every change of a brand's notes raises."""
        asked = select(brand.c.notes_version).where(brand.c.id == brand_id)
        return int(self._connection.execute(asked).scalar_one())

    def raise_notes_version(self, brand_id: int) -> int:
        """Say that annotations changed; the new version."""
        return self._raise(brand_id, brand.c.notes_version)

    def _raise(self, brand_id: int, version: Column[int]) -> int:
        statement = update(brand).where(brand.c.id == brand_id).values({version: version + 1}).returning(version)
        return int(self._connection.execute(statement).scalar_one())


def _record(row: RowMapping) -> Brand:
    return Brand(**row)
