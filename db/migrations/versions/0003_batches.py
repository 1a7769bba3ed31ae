"""Import batches and the contents that they tell of."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

# SQLite only numbers rows by itself when the key column is declared INTEGER.
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    create_import_batch()
    create_content()
    create_import_issue()
    create_import_original()
    create_import_run()
    create_batch_cut()
    create_batch_segment()
    create_content_edit()
    create_content_version()
    create_batch_measure()


def downgrade() -> None:
    """Drop the tables."""
    for table in (
        "batch_measure",
        "content_version",
        "content_edit",
        "batch_segment",
        "batch_cut",
        "import_run",
        "import_original",
        "import_issue",
        "content",
        "import_batch",
    ):
        op.drop_table(table)


def create_import_batch() -> None:
    """Create `import_batch`."""
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("brand_id", IDENTIFIER, nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("checksum", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("templates", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("captured_at", sa.BigInteger(), nullable=False),
        sa.Column("import_order", sa.Integer(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("rows_added", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("rows_updated", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("rows_unchanged", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("rows_skipped", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("rows_rejected", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("tables", sa.Text(), server_default="[]", nullable=False),
        sa.Column("day_min", sa.BigInteger(), nullable=True),
        sa.Column("day_max", sa.BigInteger(), nullable=True),
        sa.Column("undo_report", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["brand_id"], ["brand.id"], name=op.f("fk_import_batch_brand_id_brand"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
        sa.UniqueConstraint("import_order", name=op.f("uq_import_batch_import_order")),
    )
    op.create_index(
        op.f("ix_import_batch_brand_id_created_at"), "import_batch", ["brand_id", "created_at"], unique=False
    )
    op.create_index(
        "uq_import_batch_live_file",
        "import_batch",
        ["brand_id", "checksum", "fingerprint"],
        unique=True,
        sqlite_where=sa.text("status = 'live'"),
        postgresql_where=sa.text("status = 'live'"),
    )


def create_content() -> None:
    """Create `content`."""
    op.create_table(
        "content",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("account_id", IDENTIFIER, nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("permalink", sa.Text(), nullable=True),
        sa.Column("format", sa.Text(), nullable=True),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("hook", sa.Text(), nullable=True),
        sa.Column("generator", sa.Text(), nullable=True),
        sa.Column("strategy", sa.Text(), nullable=True),
        sa.Column("campaign", sa.Text(), nullable=True),
        sa.Column("extras", sa.Text(), nullable=True),
        sa.Column("published_at", sa.BigInteger(), nullable=True),
        sa.Column("published_day", sa.BigInteger(), nullable=True),
        sa.Column("published_hour", sa.BigInteger(), nullable=True),
        sa.Column("length", sa.BigInteger(), nullable=True),
        sa.Column("peer", sa.Boolean(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_content_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content")),
        sa.UniqueConstraint("account_id", "external_id", name=op.f("uq_content_account_id_external_id")),
    )


def create_import_issue() -> None:
    """Create `import_issue`."""
    op.create_table(
        "import_issue",
        sa.Column("batch_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("table_index", sa.Integer(), nullable=False),
        sa.Column("row", sa.BigInteger(), nullable=False),
        sa.Column("column", sa.Text(), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("fix", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_import_issue_batch_id_import_batch"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("batch_id", "position", name=op.f("pk_import_issue")),
    )


def create_import_original() -> None:
    """Create `import_original`."""
    op.create_table(
        "import_original",
        sa.Column("batch_id", sa.Text(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_import_original_batch_id_import_batch"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("batch_id", "part", name=op.f("pk_import_original")),
    )


def create_import_run() -> None:
    """Create `import_run`."""
    op.create_table(
        "import_run",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("batch_id", sa.Text(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_import_run_batch_id_import_batch"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    op.create_index(op.f("ix_import_run_batch_id"), "import_run", ["batch_id"], unique=False)


def create_batch_cut() -> None:
    """Create `batch_cut`."""
    op.create_table(
        "batch_cut",
        sa.Column("import_order", IDENTIFIER, nullable=False),
        sa.Column("cut_id", IDENTIFIER, nullable=False),
        sa.Column("start_min", sa.BigInteger(), nullable=False),
        sa.Column("start_max", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["cut_id"], ["cut.id"], name=op.f("fk_batch_cut_cut_id_cut"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["import_order"], ["import_run.id"], name=op.f("fk_batch_cut_import_order_import_run"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("import_order", "cut_id", name=op.f("pk_batch_cut")),
    )
    op.create_index(op.f("ix_batch_cut_cut_id"), "batch_cut", ["cut_id"], unique=False)


def create_batch_segment() -> None:
    """Create `batch_segment`."""
    op.create_table(
        "batch_segment",
        sa.Column("import_order", IDENTIFIER, nullable=False),
        sa.Column("segment_id", IDENTIFIER, nullable=False),
        sa.ForeignKeyConstraint(
            ["import_order"],
            ["import_run.id"],
            name=op.f("fk_batch_segment_import_order_import_run"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["segment_id"], ["segment.id"], name=op.f("fk_batch_segment_segment_id_segment"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("import_order", "segment_id", name=op.f("pk_batch_segment")),
    )
    op.create_index(op.f("ix_batch_segment_segment_id"), "batch_segment", ["segment_id"], unique=False)


def create_content_edit() -> None:
    """Create `content_edit`."""
    op.create_table(
        "content_edit",
        sa.Column("content_id", IDENTIFIER, nullable=False),
        sa.Column("attribute", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("edited_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["content_id"], ["content.id"], name=op.f("fk_content_edit_content_id_content"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("content_id", "attribute", name=op.f("pk_content_edit")),
    )


def create_content_version() -> None:
    """Create `content_version`."""
    op.create_table(
        "content_version",
        sa.Column("content_id", IDENTIFIER, nullable=False),
        sa.Column("import_order", IDENTIFIER, nullable=False),
        sa.Column("captured_at", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("permalink", sa.Text(), nullable=True),
        sa.Column("format", sa.Text(), nullable=True),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("hook", sa.Text(), nullable=True),
        sa.Column("generator", sa.Text(), nullable=True),
        sa.Column("strategy", sa.Text(), nullable=True),
        sa.Column("campaign", sa.Text(), nullable=True),
        sa.Column("extras", sa.Text(), nullable=True),
        sa.Column("published_at", sa.BigInteger(), nullable=True),
        sa.Column("published_day", sa.BigInteger(), nullable=True),
        sa.Column("published_hour", sa.BigInteger(), nullable=True),
        sa.Column("length", sa.BigInteger(), nullable=True),
        sa.Column("peer", sa.Boolean(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["content_id"], ["content.id"], name=op.f("fk_content_version_content_id_content"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["import_order"],
            ["import_run.id"],
            name=op.f("fk_content_version_import_order_import_run"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("content_id", "import_order", name=op.f("pk_content_version")),
    )
    op.create_index(op.f("ix_content_version_import_order"), "content_version", ["import_order"], unique=False)


def create_batch_measure() -> None:
    """Create `batch_measure`."""
    op.create_table(
        "batch_measure",
        sa.Column("import_order", IDENTIFIER, nullable=False),
        sa.Column("measure_id", IDENTIFIER, nullable=False),
        sa.Column("cut_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_order", "cut_id"],
            ["batch_cut.import_order", "batch_cut.cut_id"],
            name=op.f("fk_batch_measure_import_order_cut_id_batch_cut"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["import_order"],
            ["import_run.id"],
            name=op.f("fk_batch_measure_import_order_import_run"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measure.id"], name=op.f("fk_batch_measure_measure_id_measure"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("import_order", "measure_id", "cut_id", name=op.f("pk_batch_measure")),
    )
    op.create_index(op.f("ix_batch_measure_measure_id"), "batch_measure", ["measure_id"], unique=False)
