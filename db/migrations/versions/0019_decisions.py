"""What programs chose and what came of it; and the audit trail."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

# SQLite only numbers rows by itself when the key column is declared INTEGER.
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SEALED = {
    "sqlite": tuple(
        f"CREATE TRIGGER audit_no_{what} BEFORE {what} ON audit "
        "BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END"
        for what in ("update", "delete")
    ),
    "postgresql": (
        (
            "CREATE OR REPLACE FUNCTION audit_only_added() RETURNS trigger LANGUAGE plpgsql AS "
            "'BEGIN RAISE EXCEPTION ''the audit trail is only added to''; END'"
        ),
        (
            "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_only_added()"
        ),
    ),
}


def upgrade() -> None:
    """Create the tables."""
    create_decisions()
    create_audit()


def downgrade() -> None:
    """Drop the tables."""
    for table in ("audit_head", "audit", "outcome", "decision"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_only_added()")


def text(name: str, *, nullable: bool = False, default: str | None = None) -> sa.Column[Any]:
    """Return a column of text."""
    return sa.Column(name, sa.Text(), nullable=nullable, server_default=default)


def whole(name: str, *, nullable: bool = False, default: str | None = None) -> sa.Column[Any]:
    """Return a column of whole numbers."""
    return sa.Column(name, sa.BigInteger(), nullable=nullable, server_default=default)


def real(name: str, *, nullable: bool = True) -> sa.Column[Any]:
    """Return a column of numbers with a fraction."""
    return sa.Column(name, sa.Float(), nullable=nullable)


def key(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    """Return a column that holds the id of another table."""
    return sa.Column(name, IDENTIFIER, nullable=nullable)


def refers(table: str, column: str, other: str, *, gone: str = "CASCADE") -> sa.ForeignKeyConstraint:
    """Return what ties a table to another one."""
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=gone)


def primary(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    """Return the primary key."""
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def unique(table: str, *columns: str) -> sa.UniqueConstraint:
    """Return what may stand there once."""
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def index(table: str, *columns: str) -> None:
    """Create an index."""
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def create_decisions() -> None:
    """Create `decision` and `outcome`."""
    op.create_table(
        "decision",
        key("id"),
        key("brand_id"),
        text("key"),
        whole("at"),
        text("component"),
        text("unit"),
        text("arm", nullable=True),
        real("propensity"),
        text("cohort"),
        key("action_id", nullable=True),
        whole("version", nullable=True),
        text("context"),
        text("details"),
        refers("decision", "brand_id", "brand"),
        refers("decision", "action_id", "action", gone="SET NULL"),
        primary("decision", "id"),
        unique("decision", "brand_id", "key"),
    )
    index("decision", "action_id", "at")
    index("decision", "brand_id", "component", "at")
    op.create_table(
        "outcome",
        key("brand_id"),
        text("key"),
        text("metric"),
        key("decision_id"),
        whole("at"),
        real("value", nullable=False),
        refers("outcome", "brand_id", "brand"),
        refers("outcome", "decision_id", "decision"),
        primary("outcome", "brand_id", "key", "metric"),
    )
    index("outcome", "decision_id", "metric")


def create_audit() -> None:
    """Create the trail, and what keeps its rows as they are."""
    op.create_table(
        "audit",
        whole("sequence"),
        whole("brand_id", nullable=True),
        whole("at"),
        *(text(name) for name in ("actor", "kind", "subject", "body", "seal")),
        primary("audit", "sequence"),
    )
    index("audit", "brand_id", "sequence")
    index("audit", "subject", "sequence")
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        whole("sequence"),
        text("seal"),
        primary("audit_head", "id"),
    )
    for statement in SEALED[op.get_bind().dialect.name]:
        op.execute(statement)
