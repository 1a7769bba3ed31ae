"""The ledger knows the range of what a change brought in the unit of its metric."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
COLUMNS = ("value_low", "value_high")


def upgrade() -> None:
    """Add the columns; of earlier ends it is not known."""
    for name in COLUMNS:
        op.add_column("ledger", sa.Column(name, sa.Float(), nullable=True))


def downgrade() -> None:
    """Drop the columns."""
    for name in COLUMNS:
        op.drop_column("ledger", name)
