"""Accounts and contents: every statement about a content by batch, manual edits, and the merged current state."""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Table, UniqueConstraint

from db.dialects import Identifier
from db.schema.columns import StoredText, metadata

account = Table(
    "account",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), nullable=False),
    Column("platform", StoredText, nullable=False),
    Column("handle", StoredText, nullable=False),
    UniqueConstraint("brand_id", "platform", "handle"),
)


def attribute_columns() -> list[Column[Any]]:
    """What can be said of a content; NULL = nobody said it. `extras` is canonical JSON of (name, value) pairs."""
    texts = ("title", "text", "permalink", "format", "topic", "hook", "generator", "strategy", "campaign", "extras")
    numbers = ("published_at", "published_day", "published_hour", "length")
    return [*(Column(name, StoredText) for name in texts), *(Column(name, BigInteger) for name in numbers)]


content = Table(
    "content",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("account_id", ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
    # '' is the account itself: what an account-level row is about.
    Column("external_id", StoredText, nullable=False),
    *attribute_columns(),
    Column("peer", Boolean(create_constraint=False), nullable=False, server_default="0"),
    UniqueConstraint("account_id", "external_id"),
)

content_version = Table(
    "content_version",
    metadata,
    Column("content_id", ForeignKey("content.id", ondelete="CASCADE"), primary_key=True),
    Column("import_order", ForeignKey("import_run.id", ondelete="CASCADE"), primary_key=True),
    Column("captured_at", BigInteger, nullable=False),
    *attribute_columns(),
    Column("peer", Boolean(create_constraint=False), nullable=False, server_default="0"),
    Index(None, "import_order"),
)

content_edit = Table(
    "content_edit",
    metadata,
    Column("content_id", ForeignKey("content.id", ondelete="CASCADE"), primary_key=True),
    Column("attribute", StoredText, primary_key=True),
    Column("value", StoredText),
    Column("who", StoredText, nullable=False),
    Column("edited_at", BigInteger, nullable=False),
)
