"""How complex is a text? Longer sentences and more long words, in any language that puts spaces between words."""

from __future__ import annotations

import re
from typing import Final

FEWEST_WORDS: Final = 5
LONG_WORD: Final = 6
"""Letters beyond which a word is long."""
MOST: Final = 100.0
"""Lasbarhetsindex of a text that is as complex as can be told; law and science stand around 60."""
_ASIDE: Final = re.compile(r"(?:https?://|www\.)\S+|[@#＃]\w+", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_END: Final = re.compile(r"[.!?…:]+(?=\s|$)|\n+")
_WITHOUT_SPACES: Final = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


def complexity_of(text: str) -> float | None:
    """Give the complexity of a text.

    Args:
        text: Any text; links, hashtags and names of accounts in it do not count.

    Returns:
        (words a sentence + percentage of words of more than six letters) / 100, the readability index of Bjornsson
        (1968, Lasbarhet) brought to 0-1 and cut there: .3 is plain, .4 a newspaper, .6 a law. None where there are
        fewer than five words, or the script puts no spaces between them.
    """
    plain = _ASIDE.sub(" ", text)
    words = _WORD.findall(plain)
    if len(words) < FEWEST_WORDS or _WITHOUT_SPACES.search(plain):
        return None
    sentences = sum(bool(_WORD.search(part)) for part in _END.split(plain))
    long = sum(len(word) > LONG_WORD for word in words)
    return min((len(words) / max(sentences, 1) + 100 * long / len(words)) / MOST, 1.0)
