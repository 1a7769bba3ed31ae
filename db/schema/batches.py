"""Import batches: what was imported, by whom, what became of it, and what it touched."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    UniqueConstraint,
    text,
)

from db.dialects import Identifier
from db.schema.columns import StoredText, metadata

import_batch = Table(
    "import_batch",
    metadata,
    Column("id", StoredText, primary_key=True),
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), nullable=False),
    Column("file", StoredText, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("checksum", StoredText, nullable=False),
    # What the person chose explicitly, canonical: the same file with other options is another import.
    Column("fingerprint", StoredText, nullable=False),
    Column("templates", StoredText, nullable=False),
    Column("who", StoredText, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("captured_at", BigInteger, nullable=False),
    # The run whose rows are in the store; NULL after an undo.
    Column("import_order", Integer),
    Column("status", StoredText, nullable=False),
    Column("rows_added", BigInteger, nullable=False, server_default="0"),
    Column("rows_updated", BigInteger, nullable=False, server_default="0"),
    Column("rows_unchanged", BigInteger, nullable=False, server_default="0"),
    Column("rows_skipped", BigInteger, nullable=False, server_default="0"),
    Column("rows_rejected", BigInteger, nullable=False, server_default="0"),
    # JSON of the table reports, as the services wrote it.
    Column("tables", StoredText, nullable=False, server_default="[]"),
    Column("day_min", BigInteger),
    Column("day_max", BigInteger),
    # JSON of the first undo's answer, so that a second one answers the same.
    Column("undo_report", StoredText),
    # UTC seconds of the latest undo; NULL where it counts.
    Column("undone_at", BigInteger),
    UniqueConstraint("import_order"),
    Index(
        "uq_import_batch_live_file",
        "brand_id",
        "checksum",
        "fingerprint",
        unique=True,
        sqlite_where=text("status = 'live'"),
        postgresql_where=text("status = 'live'"),
    ),
    Index(None, "brand_id", "created_at"),
)

import_run = Table(
    "import_run",
    metadata,
    # The import order: a redo is a new run of the same batch.
    Column("id", Identifier, primary_key=True),
    Column("batch_id", ForeignKey("import_batch.id", ondelete="CASCADE"), nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Index(None, "batch_id"),
)

import_issue = Table(
    "import_issue",
    metadata,
    Column("batch_id", ForeignKey("import_batch.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("table_index", Integer, nullable=False),
    Column("row", BigInteger, nullable=False),
    Column("column", StoredText),
    Column("value", StoredText),
    Column("reason", StoredText, nullable=False),
    Column("fix", StoredText, nullable=False),
    Column("severity", StoredText, nullable=False),
    Column("code", StoredText, nullable=False),
)

import_original = Table(
    "import_original",
    metadata,
    Column("batch_id", ForeignKey("import_batch.id", ondelete="CASCADE"), primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("bytes", LargeBinary, nullable=False),
)

batch_cut = Table(
    "batch_cut",
    metadata,
    Column("import_order", ForeignKey("import_run.id", ondelete="CASCADE"), primary_key=True),
    Column("cut_id", ForeignKey("cut.id", ondelete="CASCADE"), primary_key=True),
    # The range of `start` that the run touched: where an undo looks.
    Column("start_min", BigInteger, nullable=False),
    Column("start_max", BigInteger, nullable=False),
    Index(None, "cut_id"),
)

batch_segment = Table(
    "batch_segment",
    metadata,
    Column("import_order", ForeignKey("import_run.id", ondelete="CASCADE"), primary_key=True),
    Column("segment_id", ForeignKey("segment.id", ondelete="CASCADE"), primary_key=True),
    Index(None, "segment_id"),
)

batch_measure = Table(
    "batch_measure",
    metadata,
    Column("import_order", ForeignKey("import_run.id", ondelete="CASCADE"), primary_key=True),
    Column("measure_id", ForeignKey("measure.id", ondelete="CASCADE"), primary_key=True),
    Column("cut_id", Integer, primary_key=True),
    Index(None, "measure_id"),
    ForeignKeyConstraint(
        ["import_order", "cut_id"], ["batch_cut.import_order", "batch_cut.cut_id"], ondelete="CASCADE"
    ),
)
