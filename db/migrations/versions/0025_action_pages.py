"""Pages as they were when somebody decided about an action."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

# SQLite only numbers rows by itself when the key column is declared INTEGER.
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create `action_page`."""
    op.create_table(
        "action_page",
        sa.Column("event_id", IDENTIFIER, nullable=False),
        sa.Column("action_id", IDENTIFIER, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["action_event.id"], name=op.f("fk_action_page_event_id_action_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_action_page_action_id_action"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_action_page")),
    )
    op.create_index(op.f("ix_action_page_action_id"), "action_page", ["action_id"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("action_page")
