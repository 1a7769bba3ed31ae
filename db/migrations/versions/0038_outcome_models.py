"""Versions of models of what comes of posts."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"

# SQLite only numbers rows by itself when the key column is declared INTEGER.
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "outcome_model",
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("seen_day", sa.Integer(), nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column("scores", sa.Text(), nullable=False),
        sa.Column("p_value", sa.Float(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("is_live", sa.Boolean(), nullable=False),
        sa.Column("stale", sa.Text(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brand.id"], name=op.f("fk_outcome_model_brand_id_brand"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("brand_id", "task", "version", name=op.f("pk_outcome_model")),
    )
    op.create_index(op.f("ix_outcome_model_brand_id_is_live"), "outcome_model", ["brand_id", "is_live"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("outcome_model")
