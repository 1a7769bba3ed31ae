"""Which language a note is in; a short or doubtful note is never called foreign."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS
from vader.data.lexicon import LEXICON

from learning.domain.feedback import READ_LANGUAGE, Language
from learning.models.words import word_set

NO_WORDS: Final = "there are no words in it"
TOO_SHORT: Final = "it is too short to tell its language"
LANGUAGES: Final = (
    "ar", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "gu", "he", "hi", "hr", "hu",
    "hy", "id", "it", "ja", "ka", "kn", "ko", "lt", "lv", "ml", "mr", "nl", "no", "pa", "pl", "pt", "ro", "ru", "sk",
    "sl", "sq", "sr", "sv", "sw", "ta", "te", "th", "tl", "tr", "uk", "ur", "vi", "zh",
)  # fmt: skip
"""The languages that notes are told apart in; rarer ones only drew short English texts away."""
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_ENGLISH_ENOUGH: Final = 0.34
"""Share of common English words from which a text in Latin letters is English, whatever the letters say."""
_FEWEST_LETTERS: Final = 6
_SURE: Final = 3.0
"""How much likelier, as a difference of log probabilities, another language must be for texts of few words."""
_SURE_BY_WORD: Final = 1.5
_DOUBTFUL: Final = 2.0
"""From here on a text without a single common English word is left open."""
_LATIN: Final = "LATIN"


def detect_language(text: str) -> Language:
    """Detect the language of plain words (see `plain_words`).

    Letters of another script decide at once. In Latin letters a text is English unless few of its words are common in
    English and a naive Bayes classifier over byte n-grams (Lui and Baldwin, 2012, as py3langid ships it) finds another
    language clearly likelier: the margin it must have grows as the words get fewer.

    Args:
        text: The words of one note.

    Returns:
        The ISO 639-1 code; no code with a reason where there are no letters.
    """
    words = [word.lower() for word in _WORD.findall(text)]
    letters = sum(map(len, words))
    if not letters:
        return Language(None, NO_WORDS)
    if not _is_latin(words):
        return Language(_likeliest(text)[0][0])
    known = sum(word in _common_english() for word in words) / len(words)
    if known >= _ENGLISH_ENOUGH or letters < _FEWEST_LETTERS:
        return Language(READ_LANGUAGE)
    ranked = _likeliest(" ".join(words))
    english = next(score for code, score in ranked if code == READ_LANGUAGE)
    code, score = ranked[0]
    if score - english > _SURE + _SURE_BY_WORD * max(0, 6 - len(words)) * (1 + known):
        return Language(code)
    doubtful = not known and score - english > _DOUBTFUL
    return Language(None, TOO_SHORT) if doubtful else Language(READ_LANGUAGE)


def _is_latin(words: Sequence[str]) -> bool:
    letters = [letter for word in words for letter in word[:4]][:80]
    latin = sum(letter.isascii() or unicodedata.name(letter, "").startswith(_LATIN) for letter in letters)
    return latin * 2 >= len(letters)


def _likeliest(text: str) -> list[tuple[str, float]]:
    return [(str(code), float(score)) for code, score in _identifier().rank(text)]


@cache
def _identifier() -> LanguageIdentifier:
    found = LanguageIdentifier.from_model_file(MODEL_FILE)
    found.set_languages(list(LANGUAGES))
    return found


@cache
def _common_english() -> frozenset[str]:
    """Function words, words of feeling, and the words that short notes are made of."""
    felt = {word for word in LEXICON if word.isalpha() and len(word) > 2}
    return frozenset(ENGLISH_STOP_WORDS | felt | _SHORT_NOTES - _FOREIGN)


_SHORT_NOTES: Final = word_set(
    """
    music works work working product device phone app sound quality price value easy use used using buy bought just
    got home alexa echo flight service customer time good great new set up entertainment gift day speaker order
    delivery fast quick team staff shipping website page video post story thing things don't doesn't can't isn't
    it's i'm i've didn't won't you're that's wasn't store size fit color colour box battery screen email account
    money back need needs get gets getting make makes does did want wanted know think said say says go going went
    come really still every always way lot little bit big small old first last next again today yesterday week month
    year hour hours minutes
    """
)
_FOREIGN: Final = word_set(
    """
    die des an am on as so to per me he no in be is was do den hat dir man fin con hundred amoungst mine toast alas
    gift kind hell rate art super top gut fade rat fest
    """
)
"""Spelled the same in a large language of Latin letters, so that they say nothing about English."""
