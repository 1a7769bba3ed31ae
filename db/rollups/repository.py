"""The rollups as a whole: comparing them with the facts and building them anew."""

from __future__ import annotations

import numpy as np
from sqlalchemy import Connection, select

from db.dialects import Dialect
from db.rollups.cuts import list_cut_ids, read_cut
from db.rollups.kept_sums import forget_sums
from db.rollups.recompute import RollupWriter
from db.rollups.touched import TouchedBuckets
from db.rollups.verify import Difference, compare_rollups, compare_versions
from db.schema.observations import observation
from db.schema.rollups import FACT_ROLLUPS, rollup_measure
from learning.domain.facts import MISSING


class Rollups:
    """The rollups of a store."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        """Work within a transaction."""
        self._connection = connection
        self._dialect = dialect

    def compare_with_facts(self) -> list[Difference]:
        """Every place where rollups or versions differ from what the observations say."""
        found = [
            difference
            for cut_id in list_cut_ids(self._connection)
            for difference in compare_rollups(self._connection, cut_id)
        ]
        return found + compare_versions(self._connection)

    def rebuild(self, brand_id: int) -> None:
        """Sum all rollups of a brand anew."""
        held = observation.c
        for cut_id in list_cut_ids(self._connection, brand_id):
            forget_sums(self._connection, cut_id)
            for table in (*FACT_ROLLUPS, rollup_measure):
                self._connection.execute(table.delete().where(table.c.cut_id == cut_id))
            rows = self._connection.execute(
                select(held.day_key, held.hour_key).where(held.cut_id == cut_id).distinct()
            ).fetchall()
            touched = TouchedBuckets()
            touched.add(
                np.array([MISSING if row[0] is None else row[0] for row in rows], dtype=np.int64),
                np.array([MISSING if row[1] is None else row[1] for row in rows], dtype=np.int64),
            )
            RollupWriter(self._connection, self._dialect).recompute(read_cut(self._connection, cut_id), touched)
