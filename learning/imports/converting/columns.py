"""Columns of a chunk as distinct texts and codes, so that each text is read once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Codes = NDArray[np.int64]
Mask = NDArray[np.bool_]
Scalar = TypeVar("Scalar", bound=np.generic)

PROBE: Final = 1_000
MOSTLY_DISTINCT: Final = 0.8
"""Above this share of distinct texts in the probe, finding the distinct ones costs more than it saves."""
SMALL_TABLE: Final = 65_536
ROOM_PER_ROW: Final = 16


@dataclass(frozen=True, slots=True)
class Column:
    """The cells of one column of a chunk."""

    texts: Sequence[str]
    """Distinct texts; one text per row where `codes` is None."""
    codes: Codes | None
    """Per row the place of its text, shape (rows,)."""

    def spread(self, values: NDArray[Scalar]) -> NDArray[Scalar]:
        """Return one value per row from one value per text.

        Args:
            values: One element per text, shape (len(texts),).

        Returns:
            One element per row.
        """
        return values if self.codes is None else values[self.codes]

    def texts_by_row(self, rows: Codes) -> list[str]:
        """Return the texts of some rows.

        Args:
            rows: Places of rows within the chunk.

        Returns:
            One text per place.
        """
        places = rows if self.codes is None else self.codes[rows]
        return [self.texts[place] for place in places.tolist()]

    def filled(self) -> Mask:
        """Return, per row, whether the cell holds more than blanks."""
        return self.spread(
            np.fromiter((bool(text) and not text.isspace() for text in self.texts), np.bool_, len(self.texts))
        )

    def hashes(self) -> Codes:
        """Return a 64-bit hash of each row's text, the same within one process."""
        return self.spread(np.fromiter(map(hash, self.texts), np.int64, len(self.texts)))


def make_column(cells: Sequence[str]) -> Column:
    """Find the distinct texts of a column.

    Args:
        cells: One text per row.

    Returns:
        The column; without codes where nearly every text occurs once.
    """
    probe = cells[:PROBE]
    if len(probe) == PROBE and len(set(probe)) > MOSTLY_DISTINCT * PROBE:
        return Column(cells, None)
    codes, texts = pd.factorize(np.array(cells, dtype=object))
    return Column(texts.tolist(), codes.astype(np.int64, copy=False))


def make_codes(column: Column, values: Sequence[str]) -> tuple[Codes, list[str]]:
    """Number the distinct values that the texts of a column stand for.

    Args:
        column: The column.
        values: The value of each of its texts.

    Returns:
        Per row the place of its value, and the distinct values.
    """
    places: dict[str, int] = {}
    by_text = np.fromiter((places.setdefault(value, len(places)) for value in values), np.int64, len(values))
    return column.spread(by_text), list(places)


def combine_codes(parts: Sequence[Codes]) -> tuple[Codes, Codes]:
    """Number the distinct combinations of several codes.

    Args:
        parts: At least one array, one non-negative code per row each.

    Returns:
        Per row the number of its combination, and per combination the first row that has it.
    """
    combined = parts[0]
    for part in parts[1:]:
        width = int(part.max(initial=0)) + 1
        if int(combined.max(initial=0)) > np.iinfo(np.int64).max // (width + 1):
            combined = np.unique(combined, return_inverse=True)[1].astype(np.int64)
        combined = combined * width + part
    return _number(combined)


def _number(values: Codes) -> tuple[Codes, Codes]:
    """Number distinct non-negative integers in ascending order, by a table where that is small."""
    rows, room = len(values), int(values.max(initial=0)) + 1
    if room > SMALL_TABLE + ROOM_PER_ROW * rows:
        _, first, inverse = np.unique(values, return_index=True, return_inverse=True)
        return inverse.astype(np.int64, copy=False), first.astype(np.int64, copy=False)
    leaders = np.full(room, -1, np.int64)
    # Assignment by index keeps the last of several values: in reverse, the first row.
    leaders[values[::-1]] = np.arange(rows - 1, -1, -1)
    present = np.flatnonzero(leaders >= 0)
    ranks = np.empty(room, np.int64)
    ranks[present] = np.arange(len(present))
    return ranks[values], leaders[present]
