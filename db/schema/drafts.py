"""What outlives a visit to the upload page: remembered mappings and half-done imports."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table

from db.schema.columns import StoredText, metadata

mapping_memory = Table(
    "mapping_memory",
    metadata,
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), primary_key=True),
    # '' is the memory of the whole brand.
    Column("who", StoredText, primary_key=True),
    Column("header_fingerprint", StoredText, primary_key=True),
    Column("mapping", StoredText, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
)

import_draft = Table(
    "import_draft",
    metadata,
    Column("token", StoredText, primary_key=True),
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), nullable=False),
    Column("who", StoredText, nullable=False),
    Column("state", StoredText, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Index(None, "brand_id", "who"),
)
