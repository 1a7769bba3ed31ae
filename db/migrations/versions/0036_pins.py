"""Pins of parameters, reviews of what was changed for good, and the pin that a proposal carries."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"

# SQLite only numbers rows by itself when the key column is declared INTEGER.
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = "ended_at IS NULL"


def upgrade() -> None:
    """Create the tables and the column."""
    op.add_column("action", sa.Column("pin_until", sa.BigInteger(), nullable=True))
    op.create_table(
        "parameter_pin",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("parameter_id", IDENTIFIER, nullable=False),
        sa.Column("arm", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("action_id", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.Text(), server_default="", nullable=False),
        sa.Column("ended_why", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["parameter_id"], ["parameter.id"], name=op.f("fk_parameter_pin_parameter_id_parameter"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parameter_pin")),
    )
    op.create_index(
        op.f("uq_parameter_pin_open"),
        "parameter_pin",
        ["parameter_id", "arm"],
        unique=True,
        sqlite_where=sa.text(OPEN),
        postgresql_where=sa.text(OPEN),
    )
    op.create_table(
        "parameter_review",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("parameter_id", IDENTIFIER, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("action_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["parameter_id"],
            ["parameter.id"],
            name=op.f("fk_parameter_review_parameter_id_parameter"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parameter_review")),
    )
    op.create_index(op.f("ix_parameter_review_parameter_id_at"), "parameter_review", ["parameter_id", "at"])


def downgrade() -> None:
    """Drop them; a proposal loses its pin."""
    op.drop_table("parameter_review")
    op.drop_table("parameter_pin")
    op.drop_column("action", "pin_until")
