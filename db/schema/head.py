"""Which schema this program needs."""

from typing import Final

from sqlalchemy import Column, MetaData, String, Table

HEAD: Final = "0040"
"""The newest revision under db/migrations/versions; a test compares the two."""

# Alembic makes and owns this table, hence its own metadata.
alembic_version = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))
