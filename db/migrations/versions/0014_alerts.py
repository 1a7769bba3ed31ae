"""Rules of alerts, and alerts."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

# SQLite only numbers rows by itself when the key column is declared INTEGER.
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    create_alert_rule()
    create_alert()


def downgrade() -> None:
    """Drop the tables."""
    for table in ("alert", "alert_rule"):
        op.drop_table(table)


def create_alert_rule() -> None:
    """Create `alert_rule`."""
    op.create_table(
        "alert_rule",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("watch_from", sa.BigInteger(), nullable=True),
        sa.Column("evaluated_version", sa.BigInteger(), nullable=False),
        sa.Column("evaluated_day", sa.BigInteger(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("muted_until", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brand.id"], name=op.f("fk_alert_rule_brand_id_brand"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_rule")),
    )
    op.create_index(op.f("ix_alert_rule_brand_id"), "alert_rule", ["brand_id"])


def create_alert() -> None:
    """Create `alert`."""
    op.create_table(
        "alert",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        sa.Column("rule_id", IDENTIFIER, nullable=False),
        sa.Column("day", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("data_version", sa.BigInteger(), nullable=False),
        sa.Column("raised_at", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_alert_brand_id_brand"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["alert_rule.id"], name=op.f("fk_alert_rule_id_alert_rule"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        sa.UniqueConstraint(
            "rule_id", "day", "subject", "data_version", name=op.f("uq_alert_rule_id_day_subject_data_version")
        ),
    )
    op.create_index(op.f("ix_alert_brand_id_status"), "alert", ["brand_id", "status"])
