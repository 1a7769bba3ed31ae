"""Alarms about changes whose guardrail broke."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"

# SQLite only numbers rows by itself when the key column is declared INTEGER.
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "action_alarm",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        sa.Column("action_id", IDENTIFIER, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("since_event", sa.BigInteger(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=True),
        sa.Column("seen_by", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_action_alarm_action_id_action"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brand.id"], name=op.f("fk_action_alarm_brand_id_brand"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_alarm")),
        sa.UniqueConstraint(
            "action_id", "kind", "since_event", name=op.f("uq_action_alarm_action_id_kind_since_event")
        ),
    )
    op.create_index(op.f("ix_action_alarm_brand_id_seen_at"), "action_alarm", ["brand_id", "seen_at"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("action_alarm")
