"""Scheduled work: lease, runs, states, requests."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

# SQLite only numbers rows by itself when the key column is declared INTEGER.
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    create_worker_lease()
    create_job_run()
    create_job_state()
    create_job_request()


def downgrade() -> None:
    """Drop the tables."""
    for table in ("job_request", "job_state", "job_run", "worker_lease"):
        op.drop_table(table)


def create_worker_lease() -> None:
    """Create `worker_lease`."""
    op.create_table(
        "worker_lease",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("ticked_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_worker_lease")),
    )


def create_job_run() -> None:
    """Create `job_run`."""
    op.create_table(
        "job_run",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("slot", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.Column("rows", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("retry_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_run")),
        sa.UniqueConstraint("job", "slot", name=op.f("uq_job_run_job_slot")),
    )
    op.create_index(op.f("ix_job_run_state_retry_at"), "job_run", ["state", "retry_at"])
    op.create_index(op.f("ix_job_run_started_at"), "job_run", ["started_at"])


def create_job_state() -> None:
    """Create `job_state`."""
    op.create_table(
        "job_state",
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("open_until", sa.BigInteger(), nullable=True),
        sa.Column("every_seconds", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("job", name=op.f("pk_job_state")),
    )


def create_job_request() -> None:
    """Create `job_request`."""
    op.create_table(
        "job_request",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("requested_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_request")),
    )
