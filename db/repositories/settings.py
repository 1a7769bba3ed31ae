"""Settings of a brand, as text by key."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import Connection, select

from db.dialects import Dialect
from db.repositories.brands import Brands
from db.schema.brands import setting, setting_change
from learning.domain.settings import SettingChange


class BrandSettings:
    """The stored settings of each brand."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        """Work within a transaction."""
        self._connection = connection
        self._dialect = dialect

    def find(self, brand_id: int, key: str) -> str | None:
        """The stored value, if there is one."""
        return self._connection.execute(
            select(setting.c.value).where(setting.c.brand_id == brand_id, setting.c.key == key)
        ).scalar()

    def list_all(self, brand_id: int) -> dict[str, str]:
        """All stored values by key."""
        rows = self._connection.execute(
            select(setting.c.key, setting.c.value).where(setting.c.brand_id == brand_id).order_by(setting.c.key)
        )
        return {row.key: row.value for row in rows}

    def add_changes(self, changes: Sequence[SettingChange]) -> None:
        """Keep who changed what."""
        if changes:
            self._connection.execute(setting_change.insert(), [asdict(one) for one in changes])

    def list_changes(self, brand_id: int, *, limit: int) -> tuple[SettingChange, ...]:
        """Changes of a brand's settings, the newest first."""
        columns = [column for column in setting_change.c if column.name != "id"]
        own = select(*columns).where(setting_change.c.brand_id == brand_id)
        rows = self._connection.execute(own.order_by(setting_change.c.id.desc()).limit(limit)).mappings()
        return tuple(SettingChange(**row) for row in rows)

    def put(self, brand_id: int, key: str, value: str) -> None:
        """Store a value and raise the brand's settings version."""
        version = Brands(self._connection).raise_settings_version(brand_id)
        statement = self._dialect.upsert(setting).values(brand_id=brand_id, key=key, value=value, version=version)
        self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["brand_id", "key"],
                set_={"value": statement.excluded.value, "version": statement.excluded.version},
            )
        )
