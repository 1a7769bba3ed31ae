"""What the desk of feedback keeps beside the notes: drafts, attachments, uploads, and rules of themes."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

# SQLite only numbers rows by itself when the key column is declared INTEGER.
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = ("feedback_theme_rule", "feedback_upload", "feedback_attachment", "feedback_draft")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "feedback_draft",
        key("brand_id"),
        text("who"),
        blob("wrapped_key"),
        blob("sealed"),
        whole("at"),
        refers("feedback_draft", "brand_id", "brand"),
        sa.PrimaryKeyConstraint("brand_id", "who", name=op.f("pk_feedback_draft")),
    )
    op.create_table(
        "feedback_attachment",
        key("entry_id"),
        text("name"),
        text("media_type"),
        whole("size"),
        blob("wrapped_key"),
        blob("sealed"),
        refers("feedback_attachment", "entry_id", "feedback_entry"),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_feedback_attachment")),
    )
    create_upload()
    create_theme_rule()
    op.add_column("feedback_entry", sa.Column("upload_id", sa.BigInteger(), nullable=True))
    op.create_index(op.f("ix_feedback_entry_upload_id"), "feedback_entry", ["upload_id"])


def downgrade() -> None:
    """Drop the tables."""
    op.drop_index(op.f("ix_feedback_entry_upload_id"), "feedback_entry")
    op.drop_column("feedback_entry", "upload_id")
    for table in TABLES:
        op.drop_table(table)


def text(name: str) -> sa.Column[Any]:
    """Return a column of text."""
    return sa.Column(name, sa.Text(), nullable=False)


def whole(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    """Return a column of whole numbers."""
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def blob(name: str) -> sa.Column[Any]:
    """Return a column of bytes."""
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def key(name: str) -> sa.Column[Any]:
    """Return a column that holds an id."""
    return sa.Column(name, IDENTIFIER, nullable=False)


def refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    """Return what ties a table to another one."""
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="CASCADE")


def create_upload() -> None:
    """Create `feedback_upload`."""
    table = "feedback_upload"
    op.create_table(
        table,
        key("id"),
        key("brand_id"),
        *(text(name) for name in ("file", "checksum", "columns", "who")),
        whole("at"),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("notes", "skipped")),
        whole("undone_at", nullable=True),
        refers(table, "brand_id", "brand"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f("ix_feedback_upload_brand_id_checksum"), table, ["brand_id", "checksum"])


def create_theme_rule() -> None:
    """Create `feedback_theme_rule`."""
    table = "feedback_theme_rule"
    op.create_table(
        table,
        key("id"),
        key("brand_id"),
        *(text(name) for name in ("kind", "theme", "into", "word", "who")),
        whole("at"),
        refers(table, "brand_id", "brand"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f("ix_feedback_theme_rule_brand_id"), table, ["brand_id"])
