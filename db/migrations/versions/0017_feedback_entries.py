"""What customers said: notes, their links, and the words as they were said, sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

# SQLite only numbers rows by itself when the key column is declared INTEGER.
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ENTRY = "feedback_entry.id"


def upgrade() -> None:
    """Create the tables."""
    create_entry()
    op.create_table(
        "feedback_link",
        sa.Column("entry_id", IDENTIFIER, nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        of_entry("feedback_link"),
        sa.PrimaryKeyConstraint("entry_id", "relation", "kind", "target", name=op.f("pk_feedback_link")),
    )
    op.create_index(op.f("ix_feedback_link_kind_target"), "feedback_link", ["kind", "target"])
    op.create_table(
        "feedback_sealed",
        sa.Column("entry_id", IDENTIFIER, nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        of_entry("feedback_sealed"),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_feedback_sealed")),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in ("feedback_sealed", "feedback_link", "feedback_entry"):
        op.drop_table(table)


def of_entry(table: str) -> sa.ForeignKeyConstraint:
    """What belongs to a note goes with it."""
    name = op.f(f"fk_{table}_entry_id_feedback_entry")
    return sa.ForeignKeyConstraint(["entry_id"], [ENTRY], name=name, ondelete="CASCADE")


def create_entry() -> None:
    """Create `feedback_entry`."""
    texts = ("text", "masked", "who", "persona", "feeling_by", "kind_by", "themes", "themes_by", "suggestion", "answer")
    op.create_table(
        "feedback_entry",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts),
        sa.Column("entered_at", sa.BigInteger(), nullable=False),
        *(
            sa.Column(name, sa.Text())
            for name in ("source", "language", "feeling", "kind", "cause", "unread", "strength")
        ),
        *(
            sa.Column(name, sa.BigInteger())
            for name in ("said_day", "read_at", "first_used_at", "answered_at", "same_as")
        ),
        sa.Column("score", sa.Float()),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brand.id"], name=op.f("fk_feedback_entry_brand_id_brand"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_entry")),
    )
    op.create_index(op.f("ix_feedback_entry_brand_id_entered_at"), "feedback_entry", ["brand_id", "entered_at"])
