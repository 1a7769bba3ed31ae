"""Models of what comes of posts."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
)

from db.dialects import Identifier
from db.schema.columns import StoredText, metadata

outcome_model = Table(
    "outcome_model",
    metadata,
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), primary_key=True),
    # Success or engagement; each has versions of its own.
    Column("task", StoredText, primary_key=True),
    Column("version", Integer, primary_key=True),
    # Forest, boosting or net.
    Column("method", StoredText, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("who", StoredText, nullable=False),
    # The epoch day of the newest post that it learned from.
    Column("seen_day", Integer, nullable=False),
    Column("posts", Integer, nullable=False),
    # A JSON record: how it did on later posts, beside the baseline.
    Column("scores", StoredText, nullable=False),
    Column("p_value", Float, nullable=False),
    Column("why", StoredText, nullable=False),
    Column("is_live", Boolean, nullable=False),
    # Why what it learned no longer stands; '' where it does.
    Column("stale", StoredText, nullable=False),
    # NULL where it never went live, or is among the old ones that were let go.
    Column("packed", LargeBinary),
    Index(None, "brand_id", "is_live"),
)

outcome_update = Table(
    "outcome_update",
    metadata,
    Column("brand_id", Identifier, primary_key=True),
    Column("task", StoredText, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("made_at", BigInteger, nullable=False),
    # Of the brand, as it was looked at.
    Column("data_version", BigInteger, nullable=False),
    # Newer posts that were looked at.
    Column("posts", Integer, nullable=False),
    Column("seen_day", Integer, nullable=False),
    # Mean squared errors with and without; NULL where too few days were there.
    Column("error", Float),
    Column("live_error", Float),
    Column("why", StoredText, nullable=False),
    # NULL where nothing is put on top of the version.
    Column("packed", LargeBinary),
    ForeignKeyConstraint(
        ["brand_id", "task", "version"],
        ["outcome_model.brand_id", "outcome_model.task", "outcome_model.version"],
        ondelete="CASCADE",
    ),
)
