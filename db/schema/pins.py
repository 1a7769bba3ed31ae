"""What people hold where it is, and when they last looked at what was changed for good."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table, text

from db.dialects import Identifier
from db.schema.columns import StoredText, metadata

parameter_pin = Table(
    "parameter_pin",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("parameter_id", ForeignKey("parameter.id", ondelete="CASCADE"), nullable=False),
    # '' holds the whole value.
    Column("arm", StoredText, nullable=False),
    # JSON: the value, or the weight of the arm.
    Column("value", StoredText, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("reason", StoredText, nullable=False),
    Column("who", StoredText, nullable=False),
    Column("at", BigInteger, nullable=False),
    # The change that brought it.
    Column("action_id", BigInteger),
    Column("ended_at", BigInteger),
    Column("ended_by", StoredText, nullable=False, server_default=""),
    Column("ended_why", StoredText, nullable=False, server_default=""),
    Index(
        "uq_parameter_pin_open",
        "parameter_id",
        "arm",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
)

parameter_review = Table(
    "parameter_review",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("parameter_id", ForeignKey("parameter.id", ondelete="CASCADE"), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("who", StoredText, nullable=False),
    Column("verdict", StoredText, nullable=False),
    Column("reason", StoredText, nullable=False),
    # The proposal back to the base value, where that was the answer.
    Column("action_id", BigInteger),
    Index(None, "parameter_id", "at"),
)
