"""How the system itself does: its operations and samples of the machine."""

from sqlalchemy import BigInteger, Column, Float, Index, Table

from db.dialects import Identifier
from db.schema.columns import StoredText, metadata

operation_metric = Table(
    "operation_metric",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("at_ms", BigInteger, nullable=False),
    Column("component", StoredText, nullable=False),
    Column("operation", StoredText, nullable=False),
    Column("duration_ms", Float, nullable=False),
    Column("error", StoredText),
    # Canonical JSON; NULL where there is none.
    Column("metadata", StoredText),
    Index(None, "at_ms"),
)

system_sample = Table(
    "system_sample",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("at_ms", BigInteger, nullable=False),
    Column("process", StoredText, nullable=False),
    Column("cpu_percent", Float, nullable=False),
    Column("memory_bytes", BigInteger, nullable=False),
    Column("disk_read_bytes", BigInteger),
    Column("disk_written_bytes", BigInteger),
    Column("network_bytes", BigInteger),
    Column("cache_hits", BigInteger, nullable=False),
    Column("cache_misses", BigInteger, nullable=False),
    Index(None, "at_ms"),
)
