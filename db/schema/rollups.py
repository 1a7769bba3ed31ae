"""Sums of observations by the buckets that pages ask for; recomputed with the facts, in the same transaction.

| basis, grain | hour | hour of week | day | content | period |
|---|---|---|---|---|---|
| activity by hour | local hour | yes | local day | (day, content) | |
| activity by day | | | that day | (day, content) | |
| lifetime | hour of publication, if known | likewise | day of publication or UNKNOWN_DAY | likewise | |
| period | | | | (first day, content, last day) | first and last day |

`n` counts observations. A fact is the sum of the values reported, NULL where none was. Sums of unique counts (reach)
only mean something in a bucket of one observation. `finish_day` equals `day_key` except for period totals.
"""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, LargeBinary, PrimaryKeyConstraint, Table

from db.schema.columns import BY_CUT, currency_column, fact_columns, metadata


def _rollup(name: str, *keys: str, large: bool = False) -> Table:
    """A table of sums whose key is the cut, the given integer keys and the currency; large ones are parted by cut."""
    return Table(
        name,
        metadata,
        Column("cut_id", Integer, nullable=False),
        *(Column(key, BigInteger, nullable=False) for key in keys),
        currency_column(),
        Column("n", BigInteger, nullable=False),
        *fact_columns(),
        PrimaryKeyConstraint("cut_id", *keys, "currency"),
        sqlite_with_rowid=False,
        postgresql_partition_by=BY_CUT if large else None,
    )


rollup_hour = _rollup("rollup_hour", "hour_key", "account_id", "segment_id", large=True)
rollup_day = _rollup("rollup_day", "day_key", "account_id", "segment_id")
rollup_hour_of_week = _rollup("rollup_hour_of_week", "hour_of_week", "account_id", "segment_id")
rollup_content = _rollup("rollup_content", "day_key", "content_id", "segment_id", "finish_day", large=True)
rollup_period = _rollup("rollup_period", "start_day", "finish_day", "account_id", "segment_id")

rollup_measure = Table(
    "rollup_measure",
    metadata,
    Column("cut_id", Integer, nullable=False),
    Column("day_key", BigInteger, nullable=False),
    Column("finish_day", BigInteger, nullable=False),
    Column("measure_id", Integer, nullable=False),
    Column("account_id", Integer, nullable=False),
    Column("segment_id", Integer, nullable=False),
    # Rows with a value; sums over them; weights and products only of rows that have a weight.
    Column("n", BigInteger, nullable=False),
    Column("value_sum", BigInteger, nullable=False),
    Column("weight_sum", BigInteger),
    Column("weighted_sum", BigInteger),
    # The value of the latest start within the bucket (of several, the largest): what a level stood at.
    Column("last_value", BigInteger, nullable=False),
    PrimaryKeyConstraint("cut_id", "day_key", "finish_day", "measure_id", "account_id", "segment_id"),
    sqlite_with_rowid=False,
)

kept_sums = Table(
    "kept_sums",
    metadata,
    Column("cut_id", ForeignKey("cut.id", ondelete="CASCADE"), primary_key=True),
    # Whether by post and segment (of rollup_content), or by day and segment (of rollup_day).
    Column("by_post", Boolean, primary_key=True),
    # So many times 28 days since 1970.
    Column("span", BigInteger, primary_key=True),
    Column("sums", LargeBinary, nullable=False),
)

FACT_ROLLUPS = (rollup_hour, rollup_day, rollup_hour_of_week, rollup_content, rollup_period)
