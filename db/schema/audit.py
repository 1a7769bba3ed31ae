"""The audit trail: rows that are only ever added, each sealed together with the one before."""

from sqlalchemy import DDL, BigInteger, Column, Index, Integer, Table, event

from db.append_only import APPEND_ONLY
from db.schema.columns import StoredText, metadata

audit = Table(
    "audit",
    metadata,
    # From 1, without gaps.
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    # No foreign key: a removed brand leaves its trail.
    Column("brand_id", BigInteger),
    Column("at", BigInteger, nullable=False),
    Column("actor", StoredText, nullable=False),
    Column("kind", StoredText, nullable=False),
    Column("subject", StoredText, nullable=False),
    # Canonical JSON; pseudonyms only.
    Column("body", StoredText, nullable=False),
    # Hex HMAC-SHA256 over the seal before, the sequence and the row.
    Column("seal", StoredText, nullable=False),
    Index(None, "brand_id", "sequence"),
    Index(None, "subject", "sequence"),
)

audit_head = Table(
    "audit_head",
    metadata,
    # One row; every writer of the trail locks it.
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("sequence", BigInteger, nullable=False),
    Column("seal", StoredText, nullable=False),
)

for _engine, _statements in APPEND_ONLY.items():
    for _statement in _statements:
        event.listen(audit, "after_create", DDL(_statement).execute_if(dialect=_engine))  # type: ignore[no-untyped-call]  # SQLAlchemy types no DDL
