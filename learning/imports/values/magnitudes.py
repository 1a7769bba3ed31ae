"""Words and letters that multiply a number: K, Mio., Tsd., \u4e07, \ub9cc."""

import re
from itertools import pairwise
from typing import Final

_THOUSAND: Final = 10**3
_MYRIAD: Final = 10**4
_LAKH: Final = 10**5
_MILLION: Final = 10**6
_CRORE: Final = 10**7
_OKU: Final = 10**8
_BILLION: Final = 10**9
_TRILLION: Final = 10**12

_THOUSAND_WORDS: Final = (
    "k tsd tsd. mil tys tys. tis. tis tn dzd. dzd mila bin rb ribu thousand tausend тыс тыс. тис. χιλ. 千 천"
)
_MILLION_WORDS: Final = (
    "m mio mio. mln mln. mill. mill mi mn mn. milj. milj jt juta million millions millionen millones milhões "
    "millioni млн млн. εκ. 백만 百万"
)
MAGNITUDES: Final[dict[str, int]] = (
    dict.fromkeys(
        _THOUSAND_WORDS.split(),
        _THOUSAND,
    )
    | dict.fromkeys(["万", "萬", "만"], _MYRIAD)
    | dict.fromkeys(["lakh", "lakhs", "lac", "लाख"], _LAKH)
    | dict.fromkeys(
        _MILLION_WORDS.split(),
        _MILLION,
    )
    | dict.fromkeys(["crore", "crores", "cr", "करोड़"], _CRORE)
    | dict.fromkeys(["亿", "億", "억"], _OKU)
    | dict.fromkeys(
        ["b", "bn", "mrd", "mrd.", "mld", "mld.", "md", "bi", "billion", "billions", "milliarden", "млрд"], _BILLION
    )
    | dict.fromkeys(["t", "trillion", "兆", "조"], _TRILLION)
)
"""Casefolded word -> factor. `mil.` is left out: a thousand in Spanish and Portuguese, a million in Czech and
Romanian."""

_EAST_ASIAN: Final = "\u5343\u4e07\u842c\u4ebf\u5104\u5146\ucc9c\ub9cc\uc5b5\uc870"
_PART: Final = re.compile(rf"\s*([\d.,]+)\s*([{_EAST_ASIAN}])")
_COMPOUND: Final = re.compile(rf"(?:\s*[\d.,]+\s*[{_EAST_ASIAN}])+\s*(\d[\d,]*)?\s*")


def split_magnitude(word: str) -> tuple[int, str]:
    """The factor that a text after a number begins with, and the rest of the text.

    Args:
        word: what follows the digits, e.g. `Mio. \u20ac`, `K`, `views`.

    Returns:
        (factor, rest); (1, word) where it begins with no magnitude.
    """
    head, _, rest = word.strip().partition(" ")
    if head.casefold() in MAGNITUDES:
        return MAGNITUDES[head.casefold()], rest.strip()
    # '1.2K$' and '1.2M\u20ac': a magnitude directly followed by a sign, never by a letter ('5min' is no million).
    glued = re.fullmatch(r"([A-Za-z]{1,3}\.?|[^\W\d_])([^\w\s.].*)", head)
    if glued and glued[1].casefold() in MAGNITUDES:
        return MAGNITUDES[glued[1].casefold()], f"{glued[2]} {rest}".strip()
    return 1, word.strip()


def compound_parts(text: str) -> list[tuple[str, int]] | None:
    """The parts of an East Asian number of several magnitudes.

    Args:
        text: e.g. `1\u51042,345\u4e07`, `1\ub9cc 2\ucc9c`.

    Returns:
        (digits, factor) of each part; None where the text is no such number or has a single magnitude.
    """
    whole = _COMPOUND.fullmatch(text)
    if whole is None:
        return None
    parts = [(digits, MAGNITUDES[sign]) for digits, sign in _PART.findall(text)]
    if whole[1]:
        parts.append((whole[1], 1))
    factors = [factor for _, factor in parts]
    falling = all(left > right for left, right in pairwise(factors))
    return parts if len(parts) > 1 and falling else None
