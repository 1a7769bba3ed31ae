"""Settings of a brand, as text by key."""

from sqlalchemy import Connection, select

from db.dialects import Dialect
from db.repositories.brands import Brands
from db.schema.brands import setting


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
