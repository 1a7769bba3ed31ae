"""The loop of feedback: reports, suggestions, and the batches that the worker took up."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

# SQLite only numbers rows by itself when the key column is declared INTEGER.
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = ("feedback_batch", "feedback_suggestion_note", "feedback_suggestion", "feedback_report")


def upgrade() -> None:
    """Create the tables; notes that are there are taken up as new ones are."""
    create_report()
    create_suggestion()
    op.create_table(
        "feedback_batch",
        *identified(),
        whole("at"),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("notes", "reports", "entities", "used")),
        whole("insight_run"),
        *keys("feedback_batch"),
    )
    op.create_index(op.f("ix_feedback_batch_brand_id_id"), "feedback_batch", ["brand_id", "id"])
    op.execute("UPDATE feedback_entry SET read_at = NULL")
    op.create_index(op.f("ix_feedback_entry_brand_id_read_at"), "feedback_entry", ["brand_id", "read_at"])


def downgrade() -> None:
    """Drop the tables."""
    op.drop_index(op.f("ix_feedback_entry_brand_id_read_at"), "feedback_entry")
    for table in TABLES:
        op.drop_table(table)


def text(name: str) -> sa.Column[Any]:
    """Return a column of text."""
    return sa.Column(name, sa.Text(), nullable=False)


def whole(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    """Return a column of whole numbers."""
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def identified() -> tuple[sa.Column[Any], ...]:
    """Return the id and the brand."""
    return tuple(sa.Column(name, IDENTIFIER, nullable=False) for name in ("id", "brand_id"))


def refers(table: str, column: str, other: str, gone: str = "CASCADE") -> sa.ForeignKeyConstraint:
    """Return what ties a table to another one."""
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=gone)


def keys(table: str) -> tuple[sa.Constraint, ...]:
    """Return the primary key and the tie to the brand."""
    return refers(table, "brand_id", "brand"), sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def create_report() -> None:
    """Create `feedback_report`."""
    table = "feedback_report"
    op.create_table(
        table,
        *identified(),
        *(text(name) for name in ("source", "target", "entity_kind", "entity", "type", "content_id")),
        whole("at"),
        sa.Column("engagement_score", sa.Float()),
        sa.Column("benchmark_score", sa.Float()),
        whole("processed_at", nullable=True),
        *keys(table),
    )
    op.create_index(op.f("ix_feedback_report_brand_id_processed_at"), table, ["brand_id", "processed_at"])
    name = op.f("ix_feedback_report_brand_id_entity_kind_entity")
    op.create_index(name, table, ["brand_id", "entity_kind", "entity"])


def create_suggestion() -> None:
    """Create `feedback_suggestion` and the notes that stand behind it."""
    table, notes = "feedback_suggestion", "feedback_suggestion_note"
    op.create_table(
        table,
        *identified(),
        *(text(name) for name in ("entity_kind", "entity", "target", "change", "reasoning", "state", "who")),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        whole("made_at"),
        sa.Column("action_id", IDENTIFIER, nullable=True),
        *keys(table),
        refers(table, "action_id", "action", "SET NULL"),
        sa.UniqueConstraint(
            "brand_id",
            "entity_kind",
            "entity",
            "target",
            name=op.f("uq_feedback_suggestion_brand_id_entity_kind_entity_target"),
        ),
    )
    op.create_table(
        notes,
        sa.Column("suggestion_id", IDENTIFIER, nullable=False),
        sa.Column("entry_id", IDENTIFIER, nullable=False),
        refers(notes, "suggestion_id", "feedback_suggestion"),
        refers(notes, "entry_id", "feedback_entry"),
        sa.PrimaryKeyConstraint("suggestion_id", "entry_id", name=op.f(f"pk_{notes}")),
    )
    op.create_index(op.f("ix_feedback_suggestion_note_entry_id"), notes, ["entry_id"])
