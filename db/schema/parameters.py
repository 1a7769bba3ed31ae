"""Parameters that programs ask for, their versions, and who is changing one."""

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Index, Table, UniqueConstraint

from db.dialects import Identifier
from db.schema.columns import StoredText, metadata

parameter = Table(
    "parameter",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), nullable=False),
    Column("component", StoredText, nullable=False),
    Column("operation", StoredText, nullable=False),
    Column("name", StoredText, nullable=False),
    # Canonical pairs; '' serves everybody.
    Column("context", StoredText, nullable=False),
    Column("kind", StoredText, nullable=False),
    Column("low", Float),
    Column("high", Float),
    Column("step", Float),
    # JSON, like the values: the allowed texts, and what serves at version 0.
    Column("options", StoredText, nullable=False),
    Column("base_value", StoredText, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    UniqueConstraint("brand_id", "component", "operation", "name", "context"),
)

setting_version = Table(
    "setting_version",
    metadata,
    Column("parameter_id", ForeignKey("parameter.id", ondelete="CASCADE"), primary_key=True),
    # From 1, without gaps; the newest one serves.
    Column("version", BigInteger, primary_key=True, autoincrement=False),
    Column("value", StoredText, nullable=False),
    Column("action_id", ForeignKey("action.id", ondelete="CASCADE"), nullable=False),
    # 'apply' or 'rollback': at most one of each for an action.
    Column("kind", StoredText, nullable=False),
    Column("who", StoredText, nullable=False),
    Column("at", BigInteger, nullable=False),
    UniqueConstraint("action_id", "kind"),
)

adjustment = Table(
    "adjustment",
    metadata,
    Column("parameter_id", ForeignKey("parameter.id", ondelete="CASCADE"), primary_key=True),
    # From 1, without gaps.
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("value", StoredText, nullable=False),
    Column("envelope_version", BigInteger, nullable=False),
    Column("base_version", BigInteger, nullable=False),
    Column("who", StoredText, nullable=False),
    Column("why", StoredText, nullable=False),
    Column("at", BigInteger, nullable=False),
    # '' where a person adjusted by hand.
    Column("mechanism", StoredText, nullable=False, server_default=""),
)

key_lease = Table(
    "key_lease",
    metadata,
    # One live change for each parameter.
    Column("parameter_id", ForeignKey("parameter.id", ondelete="CASCADE"), primary_key=True),
    Column("action_id", ForeignKey("action.id", ondelete="CASCADE"), nullable=False),
    Column("taken_at", BigInteger, nullable=False),
    Index("uq_key_lease_action_id", "action_id", unique=True),
)
