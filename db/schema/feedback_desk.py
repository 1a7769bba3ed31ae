"""What the desk of feedback keeps beside the notes: drafts, attachments, uploads, and rules of themes."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, Table

from db.dialects import Identifier
from db.schema.columns import StoredText, metadata

feedback_draft = Table(
    "feedback_draft",
    metadata,
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), primary_key=True),
    Column("who", StoredText, primary_key=True),
    # Nothing is masked while it is written: the words are sealed, as those that are kept with the tick.
    Column("wrapped_key", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False),
)

feedback_attachment = Table(
    "feedback_attachment",
    metadata,
    Column("entry_id", ForeignKey("feedback_entry.id", ondelete="CASCADE"), primary_key=True),
    Column("name", StoredText, nullable=False),
    Column("media_type", StoredText, nullable=False),
    Column("size", BigInteger, nullable=False),
    # A picture of a chat shows names: sealed under a key of its own.
    Column("wrapped_key", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

feedback_upload = Table(
    "feedback_upload",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), nullable=False),
    Column("file", StoredText, nullable=False),
    Column("checksum", StoredText, nullable=False),
    # Which columns were read as what, canonical JSON: another reading of the same bytes is another upload.
    Column("columns", StoredText, nullable=False),
    Column("who", StoredText, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("notes", Integer, nullable=False),
    Column("skipped", Integer, nullable=False),
    # NULL while it counts.
    Column("undone_at", BigInteger),
    Index(None, "brand_id", "checksum"),
)

feedback_theme_rule = Table(
    "feedback_theme_rule",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), nullable=False),
    Column("kind", StoredText, nullable=False),
    Column("theme", StoredText, nullable=False),
    Column("into", StoredText, nullable=False),
    Column("word", StoredText, nullable=False),
    Column("who", StoredText, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index(None, "brand_id"),
)
