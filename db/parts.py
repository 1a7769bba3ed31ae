"""The rows of a run's new cuts, kept apart until somebody reads them.

On Postgres the largest tables are parted by cut. What a run writes of a cut that it created goes into parts without a
key, which nobody sees; the key is built from all rows at once when they become parts of their tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, Table

from db.dialects import Dialect
from db.schema.observations import observation
from db.schema.rollups import rollup_content, rollup_hour

PARTED: Final = (observation, rollup_hour, rollup_content)
"""In the order in which every transaction attaches, so that none waits for another in turn."""


class LooseParts:
    """The parts of a transaction that do not belong to their tables yet."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        """Begin without any."""
        self._connection = connection
        self._dialect = dialect
        self._loose: dict[int, list[Table]] = {}

    def open(self, cut_id: int) -> None:
        """Make the parts of a cut that is new to the store."""
        for table in PARTED:
            self._dialect.open_part(self._connection, table, cut_id)
        self._loose[cut_id] = list(PARTED)

    def attach_facts(self, cut_id: int) -> None:
        """Let the facts of a cut be found, of which no more will come, while its sums are still put together."""
        self._attach(cut_id, keep=PARTED[1:])

    def attach(self, cut_id: int) -> None:
        """Let the rows of a cut be found through their tables, before they are read; does nothing a second time."""
        self._attach(cut_id)

    def _attach(self, cut_id: int, keep: Sequence[Table] = ()) -> None:
        loose = self._loose.get(cut_id, [])
        while loose and loose[0] not in keep:
            self._dialect.attach_part(self._connection, loose.pop(0), cut_id)
