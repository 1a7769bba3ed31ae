"""What programs chose for whom, and what came of it."""

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Index, Table, UniqueConstraint

from db.dialects import Identifier
from db.schema.columns import StoredText, metadata

decision = Table(
    "decision",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), nullable=False),
    # The program's own id of it.
    Column("key", StoredText, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("component", StoredText, nullable=False),
    # Keyed hash of what was randomised; '' where the program told none.
    Column("unit", StoredText, nullable=False),
    Column("arm", StoredText),
    Column("propensity", Float),
    Column("version", BigInteger),
    Column("context", StoredText, nullable=False),
    # The other fields of an interaction, as JSON.
    Column("details", StoredText, nullable=False),
    UniqueConstraint("brand_id", "key"),
    Index(None, "brand_id", "component", "at"),
)

exposure = Table(
    "exposure",
    metadata,
    # A decision falls into each change that is being tried on its component.
    Column("action_id", ForeignKey("action.id", ondelete="CASCADE"), primary_key=True),
    Column("decision_id", ForeignKey("decision.id", ondelete="CASCADE"), primary_key=True),
    Column("cohort", StoredText, nullable=False),
    Index(None, "decision_id"),
)

outcome = Table(
    "outcome",
    metadata,
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), primary_key=True),
    Column("key", StoredText, primary_key=True),
    Column("metric", StoredText, primary_key=True),
    Column("decision_id", ForeignKey("decision.id", ondelete="CASCADE"), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("value", Float, nullable=False),
    Index(None, "decision_id", "metric"),
)
