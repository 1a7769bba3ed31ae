"""A suggestion may have become a test."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    """Add the column."""
    op.add_column("feedback_suggestion", sa.Column("experiment_id", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Drop the column; a suggestion that became a test is open again."""
    op.execute("UPDATE feedback_suggestion SET state = 'open', who = '' WHERE state = 'planned as a test'")
    op.drop_column("feedback_suggestion", "experiment_id")
