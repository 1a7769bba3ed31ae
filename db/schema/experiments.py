"""A/B tests: designs, the sums behind them, what people predicted and decided."""

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Table, UniqueConstraint

from db.dialects import Identifier
from db.schema.columns import StoredText, metadata

experiment = Table(
    "experiment",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), nullable=False),
    # The name by which files and programs call it.
    Column("key", StoredText, nullable=False),
    Column("name", StoredText, nullable=False),
    Column("hypothesis", StoredText, nullable=False),
    Column("state", StoredText, nullable=False),
    Column("origin", StoredText, nullable=False),
    # Name of the primary metric, and the tags that the library is searched by; '' where there is none.
    Column("metric", StoredText, nullable=False),
    Column("topic", StoredText, nullable=False),
    Column("hook", StoredText, nullable=False),
    Column("segment", StoredText, nullable=False),
    # The whole design as JSON, and what a search looks through, in lower case.
    Column("design", StoredText, nullable=False),
    Column("words", StoredText, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("created_by", StoredText, nullable=False),
    # UTC seconds, each NULL until it happens.
    Column("started_at", BigInteger),
    Column("ended_at", BigInteger),
    Column("decided_at", BigInteger),
    Column("archived_at", BigInteger),
    # Raised by every change of its sums, and by every change at all.
    Column("data_version", BigInteger, nullable=False, server_default="0"),
    Column("row_version", BigInteger, nullable=False, server_default="0"),
    UniqueConstraint("brand_id", "key"),
    Index(None, "brand_id", "state", "created_at"),
)

experiment_source = Table(
    "experiment_source",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), nullable=False),
    Column("file", StoredText, nullable=False),
    # The same bytes with the same mapping are the same import.
    Column("checksum", StoredText, nullable=False),
    Column("fingerprint", StoredText, nullable=False),
    Column("report", StoredText, nullable=False),
    Column("who", StoredText, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    UniqueConstraint("brand_id", "checksum", "fingerprint"),
)

experiment_sum = Table(
    "experiment_sum",
    metadata,
    Column("experiment_id", ForeignKey("experiment.id", ondelete="CASCADE"), primary_key=True),
    Column("source_id", ForeignKey("experiment_source.id", ondelete="CASCADE"), primary_key=True),
    Column("metric", StoredText, primary_key=True),
    # 'raw', or 'capped' where extreme units were cut to a bound.
    Column("variant", StoredText, primary_key=True),
    Column("arm", StoredText, primary_key=True),
    # '' is everybody; else one dimension, as in 'device=phone'.
    Column("segment", StoredText, primary_key=True),
    # Local day, or NO_DAY; and seconds since the start for a running total, or NO_LOOK.
    Column("day_key", BigInteger, primary_key=True, autoincrement=False),
    Column("look", BigInteger, primary_key=True, autoincrement=False),
    Column("n", BigInteger, nullable=False),
    Column("total", Float, nullable=False),
    Column("squares", Float),
    # Of a ratio: its denominator and the cross product; of an adjustment: the value before the test.
    Column("base_total", Float),
    Column("base_squares", Float),
    Column("base_product", Float),
    Column("before_total", Float),
    Column("before_squares", Float),
    Column("before_product", Float),
    Index(None, "source_id"),
)

experiment_summary = Table(
    "experiment_summary",
    metadata,
    Column("experiment_id", ForeignKey("experiment.id", ondelete="CASCADE"), primary_key=True),
    # What it was computed from; another text means that it is to be computed again.
    Column("basis", StoredText, nullable=False),
    Column("verdict", StoredText, nullable=False),
    Column("rule", StoredText, nullable=False),
    Column("reason", StoredText, nullable=False),
    Column("arm", StoredText),
    Column("lift", Float),
    Column("low", Float),
    Column("high", Float),
    # Standard error of that lift on the scale of the logarithm: with the other tests it gives the chance to win.
    Column("lead_error", Float),
    # On the scale of the logarithm, for the library.
    Column("effect", Float),
    Column("effect_error", Float),
    Column("n", BigInteger, nullable=False),
    Column("days_left", BigInteger),
    Column("computed_at", BigInteger, nullable=False),
    # Why a running test should give people to other versions; NULL where nothing says so.
    Column("reallocate", StoredText),
)

experiment_event = Table(
    "experiment_event",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), nullable=False),
    # Stays when the test goes with the import that brought it.
    Column("experiment_id", ForeignKey("experiment.id", ondelete="SET NULL")),
    Column("kind", StoredText, nullable=False),
    Column("who", StoredText, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("note", StoredText, nullable=False),
    Index(None, "experiment_id", "id"),
    Index(None, "brand_id", "id"),
)

experiment_prediction = Table(
    "experiment_prediction",
    metadata,
    Column("experiment_id", ForeignKey("experiment.id", ondelete="CASCADE"), primary_key=True),
    # 'system' is Bellwether itself.
    Column("who", StoredText, primary_key=True),
    # NULL where the person would rather not say, and where no arm is thought to win.
    Column("arm", StoredText),
    Column("lift", Float),
    Column("chance", Float),
    Column("skipped", Boolean(create_constraint=False), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("data_version", BigInteger, nullable=False),
)

experiment_decision = Table(
    "experiment_decision",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("experiment_id", ForeignKey("experiment.id", ondelete="CASCADE"), nullable=False),
    Column("choice", StoredText, nullable=False),
    Column("arm", StoredText),
    Column("note", StoredText, nullable=False),
    Column("who", StoredText, nullable=False),
    Column("at", BigInteger, nullable=False),
    # All that the person saw: the version of the data, the settings and every number, as JSON.
    Column("data_version", BigInteger, nullable=False),
    Column("settings", StoredText, nullable=False),
    Column("report", StoredText, nullable=False),
    Index(None, "experiment_id", "id"),
)
