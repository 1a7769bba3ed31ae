"""Everything that a change goes through: people, parameters and their versions, votes, history, stages, ledger."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

# SQLite only numbers rows by itself when the key column is declared INTEGER.
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EXPIRY_SECONDS = 14 * 86_400
NEW_TABLES = (
    "governance_gate",
    "ledger",
    "action_command",
    "action_review",
    "action_stage",
    "action_event",
    "action_vote",
    "key_lease",
    "setting_version",
)


def upgrade() -> None:
    """Create the tables; drafts that are there keep what they propose, and what they change becomes a parameter."""
    create_people()
    create_parameter()
    for column in action_columns():
        op.add_column("action", column)
    op.create_index(op.f("ix_action_brand_id_started_at"), "action", ["brand_id", "started_at"])
    bind = op.get_bind()
    for draft in [dict(row) for row in bind.execute(sa.text("SELECT * FROM action ORDER BY id")).mappings()]:
        keep_draft(draft)
    create_versions()
    create_log()
    create_ends()


def downgrade() -> None:
    """Drop the tables; values are plain texts again."""
    for table in NEW_TABLES:
        op.drop_table(table)
    bind = op.get_bind()
    for row in bind.execute(sa.text("SELECT id, from_value, to_value FROM action")).mappings().all():
        plain = {name: plain_text(row[name]) for name in ("from_value", "to_value")}
        bind.execute(
            sa.text("UPDATE action SET from_value = :from_value, to_value = :to_value WHERE id = :id"),
            plain | {"id": row["id"]},
        )
    op.drop_index(op.f("ix_action_brand_id_started_at"), "action")
    for column in action_columns():
        op.drop_column("action", column.name)
    for table in ("parameter", "person_role", "person"):
        op.drop_table(table)


def plain_text(value: str) -> str:
    """Return a value as the older schema has it."""
    found = json.loads(value)
    return found if isinstance(found, str) else value


def action_columns() -> list[sa.Column[Any]]:
    """Return what an action goes through, column by column."""
    return [
        # No foreign key: SQLite could not drop the column again.
        whole("parameter_id", nullable=True),
        whole("undo_of", nullable=True),
        whole("expires_at", default="0"),
        text("policy", nullable=True),
        *(whole(name, nullable=True) for name in ("scheduled_at", "stage", "stage_since", "started_at")),
        *(whole(name, nullable=True) for name in ("applied_version", "restored_version")),
        text("cause", default=""),
        whole("attempts", default="0"),
        text("report", nullable=True),
        text("flag", default=""),
    ]


def text(name: str, *, nullable: bool = False, default: str | None = None) -> sa.Column[Any]:
    """Return a column of text."""
    return sa.Column(name, sa.Text(), nullable=nullable, server_default=default)


def whole(name: str, *, nullable: bool = False, default: str | None = None) -> sa.Column[Any]:
    """Return a column of whole numbers."""
    return sa.Column(name, sa.BigInteger(), nullable=nullable, server_default=default)


def real(name: str, *, nullable: bool = True) -> sa.Column[Any]:
    """Return a column of numbers with a fraction."""
    return sa.Column(name, sa.Float(), nullable=nullable)


def switch(name: str) -> sa.Column[Any]:
    """Return a column of yes and no."""
    return sa.Column(name, sa.Boolean(), nullable=False)


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


def create_people() -> None:
    """Create `person` and `person_role`."""
    op.create_table(
        "person",
        key("id"),
        text("name"),
        switch("active"),
        switch("is_sample"),
        whole("created_at"),
        whole("disabled_at", nullable=True),
        primary("person", "id"),
        unique("person", "name"),
    )
    op.create_table(
        "person_role",
        key("person_id"),
        key("brand_id"),
        text("role"),
        refers("person_role", "person_id", "person"),
        refers("person_role", "brand_id", "brand"),
        primary("person_role", "person_id", "brand_id"),
    )


def create_parameter() -> None:
    """Create `parameter`."""
    op.create_table(
        "parameter",
        key("id"),
        key("brand_id"),
        *(text(name) for name in ("component", "operation", "name", "context", "kind")),
        *(real(name) for name in ("low", "high", "step")),
        text("options"),
        text("base_value"),
        whole("created_at"),
        refers("parameter", "brand_id", "brand"),
        primary("parameter", "id"),
        unique("parameter", "brand_id", "component", "operation", "name", "context"),
    )


def keep_draft(draft: dict[str, Any]) -> None:
    """Write a draft of the older schema; what it changes becomes a parameter."""
    bind = op.get_bind()
    values = {name: json.dumps(draft[name], ensure_ascii=False) for name in ("from_value", "to_value")}
    pairs = sorted((str(name), str(value)) for name, value in json.loads(draft["context"]).items())
    context = json.dumps(pairs, ensure_ascii=False, separators=(",", ":")) if pairs else ""
    place = {name: draft[name] for name in ("brand_id", "component", "operation", "name")} | {"context": context}
    named = "brand_id = :brand_id AND component = :component AND operation = :operation AND name = :name"
    find = sa.text(f"SELECT id FROM parameter WHERE {named} AND context = :context")  # noqa: S608 - names of the schema
    found = bind.execute(find, place).scalar()
    if found is None:
        new = place | {"base": values["from_value"], "at": draft["created_at"]}
        bind.execute(
            sa.text(
                "INSERT INTO parameter (brand_id, component, operation, name, context, kind, options, base_value,"
                " created_at) VALUES (:brand_id, :component, :operation, :name, :context, 'text', '[]', :base, :at)"
            ),
            new,
        )
        found = bind.execute(find, place).scalar()
    bind.execute(
        sa.text(
            "UPDATE action SET from_value = :from_value, to_value = :to_value, parameter_id = :parameter,"
            " expires_at = :expires WHERE id = :id"
        ),
        values | {"parameter": found, "expires": draft["created_at"] + EXPIRY_SECONDS, "id": draft["id"]},
    )


def create_versions() -> None:
    """Create `setting_version` and `key_lease`."""
    op.create_table(
        "setting_version",
        key("parameter_id"),
        whole("version"),
        text("value"),
        key("action_id"),
        text("kind"),
        text("who"),
        whole("at"),
        refers("setting_version", "parameter_id", "parameter"),
        refers("setting_version", "action_id", "action"),
        primary("setting_version", "parameter_id", "version"),
        unique("setting_version", "action_id", "kind"),
    )
    op.create_table(
        "key_lease",
        key("parameter_id"),
        key("action_id"),
        whole("taken_at"),
        refers("key_lease", "parameter_id", "parameter"),
        refers("key_lease", "action_id", "action"),
        primary("key_lease", "parameter_id"),
    )
    op.create_index(op.f("uq_key_lease_action_id"), "key_lease", ["action_id"], unique=True)


def create_log() -> None:
    """Create votes, history and stages."""
    op.create_table(
        "action_vote",
        key("action_id"),
        whole("round"),
        *(text(name) for name in ("voter", "digest", "kind", "reason", "prediction")),
        whole("at"),
        refers("action_vote", "action_id", "action"),
        primary("action_vote", "action_id", "round", "voter"),
    )
    op.create_table(
        "action_event",
        key("id"),
        key("action_id"),
        whole("at"),
        text("who"),
        text("command"),
        text("before", nullable=True),
        text("after"),
        whole("round"),
        text("reason"),
        text("detail"),
        whole("sequence"),
        refers("action_event", "action_id", "action"),
        primary("action_event", "id"),
        unique("action_event", "sequence"),
    )
    index("action_event", "action_id", "id")
    op.create_table(
        "action_stage",
        key("action_id"),
        whole("stage"),
        real("share", nullable=False),
        whole("started_at"),
        whole("ended_at", nullable=True),
        text("numbers", nullable=True),
        refers("action_stage", "action_id", "action"),
        primary("action_stage", "action_id", "stage"),
    )


def create_ends() -> None:
    """Create what is owed afterwards, the commands, the ledger and the gate."""
    op.create_table(
        "action_review",
        key("action_id"),
        whole("due_at"),
        text("bypassed_by"),
        whole("done_at", nullable=True),
        text("done_by", nullable=True),
        refers("action_review", "action_id", "action"),
        primary("action_review", "action_id"),
    )
    op.create_table(
        "action_command",
        key("brand_id"),
        *(text(name) for name in ("key", "actor", "arguments", "result")),
        whole("at"),
        refers("action_command", "brand_id", "brand"),
        primary("action_command", "brand_id", "key"),
    )
    op.create_table(
        "ledger",
        key("action_id"),
        text("decision"),
        text("metric"),
        *(real(name) for name in ("effect", "low", "high")),
        whole("n"),
        text("method"),
        text("who"),
        whole("at"),
        real("value"),
        text("reason"),
        refers("ledger", "action_id", "action"),
        primary("ledger", "action_id"),
    )
    op.create_table(
        "governance_gate",
        key("brand_id"),
        switch("killed"),
        text("killed_by"),
        whole("killed_at", nullable=True),
        text("reason"),
        switch("breaker_open"),
        whole("ticked_at"),
        refers("governance_gate", "brand_id", "brand"),
        primary("governance_gate", "brand_id"),
    )
