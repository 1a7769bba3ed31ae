"""Which texts are alike? Texts as vectors whose products tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.utils.extmath import randomized_svd

Vectors = NDArray[np.float32]

DIMENSIONS: Final = 64
MOST_TERMS: Final = 20_000
FEWEST_TEXTS: Final = 5
WORDS: Final = r"(?u)\b\w\w+\b"
SEED: Final = 0
"""Of the randomised SVD: the same texts give the same vectors."""
MOST_REMEMBERED: Final = 50_000
"""Texts whose vectors a sentence model keeps: some 80 MB."""
FEW_WORDS: Final = 3.0
"""Where texts have fewer words at the median (scripts without spaces), triples of characters are counted instead."""


class TextEmbedder(Protocol):
    """Turns texts into vectors."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Give one vector of length 1 per text, shape (texts, dimensions); zeros for a text without any word."""


@dataclass(frozen=True, slots=True)
class TfidfSvd:
    """Words weighed by how rare they are, in a few dimensions (latent semantic analysis, Deerwester et al. 1990).

    Terms are words, sublinear tf x idf; the dimensions are those of a truncated SVD (Halko,
    Martinsson and Tropp 2011). Needs nothing but the texts of the brand.
    """

    dimensions: int = DIMENSIONS

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Give the vectors; see the protocol."""
        return _latent(tuple(texts), self.dimensions)


@lru_cache(maxsize=2)
def _latent(texts: tuple[str, ...], dimensions: int) -> Vectors:
    """The vectors of some texts, not to be changed: detectors ask for those of the same posts one after the other."""
    kept = [place for place, text in enumerate(texts) if text.strip()]
    found = np.zeros((len(texts), dimensions), dtype=np.float32)
    if len(kept) >= FEWEST_TEXTS:
        own = _few_dimensions([texts[place] for place in kept], dimensions)
        found[kept, : own.shape[1]] = own
    found.setflags(write=False)
    return found


def _few_dimensions(texts: Sequence[str], dimensions: int) -> Vectors:
    by_word = float(np.median([len(text.split()) for text in texts])) >= FEW_WORDS
    counter = TfidfVectorizer(
        analyzer="word" if by_word else "char",
        ngram_range=(1, 1) if by_word else (3, 3),
        token_pattern=WORDS if by_word else None,
        max_features=MOST_TERMS,
        sublinear_tf=True,
        dtype=np.float32,
    )
    nothing: Vectors = np.zeros((len(texts), 0), dtype=np.float32)
    try:
        terms = counter.fit_transform(texts)
    except ValueError:
        # No text has a term: emoji only.
        return nothing
    size = min(dimensions, terms.shape[1] - 1, len(texts) - 1)
    if size < 1:
        return nothing
    left, sizes, _ = randomized_svd(terms, size, random_state=SEED)
    return _unit(left * sizes)


class Encoder(Protocol):
    """A sentence model as its packages offer it (`SentenceTransformer.encode`)."""

    def encode(self, texts: list[str], /) -> ArrayLike:
        """Give one vector per text."""


class SentenceModel:
    """A sentence model that is installed beside Bellwether; whoever starts the run loads it and hands it in.

    A text is encoded once: those of earlier runs are remembered, since one more day brings few new ones.
    """

    def __init__(self, encoder: Encoder) -> None:
        """Encode with a model."""
        self._encoder = encoder
        self._known: dict[str, Vectors] = {}

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Give the vectors; see the protocol."""
        new = [text for text in dict.fromkeys(texts) if text.strip() and text not in self._known]
        if len(self._known) + len(new) > MOST_REMEMBERED:
            self._known.clear()
            new = [text for text in dict.fromkeys(texts) if text.strip()]
        if new:
            vectors = _unit(np.asarray(self._encoder.encode(new), dtype=np.float32))
            self._known |= dict(zip(new, vectors, strict=True))
        width = len(next(iter(self._known.values()))) if self._known else 0
        nothing: Vectors = np.zeros(width, dtype=np.float32)
        rows = [self._known.get(text, nothing) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, width), dtype=np.float32)


def _unit(vectors: NDArray[np.floating]) -> Vectors:
    sizes = np.linalg.norm(vectors, axis=1, keepdims=True)
    found: Vectors = np.divide(vectors, sizes, out=np.zeros(vectors.shape), where=sizes > 1e-9).astype(np.float32)
    return found
