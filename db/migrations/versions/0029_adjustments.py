"""What mechanisms adjust inside of approved envelopes."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "adjustment",
        sa.Column("parameter_id", IDENTIFIER, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("envelope_version", sa.BigInteger(), nullable=False),
        sa.Column("base_version", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parameter_id"], ["parameter.id"], name=op.f("fk_adjustment_parameter_id_parameter"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("parameter_id", "number", name=op.f("pk_adjustment")),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("adjustment")
