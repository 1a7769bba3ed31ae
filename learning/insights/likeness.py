"""How much is a post like what its channel published before it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from learning.domain.observations import Ints
from learning.insights.channels import channels_of, published_at
from learning.insights.text_embedding import Vectors

Floats = NDArray[np.float64]

MEMORY_HOURS: Final = 90 * 24
CHUNK: Final = 1_000


@dataclass(frozen=True, slots=True)
class Likeness:
    """By post, arrays of shape (posts,)."""

    closest: Floats
    """Cosine of the most alike earlier post of the channel within 90 days, -1 to 1; NaN for a post without text, or
    before which nothing was published."""
    which: Ints
    """Place of that post; -1 where there is none."""
    hours: Floats
    """Since that post."""


def likeness_of(posts: pd.DataFrame, vectors: Vectors) -> Likeness:
    """Compare each post with the posts of its platform and account in the 90 days before.

    Args:
        posts: POST_COLUMNS.
        vectors: Of their texts, shape (posts, dimensions), length 1 or 0.

    Returns:
        The most alike of them; its complement to 1 is how new a post was.
    """
    channel, at = channels_of(posts), published_at(posts)
    closest, hours = np.full(len(at), np.nan), np.full(len(at), np.nan)
    which = np.full(len(at), -1, dtype=np.int64)
    has_text = np.linalg.norm(vectors, axis=1) > 0
    for code in range(int(channel.max(initial=-1)) + 1):
        own = np.flatnonzero((channel == code) & has_text)
        own = own[np.argsort(at[own], kind="stable")]
        times = at[own]
        first = np.searchsorted(times, times - MEMORY_HOURS, side="left")
        for begin in range(0, len(own), CHUNK):
            end = min(begin + CHUNK, len(own))
            low = int(first[begin])
            alike = vectors[own[begin:end]] @ vectors[own[low:end]].T
            place = np.arange(low, end)
            allowed = (place < np.arange(begin, end)[:, None]) & (place >= first[begin:end, None])
            alike[~allowed] = -np.inf
            best = alike.argmax(axis=1)
            some = np.flatnonzero(allowed.any(axis=1))
            closest[own[begin + some]] = alike[some, best[some]]
            which[own[begin + some]] = own[low + best[some]]
            hours[own[begin + some]] = times[begin + some] - times[low + best[some]]
    return Likeness(closest, which, hours)


def most_alike(vectors: Vectors, one: int, others: Ints, count: int) -> tuple[Ints, Floats]:
    """Find the posts that are most like one of them.

    Args:
        vectors: Shape (posts, dimensions), of length 1 or 0.
        one: Place of the post.
        others: Places of those that it is compared with.
        count: At most so many.

    Returns:
        Their places, the most alike first (of two alike the one that comes later), and the cosines, -1 to 1; posts
        without a word are in neither.
    """
    told = others[np.linalg.norm(vectors[others], axis=1) > 0]
    cosines = (vectors[told] @ vectors[one]).astype(np.float64)
    order = np.lexsort((-told, -cosines))[:count]
    return told[order], np.minimum(cosines[order], 1.0)
