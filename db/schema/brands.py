"""Brands and their settings."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, Table, UniqueConstraint

from db.dialects import Identifier
from db.schema.columns import StoredText, metadata

brand = Table(
    "brand",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("name", StoredText, nullable=False),
    Column("time_zone", StoredText, nullable=False),
    Column("is_demo", Boolean(create_constraint=False), nullable=False),
    # Raised by every commit that changes facts, settings or notes: part of every cache key.
    Column("data_version", BigInteger, nullable=False, server_default="0"),
    Column("settings_version", BigInteger, nullable=False, server_default="0"),
    Column("notes_version", BigInteger, nullable=False, server_default="0"),
    Column("created_at", BigInteger, nullable=False),
    UniqueConstraint("name"),
)

setting = Table(
    "setting",
    metadata,
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), primary_key=True),
    Column("key", StoredText, primary_key=True),
    Column("value", StoredText, nullable=False),
    Column("version", Integer, nullable=False),
)

setting_change = Table(
    "setting_change",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), nullable=False),
    Column("key", StoredText, nullable=False),
    # NULL where the default held.
    Column("before", StoredText),
    Column("after", StoredText),
    Column("who", StoredText, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Index(None, "brand_id"),
)
