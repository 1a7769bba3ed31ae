"""The short answer of a test says whether people should be given to other versions."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """Add the column; answers of earlier methods are computed again."""
    op.add_column("experiment_summary", sa.Column("reallocate", sa.Text(), nullable=True))


def downgrade() -> None:
    """Drop the column."""
    op.drop_column("experiment_summary", "reallocate")
