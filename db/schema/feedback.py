"""What customers say: what people corrected about it, and the models that learned from that."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    UniqueConstraint,
)

from db.schema.columns import StoredText, metadata

feedback_correction = Table(
    "feedback_correction",
    metadata,
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), primary_key=True),
    # Feeling, kind, themes or strength.
    Column("label", StoredText, primary_key=True),
    # Of the words: the newest correction of the same label of the same words stands.
    Column("digest", StoredText, primary_key=True),
    # Grows with every correction, changed ones included: what a model has seen are the numbers up to one.
    Column("number", BigInteger, nullable=False),
    # Masked.
    Column("text", StoredText, nullable=False),
    # A JSON list: one value, or any number of themes.
    Column("told", StoredText, nullable=False),
    Column("who", StoredText, nullable=False),
    Column("at", BigInteger, nullable=False),
    UniqueConstraint("brand_id", "number"),
)

feedback_model = Table(
    "feedback_model",
    metadata,
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), primary_key=True),
    # Every label has versions of its own.
    Column("label", StoredText, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("made_at", BigInteger, nullable=False),
    Column("who", StoredText, nullable=False),
    # The last correction that it learned from.
    Column("seen_until", BigInteger, nullable=False),
    Column("corrections", Integer, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("candidate_f1", Float, nullable=False),
    Column("live_f1", Float, nullable=False),
    Column("p_value", Float, nullable=False),
    Column("why", StoredText, nullable=False),
    Column("is_live", Boolean, nullable=False),
    # NULL where it never went live, or is among the old ones that were let go.
    Column("packed", LargeBinary),
    Index(None, "brand_id", "is_live"),
)
