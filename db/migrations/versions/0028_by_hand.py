"""Changes that a person applies elsewhere, and what they are to confirm."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the column and the table."""
    op.add_column("action", sa.Column("by_hand", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "action_hand_step",
        sa.Column("action_id", IDENTIFIER, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_action_hand_step_action_id_action"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("action_id", "kind", name=op.f("pk_action_hand_step")),
    )


def downgrade() -> None:
    """Drop both."""
    op.drop_table("action_hand_step")
    op.drop_column("action", "by_hand")
