"""Corrections of every label of a note, the versions that learned from them, and who said how strong a note is."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"

# SQLite only numbers rows by itself when the key column is declared INTEGER.
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = ("feedback_correction", "feedback_model")
CORRECTION = "brand_id, digest, number, text, who, at"
MODEL = (
    "brand_id, version, made_at, who, seen_until, corrections, rows, candidate_f1, live_f1, p_value, why, is_live, "
    "packed"
)
RETURN_MODELS = f"INSERT INTO feedback_model ({MODEL}) SELECT {MODEL} FROM feedback_model_aside"  # noqa: S608 - own words


def upgrade() -> None:
    """Put the label before what was there: all of it was about the feeling."""
    set_aside()
    create_correction(sa.Column("label", sa.Text(), nullable=False), sa.Column("told", sa.Text(), nullable=False))
    create_model(sa.Column("label", sa.Text(), nullable=False))
    op.execute(
        f"INSERT INTO feedback_correction ({CORRECTION}, label, told) "  # noqa: S608 - words of our own
        f"SELECT {CORRECTION}, 'feeling', '[\"' || feeling || '\"]' FROM feedback_correction_aside"
    )
    op.execute(
        f"INSERT INTO feedback_model ({MODEL}, label) "  # noqa: S608 - words of our own
        f"SELECT {MODEL}, 'feeling' FROM feedback_model_aside"
    )
    drop_aside()
    op.add_column("feedback_entry", sa.Column("strength_by", sa.Text(), nullable=False, server_default="machine"))
    op.execute("UPDATE feedback_entry SET strength_by = 'person' WHERE strength IS NOT NULL")


def downgrade() -> None:
    """Keep what is about the feeling alone."""
    op.drop_column("feedback_entry", "strength_by")
    op.execute("DELETE FROM feedback_correction WHERE label <> 'feeling'")
    op.execute("DELETE FROM feedback_model WHERE label <> 'feeling'")
    set_aside()
    create_correction(sa.Column("feeling", sa.Text(), nullable=False))
    create_model()
    op.execute(
        f"INSERT INTO feedback_correction ({CORRECTION}, feeling) "  # noqa: S608 - words of our own
        f"SELECT {CORRECTION}, substr(told, 3, length(told) - 4) FROM feedback_correction_aside"
    )
    op.execute(RETURN_MODELS)
    drop_aside()


def set_aside() -> None:
    """Nothing refers to these tables: they are made anew around what they hold."""
    for table in TABLES:
        op.execute(f"CREATE TABLE {table}_aside AS SELECT * FROM {table}")  # noqa: S608 - words of our own
        op.drop_table(table)


def drop_aside() -> None:
    """Let go of what was set aside."""
    for table in TABLES:
        op.drop_table(f"{table}_aside")


def create_correction(*own: sa.Column[str]) -> None:
    """Create the table of corrections, with a label or without."""
    keys = ("brand_id", *(column.name for column in own if column.name == "label"), "digest")
    op.create_table(
        "feedback_correction",
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *own,
        brand_key("feedback_correction"),
        sa.PrimaryKeyConstraint(*keys, name=op.f("pk_feedback_correction")),
        sa.UniqueConstraint("brand_id", "number", name=op.f("uq_feedback_correction_brand_id_number")),
    )


def create_model(*own: sa.Column[str]) -> None:
    """Create the table of versions, with a label or without."""
    op.create_table(
        "feedback_model",
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("seen_until", sa.BigInteger(), nullable=False),
        sa.Column("corrections", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("candidate_f1", sa.Float(), nullable=False),
        sa.Column("live_f1", sa.Float(), nullable=False),
        sa.Column("p_value", sa.Float(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("is_live", sa.Boolean(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=True),
        *own,
        brand_key("feedback_model"),
        sa.PrimaryKeyConstraint(
            "brand_id", *(column.name for column in own), "version", name=op.f("pk_feedback_model")
        ),
    )
    op.create_index(op.f("ix_feedback_model_brand_id_is_live"), "feedback_model", ["brand_id", "is_live"])


def brand_key(table: str) -> sa.ForeignKeyConstraint:
    """What belongs to a brand goes with it."""
    return sa.ForeignKeyConstraint(
        ["brand_id"], ["brand.id"], name=op.f(f"fk_{table}_brand_id_brand"), ondelete="CASCADE"
    )
