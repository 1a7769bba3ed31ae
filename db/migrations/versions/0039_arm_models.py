"""Versions of recommenders of arms."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"

# SQLite only numbers rows by itself when the key column is declared INTEGER.
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "arm_model",
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        sa.Column("component", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("less_is_better", sa.Boolean(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("seen_until", sa.BigInteger(), nullable=False),
        sa.Column("decisions", sa.Integer(), nullable=False),
        sa.Column("scores", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("is_live", sa.Boolean(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brand.id"], name=op.f("fk_arm_model_brand_id_brand"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("brand_id", "component", "version", name=op.f("pk_arm_model")),
    )
    op.create_index(op.f("ix_arm_model_brand_id_is_live"), "arm_model", ["brand_id", "is_live"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("arm_model")
