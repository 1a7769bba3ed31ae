"""Operations of the system and samples of the machine."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

# SQLite only numbers rows by itself when the key column is declared INTEGER.
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "operation_metric",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("component", sa.Text(), nullable=False),
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("duration_ms", sa.Float(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("metadata", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operation_metric")),
    )
    op.create_index(op.f("ix_operation_metric_at_ms"), "operation_metric", ["at_ms"])
    op.create_table(
        "system_sample",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("process", sa.Text(), nullable=False),
        sa.Column("cpu_percent", sa.Float(), nullable=False),
        sa.Column("memory_bytes", sa.BigInteger(), nullable=False),
        sa.Column("disk_read_bytes", sa.BigInteger(), nullable=True),
        sa.Column("disk_written_bytes", sa.BigInteger(), nullable=True),
        sa.Column("network_bytes", sa.BigInteger(), nullable=True),
        sa.Column("cache_hits", sa.BigInteger(), nullable=False),
        sa.Column("cache_misses", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_system_sample")),
    )
    op.create_index(op.f("ix_system_sample_at_ms"), "system_sample", ["at_ms"])


def downgrade() -> None:
    """Drop the tables."""
    for table in ("system_sample", "operation_metric"):
        op.drop_table(table)
