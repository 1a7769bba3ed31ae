"""Which combinations of hook, topic, format, length and hour recur?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
import pandas as pd

from learning.domain.holdings import Texts
from learning.domain.observations import Ints
from learning.domain.post_columns import ANGLE
from learning.insights.post_attributes import as_texts, codes_of, compared_attributes

PARTS: Final = ("hook", "angle", "topic", "format", "length", "hour")
"""Of a formula, in the order in which it is read; 'angle' where the posts have such a column."""
FEWEST_PARTS, MOST_PARTS = 2, 3


@dataclass(frozen=True, slots=True)
class Combination:
    """A structure and the posts that have it."""

    structure: tuple[tuple[str, str], ...]
    """(part, level) pairs in the order of PARTS."""
    rows: Ints
    """Places in the frame, in its order."""


def formula_parts(posts: pd.DataFrame) -> Mapping[str, Texts]:
    """Give the parts of posts: level by post, '' where not stated; parts with a single level are left out."""
    known = compared_attributes(posts)
    if ANGLE in posts:
        known = {**known, ANGLE: as_texts(posts[ANGLE])}
    return {name: known[name] for name in PARTS if name in known and len(set(known[name].tolist()) - {""}) > 1}


def recurring_combinations(parts: Mapping[str, Texts], fewest: int, most: int) -> list[Combination]:
    """List the structures of two or three parts that recur.

    Args:
        parts: Part -> level of each post.
        fewest: Posts from which on a structure is listed.
        most: Structures at most, those with most posts.

    Returns:
        Those with most posts first; of structures with the same posts the longest alone.
    """
    codes = {name: codes_of(levels) for name, levels in parts.items()}
    size = len(next(iter(parts.values()))) if parts else 0
    found: dict[bytes, Combination] = {}
    for width in range(FEWEST_PARTS, MOST_PARTS + 1):
        for names in combinations(parts, width):
            key = np.zeros(size, dtype=np.int64)
            stated = np.ones(size, dtype=np.bool_)
            for name in names:
                own, levels = codes[name]
                key = key * len(levels) + own
                stated &= parts[name] != ""
            rows = np.flatnonzero(stated)
            order = rows[np.argsort(key[rows], kind="stable")]
            starts = np.flatnonzero(np.diff(key[order], prepend=-1))
            for group in np.split(order, starts[1:]):
                if len(group) >= fewest:
                    structure = tuple((name, str(parts[name][group[0]])) for name in names)
                    found[group.tobytes()] = Combination(structure, group.astype(np.int64))
    ranked = sorted(found.values(), key=lambda one: (-len(one.rows), one.structure))
    return ranked[:most]
