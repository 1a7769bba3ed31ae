"""Which subject area is a text about: food, sport, technology, ...? Told by words that mean one, or not told."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final

from learning.insights.domain_words import DOMAIN_WORDS

STEM: Final = "*"
SHORTEST_STEM: Final = 3
MOST_WORDS: Final = 100_000
"""Distinct words whose area is remembered."""
_ASIDE: Final = re.compile(r"(?:https?://|www\.)\S+|@\w+")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")


def domain_of(text: str) -> str:
    """Give the subject area of a text.

    Args:
        text: Any text; links and names of accounts in it do not count, hashtags do.

    Returns:
        The area of `DOMAIN_WORDS` that most of the distinct words name; '' where none does, or two areas as many words
        as each other. In a language of which the list has no words that is every text, but for words that are the same
        in many ('pizza', 'yoga', 'marathon').
    """
    plain = _ASIDE.sub(" ", text) if "@" in text or "://" in text or "www." in text else text
    words = dict.fromkeys(_WORD.findall(plain.casefold()))
    found = Counter(filter(None, map(_area_of, words))).most_common(2)
    if not found or (len(found) > 1 and found[0][1] == found[1][1]):
        return ""
    return found[0][0]


@lru_cache(maxsize=MOST_WORDS)
def _area_of(word: str) -> str:
    whole, stems = _list()
    plain = word if word.isascii() else _plain(word)
    if plain in whole:
        return whole[plain]
    heads = (plain[:size] for size in range(len(plain), SHORTEST_STEM - 1, -1))
    return next((stems[head] for head in heads if head in stems), "")


def _plain(word: str) -> str:
    """A word without accents: they come and go in captions."""
    return "".join(one for one in unicodedata.normalize("NFKD", word) if not unicodedata.combining(one))


@cache
def _list() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Whole words and stems, each with its area; the longest stem counts."""
    told = [(word, area) for area, words in DOMAIN_WORDS.items() for word in words.split()]
    whole = {word: area for word, area in told if not word.endswith(STEM)}
    return whole, {word.removesuffix(STEM): area for word, area in told if word.endswith(STEM)}
