"""Insights with their history, dampings, runs and candidates."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

# SQLite only numbers rows by itself when the key column is declared INTEGER.
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    create_insight()
    create_sighting()
    create_damping()
    create_run()
    create_candidates()


def downgrade() -> None:
    """Drop the tables."""
    for table in ("insight_candidates", "insight_run", "insight_damping", "insight_sighting", "insight"):
        op.drop_table(table)


def refers(table: str, column: str, other: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    """What belongs to a row goes with it, or forgets it."""
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), ondelete=ondelete
    )


def create_insight() -> None:
    """Create `insight`."""
    op.create_table(
        "insight",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("earlier", sa.Text(), nullable=True),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("impact", sa.Float(), nullable=True),
        sa.Column("impact_unit", sa.Text(), server_default="", nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("data_version", sa.BigInteger(), nullable=False),
        sa.Column("settings_version", sa.BigInteger(), nullable=False),
        sa.Column("first_seen", sa.BigInteger(), nullable=False),
        sa.Column("renewed_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("who", sa.Text(), server_default="", nullable=False),
        sa.Column("mark", sa.Text(), server_default="", nullable=False),
        sa.Column("action_id", IDENTIFIER, nullable=True),
        sa.Column("experiment_id", IDENTIFIER, nullable=True),
        refers("insight", "brand_id", "brand"),
        refers("insight", "action_id", "action", "SET NULL"),
        refers("insight", "experiment_id", "experiment", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insight")),
        sa.UniqueConstraint("brand_id", "fingerprint", name=op.f("uq_insight_brand_id_fingerprint")),
    )
    op.create_index(op.f("ix_insight_brand_id_status"), "insight", ["brand_id", "status"])


def create_sighting() -> None:
    """Create `insight_sighting`."""
    op.create_table(
        "insight_sighting",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("insight_id", IDENTIFIER, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("data_version", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.Float(), nullable=True) for name in ("confidence", "effect", "low", "high")),
        sa.Column("n", sa.BigInteger(), nullable=True),
        refers("insight_sighting", "insight_id", "insight"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insight_sighting")),
    )
    op.create_index(op.f("ix_insight_sighting_insight_id_id"), "insight_sighting", ["insight_id", "id"])


def create_damping() -> None:
    """Create `insight_damping`."""
    op.create_table(
        "insight_damping",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        sa.Column("insight_id", IDENTIFIER, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("kind", "metric", "about", "reason", "who")),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("lifted_at", sa.BigInteger(), nullable=True),
        sa.Column("lifted_by", sa.Text(), server_default="", nullable=False),
        refers("insight_damping", "brand_id", "brand"),
        refers("insight_damping", "insight_id", "insight"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insight_damping")),
    )
    op.create_index(op.f("ix_insight_damping_brand_id_lifted_at"), "insight_damping", ["brand_id", "lifted_at"])


def create_run() -> None:
    """Create `insight_run`."""
    numbers = ("started_at", "finished_at", "data_version", "settings_version", "looked_at", "found")
    op.create_table(
        "insight_run",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in numbers),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=False),
        refers("insight_run", "brand_id", "brand"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insight_run")),
    )
    op.create_index(op.f("ix_insight_run_brand_id_id"), "insight_run", ["brand_id", "id"])


def create_candidates() -> None:
    """Create `insight_candidates`."""
    op.create_table(
        "insight_candidates",
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        sa.Column("detector", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("computed_at", sa.BigInteger(), nullable=False),
        sa.Column("candidates", sa.Text(), nullable=False),
        refers("insight_candidates", "brand_id", "brand"),
        sa.PrimaryKeyConstraint("brand_id", "detector", name=op.f("pk_insight_candidates")),
    )
