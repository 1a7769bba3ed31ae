"""Insights: what was found, which run said so, what people decided, and what was computed for the next run."""

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Index, Table, UniqueConstraint

from db.dialects import Identifier
from db.schema.columns import StoredText, metadata

insight = Table(
    "insight",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), nullable=False),
    # Digest of what it is about: the same finding renews the row.
    Column("fingerprint", StoredText, nullable=False),
    Column("kind", StoredText, nullable=False),
    Column("metric", StoredText, nullable=False),
    # The newest finding with its candidate and evidence, as JSON.
    Column("finding", StoredText, nullable=False),
    Column("status", StoredText, nullable=False),
    # The status before it was withdrawn; NULL where it is not.
    Column("earlier", StoredText),
    Column("priority", StoredText, nullable=False),
    Column("impact", Float),
    Column("impact_unit", StoredText, nullable=False, server_default=""),
    # At the moment of the newest finding; it decays from then on.
    Column("confidence", Float, nullable=False),
    Column("data_version", BigInteger, nullable=False),
    Column("settings_version", BigInteger, nullable=False),
    # UTC seconds.
    Column("first_seen", BigInteger, nullable=False),
    Column("renewed_at", BigInteger, nullable=False),
    Column("decided_at", BigInteger),
    Column("reason", StoredText, nullable=False, server_default=""),
    Column("who", StoredText, nullable=False, server_default=""),
    # What the data did to it: undone, gone, faded, turned; '' = nothing.
    Column("mark", StoredText, nullable=False, server_default=""),
    Column("action_id", ForeignKey("action.id", ondelete="SET NULL")),
    Column("experiment_id", ForeignKey("experiment.id", ondelete="SET NULL")),
    UniqueConstraint("brand_id", "fingerprint"),
    Index(None, "brand_id", "status"),
)

insight_sighting = Table(
    "insight_sighting",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("insight_id", ForeignKey("insight.id", ondelete="CASCADE"), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("data_version", BigInteger, nullable=False),
    # NULL where the run did not find it.
    Column("confidence", Float),
    Column("effect", Float),
    Column("low", Float),
    Column("high", Float),
    Column("n", BigInteger),
    Index(None, "insight_id", "id"),
)

insight_damping = Table(
    "insight_damping",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), nullable=False),
    Column("insight_id", ForeignKey("insight.id", ondelete="CASCADE"), nullable=False),
    Column("kind", StoredText, nullable=False),
    Column("metric", StoredText, nullable=False),
    Column("about", StoredText, nullable=False),
    Column("reason", StoredText, nullable=False),
    Column("who", StoredText, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("lifted_at", BigInteger),
    Column("lifted_by", StoredText, nullable=False, server_default=""),
    Index(None, "brand_id", "lifted_at"),
)

insight_run = Table(
    "insight_run",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("finished_at", BigInteger, nullable=False),
    Column("data_version", BigInteger, nullable=False),
    Column("settings_version", BigInteger, nullable=False),
    Column("looked_at", BigInteger, nullable=False),
    Column("found", BigInteger, nullable=False),
    Column("settings", StoredText, nullable=False),
    # '' where the run succeeded.
    Column("failure", StoredText, nullable=False),
    Index(None, "brand_id", "id"),
)

insight_candidates = Table(
    "insight_candidates",
    metadata,
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), primary_key=True),
    # What one detector proposed, and from what: as long as that hardly changed it is not asked again.
    Column("detector", StoredText, primary_key=True),
    Column("basis", StoredText, nullable=False),
    Column("computed_at", BigInteger, nullable=False),
    Column("candidates", StoredText, nullable=False),
)

formula_set = Table(
    "formula_set",
    metadata,
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), primary_key=True),
    # Digest of the posts and gates that they were made from.
    Column("basis", StoredText, nullable=False),
    Column("computed_at", BigInteger, nullable=False),
    # Records as JSON.
    Column("formulas", StoredText, nullable=False),
)
