"""What numbers are reported by: cuts, segments, measures."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# SQLite only numbers rows by itself when the key column is declared INTEGER.
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    create_cut()
    create_measure()
    create_segment()
    create_cut_currency()
    create_cut_fact()
    create_segment_value()


def downgrade() -> None:
    """Drop the tables."""
    for table in (
        "segment_value",
        "cut_fact",
        "cut_currency",
        "segment",
        "measure",
        "cut",
    ):
        op.drop_table(table)


def create_cut() -> None:
    """Create `cut`."""
    op.create_table(
        "cut",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("grain", sa.Text(), nullable=False),
        sa.Column("dimensions", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_cut_brand_id_brand"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cut")),
        sa.UniqueConstraint(
            "brand_id",
            "platform",
            "basis",
            "grain",
            "dimensions",
            name=op.f("uq_cut_brand_id_platform_basis_grain_dimensions"),
        ),
    )


def create_measure() -> None:
    """Create `measure`."""
    op.create_table(
        "measure",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("header", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_measure_brand_id_brand"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
        sa.UniqueConstraint("brand_id", "name", "kind", "unit", name=op.f("uq_measure_brand_id_name_kind_unit")),
    )


def create_segment() -> None:
    """Create `segment`."""
    op.create_table(
        "segment",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        sa.Column("persona", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("strategy", sa.Text(), nullable=False),
        sa.Column("named", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_segment_brand_id_brand"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segment")),
        sa.UniqueConstraint(
            "brand_id",
            "persona",
            "device",
            "channel",
            "strategy",
            "named",
            name=op.f("uq_segment_brand_id_persona_device_channel_strategy_named"),
        ),
    )


def create_cut_currency() -> None:
    """Create `cut_currency`."""
    op.create_table(
        "cut_currency",
        sa.Column("cut_id", IDENTIFIER, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["cut_id"], ["cut.id"], name=op.f("fk_cut_currency_cut_id_cut"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("cut_id", "currency", name=op.f("pk_cut_currency")),
    )


def create_cut_fact() -> None:
    """Create `cut_fact`."""
    op.create_table(
        "cut_fact",
        sa.Column("cut_id", IDENTIFIER, nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["cut_id"], ["cut.id"], name=op.f("fk_cut_fact_cut_id_cut"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("cut_id", "fact", name=op.f("pk_cut_fact")),
    )


def create_segment_value() -> None:
    """Create `segment_value`."""
    op.create_table(
        "segment_value",
        sa.Column("segment_id", IDENTIFIER, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["segment_id"], ["segment.id"], name=op.f("fk_segment_value_segment_id_segment"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("segment_id", "name", name=op.f("pk_segment_value")),
    )
    op.create_index(op.f("ix_segment_value_name_value"), "segment_value", ["name", "value"], unique=False)
