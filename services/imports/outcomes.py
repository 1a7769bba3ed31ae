"""What became of rows, counted from the codes that the store gives each observation."""

from __future__ import annotations

from collections import Counter
from typing import Final

import numpy as np

from db.importing.conflicts import ADDED, UNCHANGED, UPDATED
from learning.domain.enums import Outcome
from learning.domain.observations import ChunkOutcome, Ints

_BY_CODE: Final = {ADDED: Outcome.ADDED, UPDATED: Outcome.UPDATED, UNCHANGED: Outcome.UNCHANGED}


def rows_by_outcome(row_counts: Ints, outcome: ChunkOutcome) -> Counter[Outcome]:
    """Return how many rows of the file had each outcome; an observation speaks for all rows that make it."""
    counts: Counter[Outcome] = Counter()
    for code, name in _BY_CODE.items():
        rows = int(row_counts[np.asarray(outcome.codes) == code].sum())
        if rows:
            counts[name] = rows
    return counts
