"""People and what each may do in a brand."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Table, UniqueConstraint

from db.dialects import Identifier
from db.schema.columns import StoredText, metadata

person = Table(
    "person",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("name", StoredText, nullable=False),
    Column("active", Boolean(create_constraint=False), nullable=False),
    # Made up to try the approval with; never on a brand of one's own.
    Column("is_sample", Boolean(create_constraint=False), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("disabled_at", BigInteger),
    UniqueConstraint("name"),
)

person_role = Table(
    "person_role",
    metadata,
    Column("person_id", ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), primary_key=True),
    Column("role", StoredText, nullable=False),
)
