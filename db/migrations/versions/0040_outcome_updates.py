"""What newer posts put on top of a live version between trainings."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"

# SQLite only numbers rows by itself when the key column is declared INTEGER.
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "outcome_update",
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("data_version", sa.BigInteger(), nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column("seen_day", sa.Integer(), nullable=False),
        sa.Column("error", sa.Float(), nullable=True),
        sa.Column("live_error", sa.Float(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["brand_id", "task", "version"],
            ["outcome_model.brand_id", "outcome_model.task", "outcome_model.version"],
            name=op.f("fk_outcome_update_brand_id_task_version_outcome_model"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("brand_id", "task", "version", name=op.f("pk_outcome_update")),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("outcome_update")
