"""Recommenders of arms."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, LargeBinary, Table

from db.schema.columns import StoredText, metadata

arm_model = Table(
    "arm_model",
    metadata,
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), primary_key=True),
    # Each component has versions of its own.
    Column("component", StoredText, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("metric", StoredText, nullable=False),
    Column("less_is_better", Boolean, nullable=False),
    # One arm for all, or by context.
    Column("method", StoredText, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("who", StoredText, nullable=False),
    # When the newest decision that it learned from was made.
    Column("seen_until", BigInteger, nullable=False),
    Column("decisions", Integer, nullable=False),
    # A JSON record: what following it would have brought on later decisions.
    Column("scores", StoredText, nullable=False),
    Column("why", StoredText, nullable=False),
    Column("is_live", Boolean, nullable=False),
    # NULL where it never went live, or is among the old ones that were let go.
    Column("packed", LargeBinary),
    Index(None, "brand_id", "is_live"),
)
