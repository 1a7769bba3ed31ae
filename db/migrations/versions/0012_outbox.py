"""Channels, and effects that wait to be carried out."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

# SQLite only numbers rows by itself when the key column is declared INTEGER.
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    create_channel()
    create_outbox()


def downgrade() -> None:
    """Drop the tables."""
    for table in ("outbox", "channel"):
        op.drop_table(table)


def create_channel() -> None:
    """Create `channel`."""
    op.create_table(
        "channel",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("route", sa.Text(), nullable=True),
        sa.Column("sealed", sa.Text(), nullable=True),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_channel_brand_id_brand"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel")),
        sa.UniqueConstraint("brand_id", "name", name=op.f("uq_channel_brand_id_name")),
    )


def create_outbox() -> None:
    """Create `outbox`."""
    op.create_table(
        "outbox",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        sa.Column("dedupe_key", sa.Text(), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("next_attempt_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_outbox_brand_id_brand"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_outbox_dedupe_key")),
    )
    op.create_index(op.f("ix_outbox_status_next_attempt_at"), "outbox", ["status", "next_attempt_at"])
