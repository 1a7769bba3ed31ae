"""Which notes are held back together."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from learning.domain.observations import Ints


def fold_of_texts(texts: Sequence[str], folds: int) -> Ints:
    """Deal texts out over folds by a digest of their words: equal texts stay together, and order tells nothing.

    Args:
        texts: The plain words of each note.
        folds: How many folds, at least 2.

    Returns:
        The fold of each text, from 0.
    """
    ordered = sorted({text.casefold() for text in texts}, key=lambda text: hashlib.blake2b(text.encode()).digest())
    place = {text: number % folds for number, text in enumerate(ordered)}
    return np.array([place[text.casefold()] for text in texts], dtype=np.int64)
