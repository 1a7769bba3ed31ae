"""What a file's rows do to stored ones: the merge of versions, without any I/O."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from db.importing.rows import CAPTURED, CURRENCY, DAY, FIXED, HOUR, ORDER, VERSIONS, FactRows, Ints, Mask
from db.limits import fits, numbers_too_large
from learning.domain.facts import MISSING


@dataclass(frozen=True, slots=True)
class Merged:
    """The current rows after a merge and the versions to be written beside them."""

    current: FactRows
    """One row per key, aligned with the rows that were asked about."""
    versions: FactRows
    """Versions to write: those that stood alone until now, and the run's own."""
    changed: Mask
    """Where a fact or the currency differs from what was stored."""


def combine(held: FactRows, added: FactRows, *, adds: bool) -> FactRows:
    """Two rows of one run with the same key: values are added, or (of lifetime totals) the later one holds."""
    matrix = held.matrix.copy()
    facts, present = added.facts, added.facts != MISSING
    if adds:
        both = present & (held.facts != MISSING)
        if not fits(np.where(both, np.abs(held.facts.astype(np.float64)) + np.abs(facts.astype(np.float64)), 0)):
            raise numbers_too_large()
        matrix[:, FIXED:] = np.where(both, held.facts + np.where(both, facts, 0), np.where(present, facts, held.facts))
    else:
        matrix[:, FIXED:] = np.where(present, facts, held.facts)
    matrix[:, CURRENCY] = np.where(added.matrix[:, CURRENCY] != 0, added.matrix[:, CURRENCY], held.matrix[:, CURRENCY])
    matrix[:, [CAPTURED, DAY, HOUR]] = added.matrix[:, [CAPTURED, DAY, HOUR]]
    return FactRows(held.names, matrix)


def merge_above(current: FactRows, incoming: FactRows) -> Merged:
    """Add versions that outrank everything stored of their keys (both aligned)."""
    merged = combine(current, incoming, adds=False)
    merged.matrix[:, ORDER] = incoming.matrix[:, ORDER]
    merged.matrix[:, VERSIONS] = current.matrix[:, VERSIONS] + 1
    alone = current.take(current.matrix[:, VERSIONS] == 1)
    versions = FactRows(current.names, np.concatenate([alone.matrix, incoming.matrix]))
    return Merged(merged, versions, differs(current, merged))


def merge_versions(positions: Ints, versions: FactRows, keys: int) -> FactRows:
    """The current row of each key 0..keys-1 out of all its versions (every key has at least one).

    Of each fact the value of the version of the highest rank (captured_at, import_order) that has one.
    """
    matrix = versions.matrix
    order = np.lexsort((matrix[:, ORDER], matrix[:, CAPTURED], positions))
    ranked, group = matrix[order], positions[order]
    first = np.searchsorted(group, np.arange(keys))
    last = np.append(first[1:], len(group)) - 1
    result = ranked[last].copy()
    columns = [CURRENCY, *range(FIXED, matrix.shape[1])]
    values = ranked[:, columns]
    empty = np.full(len(columns), MISSING, dtype=np.int64)
    empty[0] = 0
    said = np.where(values != empty, np.arange(len(ranked))[:, None], -1)
    latest = np.maximum.reduceat(said, first, axis=0)
    found = np.take_along_axis(values, np.maximum(latest, 0), axis=0)
    result[:, columns] = np.where(latest >= 0, found, empty)
    result[:, VERSIONS] = last - first + 1
    return FactRows(versions.names, result)


def differs(before: FactRows, after: FactRows) -> Mask:
    """Where a fact or the currency is another one."""
    facts: Mask = (before.facts != after.facts).any(axis=1)
    currency: Mask = before.matrix[:, CURRENCY] != after.matrix[:, CURRENCY]
    return facts | currency
