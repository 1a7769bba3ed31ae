"""A/B tests with their sums, predictions and decisions; and the drafts of actions."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

# SQLite only numbers rows by itself when the key column is declared INTEGER.
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    create_experiment()
    create_experiment_source()
    create_experiment_sum()
    create_experiment_summary()
    create_experiment_event()
    create_experiment_prediction()
    create_experiment_decision()
    create_action()


def downgrade() -> None:
    """Drop the tables."""
    for table in (
        "action",
        "experiment_decision",
        "experiment_prediction",
        "experiment_event",
        "experiment_summary",
        "experiment_sum",
        "experiment_source",
        "experiment",
    ):
        op.drop_table(table)


def text(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    """Return a column of text."""
    return sa.Column(name, sa.Text(), nullable=nullable)


def whole(name: str, *, nullable: bool = False, default: str | None = None) -> sa.Column[Any]:
    """Return a column of whole numbers."""
    return sa.Column(name, sa.BigInteger(), nullable=nullable, server_default=default)


def real(name: str, *, nullable: bool = True) -> sa.Column[Any]:
    """Return a column of numbers with a fraction."""
    return sa.Column(name, sa.Float(), nullable=nullable)


def refers(table: str, column: str, other: str, *, gone: str = "CASCADE") -> sa.ForeignKeyConstraint:
    """Return what ties a table to another one."""
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=gone)


def create_experiment() -> None:
    """Create `experiment`."""
    op.create_table(
        "experiment",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        *(text(name) for name in ("key", "name", "hypothesis", "state", "origin", "metric", "topic", "hook")),
        *(text(name) for name in ("segment", "design", "words")),
        whole("created_at"),
        text("created_by"),
        *(whole(name, nullable=True) for name in ("started_at", "ended_at", "decided_at", "archived_at")),
        whole("data_version", default="0"),
        whole("row_version", default="0"),
        refers("experiment", "brand_id", "brand"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experiment")),
        sa.UniqueConstraint("brand_id", "key", name=op.f("uq_experiment_brand_id_key")),
    )
    op.create_index(op.f("ix_experiment_brand_id_state_created_at"), "experiment", ["brand_id", "state", "created_at"])


def create_experiment_source() -> None:
    """Create `experiment_source`."""
    op.create_table(
        "experiment_source",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        *(text(name) for name in ("file", "checksum", "fingerprint", "report", "who")),
        whole("created_at"),
        refers("experiment_source", "brand_id", "brand"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experiment_source")),
        sa.UniqueConstraint(
            "brand_id", "checksum", "fingerprint", name=op.f("uq_experiment_source_brand_id_checksum_fingerprint")
        ),
    )


def create_experiment_sum() -> None:
    """Create `experiment_sum`."""
    op.create_table(
        "experiment_sum",
        sa.Column("experiment_id", IDENTIFIER, nullable=False),
        sa.Column("source_id", IDENTIFIER, nullable=False),
        *(text(name) for name in ("metric", "variant", "arm", "segment")),
        whole("day_key"),
        whole("look"),
        whole("n"),
        real("total", nullable=False),
        real("squares"),
        *(real(name) for name in ("base_total", "base_squares", "base_product")),
        *(real(name) for name in ("before_total", "before_squares", "before_product")),
        refers("experiment_sum", "experiment_id", "experiment"),
        refers("experiment_sum", "source_id", "experiment_source"),
        sa.PrimaryKeyConstraint(
            "experiment_id",
            "source_id",
            "metric",
            "variant",
            "arm",
            "segment",
            "day_key",
            "look",
            name=op.f("pk_experiment_sum"),
        ),
    )
    op.create_index(op.f("ix_experiment_sum_source_id"), "experiment_sum", ["source_id"])


def create_experiment_summary() -> None:
    """Create `experiment_summary`."""
    op.create_table(
        "experiment_summary",
        sa.Column("experiment_id", IDENTIFIER, nullable=False),
        *(text(name) for name in ("basis", "verdict", "rule", "reason")),
        text("arm", nullable=True),
        *(real(name) for name in ("lift", "low", "high", "chance", "effect", "effect_error")),
        whole("n"),
        whole("days_left", nullable=True),
        whole("computed_at"),
        refers("experiment_summary", "experiment_id", "experiment"),
        sa.PrimaryKeyConstraint("experiment_id", name=op.f("pk_experiment_summary")),
    )


def create_experiment_event() -> None:
    """Create `experiment_event`."""
    op.create_table(
        "experiment_event",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        sa.Column("experiment_id", IDENTIFIER, nullable=True),
        text("kind"),
        text("who"),
        whole("at"),
        text("note"),
        refers("experiment_event", "brand_id", "brand"),
        refers("experiment_event", "experiment_id", "experiment", gone="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experiment_event")),
    )
    op.create_index(op.f("ix_experiment_event_experiment_id_id"), "experiment_event", ["experiment_id", "id"])
    op.create_index(op.f("ix_experiment_event_brand_id_id"), "experiment_event", ["brand_id", "id"])


def create_experiment_prediction() -> None:
    """Create `experiment_prediction`."""
    op.create_table(
        "experiment_prediction",
        sa.Column("experiment_id", IDENTIFIER, nullable=False),
        text("who"),
        text("arm", nullable=True),
        real("lift"),
        real("chance"),
        sa.Column("skipped", sa.Boolean(), nullable=False),
        whole("at"),
        whole("data_version"),
        refers("experiment_prediction", "experiment_id", "experiment"),
        sa.PrimaryKeyConstraint("experiment_id", "who", name=op.f("pk_experiment_prediction")),
    )


def create_experiment_decision() -> None:
    """Create `experiment_decision`."""
    op.create_table(
        "experiment_decision",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("experiment_id", IDENTIFIER, nullable=False),
        text("choice"),
        text("arm", nullable=True),
        text("note"),
        text("who"),
        whole("at"),
        whole("data_version"),
        text("settings"),
        text("report"),
        refers("experiment_decision", "experiment_id", "experiment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experiment_decision")),
    )
    op.create_index(op.f("ix_experiment_decision_experiment_id_id"), "experiment_decision", ["experiment_id", "id"])


def create_action() -> None:
    """Create `action`."""
    op.create_table(
        "action",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        *(text(name) for name in ("state", "component", "operation", "name", "context", "from_value", "to_value")),
        *(text(name) for name in ("reason", "evidence", "analysis_version")),
        whole("base_version"),
        *(text(name) for name in ("expected", "guardrails", "ramp")),
        real("holdout", nullable=False),
        *(text(name) for name in ("undo", "digest", "author")),
        whole("created_at"),
        whole("round", default="0"),
        whole("row_version", default="0"),
        text("command_key"),
        refers("action", "brand_id", "brand"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        sa.UniqueConstraint("brand_id", "command_key", name=op.f("uq_action_brand_id_command_key")),
    )
    op.create_index(op.f("ix_action_brand_id_state_created_at"), "action", ["brand_id", "state", "created_at"])
    op.create_index(op.f("ix_action_brand_id_evidence"), "action", ["brand_id", "evidence"])
