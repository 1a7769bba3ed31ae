"""Alarms about changes."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table, UniqueConstraint

from db.dialects import Identifier
from db.schema.columns import StoredText, metadata

action_alarm = Table(
    "action_alarm",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), nullable=False),
    Column("action_id", ForeignKey("action.id", ondelete="CASCADE"), nullable=False),
    Column("kind", StoredText, nullable=False),
    # The line of the history after which it was raised: a second look at the same state raises no second one.
    Column("since_event", BigInteger, nullable=False),
    Column("cause", StoredText, nullable=False),
    Column("raised_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger),
    Column("seen_by", StoredText, nullable=False, server_default=""),
    UniqueConstraint("action_id", "kind", "since_event"),
    Index(None, "brand_id", "seen_at"),
)
