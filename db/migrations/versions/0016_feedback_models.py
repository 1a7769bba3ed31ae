"""Corrections of what was read out of customers' notes, and the models that learned from them."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

# SQLite only numbers rows by itself when the key column is declared INTEGER.
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "feedback_correction",
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("feeling", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        brand_key("feedback_correction"),
        sa.PrimaryKeyConstraint("brand_id", "digest", name=op.f("pk_feedback_correction")),
        sa.UniqueConstraint("brand_id", "number", name=op.f("uq_feedback_correction_brand_id_number")),
    )
    op.create_table(
        "feedback_model",
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("seen_until", sa.BigInteger(), nullable=False),
        sa.Column("corrections", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("candidate_f1", sa.Float(), nullable=False),
        sa.Column("live_f1", sa.Float(), nullable=False),
        sa.Column("p_value", sa.Float(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("is_live", sa.Boolean(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=True),
        brand_key("feedback_model"),
        sa.PrimaryKeyConstraint("brand_id", "version", name=op.f("pk_feedback_model")),
    )
    op.create_index(op.f("ix_feedback_model_brand_id_is_live"), "feedback_model", ["brand_id", "is_live"])


def downgrade() -> None:
    """Drop the tables."""
    for table in ("feedback_model", "feedback_correction"):
        op.drop_table(table)


def brand_key(table: str) -> sa.ForeignKeyConstraint:
    """What belongs to a brand goes with it."""
    return sa.ForeignKeyConstraint(
        ["brand_id"], ["brand.id"], name=op.f(f"fk_{table}_brand_id_brand"), ondelete="CASCADE"
    )
