"""Whether this installation can serve: its database answers and the schema fits the program."""

from __future__ import annotations

from dataclasses import dataclass

from db.engine import open_unchecked
from learning.domain.errors import StoreUnavailable
from services.schema import SchemaState, state
from services.settings import Settings


@dataclass(frozen=True, slots=True)
class Health:
    """What a probe is told; nothing of any brand."""

    schema: SchemaState | None
    """How the schema stands to the program; None where the database does not answer."""

    @property
    def ready(self) -> bool:
        """Whether requests can be served."""
        return self.schema is SchemaState.HEAD


def read_health(settings: Settings) -> Health:
    """Ask the database once."""
    try:
        store = open_unchecked(settings.database_url)
        try:
            return Health(state(store))
        finally:
            store.close()
    except StoreUnavailable:
        return Health(None)
