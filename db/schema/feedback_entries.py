"""What customers said: notes, their links, and the words as they were said, sealed."""

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Index, LargeBinary, Table

from db.dialects import Identifier
from db.schema.columns import StoredText, metadata

feedback_entry = Table(
    "feedback_entry",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), nullable=False),
    # Masked; the words as they were said stand in feedback_sealed or nowhere.
    Column("text", StoredText, nullable=False),
    Column("masked", StoredText, nullable=False),
    Column("who", StoredText, nullable=False),
    Column("entered_at", BigInteger, nullable=False),
    Column("source", StoredText),
    Column("persona", StoredText, nullable=False),
    Column("said_day", BigInteger),
    Column("language", StoredText),
    Column("feeling", StoredText),
    Column("feeling_by", StoredText, nullable=False),
    Column("score", Float),
    Column("kind", StoredText),
    Column("kind_by", StoredText, nullable=False),
    Column("themes", StoredText, nullable=False),
    Column("themes_by", StoredText, nullable=False),
    Column("cause", StoredText),
    Column("unread", StoredText),
    Column("strength", StoredText),
    Column("strength_by", StoredText, nullable=False),
    Column("suggestion", StoredText, nullable=False),
    # NULL until a batch of the loop took it up; set once, in the transaction of what came of it.
    Column("read_at", BigInteger),
    Column("first_used_at", BigInteger),
    Column("answered_at", BigInteger),
    Column("answer", StoredText, nullable=False),
    # A note of the same table; emptied when that one is removed.
    Column("same_as", BigInteger),
    # The file that it came with; emptied by nothing, as its undo removes the note.
    Column("upload_id", BigInteger, index=True),
    Index(None, "brand_id", "entered_at"),
    Index(None, "brand_id", "read_at"),
)

feedback_link = Table(
    "feedback_link",
    metadata,
    Column("entry_id", ForeignKey("feedback_entry.id", ondelete="CASCADE"), primary_key=True),
    Column("relation", StoredText, primary_key=True),
    Column("kind", StoredText, primary_key=True),
    Column("target", StoredText, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Index(None, "kind", "target"),
)

feedback_sealed = Table(
    "feedback_sealed",
    metadata,
    Column("entry_id", ForeignKey("feedback_entry.id", ondelete="CASCADE"), primary_key=True),
    # The key of this note alone, wrapped by the master key: without the row nothing can be read again.
    Column("wrapped_key", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)
