"""Facts: the merged current observation of every key, all versions where there are several, and the tall measures.

These tables and the rollups carry no foreign keys: the batch writer resolves the ids itself, a lookup per row and key
would double the time of a bulk insert, and `check` looks for orphans instead.
"""

from sqlalchemy import BigInteger, Boolean, Column, Integer, PrimaryKeyConstraint, Table

from db.schema.columns import BY_CUT, KEY, currency_column, fact_columns, key_columns, metadata

observation = Table(
    "observation",
    metadata,
    *key_columns(),
    # NULL where unknown. Of a lifetime total: the day and hour of publication.
    Column("day_key", BigInteger),
    Column("hour_key", BigInteger),
    currency_column(),
    # Rank of the top version: (captured_at, import_order).
    Column("captured_at", BigInteger, nullable=False),
    Column("import_order", Integer, nullable=False),
    Column("versions", Integer, nullable=False, server_default="1"),
    *fact_columns(),
    PrimaryKeyConstraint(*KEY),
    sqlite_with_rowid=False,
    postgresql_partition_by=BY_CUT,
)

observation_version = Table(
    "observation_version",
    metadata,
    *key_columns(),
    Column("import_order", Integer, nullable=False),
    Column("captured_at", BigInteger, nullable=False),
    currency_column(),
    *fact_columns(),
    PrimaryKeyConstraint(*KEY, "import_order"),
    sqlite_with_rowid=False,
)

observation_measure = Table(
    "observation_measure",
    metadata,
    *key_columns(),
    Column("measure_id", Integer, nullable=False),
    Column("import_order", Integer, nullable=False),
    Column("captured_at", BigInteger, nullable=False),
    Column("value", BigInteger, nullable=False),
    Column("weight", BigInteger),
    # value x weight / SCALE, computed once so that both engines sum the same integers.
    Column("weighted", BigInteger),
    # True for the version of the highest rank (captured_at, import_order).
    Column("is_current", Boolean(create_constraint=False), nullable=False),
    PrimaryKeyConstraint(*KEY, "measure_id", "import_order"),
    sqlite_with_rowid=False,
)
