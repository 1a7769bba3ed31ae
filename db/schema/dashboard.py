"""What the dashboard keeps beside the facts: goals, saved views, last visits, and analyses of series."""

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Table, UniqueConstraint

from db.dialects import Identifier
from db.schema.columns import StoredText, metadata

goal = Table(
    "goal",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), nullable=False),
    Column("metric", StoredText, nullable=False),
    # '' is the whole brand.
    Column("platform", StoredText, nullable=False),
    # In the unit of the metric: a rate counts to 1.
    Column("target", Float, nullable=False),
    Column("weight", Float, nullable=False, server_default="1"),
    # Local day by which it is to be reached.
    Column("deadline_day", BigInteger),
    Column("who", StoredText, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    UniqueConstraint("brand_id", "metric", "platform"),
)

saved_view = Table(
    "saved_view",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), nullable=False),
    Column("name", StoredText, nullable=False),
    # The page and the filters as they stand in its address.
    Column("page", StoredText, nullable=False),
    Column("query", StoredText, nullable=False),
    Column("who", StoredText, nullable=False),
    Column("shared", Boolean(create_constraint=False), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    UniqueConstraint("brand_id", "who", "name"),
)

visit = Table(
    "visit",
    metadata,
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), primary_key=True),
    Column("who", StoredText, primary_key=True),
    # The visit under way, and the one before it that news are counted from.
    Column("seen_at", BigInteger, nullable=False),
    Column("began_at", BigInteger, nullable=False),
    Column("previous_at", BigInteger),
    Column("previous_data_version", BigInteger),
    Column("data_version", BigInteger, nullable=False),
)

series_analysis = Table(
    "series_analysis",
    metadata,
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), primary_key=True),
    # Which analysis, and of which series (metric, basis, platform) as canonical JSON.
    Column("kind", StoredText, primary_key=True),
    Column("series", StoredText, primary_key=True),
    # The last one that succeeded; NULL where none did.
    Column("data_version", BigInteger),
    Column("computed_at", BigInteger),
    Column("result", StoredText),
    # Set where the latest attempt failed.
    Column("failed_at", BigInteger),
    Column("failure", StoredText),
    Index(None, "brand_id", "data_version"),
)
