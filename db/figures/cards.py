"""What a list of contents shows of each."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from db.schema.contents import account, content
from learning.domain.holdings import ContentCard


def read_cards(connection: Connection, content_ids: Sequence[int]) -> dict[int, ContentCard]:
    """The cards of contents by their id; at most a few hundred at once."""
    names = ("external_id", "title", "text", "permalink", "published_at", "published_day", "format")
    rows = connection.execute(
        select(content.c.id, account.c.platform, account.c.handle, *(content.c[name] for name in names))
        .join(account, account.c.id == content.c.account_id)
        .where(content.c.id.in_(content_ids))
    )
    return {row[0]: ContentCard(*row) for row in rows}
