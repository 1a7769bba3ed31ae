"""Rows whose keys may be in the store already: what they add, change or leave, decided before anything is written."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection

from db.dialects import Dialect
from db.importing.merging import Merged, combine, differs, merge_above, merge_versions
from db.importing.rows import (
    CAPTURED,
    DAY,
    HOUR,
    ORDER,
    VERSIONS,
    Currencies,
    FactRows,
    Ints,
    Mask,
    fetch_current,
    fetch_versions,
    insert_rows,
)
from db.importing.staging import delete_staged, stage_keys
from db.schema.observations import observation, observation_version
from learning.domain.enums import Outcome

ADDED, UPDATED, UNCHANGED = (list(Outcome).index(o) for o in (Outcome.ADDED, Outcome.UPDATED, Outcome.UNCHANGED))


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a chunk does to the store."""

    codes: Ints
    """Outcome of each incoming row, as its place in `Outcome`."""
    new: FactRows
    """Rows to insert."""
    positions: Ints
    """Which incoming rows meet stored ones."""
    before: FactRows
    """The stored rows they meet, aligned with the positions."""
    after: FactRows
    """What these become, aligned likewise."""
    versions: FactRows
    """Versions to write."""


class ConflictResolver:
    """Decides and writes for one run."""

    def __init__(self, connection: Connection, dialect: Dialect, import_order: int, currencies: Currencies) -> None:
        """Work for one run."""
        self._connection = connection
        self._dialect = dialect
        self._import_order = import_order
        self._currencies = currencies

    def resolve(self, cut_id: int, incoming: FactRows, maybe_own: Mask, *, adds: bool) -> Resolution:
        """Meet incoming rows (unique keys) with stored ones; `maybe_own` marks keys that this run may have written."""
        stage_keys(self._connection, self._dialect, incoming.keys)
        positions, before = fetch_current(self._connection, cut_id, incoming.names, self._currencies)
        met = incoming.take(positions)
        held = before.matrix
        own = (held[:, ORDER] == self._import_order) & (held[:, VERSIONS] == 1)
        repeated = maybe_own[positions] & (held[:, VERSIONS] > 1)
        buried = ~own & (repeated | (held[:, CAPTURED] > met.matrix[:, CAPTURED]))
        above = ~own & ~buried
        after = before.matrix.copy()
        changed = np.zeros(len(before), dtype=np.bool_)
        after[own] = combine(before.take(own), met.take(own), adds=adds).matrix
        written = [np.empty((0, after.shape[1]), dtype=np.int64)]
        for mask, merge in ((above, self._merge_above), (buried, self._merge_buried)):
            if mask.any():
                merged = merge(cut_id, before.take(mask), met.take(mask), adds=adds)
                after[mask], changed[mask] = merged.current.matrix, merged.changed
                written.append(merged.versions.matrix)
        after[:, [DAY, HOUR]] = met.matrix[:, [DAY, HOUR]]
        codes = np.full(len(incoming), ADDED, dtype=np.int64)
        codes[positions] = np.where(own, ADDED, np.where(changed, UPDATED, UNCHANGED))
        absent = np.ones(len(incoming), dtype=np.bool_)
        absent[positions] = False
        names = incoming.names
        versions = FactRows(names, np.concatenate(written))
        return Resolution(codes, incoming.take(absent), positions, before, FactRows(names, after), versions)

    def apply(self, cut_id: int, resolution: Resolution) -> None:
        """Write what was decided."""
        insert_rows(self._connection, self._dialect, observation, cut_id, resolution.new, currencies=self._currencies)
        if not len(resolution.after):
            return
        stage_keys(self._connection, self._dialect, resolution.after.keys)
        delete_staged(self._connection, observation, cut_id)
        insert_rows(self._connection, self._dialect, observation, cut_id, resolution.after, currencies=self._currencies)
        if len(resolution.versions):
            stage_keys(self._connection, self._dialect, resolution.versions.keys[self._mine(resolution.versions)])
            mine = observation_version.c.import_order == self._import_order
            delete_staged(self._connection, observation_version, cut_id, mine)
            insert_rows(
                self._connection,
                self._dialect,
                observation_version,
                cut_id,
                resolution.versions,
                currencies=self._currencies,
            )

    def _mine(self, versions: FactRows) -> Mask:
        mine: Mask = versions.matrix[:, ORDER] == self._import_order
        return mine

    def _merge_above(self, _cut_id: int, before: FactRows, met: FactRows, *, adds: bool) -> Merged:
        del adds
        return merge_above(before, met)

    def _merge_buried(self, cut_id: int, before: FactRows, met: FactRows, *, adds: bool) -> Merged:
        """The run's version is not the newest, or is there already: merge all versions of the keys anew."""
        stage_keys(self._connection, self._dialect, before.keys)
        places, stored = fetch_versions(self._connection, cut_id, before.names, self._currencies)
        mine = self._mine(stored)
        own = met.matrix.copy()
        own[places[mine]] = combine(stored.take(mine), met.take(places[mine]), adds=adds).matrix
        alone = before.matrix[:, VERSIONS] == 1
        everything = np.concatenate([stored.matrix[~mine], before.matrix[alone], own])
        keys = np.arange(len(before))
        current = merge_versions(
            np.concatenate([places[~mine], keys[alone], keys]), FactRows(before.names, everything), len(before)
        )
        written = FactRows(before.names, np.concatenate([before.matrix[alone], own]))
        return Merged(current, written, differs(before, current))
