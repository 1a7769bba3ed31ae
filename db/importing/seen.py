"""Which keys a run has written: eight bytes per key, so that a chunk can tell repeats without asking the store."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]


def hash_keys(keys: NDArray[np.int64]) -> Hashes:
    """One 64-bit hash per row (the finaliser of splitmix64, column by column; Steele, Lea and Flood 2014)."""
    digest = np.zeros(len(keys), dtype=np.uint64)
    for column in range(keys.shape[1]):
        digest = digest + keys[:, column].astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
        digest = (digest ^ (digest >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        digest = (digest ^ (digest >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        digest = digest ^ (digest >> np.uint64(31))
    return digest


class SeenKeys:
    """The hashes written so far, in sorted pieces of growing size.

    A collision only costs a look into the store; it never decides anything.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._pieces: list[Hashes] = []

    def contain(self, hashes: Hashes) -> NDArray[np.bool_]:
        """Which of the hashes were added before."""
        found = np.zeros(len(hashes), dtype=np.bool_)
        for piece in self._pieces:
            places = np.minimum(np.searchsorted(piece, hashes), len(piece) - 1)
            found |= piece[places] == hashes
        return found

    def add(self, hashes: Hashes) -> None:
        """Remember hashes; pieces of similar size are merged, so there are only a few to search."""
        if not len(hashes):
            return
        piece = np.sort(hashes)
        while self._pieces and len(self._pieces[-1]) <= 2 * len(piece):
            piece = np.sort(np.concatenate([self._pieces.pop(), piece]), kind="stable")
        self._pieces.append(piece)
