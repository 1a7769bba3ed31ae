"""Cell texts in one spelling (digits, minus signs, spaces), and the words that stand for 'nothing here'."""

import re
from typing import Final

_ZEROS: Final = "\u0660\u06f0\u0966\u09e6\u0e50\uff10"
"""The zero of the Arabic-Indic, Persian, Devanagari, Bengali, Thai and full-width digits."""

_SPACES: Final = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\r\n"
)
_INVISIBLE: Final = (
    "\u200b\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad\x00"
)
_EDGES: Final = f" {_SPACES}{_INVISIBLE}"
_SAME: Final = {
    "\u066b": ".",
    "\u066c": ",",
    "\u066a": "%",
    "\uff0c": ",",
    "\uff0e": ".",
    "\uff05": "%",
    "\uff0b": "+",
    "\uff08": "(",
    "\uff09": ")",
    "\uff1a": ":",
    "\uff0f": "/",
    "\u2019": "'",
    "\u2018": "'",
    "\u02bc": "'",
    "\uff07": "'",
    "\u2212": "-",
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "-",
    "\u2013": "-",
    "\u2014": "-",
    "\u2015": "-",
    "\ufe63": "-",
    "\uff0d": "-",
    "\u301c": "~",
    "\uff5e": "~",
}
_TABLE: Final = str.maketrans(
    {chr(ord(zero) + digit): str(digit) for zero in _ZEROS for digit in range(10)}
    | dict.fromkeys(_SPACES, " ")
    | dict.fromkeys(_INVISIBLE, "")
    | _SAME
)
_WRAPPED: Final = re.compile(r'="(.*)"|"(.*)"|=(?=[-+.\d])(.*)', re.DOTALL)
_PLACEHOLDER_WORDS: Final = (
    "n/a n.a. n.a na #n/a #na n.d. n.d n/d nd k.a. k.a s/o s.o. - -- --- . .. ... … undefined null (null) nan "
    "-nan none nil (none) unavailable #value! #div/0! #ref! #name? #num! #null! ? 無し なし 없음"
)
_PLACEHOLDER_PHRASES: Final = (
    "k. a., not available, (not available), not applicable, no data, nicht verfügbar, keine angabe, keine daten, "
    "no disponible, non disponible, sin datos, non disponibile, indisponível, "
    "não disponível, 해당 없음, 該当なし, 該当無し"
)
_PLACEHOLDERS: Final = frozenset({"", *_PLACEHOLDER_WORDS.split(), *_PLACEHOLDER_PHRASES.split(", ")})
_DASHES: Final = re.compile(r"[-_\s]*")


def plain_text(text: str) -> str:
    """A cell's text in one spelling.

    Args:
        text: any text.

    Returns:
        The text with ASCII digits, one kind of minus, space and apostrophe, without invisible marks, without the
        quotes, `="..."` or the leading apostrophe that spreadsheets put around a text, and without outer blanks.
    """
    return unwrapped(text.translate(_TABLE))


def unwrapped(text: str) -> str:
    """A text without what spreadsheets put around it, its characters untouched.

    Args:
        text: any text.

    Returns:
        The text without outer blanks, quotes, `="..."` and leading apostrophe.
    """
    bare = text.strip(_EDGES)
    if not bare or bare[0] not in "=\"'":
        return bare
    wrapped = _WRAPPED.fullmatch(bare)
    if wrapped:
        bare = next(part for part in wrapped.groups() if part is not None).strip(_EDGES)
    if bare.startswith("'") and len(bare) > 1:
        bare = bare[1:].strip(_EDGES)
    return bare


def is_placeholder(plain: str) -> bool:
    """Whether a text says that there is no value.

    Args:
        plain: a text from `plain_text`.

    Returns:
        True for a blank, dashes, and words such as `N/A`, `undefined`, `null`.
    """
    return _DASHES.fullmatch(plain) is not None or plain.casefold() in _PLACEHOLDERS
