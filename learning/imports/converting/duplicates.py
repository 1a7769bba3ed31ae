"""Rows of a file that occurred before, to the byte."""

from __future__ import annotations

import numpy as np

from learning.domain.observations import Ints
from learning.imports.converting.columns import Codes, Mask
from learning.imports.converting.table import OpenChunk

_MIX = np.uint64(0x9E3779B97F4A7C15)
_FOLD = np.uint64(29)


class SeenRows:
    """The 64-bit hashes of the rows of a table so far: eight bytes a row, in sorted runs that merge as they grow."""

    def __init__(self) -> None:
        """Begin with none."""
        self._runs: list[Ints] = []

    def repeated(self, hashes: Ints) -> tuple[Mask, Codes]:
        """Say which rows occurred before, and remember all of them.

        Args:
            hashes: One per row, in file order.

        Returns:
            True where the row occurred before, and the place in this chunk of the row it repeats (-1 where that is in
            an earlier chunk, the row itself where it repeats none).
        """
        ordered = np.sort(hashes)
        alone = not bool((ordered[1:] == ordered[:-1]).any())
        known = np.zeros(len(ordered), np.bool_)
        for run in self._runs:
            places = np.searchsorted(run, ordered)
            known |= run[np.minimum(places, len(run) - 1)] == ordered
        self._remember(ordered)
        rows = np.arange(len(hashes))
        if alone and not known.any():
            return np.zeros(len(hashes), np.bool_), rows
        _, first, inverse = np.unique(hashes, return_index=True, return_inverse=True)
        original = first[inverse].astype(np.int64)
        before = np.isin(hashes, ordered[known])
        original[before] = -1
        return original != rows, original

    def _remember(self, ordered: Ints) -> None:
        self._runs.append(ordered)
        while len(self._runs) > 1 and len(self._runs[-2]) <= 2 * len(self._runs[-1]):
            last = self._runs.pop()
            self._runs[-1] = np.sort(np.concatenate([self._runs[-1], last]), kind="stable")


def row_hashes(chunk: OpenChunk) -> Ints:
    """Hash every cell of every row.

    Args:
        chunk: The opened chunk.

    Returns:
        One 64-bit hash per row, the same within one process.
    """
    mixed = np.zeros(chunk.rows, np.uint64)
    for index in range(chunk.cells.width):
        mixed ^= chunk.column(index).hashes().view(np.uint64)
        mixed *= _MIX
        mixed ^= mixed >> _FOLD
    return mixed.view(np.int64)
