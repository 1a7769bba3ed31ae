"""Rules of alerts, and the alerts that they raised."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table, UniqueConstraint

from db.dialects import Identifier
from db.schema.columns import StoredText, metadata

alert_rule = Table(
    "alert_rule",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), nullable=False),
    # What a person wrote, as JSON.
    Column("draft", StoredText, nullable=False),
    Column("who", StoredText, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("watch_from", BigInteger),
    Column("evaluated_version", BigInteger, nullable=False),
    Column("evaluated_day", BigInteger),
    Column("due_at", BigInteger),
    Column("muted_until", BigInteger),
    Index(None, "brand_id"),
)

alert_rule_change = Table(
    "alert_rule_change",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("rule_id", ForeignKey("alert_rule.id", ondelete="CASCADE"), nullable=False),
    # What the rule said until then, as JSON.
    Column("draft", StoredText, nullable=False),
    # Who changed it, and when in UTC seconds.
    Column("who", StoredText, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Index(None, "rule_id", "id"),
)

alert = Table(
    "alert",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), nullable=False),
    Column("rule_id", ForeignKey("alert_rule.id", ondelete="CASCADE"), nullable=False),
    Column("day", BigInteger, nullable=False),
    Column("subject", StoredText, nullable=False),
    Column("data_version", BigInteger, nullable=False),
    Column("raised_at", BigInteger, nullable=False),
    Column("title", StoredText, nullable=False),
    Column("finding", StoredText, nullable=False),
    Column("status", StoredText, nullable=False),
    Column("who", StoredText, nullable=False),
    Column("note", StoredText, nullable=False),
    Column("changed_at", BigInteger),
    UniqueConstraint("rule_id", "day", "subject", "data_version"),
    Index(None, "brand_id", "status"),
)
