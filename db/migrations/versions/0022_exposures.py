"""A decision falls into every change that is being tried on its component, not into one."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0020"

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TOLD = "SELECT action_id, id AS decision_id, cohort FROM decision WHERE action_id IS NOT NULL"
FIRST = "(SELECT {} FROM exposure WHERE exposure.decision_id = decision.id ORDER BY action_id LIMIT 1)"
SETS_ACTION = sa.text(f"UPDATE decision SET action_id = {FIRST.format('action_id')}")  # noqa: S608 - words of our own
SETS_COHORT = sa.text(f"UPDATE decision SET cohort = coalesce({FIRST.format('cohort')}, 'base')")  # noqa: S608 - likewise


def upgrade() -> None:
    """Create the table from what decisions told, and take it from them."""
    op.execute(f"CREATE TABLE exposure_told AS {TOLD}")
    op.drop_index("ix_decision_action_id_at", "decision")
    keep_outcomes()
    with op.batch_alter_table("decision") as batch:
        batch.drop_constraint("fk_decision_action_id_action", type_="foreignkey")
        batch.drop_column("action_id")
        batch.drop_column("cohort")
    return_outcomes()
    op.create_table(
        "exposure",
        sa.Column("action_id", IDENTIFIER, nullable=False),
        sa.Column("decision_id", IDENTIFIER, nullable=False),
        sa.Column("cohort", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_exposure_action_id_action"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_exposure_decision_id_decision"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("action_id", "decision_id", name=op.f("pk_exposure")),
    )
    op.create_index(op.f("ix_exposure_decision_id"), "exposure", ["decision_id"])
    op.execute(
        "INSERT INTO exposure (action_id, decision_id, cohort) SELECT action_id, decision_id, cohort FROM exposure_told"
    )
    op.drop_table("exposure_told")


def downgrade() -> None:
    """Give each decision its first change back, and drop the table."""
    op.add_column("decision", sa.Column("cohort", sa.Text(), nullable=False, server_default="base"))
    op.add_column("decision", sa.Column("action_id", IDENTIFIER, nullable=True))
    op.execute(SETS_ACTION)
    op.execute(SETS_COHORT)
    op.drop_table("exposure")
    keep_outcomes()
    with op.batch_alter_table("decision") as batch:
        batch.alter_column("cohort", server_default=None, existing_type=sa.Text(), existing_nullable=False)
        batch.create_foreign_key("fk_decision_action_id_action", "action", ["action_id"], ["id"], ondelete="SET NULL")
    return_outcomes()
    op.create_index("ix_decision_action_id_at", "decision", ["action_id", "at"])


def keep_outcomes() -> None:
    """Set outcomes aside: SQLite changes a table by a new one, and what refers to the old one goes with it."""
    op.execute("CREATE TABLE outcome_aside AS SELECT * FROM outcome")
    op.execute("DELETE FROM outcome")


def return_outcomes() -> None:
    """Put the outcomes back."""
    names = "brand_id, key, metric, decision_id, at, value"
    op.execute(f"INSERT INTO outcome ({names}) SELECT {names} FROM outcome_aside")  # noqa: S608 - words of our own
    op.drop_table("outcome_aside")
