"""What new mechanisms would have done while what was approved served."""

from sqlalchemy import BigInteger, Column, ForeignKey, Table, UniqueConstraint

from db.dialects import Identifier
from db.schema.columns import StoredText, metadata

shadow_run = Table(
    "shadow_run",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("parameter_id", ForeignKey("parameter.id", ondelete="CASCADE"), nullable=False),
    Column("mechanism", StoredText, nullable=False),
    Column("envelope_version", BigInteger, nullable=False),
    # JSON, like the values of the steps.
    Column("bounds", StoredText, nullable=False),
    Column("metric", StoredText, nullable=False),
    Column("began_at", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("needed", BigInteger, nullable=False),
    Column("state", StoredText, nullable=False),
    Column("decided_at", BigInteger),
    Column("decided_by", StoredText, nullable=False),
    Column("reason", StoredText, nullable=False),
    # One run for each mechanism and version of the envelope.
    UniqueConstraint("parameter_id", "envelope_version", "mechanism"),
)

shadow_step = Table(
    "shadow_step",
    metadata,
    Column("run_id", ForeignKey("shadow_run.id", ondelete="CASCADE"), primary_key=True),
    # From 1, without gaps.
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("value", StoredText, nullable=False),
    Column("base_version", BigInteger, nullable=False),
    Column("why", StoredText, nullable=False),
    Column("at", BigInteger, nullable=False),
)
