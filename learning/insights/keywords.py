"""Which words tell what a post is about, beside all other posts of the brand?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer

FEWEST_POSTS: Final = 5
"""Posts that a keyword stands in."""
LARGEST_SHARE: Final = 0.2
"""Words of more posts than that tell nothing apart: the small words of any language are among them."""
MOST_TERMS: Final = 5_000
MOST_KEYWORDS: Final = 3
_ASIDE: Final = re.compile(r"(?:https?://|www\.)\S+|@\w+", re.IGNORECASE)
_WORDS: Final = r"(?u)\b[^\W\d_]{3,}\b"


def keywords_of(texts: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Find the keywords of each text.

    Args:
        texts: Of the brand's posts, '' where there is none; the brand's own texts are the background.

    Returns:
        By text up to three words in small letters, the most telling first: by tf-idf (Sparck Jones 1972) over words of
        at least five texts and at most a fifth of them. Links and names of accounts are left out. Nothing where
        the texts have no such words, or write without spaces.
    """
    nothing: tuple[tuple[str, ...], ...] = ((),) * len(texts)
    told = sum(bool(text.strip()) for text in texts)
    most = int(LARGEST_SHARE * told)
    if most < FEWEST_POSTS:
        return nothing
    counter = TfidfVectorizer(
        token_pattern=_WORDS,
        stop_words=list(ENGLISH_STOP_WORDS),
        min_df=FEWEST_POSTS,
        max_df=most,
        max_features=MOST_TERMS,
        sublinear_tf=True,
    )
    try:
        weights = counter.fit_transform([_ASIDE.sub(" ", text) for text in texts])
    except ValueError:
        # No word is in enough texts.
        return nothing
    words = [str(word) for word in counter.get_feature_names_out()]
    texts_of = np.repeat(np.arange(len(texts)), np.diff(weights.indptr))
    order = np.lexsort((weights.indices, -weights.data, texts_of))
    ranked = [words[place] for place in weights.indices[order].tolist()]
    begins = weights.indptr.tolist()
    return tuple(tuple(ranked[begin : min(begin + MOST_KEYWORDS, end)]) for begin, end in pairwise(begins))
