"""New mechanisms run in shadow first; an adjustment says which mechanism made it."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"

# SQLite only numbers rows by itself when the key column is declared INTEGER.
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables, and the column; which mechanism made the adjustments of before is not known."""
    op.add_column("adjustment", sa.Column("mechanism", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "shadow_run",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("parameter_id", IDENTIFIER, nullable=False),
        sa.Column("mechanism", sa.Text(), nullable=False),
        sa.Column("envelope_version", sa.BigInteger(), nullable=False),
        sa.Column("bounds", sa.Text(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("needed", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parameter_id"], ["parameter.id"], name=op.f("fk_shadow_run_parameter_id_parameter"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shadow_run")),
        sa.UniqueConstraint(
            "parameter_id",
            "envelope_version",
            "mechanism",
            name=op.f("uq_shadow_run_parameter_id_envelope_version_mechanism"),
        ),
    )
    op.create_table(
        "shadow_step",
        sa.Column("run_id", IDENTIFIER, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("base_version", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["shadow_run.id"], name=op.f("fk_shadow_step_run_id_shadow_run"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "number", name=op.f("pk_shadow_step")),
    )


def downgrade() -> None:
    """Drop the tables and the column."""
    op.drop_table("shadow_step")
    op.drop_table("shadow_run")
    op.drop_column("adjustment", "mechanism")
