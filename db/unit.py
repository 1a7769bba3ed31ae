"""One transaction and the repositories that work in it."""

from __future__ import annotations

from sqlalchemy import Connection

from db.background import guarded_background
from db.dialects import Dialect
from db.figures.repository import Figures
from db.importing.imports import Imports
from db.repositories.annotations import Annotations
from db.repositories.batches import Batches
from db.repositories.brands import Brands
from db.repositories.contents import Contents
from db.repositories.drafts import Drafts
from db.repositories.mappings import Mappings
from db.repositories.settings import BrandSettings
from db.rollups.repository import Rollups


class UnitOfWork:
    """A transaction with one repository per aggregate; what is not committed is rolled back."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        """Work on a connection whose transaction has begun."""
        self.connection = connection
        """For modules of db only."""
        self.dialect = dialect
        """For modules of db only."""
        self.brands = Brands(connection)
        self.batches = Batches(connection)
        self.contents = Contents(connection, dialect)
        self.importing = Imports(connection, dialect, guarded_background(connection))
        self.mappings = Mappings(connection, dialect)
        self.drafts = Drafts(connection)
        self.annotations = Annotations(connection)
        self.settings = BrandSettings(connection, dialect)
        self.figures = Figures(connection)
        self.rollups = Rollups(connection, dialect)

    def commit(self) -> None:
        """Make everything of this unit permanent; nothing may follow."""
        self.connection.commit()
