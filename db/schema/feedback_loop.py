"""The loop of feedback: reports of the system's parts, the suggestions made of them, and the batches taken up."""

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Index, Integer, Table, UniqueConstraint

from db.dialects import Identifier
from db.schema.columns import StoredText, metadata

feedback_report = Table(
    "feedback_report",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), nullable=False),
    Column("source", StoredText, nullable=False),
    Column("target", StoredText, nullable=False),
    Column("entity_kind", StoredText, nullable=False),
    Column("entity", StoredText, nullable=False),
    Column("type", StoredText, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("content_id", StoredText, nullable=False),
    Column("engagement_score", Float),
    Column("benchmark_score", Float),
    # NULL until a batch took it up; set once, in the transaction of what came of it.
    Column("processed_at", BigInteger),
    Index(None, "brand_id", "processed_at"),
    Index(None, "brand_id", "entity_kind", "entity"),
)

feedback_suggestion = Table(
    "feedback_suggestion",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), nullable=False),
    Column("entity_kind", StoredText, nullable=False),
    Column("entity", StoredText, nullable=False),
    Column("target", StoredText, nullable=False),
    Column("change", StoredText, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("reasoning", StoredText, nullable=False),
    Column("n", Integer, nullable=False),
    Column("of", Integer, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("state", StoredText, nullable=False),
    Column("who", StoredText, nullable=False),
    Column("action_id", ForeignKey("action.id", ondelete="SET NULL")),
    # A test is archived, never removed.
    Column("experiment_id", BigInteger),
    UniqueConstraint("brand_id", "entity_kind", "entity", "target"),
)

feedback_suggestion_note = Table(
    "feedback_suggestion_note",
    metadata,
    Column("suggestion_id", ForeignKey("feedback_suggestion.id", ondelete="CASCADE"), primary_key=True),
    Column("entry_id", ForeignKey("feedback_entry.id", ondelete="CASCADE"), primary_key=True),
    Index(None, "entry_id"),
)

feedback_batch = Table(
    "feedback_batch",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("notes", Integer, nullable=False),
    Column("reports", Integer, nullable=False),
    Column("entities", Integer, nullable=False),
    Column("used", Integer, nullable=False),
    # The newest run of insights that the notes were held against; 0 where there was none.
    Column("insight_run", BigInteger, nullable=False),
    Index(None, "brand_id", "id"),
)
