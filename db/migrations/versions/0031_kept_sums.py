"""Sums of spans of days that no import touched since they were read, and the winning formulas of a brand."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"

# SQLite only numbers rows by itself when the key column is declared INTEGER.
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "kept_sums",
        sa.Column("cut_id", IDENTIFIER, nullable=False),
        sa.Column("by_post", sa.Boolean(), nullable=False),
        sa.Column("span", sa.BigInteger(), nullable=False),
        sa.Column("sums", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["cut_id"], ["cut.id"], name=op.f("fk_kept_sums_cut_id_cut"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("cut_id", "by_post", "span", name=op.f("pk_kept_sums")),
    )
    op.create_table(
        "formula_set",
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("computed_at", sa.BigInteger(), nullable=False),
        sa.Column("formulas", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brand.id"], name=op.f("fk_formula_set_brand_id_brand"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("brand_id", name=op.f("pk_formula_set")),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("formula_set")
    op.drop_table("kept_sums")
