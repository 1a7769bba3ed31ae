"""What alert rules said before somebody changed them."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"

# SQLite only numbers rows by itself when the key column is declared INTEGER.
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the table."""
    table = "alert_rule_change"
    op.create_table(
        table,
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("rule_id", IDENTIFIER, nullable=False),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["alert_rule.id"], name=op.f("fk_alert_rule_change_rule_id_alert_rule"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_rule_change")),
    )
    op.create_index(op.f("ix_alert_rule_change_rule_id_id"), table, ["rule_id", "id"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("alert_rule_change")
