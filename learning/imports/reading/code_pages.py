"""Which one-byte code page a text is in, judged by how often each language uses its letters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import Final

WESTERN: Final = "cp1252"

_RUSSIAN: Final = (
    "о109 е85 а80 и74 н67 т63 с55 р47 в45 л44 к35 м32 д30 п28 у26 я20 ы19 ь17 г17 з16 б16 ч14 й12 х10 ж9 ш7 ю6 ц5 щ4"
    " э3 ф3 ъ1 ё1"
)
_UKRAINIAN: Final = (
    "о94 а83 н68 и62 і57 в56 т55 е49 р47 с41 л38 к36 у34 д33 м31 п28 я22 з22 ь18 г17 б16 ч14 й13 х12 ж9 ю9 ц8 ш7 ї6"
    " є5 щ4 ф3 ґ1"
)
_BULGARIAN: Final = (
    "а116 и90 о87 е86 т77 н73 р52 с49 в46 д36 к34 л33 п30 м26 з22 я21 ъ18 у15 б14 г14 ч14 ц8 й7 ж7 щ6 х6 ш4 ф3 ю1 ь1"
)
_GREEK: Final = (
    "α90 ο82 τ78 ν63 ι62 ε60 σ45 ρ41 π39 κ38 υ38 ς38 η36 ί34 μ32 ό31 λ28 ά28 έ25 ή20 γ17 δ17 ω16 ύ15 χ12 θ12 ώ11 φ8"
    " β7 ξ4 ζ3 ψ2 ϊ1 ϋ1"
)
_SCRIPTS: Final = {"cp1251": (_RUSSIAN, _UKRAINIAN, _BULGARIAN), "cp1253": (_GREEK,)}
"""Code page -> of each language that is written in it, how often its letters stand in a thousand."""

_WESTERN_LETTERS: Final = (
    "ü65 ä57 ß31 ö30",
    "é150 à49 è27 ê22 ç9 ô6 ù6 û6 â5 î5 œ2 ï1 ë1",
    "ó83 í73 á50 é43 ñ31 ú17 ¿3 ¡3 ü1",
    "ã73 ç53 á50 ê45 õ40 é34 í30 ó30 ú21 â15 à10 ô6",
    "à63 è26 ù17 ò10 é5 ì3",
    "ä180 å134 ö131",
    "å119 ø94 æ87",
    "ð439 á180 í157 þ146 ó99 æ87 ö78 é65 ú61 ý23",
)
_WESTERN_SIGNS: Final = "£9 °9 «9 »9 ®9 ©5 º5 ´5 §3 ²3 ª3 ·3 ½2 µ2 ±2 ¥2"
"""Signs that stand where other code pages have letters."""
_OTHER_LATIN: Final = {
    "pl": "ł182 ę111 ą99 ó85 ż83 ś66 ć40 ń20 ź6",
    "cs": "í276 á224 ě165 é133 ř121 ý107 ž99 č95 š81 ů69 ú10 ť4 ó3 ď2 ň1",
    "sk": "á200 í127 č124 ý111 ž96 é78 ú64 š62 ť44 ľ35 ô17 ň10 ä8 ď8 ŕ1 ĺ1 ó4",
    "hu": "é351 á337 ó103 ö98 ő88 í62 ü54 ú31 ű18",
    "ro": "ă237 ş155 î140 ţ100 â91",
    "hr": "č103 š96 ć64 ž49 đ19",
    "tr": "ı511 ü185 ş178 ç116 ğ113 ö78 i̇10 â2",
}
_LATIN: Final = {
    "cp1250": ("pl", "cs", "sk", "hu", "ro", "hr"),
    "iso8859_2": ("pl", "cs", "sk", "hu", "ro", "hr"),
    "cp1254": ("tr",),
}
_NEVER: Final = log(1e-4)
"""Of a character that a language does not have; its logarithm."""
_SCRIPT_LIKE: Final = -4.0
"""Text of a language has some -3 a letter; bytes of two-byte codes read as that language have less than -5."""
_CLEARLY: Final = log(20)
"""So much more likely another code page must be than the western one, which most files are in."""
_AGAINST: Final = -1.0
"""Letters that the two code pages read differently may speak against the other one by no more than this, each."""

_BESIDE_LATIN: Final = re.compile(rb"(?<=[A-Za-z])[\x80-\xff]|[\x80-\xff](?=[A-Za-z])")
_FEW: Final = 0.1
"""Words of other scripts touch Latin letters as rarely as that."""

Model = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Language:
    """A language as it is written in a code page."""

    codec: str
    model: Model
    """The logarithm of the share of each letter."""


def script_page(head: bytes) -> str | None:
    """The code page of a text in Cyrillic or Greek letters.

    Args:
        head: The first bytes of a text that is in no Unicode encoding.

    Returns:
        The codec's name; None where the letters are not those of such a language.
    """
    counts = _high_bytes(head)
    if not counts or len(_BESIDE_LATIN.findall(head)) > _FEW * counts.total():
        return None
    best = max((_best(counts, codec) for codec in _SCRIPTS), key=lambda found: _likeness(counts, found))
    return best.codec if _likeness(counts, best) > _SCRIPT_LIKE * counts.total() else None


def latin_page(head: bytes) -> str:
    """The code page of a text in Latin letters: of central Europe, of Turkey, or the western one.

    Args:
        head: The first bytes of a text that is in no Unicode encoding.

    Returns:
        The codec's name; the western one where the letters do not clearly tell.
    """
    counts = _high_bytes(head)
    western = _best(counts, WESTERN)
    best = max((_best(counts, codec) for codec in _LATIN), key=lambda found: _likeness(counts, found))
    if _likeness(counts, best) <= _likeness(counts, western) + _CLEARLY:
        return WESTERN
    telling = Counter({byte: n for byte, n in counts.items() if _character(byte, best.codec) != _character(byte)})
    lead = _likeness(telling, best) - _likeness(telling, western)
    return best.codec if lead > _AGAINST * telling.total() else WESTERN


def _high_bytes(head: bytes) -> Counter[int]:
    """How often each byte beyond ASCII stands in a text, without those that are signs in every code page."""
    counts = Counter(byte for byte in head if byte > 0x7F)
    pages = (WESTERN, *_SCRIPTS, *_LATIN)
    signs = [byte for byte in counts if not any(_character(byte, page).isalpha() for page in pages)]
    for byte in signs:
        del counts[byte]
    return counts


def _best(counts: Counter[int], codec: str) -> Language:
    """The language of a code page that suits the bytes best."""
    return max((Language(codec, model) for model in _models(codec)), key=lambda found: _likeness(counts, found))


def _likeness(counts: Counter[int], language: Language) -> float:
    """The logarithm of how likely the bytes are in a language."""
    return sum(
        count * language.model.get(_character(byte, language.codec).lower(), _NEVER) for byte, count in counts.items()
    )


@lru_cache(maxsize=1024)
def _character(byte: int, codec: str = WESTERN) -> str:
    return bytes([byte]).decode(codec, errors="replace")


@lru_cache(maxsize=8)
def _models(codec: str) -> tuple[Model, ...]:
    """The languages of a code page; for the western one also all of them mixed, as in the names of a campaign."""
    if codec in _SCRIPTS:
        return tuple(_model(text) for text in _SCRIPTS[codec])
    if codec != WESTERN:
        return tuple(_model(_OTHER_LATIN[language]) for language in _LATIN[codec])
    languages = (*_WESTERN_LETTERS, " ".join(_WESTERN_LETTERS))
    return tuple(_model(f"{text} {_WESTERN_SIGNS}") for text in languages)


def _model(text: str) -> Model:
    """The logarithm of the share of each letter."""
    counts: Counter[str] = Counter()
    for entry in text.split():
        letter = entry.rstrip("0123456789")
        counts[letter] += int(entry[len(letter) :])
    total = counts.total()
    return {letter: log(count / total) for letter, count in counts.items()}
