"""What sets a group of posts apart: its words, or its attributes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer

from learning.domain.observations import Ints
from learning.insights.post_attributes import Levels
from learning.insights.text_embedding import WORDS

MOST_WORDS: Final = 3
MOST_TERMS: Final = 5_000
LEAST_SHARE: Final = 0.3
"""A word or level names a cluster only if so many of its posts have it."""
PRIOR: Final = 0.5
_LINK: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


def telling_words(texts: Sequence[str], clusters: Ints) -> Mapping[int, tuple[str, ...]]:
    """Name clusters by their words.

    Args:
        texts: Shape (posts,).
        clusters: Cluster of each, -1 outside.

    Returns:
        By cluster up to three words that at least three in ten of its posts have, those whose share exceeds that of all
        other posts by most: share x log(share / other share), a term of the Kullback-Leibler divergence.
    """
    stop = list(ENGLISH_STOP_WORDS)
    counter = CountVectorizer(token_pattern=WORDS, binary=True, max_features=MOST_TERMS, stop_words=stop)
    try:
        has = counter.fit_transform([_LINK.sub(" ", text) for text in texts])
    except ValueError:
        return {}
    words = counter.get_feature_names_out()
    whole, size = np.asarray(has.sum(axis=0)).ravel(), len(texts)
    found: dict[int, tuple[str, ...]] = {}
    for one in range(int(clusters.max(initial=-1)) + 1):
        own = clusters == one
        inside = np.asarray(has[np.flatnonzero(own)].sum(axis=0)).ravel()
        share = inside / own.sum()
        other = (whole - inside + PRIOR) / (size - own.sum() + 1)
        gain = np.where(share >= LEAST_SHARE, share * np.log(np.maximum(share, 1e-9) / other), -np.inf)
        best = [place for place in np.argsort(-gain, kind="stable")[:MOST_WORDS].tolist() if gain[place] > 0]
        found[one] = tuple(str(words[place]) for place in best)
    return found


@dataclass(frozen=True, slots=True)
class TellingLevel:
    """A level of an attribute that sets a cluster apart."""

    attribute: str
    level: str
    share: float
    """Of the posts of the cluster, 0-1."""
    other: float
    """Of the other posts."""


def telling_levels(levels: Mapping[str, Levels], clusters: Ints) -> Mapping[int, tuple[TellingLevel, ...]]:
    """Tell clusters apart by stated attributes.

    Args:
        levels: Attribute -> level of each post.
        clusters: Cluster of each, -1 outside.

    Returns:
        By cluster up to three, by the same measure as words.
    """
    found: dict[int, tuple[TellingLevel, ...]] = {}
    for one in range(int(clusters.max(initial=-1)) + 1):
        own = clusters == one
        told: list[tuple[float, TellingLevel]] = []
        for name, attribute in levels.items():
            size = len(attribute.names)
            share = np.bincount(attribute.codes[own], minlength=size) / own.sum()
            other = (np.bincount(attribute.codes[~own], minlength=size) + PRIOR) / ((~own).sum() + 1)
            for place in np.flatnonzero(share >= LEAST_SHARE).tolist():
                gain = float(share[place] * np.log(share[place] / other[place]))
                if gain > 0 and attribute.names[place]:
                    level = attribute.names[place]
                    told.append((gain, TellingLevel(name, level, float(share[place]), float(other[place]))))
        found[one] = tuple(entry for _, entry in sorted(told, key=lambda pair: -pair[0])[:MOST_WORDS])
    return found
