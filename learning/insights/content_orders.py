"""What did an account publish just before each post?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from learning.domain.observations import Ints
from learning.insights.channels import channels_of, published_at
from learning.insights.post_attributes import as_texts

WINDOW_HOURS: Final = 168
"""What was published more than a week before is no longer part of an order."""

Order = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Orders:
    """For each post the levels of the posts that led to it, itself last; None where they are too old or not stated."""

    pairs: tuple[Order | None, ...]
    triples: tuple[Order | None, ...]

    def of_rows(self, rows: Ints) -> Orders:
        """Give those of some of the posts."""
        return Orders(
            tuple(self.pairs[row] for row in rows.tolist()), tuple(self.triples[row] for row in rows.tolist())
        )


def orders_of(posts: pd.DataFrame, attribute: str) -> Orders:
    """Give the order of an attribute's levels that each post ends.

    Args:
        posts: POST_COLUMNS, all posts of the brand: those that are too young to teach were seen too.
        attribute: A stated one: 'topic', 'format', 'hook'.

    Returns:
        Of each post the levels of the one (two) before it on the same platform and account, each at most a week before
        the next, and its own.
    """
    channel, at, levels = channels_of(posts), published_at(posts), as_texts(posts[attribute])
    order = np.lexsort((np.arange(len(at)), at, channel))
    before = np.full(len(at), -1, dtype=np.int64)
    follows = (channel[order][1:] == channel[order][:-1]) & (np.diff(at[order]) <= WINDOW_HOURS)
    before[order[1:][follows]] = order[:-1][follows]
    pairs: list[Order | None] = [None] * len(at)
    triples: list[Order | None] = [None] * len(at)
    for post, one in enumerate(before.tolist()):
        if one < 0 or not levels[post] or not levels[one]:
            continue
        pairs[post] = (levels[one], levels[post])
        other = int(before[one])
        if other >= 0 and levels[other]:
            triples[post] = (levels[other], levels[one], levels[post])
    return Orders(tuple(pairs), tuple(triples))
