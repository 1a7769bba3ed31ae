"""Goals, saved views, last visits, and analyses of series."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

# SQLite only numbers rows by itself when the key column is declared INTEGER.
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    create_goal()
    create_saved_view()
    create_visit()
    create_series_analysis()


def downgrade() -> None:
    """Drop the tables."""
    for table in ("series_analysis", "visit", "saved_view", "goal"):
        op.drop_table(table)


def brand_key(table: str) -> sa.ForeignKeyConstraint:
    """What belongs to a brand goes with it."""
    return sa.ForeignKeyConstraint(
        ["brand_id"], ["brand.id"], name=op.f(f"fk_{table}_brand_id_brand"), ondelete="CASCADE"
    )


def create_goal() -> None:
    """Create `goal`."""
    op.create_table(
        "goal",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("target", sa.Float(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False, server_default="1"),
        sa.Column("deadline_day", sa.BigInteger(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        brand_key("goal"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
        sa.UniqueConstraint("brand_id", "metric", "platform", name=op.f("uq_goal_brand_id_metric_platform")),
    )


def create_saved_view() -> None:
    """Create `saved_view`."""
    op.create_table(
        "saved_view",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        brand_key("saved_view"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("brand_id", "who", "name", name=op.f("uq_saved_view_brand_id_who_name")),
    )


def create_visit() -> None:
    """Create `visit`."""
    op.create_table(
        "visit",
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.Column("previous_at", sa.BigInteger(), nullable=True),
        sa.Column("previous_data_version", sa.BigInteger(), nullable=True),
        sa.Column("data_version", sa.BigInteger(), nullable=False),
        brand_key("visit"),
        sa.PrimaryKeyConstraint("brand_id", "who", name=op.f("pk_visit")),
    )


def create_series_analysis() -> None:
    """Create `series_analysis`."""
    op.create_table(
        "series_analysis",
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("data_version", sa.BigInteger(), nullable=True),
        sa.Column("computed_at", sa.BigInteger(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("failed_at", sa.BigInteger(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        brand_key("series_analysis"),
        sa.PrimaryKeyConstraint("brand_id", "kind", "series", name=op.f("pk_series_analysis")),
    )
    op.create_index(op.f("ix_series_analysis_brand_id_data_version"), "series_analysis", ["brand_id", "data_version"])
