"""How people sign in, and the sessions in which they work."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Table, UniqueConstraint

from db.schema.columns import StoredText, metadata

sign_in = Table(
    "sign_in",
    metadata,
    Column("person_id", ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    # Argon2id with its salt and cost; NULL = signs in elsewhere, or was invited and has not chosen one.
    Column("password_hash", StoredText),
    # Keyed hash of who the single sign-on says they are.
    Column("subject", StoredText),
    # Administers the installation: also brands that nobody belongs to yet.
    Column("keeper", Boolean(create_constraint=False), nullable=False),
    Column("failures", BigInteger, nullable=False),
    Column("locked_until", BigInteger),
    Column("changed_at", BigInteger, nullable=False),
    UniqueConstraint("subject"),
)

login_session = Table(
    "login_session",
    metadata,
    # Hex SHA-256 of what the cookie holds.
    Column("id", StoredText, primary_key=True),
    Column("person_id", ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("created_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("cause", StoredText, nullable=False),
)
