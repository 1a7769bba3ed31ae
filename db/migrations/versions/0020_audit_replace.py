"""The audit trail of SQLite also refuses a row in place of another one."""

from alembic import op

revision = "0020"
down_revision = "0019"

TRIGGER = (
    "CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit "
    "WHEN EXISTS (SELECT 1 FROM audit WHERE sequence = NEW.sequence OR rowid = NEW.rowid) "
    "BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END"
)


def upgrade() -> None:
    """Create the trigger; Postgres refuses such a statement as the change that it is."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(TRIGGER)


def downgrade() -> None:
    """Drop the trigger."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER audit_no_replace")
