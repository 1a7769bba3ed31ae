"""Observations, their versions and measures, and the rollups."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

FACTS = (
    "impressions",
    "reach",
    "views",
    "engagements",
    "likes",
    "comments",
    "shares",
    "saves",
    "clicks",
    "profile_visits",
    "follows",
    "conversions",
    "revenue",
    "spend",
    "sessions",
    "bounces",
    "session_seconds",
    "watch_seconds",
)
KEY = ("cut_id", "start", "account_id", "segment_id", "content_id", "finish")
NARROW = ("cut_id", "account_id", "segment_id")
ROLLUP_KEYS = {
    "rollup_hour": ("hour_key", "account_id", "segment_id"),
    "rollup_day": ("day_key", "account_id", "segment_id"),
    "rollup_hour_of_week": ("hour_of_week", "account_id", "segment_id"),
    "rollup_content": ("day_key", "content_id", "segment_id", "finish_day"),
    "rollup_period": ("start_day", "finish_day", "account_id", "segment_id"),
}


def upgrade() -> None:
    """Create the tables."""
    create_observation()
    create_observation_version()
    create_observation_measure()
    for name, keys in ROLLUP_KEYS.items():
        create_rollup(name, keys)
    create_rollup_measure()


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("rollup_measure")
    for name in reversed(ROLLUP_KEYS):
        op.drop_table(name)
    for name in ("observation_measure", "observation_version", "observation"):
        op.drop_table(name)


def facts() -> list[sa.Column[int]]:
    """One nullable column per fact."""
    return [sa.Column(name, sa.BigInteger(), nullable=True) for name in FACTS]


def key() -> list[sa.Column[int]]:
    """The natural key of an observation."""
    return [sa.Column(name, sa.Integer() if name in NARROW else sa.BigInteger(), nullable=False) for name in KEY]


def currency() -> sa.Column[str]:
    """The currency of the money facts."""
    return sa.Column("currency", sa.Text(), server_default="", nullable=False)


def create_observation() -> None:
    """Create `observation`."""
    op.create_table(
        "observation",
        *key(),
        sa.Column("day_key", sa.BigInteger(), nullable=True),
        sa.Column("hour_key", sa.BigInteger(), nullable=True),
        currency(),
        sa.Column("captured_at", sa.BigInteger(), nullable=False),
        sa.Column("import_order", sa.Integer(), nullable=False),
        sa.Column("versions", sa.Integer(), server_default="1", nullable=False),
        *facts(),
        sa.PrimaryKeyConstraint(*KEY, name=op.f("pk_observation")),
        sqlite_with_rowid=False,
    )


def create_observation_version() -> None:
    """Create `observation_version`."""
    op.create_table(
        "observation_version",
        *key(),
        sa.Column("import_order", sa.Integer(), nullable=False),
        sa.Column("captured_at", sa.BigInteger(), nullable=False),
        currency(),
        *facts(),
        sa.PrimaryKeyConstraint(*KEY, "import_order", name=op.f("pk_observation_version")),
        sqlite_with_rowid=False,
    )


def create_observation_measure() -> None:
    """Create `observation_measure`."""
    op.create_table(
        "observation_measure",
        *key(),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("import_order", sa.Integer(), nullable=False),
        sa.Column("captured_at", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("weight", sa.BigInteger(), nullable=True),
        sa.Column("weighted", sa.BigInteger(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint(*KEY, "measure_id", "import_order", name=op.f("pk_observation_measure")),
        sqlite_with_rowid=False,
    )


def create_rollup(name: str, keys: tuple[str, ...]) -> None:
    """Create a rollup of the facts."""
    op.create_table(
        name,
        sa.Column("cut_id", sa.Integer(), nullable=False),
        *(sa.Column(column, sa.BigInteger(), nullable=False) for column in keys),
        currency(),
        sa.Column("n", sa.BigInteger(), nullable=False),
        *facts(),
        sa.PrimaryKeyConstraint("cut_id", *keys, "currency", name=op.f(f"pk_{name}")),
        sqlite_with_rowid=False,
    )


def create_rollup_measure() -> None:
    """Create `rollup_measure`."""
    op.create_table(
        "rollup_measure",
        sa.Column("cut_id", sa.Integer(), nullable=False),
        sa.Column("day_key", sa.BigInteger(), nullable=False),
        sa.Column("finish_day", sa.BigInteger(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("segment_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("value_sum", sa.BigInteger(), nullable=False),
        sa.Column("weight_sum", sa.BigInteger(), nullable=True),
        sa.Column("weighted_sum", sa.BigInteger(), nullable=True),
        sa.Column("last_value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "cut_id", "day_key", "finish_day", "measure_id", "account_id", "segment_id", name=op.f("pk_rollup_measure")
        ),
        sqlite_with_rowid=False,
    )
