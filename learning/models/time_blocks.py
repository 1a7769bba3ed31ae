"""Blocks by time: each is told by what was learned of those before it."""

from __future__ import annotations

from typing import Final

import numpy as np

from learning.domain.observations import Ints

FOLDS: Final = 5
LATER_FOLDS: Final = 3
"""Of those, so many of what came after what the live version learned from."""


def blocks_of(days: Ints, since: int | None) -> Ints:
    """Cut posts or decisions into blocks of about as many by time; no day is in two of them.

    Args:
        days: Epoch days, rising.
        since: The last day that the live version learned from: what came later has blocks of its own; None = no
            version.

    Returns:
        Number of the block of each, from 0; block 0 only teaches.
    """
    later = np.zeros(len(days), dtype=np.bool_) if since is None else days > since
    early = _equal(days[~later], FOLDS + 1 - (LATER_FOLDS if later.any() else 0))
    first = int(early.max()) + 1 if len(early) else 0
    return np.concatenate([early, first + _equal(days[later], LATER_FOLDS)])


def _equal(days: Ints, count: int) -> Ints:
    """By the place of the first post of each day."""
    first = np.searchsorted(days, days, side="left")
    blocks = first * count // max(len(days), 1)
    found: Ints = np.unique(blocks, return_inverse=True)[1].astype(np.int64)
    return found
