"""What numbers are reported by: cuts, segments, and measures beyond the facts."""

from sqlalchemy import Column, ForeignKey, Index, Table, UniqueConstraint

from db.dialects import Identifier
from db.schema.columns import StoredText, metadata

cut = Table(
    "cut",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), nullable=False),
    Column("platform", StoredText, nullable=False),
    Column("basis", StoredText, nullable=False),
    Column("grain", StoredText, nullable=False),
    # Sorted names, separated by commas; '' for none.
    Column("dimensions", StoredText, nullable=False),
    Column("name", StoredText, nullable=False),
    UniqueConstraint("brand_id", "platform", "basis", "grain", "dimensions"),
)

cut_fact = Table(
    "cut_fact",
    metadata,
    Column("cut_id", ForeignKey("cut.id", ondelete="CASCADE"), primary_key=True),
    Column("fact", StoredText, primary_key=True),
)

cut_currency = Table(
    "cut_currency",
    metadata,
    Column("cut_id", ForeignKey("cut.id", ondelete="CASCADE"), primary_key=True),
    Column("currency", StoredText, primary_key=True),
)

segment = Table(
    "segment",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), nullable=False),
    Column("persona", StoredText, nullable=False),
    Column("device", StoredText, nullable=False),
    Column("channel", StoredText, nullable=False),
    Column("strategy", StoredText, nullable=False),
    # Canonical JSON of (name, value) pairs, sorted by name; '[]' for none. The same pairs stand in segment_value.
    Column("named", StoredText, nullable=False),
    UniqueConstraint("brand_id", "persona", "device", "channel", "strategy", "named"),
)

segment_value = Table(
    "segment_value",
    metadata,
    Column("segment_id", ForeignKey("segment.id", ondelete="CASCADE"), primary_key=True),
    Column("name", StoredText, primary_key=True),
    Column("value", StoredText, nullable=False),
    Index(None, "name", "value"),
)

measure = Table(
    "measure",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), nullable=False),
    Column("name", StoredText, nullable=False),
    Column("header", StoredText, nullable=False),
    Column("kind", StoredText, nullable=False),
    Column("unit", StoredText, nullable=False),
    UniqueConstraint("brand_id", "name", "kind", "unit"),
)
