"""The largest tables of Postgres parted by cut."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

TABLES = ("observation", "rollup_hour", "rollup_content")


def upgrade() -> None:
    """Move the rows of each cut into a part of their own; on SQLite a table is its key, and nothing is gained."""
    if op.get_bind().dialect.name != "postgresql":
        return
    cuts = op.get_bind().execute(sa.text("SELECT id FROM cut ORDER BY id")).scalars().all()
    for name in TABLES:
        key = rename(name)
        op.execute(f'CREATE TABLE "{name}" (LIKE "{name}_whole" INCLUDING DEFAULTS) PARTITION BY LIST (cut_id)')
        op.execute(f'ALTER TABLE "{name}" ADD CONSTRAINT "pk_{name}" PRIMARY KEY ({key})')
        for cut_id in cuts:
            part = f"{name}_{int(cut_id)}"
            op.execute(f'CREATE TABLE "{part}" (LIKE "{name}" INCLUDING DEFAULTS)')
            op.execute(f'INSERT INTO "{part}" SELECT * FROM "{name}_whole" WHERE cut_id = {int(cut_id)}')  # noqa: S608 - names of the schema, numbers
            op.execute(f'ALTER TABLE "{name}" ATTACH PARTITION "{part}" FOR VALUES IN ({int(cut_id)})')
        op.drop_table(f"{name}_whole")


def downgrade() -> None:
    """Put the rows into one table again; the parts go with the table that they belong to."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for name in TABLES:
        key = rename(name)
        op.execute(f'CREATE TABLE "{name}" (LIKE "{name}_whole" INCLUDING DEFAULTS)')
        op.execute(f'INSERT INTO "{name}" SELECT * FROM "{name}_whole"')  # noqa: S608 - names of the schema, numbers
        op.execute(f'ALTER TABLE "{name}" ADD CONSTRAINT "pk_{name}" PRIMARY KEY ({key})')
        op.drop_table(f"{name}_whole")


def rename(name: str) -> str:
    """Put a table and its key out of the way of their names; the columns of the key."""
    constraint = sa.inspect(op.get_bind()).get_pk_constraint(name)
    op.execute(f'ALTER TABLE "{name}" RENAME TO "{name}_whole"')
    op.execute(f'ALTER TABLE "{name}_whole" RENAME CONSTRAINT "{constraint["name"]}" TO "pk_{name}_whole"')
    return ", ".join(f'"{column}"' for column in constraint["constrained_columns"])
