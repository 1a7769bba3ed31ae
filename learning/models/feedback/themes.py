"""Themes that nobody named beforehand: what the notes of a brand keep coming back to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer, TfidfTransformer
from vader.data.lexicon import LEXICON

from learning.domain.anomalies import Floats
from learning.domain.observations import Ints
from learning.models.words import word_set

FEWEST_NOTES: Final = 60
MOST_THEMES: Final = 12
NOTES_BY_THEME: Final = 25
TERMS: Final = 6
"""Words that tell what a theme is about."""
BELONGS_FROM: Final = 0.35
"""Share of a note's weight from which it belongs to a theme."""
MOST_WORDS: Final = 3_000
MOST_COMMON: Final = 0.25
"""A word of a larger share of the notes tells none of them apart."""
FELT_FROM: Final = 1.5
"""Strength from which a word of VADER's lexicon tells a feeling, not a subject."""
_WORD: Final = re.compile(r"(?<![\w'])[^\W\d_]+(?:-[^\W\d_]+)*(?![\w'])")
"""Contractions are left out: they are about nothing."""

_EMPTY_WORDS: Final = word_set(
    """
    just like really got get getting did does don doesn didn isn wasn won can can't ve ll re im i'm it's that's thing
    things way lot bit time times day today yesterday tomorrow week year make makes made going gone went come came know
    think want need use used using one two three new old great good nice bad best worst love loved amp via let say said
    tell told ask asked right sure thank thanks please hey hi hello yes yeah ok okay u ur pls guys people someone also
    """
)


@dataclass(frozen=True, slots=True)
class Theme:
    """What several notes have in common."""

    name: str
    """Its two or three clearest words."""
    terms: tuple[str, ...]
    """Its clearest words, at most TERMS."""
    notes: tuple[int, ...]
    """Places of the notes that belong to it, the clearest first."""
    coherence: float
    """Mean normalised pointwise mutual information of its words over the notes, -1 to 1 (Bouma, 2009)."""


def find_themes(texts: Sequence[str], most: int = MOST_THEMES) -> tuple[Theme, ...]:
    """Find what notes keep coming back to.

    Non-negative matrix factorisation (Lee and Seung, 1999) of TF-IDF over the content words of the notes, begun from a
    singular value decomposition (NNDSVDa, Boutsidis and Gallopoulos, 2008) with its seed fixed, so that the same notes
    give the same themes. A note belongs to a theme that has BELONGS_FROM of its weight.

    Args:
        texts: The plain words of notes in English.
        most: At most so many themes; fewer where there is less than one for NOTES_BY_THEME notes.

    Returns:
        The themes with most notes first; none from fewer than FEWEST_NOTES notes or without repeated words.
    """
    if len(texts) < FEWEST_NOTES:
        return ()
    rare = max(3, len(texts) // 500)
    counter = CountVectorizer(
        analyzer=_content_words, min_df=rare, max_df=MOST_COMMON, max_features=MOST_WORDS, binary=True
    )
    try:
        counts = counter.fit_transform(texts)
    except ValueError:  # no word is left
        return ()
    wanted = min(most, max(2, len(texts) // NOTES_BY_THEME), counts.shape[1], counts.shape[0])
    weighted = TfidfTransformer(sublinear_tf=True).fit_transform(counts)
    factors = NMF(wanted, init="nndsvda", max_iter=300, tol=1e-3, random_state=0)
    by_note = factors.fit_transform(weighted) * np.linalg.norm(factors.components_, axis=1)
    shares = by_note / np.maximum(by_note.sum(axis=1, keepdims=True), 1e-12)
    words = counter.get_feature_names_out()
    found = [
        _theme(words, factors.components_[place], shares[:, place], by_note[:, place], counts)
        for place in range(wanted)
    ]
    return tuple(sorted((theme for theme in found if theme.notes), key=lambda theme: -len(theme.notes)))


def _theme(words: np.ndarray, weights: Floats, shares: Floats, strengths: Floats, counts: csr_matrix) -> Theme:
    order = np.argsort(-weights, kind="stable")[:TERMS]
    terms = tuple(str(words[place]) for place in order if weights[place] > 0)
    belonging = np.flatnonzero((shares >= BELONGS_FROM) & (strengths > 0))
    ordered = belonging[np.argsort(-strengths[belonging], kind="stable")]
    return Theme(" / ".join(terms[:2]), terms, tuple(ordered.tolist()), coherence_of(order, counts))


def coherence_of(places: Ints, counts: csr_matrix) -> float:
    """Mean normalised pointwise mutual information over pairs of words.

    log(p(a, b) / (p(a) p(b))) / -log p(a, b), with p the share of notes that hold a word, or both; -1 for a pair that
    never stands together (Bouma, 2009; Lau et al., 2014).

    Args:
        places: Columns of the words.
        counts: Notes x words, sparse, 1 where a word stands in a note.

    Returns:
        -1 to 1; 0 is chance.
    """
    held = counts[:, places].toarray().astype(np.float64)
    alone, together = held.mean(axis=0), held.T @ held / len(held)
    told = []
    for one in range(len(places)):
        for other in range(one):
            both = together[one, other]
            if both == 0:
                told.append(-1.0)
            elif both == 1:
                told.append(1.0)
            else:
                told.append(float(np.log(both / (alone[one] * alone[other])) / -np.log(both)))
    return float(np.mean(told)) if told else 0.0


def _content_words(text: str) -> list[str]:
    """The words of a text that tell what it is about, each as its singular in small letters."""
    found = [_without_plural(word) for word in _WORD.findall(text.lower())]
    return [word for word in found if len(word) > 2 and word not in _stop_words()]


@cache
def _stop_words() -> frozenset[str]:
    """Words that tell what is felt or nothing at all."""
    felt = {word for word, strength in LEXICON.items() if word.isalpha() and abs(strength) >= FELT_FROM}
    return frozenset(_without_plural(word) for word in (*ENGLISH_STOP_WORDS, *_EMPTY_WORDS, *felt))


def _without_plural(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
