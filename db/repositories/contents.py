"""Contents: reading them, and the manual edits that outrank every file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, Select, func, select

from db.dialects import Dialect
from db.importing.contents import settle
from db.importing.lifetimes import move_lifetimes
from db.repositories.brands import Brands
from db.rollups.cuts import read_cut
from db.rollups.recompute import RollupWriter
from db.schema.contents import account, content, content_edit
from db.schema.observations import observation
from db.texts import pairs_from_text, storable_or_none
from learning.domain.errors import BadOption, NotFound
from learning.domain.observations import ContentRecord

EDITABLE: Final = ("title", "text", "permalink", "format", "topic", "hook", "generator", "strategy", "campaign")
ASKED: Final = 500
"""Contents that one statement asks for."""


@dataclass(frozen=True, slots=True)
class StoredContent:
    """A content with its id and its platform."""

    id: int
    platform: str
    record: ContentRecord


class Contents:
    """The contents of each brand."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        """Work within a transaction."""
        self._connection = connection
        self._dialect = dialect

    def get(self, content_id: int) -> StoredContent:
        """The content of an id."""
        row = self._connection.execute(_joined().where(content.c.id == content_id)).mappings().first()
        if row is None:
            raise NotFound("content", str(content_id))
        return _record(row)

    def find(self, brand_id: int, platform: str, handle: str, external_id: str) -> StoredContent | None:
        """The content of a platform's own id, if it is there."""
        statement = _joined().where(
            account.c.brand_id == brand_id,
            account.c.platform == platform,
            account.c.handle == handle,
            content.c.external_id == external_id,
        )
        row = self._connection.execute(statement).mappings().first()
        return None if row is None else _record(row)

    def list_campaigns(self, content_ids: Sequence[int]) -> dict[int, str]:
        """The campaign of each of some contents that has one."""
        named = select(content.c.id, content.c.campaign).where(
            content.c.id.in_(content_ids), content.c.campaign.is_not(None)
        )
        return {row[0]: row[1] for row in self._connection.execute(named)}

    def list_campaign_names(self, brand_id: int) -> tuple[str, ...]:
        """The campaigns of a brand's own posts, sorted."""
        own = (account.c.brand_id == brand_id, content.c.campaign.is_not(None), content.c.campaign != "")
        named = select(content.c.campaign).join(account, account.c.id == content.c.account_id).where(*own).distinct()
        return tuple(self._connection.execute(named.order_by(content.c.campaign)).scalars())

    def list_newest(self, brand_id: int, limit: int) -> tuple[tuple[int, str], ...]:
        """Id and name of the newest of a brand's own posts."""
        own = (account.c.brand_id == brand_id, content.c.external_id != "", content.c.peer.is_(False))
        wanted = (content.c.id, func.coalesce(content.c.title, content.c.text, content.c.external_id))
        joined = select(*wanted).join(account, account.c.id == content.c.account_id).where(*own)
        order = (func.coalesce(content.c.published_day, -1).desc(), content.c.id.desc())
        return tuple((row[0], row[1]) for row in self._connection.execute(joined.order_by(*order).limit(limit)))

    def list_with_figures(self, content_ids: Sequence[int]) -> frozenset[int]:
        """Those of some contents that any observation stands for."""
        found: set[int] = set()
        for start in range(0, len(content_ids), ASKED):
            own = observation.c.content_id.in_(content_ids[start : start + ASKED])
            found.update(self._connection.execute(select(observation.c.content_id).where(own).distinct()).scalars())
        return frozenset(found)

    def list_accounts(self, brand_id: int) -> list[tuple[str, str]]:
        """(platform, handle) of a brand's accounts, sorted."""
        rows = self._connection.execute(
            select(account.c.platform, account.c.handle)
            .where(account.c.brand_id == brand_id)
            .order_by(account.c.platform, account.c.handle)
        )
        return [(row.platform, row.handle) for row in rows]

    def update_attribute(
        self, content_id: int, attribute: str, value: str | None, *, who: str, edited_at: int
    ) -> StoredContent:
        """Set an attribute by hand: from now on it outranks what files say."""
        if attribute not in EDITABLE:
            raise BadOption("attribute", attribute, f"one of {', '.join(EDITABLE)}")
        brand_id = self._brand_of(content_id)
        statement = self._dialect.upsert(content_edit).values(
            content_id=content_id, attribute=attribute, value=storable_or_none(value), who=who, edited_at=edited_at
        )
        self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["content_id", "attribute"],
                set_={name: statement.excluded[name] for name in ("value", "who", "edited_at")},
            )
        )
        return self._settle(brand_id, content_id)

    def remove_edit(self, content_id: int, attribute: str) -> StoredContent:
        """Let the files decide about an attribute again."""
        brand_id = self._brand_of(content_id)
        edit = content_edit.c
        self._connection.execute(
            content_edit.delete().where(edit.content_id == content_id, edit.attribute == attribute)
        )
        return self._settle(brand_id, content_id)

    def _settle(self, brand_id: int, content_id: int) -> StoredContent:
        moved = move_lifetimes(self._connection, settle(self._connection, [content_id]))
        for cut_id, buckets in moved.items():
            RollupWriter(self._connection, self._dialect).recompute(read_cut(self._connection, cut_id), buckets)
        Brands(self._connection).raise_data_version(brand_id)
        return self.get(content_id)

    def _brand_of(self, content_id: int) -> int:
        found = self._connection.execute(
            select(account.c.brand_id)
            .join(content, content.c.account_id == account.c.id)
            .where(content.c.id == content_id)
        ).scalar()
        if found is None:
            raise NotFound("content", str(content_id))
        return int(found)


def _joined() -> Select[Any]:
    return select(content, account.c.platform, account.c.handle).join(account, account.c.id == content.c.account_id)


def _record(row: RowMapping) -> StoredContent:
    return StoredContent(
        row["id"],
        row["platform"],
        ContentRecord(
            account=row["handle"],
            external_id=row["external_id"],
            title=row["title"],
            text=row["text"],
            permalink=row["permalink"],
            published_at=row["published_at"],
            published_day=row["published_day"],
            published_hour=row["published_hour"],
            format=row["format"],
            topic=row["topic"],
            hook=row["hook"],
            generator=row["generator"],
            strategy=row["strategy"],
            campaign=row["campaign"],
            length=row["length"],
            peer=row["peer"],
            extras=pairs_from_text(row["extras"]),
        ),
    )
