"""What a list of contents shows of each."""

from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from db.schema.batches import batch_cut, import_batch
from db.schema.contents import account, content
from learning.domain.holdings import ContentCard


def read_cards(connection: Connection, content_ids: Sequence[int]) -> dict[int, ContentCard]:
    """The cards of contents by their id; at most a few hundred at once."""
    own = ("external_id", "title", "text", "permalink", "published_at", "published_day", "format", "published_hour")
    rows = connection.execute(
        select(content.c.id, account.c.platform, account.c.handle, *(content.c[name] for name in own))
        .join(account, account.c.id == content.c.account_id)
        .where(content.c.id.in_(content_ids))
    )
    return {row[0]: ContentCard(*row) for row in rows}


def account_contents(connection: Connection, brand_id: int) -> frozenset[int]:
    """The contents that stand for an account itself: what a row is about that names no post."""
    rows = connection.execute(
        select(content.c.id)
        .join(account, account.c.id == content.c.account_id)
        .where(account.c.brand_id == brand_id, content.c.external_id == "")
    )
    return frozenset(rows.scalars())


def young_contents(connection: Connection, brand_id: int, cut_id: int, seconds: int) -> frozenset[int]:
    """The contents that were younger than this when the newest import of a cut was captured."""
    captured = connection.execute(
        select(func.max(import_batch.c.captured_at))
        .join(batch_cut, batch_cut.c.import_order == import_batch.c.import_order)
        .where(batch_cut.c.cut_id == cut_id)
    ).scalar()
    if captured is None:
        return frozenset()
    rows = connection.execute(
        select(content.c.id)
        .join(account, account.c.id == content.c.account_id)
        .where(account.c.brand_id == brand_id, content.c.published_at > int(captured) - seconds)
    )
    return frozenset(rows.scalars())


def published_hours(connection: Connection, account_ids: Sequence[int]) -> dict[int, int]:
    """The local hour key of publication of every content of some accounts that has one."""
    rows = connection.execute(
        select(content.c.id, content.c.published_hour).where(
            content.c.account_id.in_(account_ids), content.c.published_hour.is_not(None)
        )
    )
    return {row[0]: row[1] for row in rows}
