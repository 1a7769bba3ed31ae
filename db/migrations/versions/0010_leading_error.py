"""The short answer of a test keeps how exactly its lift is known, not a chance that other tests change."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Change the columns; answers of earlier methods are computed again."""
    op.add_column("experiment_summary", sa.Column("lead_error", sa.Float(), nullable=True))
    op.drop_column("experiment_summary", "chance")


def downgrade() -> None:
    """Bring the old column back, empty."""
    op.add_column("experiment_summary", sa.Column("chance", sa.Float(), nullable=True))
    op.drop_column("experiment_summary", "lead_error")
