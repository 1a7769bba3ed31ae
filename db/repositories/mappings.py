"""Remembered mappings: what a person, or anyone of the brand, last chose for a header row."""

import json
from collections.abc import Mapping

from sqlalchemy import Connection, select

from db.dialects import Dialect
from db.schema.drafts import mapping_memory


class Mappings:
    """The memory of mappings by header fingerprint."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        """Work within a transaction."""
        self._connection = connection
        self._dialect = dialect

    def find(self, brand_id: int, who: str, header_fingerprint: str) -> dict[str, str] | None:
        """The person's own memory of a header row, else the brand's; header text -> field."""
        rows = self._connection.execute(
            select(mapping_memory.c.who, mapping_memory.c.mapping).where(
                mapping_memory.c.brand_id == brand_id,
                mapping_memory.c.header_fingerprint == header_fingerprint,
                mapping_memory.c.who.in_([who, ""]),
            )
        )
        found: dict[str, str] = {row.who: row.mapping for row in rows}
        text = found.get(who, found.get(""))
        return None if text is None else {str(key): str(value) for key, value in json.loads(text).items()}

    def remember(
        self, brand_id: int, who: str, header_fingerprint: str, mapping: Mapping[str, str], *, updated_at: int
    ) -> None:
        """Keep a mapping for the person and as the newest of the brand."""
        text = json.dumps(dict(mapping), ensure_ascii=False, sort_keys=True)
        for owner in {who, ""}:
            statement = self._dialect.upsert(mapping_memory).values(
                brand_id=brand_id, who=owner, header_fingerprint=header_fingerprint, mapping=text, updated_at=updated_at
            )
            self._connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["brand_id", "who", "header_fingerprint"],
                    set_={"mapping": statement.excluded.mapping, "updated_at": statement.excluded.updated_at},
                )
            )

    def forget(self, brand_id: int, who: str | None = None) -> int:
        """Drop the memory of one person, or of the whole brand; returns how many entries."""
        statement = mapping_memory.delete().where(mapping_memory.c.brand_id == brand_id)
        if who is not None:
            statement = statement.where(mapping_memory.c.who == who)
        return int(self._connection.execute(statement).rowcount)
