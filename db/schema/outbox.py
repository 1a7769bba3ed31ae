"""Effects outside of the store, and the channels that carry messages."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, Table, UniqueConstraint

from db.dialects import Identifier
from db.schema.columns import StoredText, metadata

channel = Table(
    "channel",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), nullable=False),
    Column("name", StoredText, nullable=False),
    Column("kind", StoredText, nullable=False),
    Column("shown", StoredText, nullable=False),
    # Of e-mail: host, port, sender, recipients as JSON.
    Column("route", StoredText),
    # Encrypted, or 'env:NAME'.
    Column("sealed", StoredText),
    Column("enabled", Boolean(create_constraint=False), nullable=False),
    Column("who", StoredText, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    UniqueConstraint("brand_id", "name"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), nullable=False),
    Column("dedupe_key", StoredText, nullable=False),
    Column("public_id", StoredText, nullable=False),
    Column("kind", StoredText, nullable=False),
    Column("target", StoredText, nullable=False),
    Column("payload", StoredText, nullable=False),
    Column("status", StoredText, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("next_attempt_at", BigInteger, nullable=False),
    Column("finished_at", BigInteger),
    Column("last_error", StoredText),
    UniqueConstraint("dedupe_key"),
    Index(None, "status", "next_attempt_at"),
)
