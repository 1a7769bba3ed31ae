"""The words of a note without what is not language: links, handles, mark-up, placeholders of masked parts."""

from __future__ import annotations

import html
import re
from typing import Final

from learning.domain.feedback import Personal

_LINK: Final = re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)
_HANDLE: Final = re.compile(r"(?<![\w.])@\w+(?:\.\w+)*")
_PLACEHOLDER: Final = re.compile(r"\[(?:" + "|".join(kind.value for kind in Personal) + r")\]")
_TAG: Final = re.compile(r"<[a-zA-Z/][^<>]{0,200}>")
_SPACE: Final = re.compile(r"\s+")
_QUOTES: Final = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"'})
_SENTENCE_END: Final = re.compile(r"(?<=[.!?\u2026])\s+|\s*\n+\s*")


def plain_words(text: str) -> str:
    """Return the words of a text in one line, with straight quotes."""
    told = html.unescape(text) if "&" in text else text
    told = _TAG.sub(" ", told)
    told = _PLACEHOLDER.sub(" ", _HANDLE.sub(" ", _LINK.sub(" ", told)))
    return _SPACE.sub(" ", told.translate(_QUOTES)).strip()


def sentences(text: str) -> list[str]:
    """Split plain words where a sentence ends; what is empty is left out."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]
