"""Notes on the time line."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Table

from db.dialects import Identifier
from db.schema.columns import StoredText, metadata

annotation = Table(
    "annotation",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), nullable=False),
    # Local days, inclusive; local hour keys where the note is about hours.
    Column("day_first", BigInteger, nullable=False),
    Column("day_last", BigInteger, nullable=False),
    Column("hour_first", BigInteger),
    Column("hour_last", BigInteger),
    Column("text", StoredText, nullable=False),
    # Sorted, separated by commas.
    Column("tags", StoredText, nullable=False),
    Column("shared", Boolean(create_constraint=False), nullable=False),
    Column("who", StoredText, nullable=False),
    # 'person', or the id of the batch that the note is about.
    Column("source", StoredText, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Index(None, "brand_id", "day_first"),
    Index(None, "source"),
)
