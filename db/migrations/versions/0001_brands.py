"""Brands, their settings, half-done imports, notes and accounts."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# SQLite only numbers rows by itself when the key column is declared INTEGER.
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    create_brand()
    create_account()
    create_annotation()
    create_import_draft()
    create_mapping_memory()
    create_setting()


def downgrade() -> None:
    """Drop the tables."""
    for table in (
        "setting",
        "mapping_memory",
        "import_draft",
        "annotation",
        "account",
        "brand",
    ):
        op.drop_table(table)


def create_brand() -> None:
    """Create `brand`."""
    op.create_table(
        "brand",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("data_version", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("settings_version", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("notes_version", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brand")),
        sa.UniqueConstraint("name", name=op.f("uq_brand_name")),
    )


def create_account() -> None:
    """Create `account`."""
    op.create_table(
        "account",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_account_brand_id_brand"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("brand_id", "platform", "handle", name=op.f("uq_account_brand_id_platform_handle")),
    )


def create_annotation() -> None:
    """Create `annotation`."""
    op.create_table(
        "annotation",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        sa.Column("day_first", sa.BigInteger(), nullable=False),
        sa.Column("day_last", sa.BigInteger(), nullable=False),
        sa.Column("hour_first", sa.BigInteger(), nullable=True),
        sa.Column("hour_last", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brand.id"], name=op.f("fk_annotation_brand_id_brand"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annotation")),
    )
    op.create_index(op.f("ix_annotation_brand_id_day_first"), "annotation", ["brand_id", "day_first"], unique=False)
    op.create_index(op.f("ix_annotation_source"), "annotation", ["source"], unique=False)


def create_import_draft() -> None:
    """Create `import_draft`."""
    op.create_table(
        "import_draft",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brand.id"], name=op.f("fk_import_draft_brand_id_brand"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_import_draft")),
    )
    op.create_index(op.f("ix_import_draft_brand_id_who"), "import_draft", ["brand_id", "who"], unique=False)


def create_mapping_memory() -> None:
    """Create `mapping_memory`."""
    op.create_table(
        "mapping_memory",
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("header_fingerprint", sa.Text(), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brand.id"], name=op.f("fk_mapping_memory_brand_id_brand"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("brand_id", "who", "header_fingerprint", name=op.f("pk_mapping_memory")),
    )


def create_setting() -> None:
    """Create `setting`."""
    op.create_table(
        "setting",
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_setting_brand_id_brand"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("brand_id", "key", name=op.f("pk_setting")),
    )
