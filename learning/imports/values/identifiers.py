"""Ids as text: nothing of them may be lost, and what a spreadsheet lost is said."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from learning.imports.values.cell_text import is_placeholder, plain_text, unwrapped
from learning.imports.values.problems import ValueProblem

_USUAL: Final = re.compile(r"[A-Za-z0-9_-]*[A-Za-z0-9_]|")
_SCIENTIFIC: Final = re.compile(r"\d[.,]\d+[eE]\+?\d{2,3}|\d[eE]\+\d{2,3}")
_FLOATED: Final = re.compile(r"(-?\d+)[.,]0+")
_LONG: Final = re.compile(r"\d{17,}")
_EXACT: Final = 15
"""Digits that a spreadsheet keeps of a number; it writes zeros for the others."""

_ZEROS_FOR_PROOF: Final = 6
"""Zeros behind the 15th digit, over all long ids, from which chance (10^-6) is ruled out."""

_DAMAGED: Final = "Excel changed this id"
_FIX: Final = (
    "Export again and import the file without opening it in Excel first; "
    "or open it there with Data > Import and set the column to Text."
)

_LINKS: Final = (
    re.compile(r"(?:twitter|x)\.com/(?:[^/?#]+|i/web)/status(?:es)?/(\d+)"),
    re.compile(r"instagram\.com/(?:[^/?#]+/)?(?:p|reel|reels|tv)/([\w-]+)"),
    re.compile(r"tiktok\.com/(?:@[^/?#]*/)?(?:video|photo|v)/(\d+)"),
    re.compile(r"youtube\.com/(?:watch\?(?:[^#]*&)?v=|shorts/|live/|embed/|v/)([\w-]{6,})"),
    re.compile(r"youtu\.be/([\w-]{6,})"),
    re.compile(r"studio\.youtube\.com/video/([\w-]{6,})"),
    re.compile(
        r"linkedin\.com/.*?urn(?::|%3A)li(?::|%3A)(?:activity|share|ugcPost|groupPost)(?::|%3A)(\d+)", re.IGNORECASE
    ),
    re.compile(r"linkedin\.com/posts/[^/?#]*?-(?:activity|share|ugcPost)-(\d+)", re.IGNORECASE),
    re.compile(r"pinterest\.[a-z.]+/pin/(?:[^/?#]*--)?(\d+)"),
    re.compile(r"(?:facebook|fb)\.com/[^#]*?(?:[?&](?:story_fbid|fbid|v)=)([\w]+)"),
    re.compile(
        r"(?:facebook|fb)\.com/(?:[^?#]*/)?(?:posts|videos|reel|reels|photos|permalink)/(?:[^?#]*?/)?([\w-]*\d[\w-]*|pfbid\w+)/?(?:[?#]|$)"
    ),
    re.compile(r"fb\.watch/([\w-]+)"),
    re.compile(r"threads\.(?:net|com)/@[^/?#]+/post/([\w-]+)"),
)


@dataclass(frozen=True, slots=True)
class ParsedIdentifiers:
    """The ids of a sequence of texts."""

    values: tuple[str, ...]
    """'' where blank or damaged."""
    problems: tuple[ValueProblem, ...]


def parse_identifiers(texts: Sequence[str]) -> ParsedIdentifiers:
    """Read ids.

    Args:
        texts: n texts, best all distinct ones of the column: rounded ids show only together.

    Returns:
        n ids as text, freed of blanks and of what spreadsheets wrap around them (quotes, `="..."`, an apostrophe,
        `.0`); leading zeros and signs stay. Scientific notation and ids whose digits behind the 15th are all zero are
        reported as damaged.
    """
    values = [text if _USUAL.fullmatch(text) and not _SCIENTIFIC.fullmatch(text) else _clean(text) for text in texts]
    problems = [
        _damage(index, text, "wrote it in scientific notation")
        for index, text in enumerate(texts)
        if values[index] is None
    ]
    rounded = _rounded([value for value in values if value])
    problems += [
        _damage(index, texts[index], "rounded its last digits to zero")
        for index, value in enumerate(values)
        if value in rounded
    ]
    kept = tuple("" if value is None or value in rounded else value for value in values)
    return ParsedIdentifiers(kept, tuple(sorted(problems, key=lambda problem: problem.index)))


def id_in_link(link: str) -> str | None:
    """The content's id in a permalink.

    Args:
        link: an address of a post, video, reel or pin on X, Instagram, Facebook, TikTok, YouTube, LinkedIn, Pinterest
            or Threads.

    Returns:
        The id or short code; None where the link holds none that is known.
    """
    plain = plain_text(link)
    for pattern in _LINKS:
        found = pattern.search(plain)
        if found:
            return found[1]
    return None


def _clean(text: str) -> str | None:
    """The id without its wrapping; None where it is written in scientific notation."""
    bare = unwrapped(text)
    if _SCIENTIFIC.fullmatch(bare):
        return None
    floated = _FLOATED.fullmatch(bare)
    if floated:
        return floated[1]
    return "" if is_placeholder(plain_text(bare)) else bare


def _rounded(ids: Sequence[str]) -> frozenset[str]:
    """The long ids that end in zeros behind the 15th digit, if all long ids do and chance is ruled out."""
    long = {one for one in ids if _LONG.fullmatch(one)}
    zeros = sum(len(one) - _EXACT for one in long)
    if zeros >= _ZEROS_FOR_PROOF and all(not one[_EXACT:].strip("0") for one in long):
        return frozenset(long)
    return frozenset()


def _damage(index: int, text: str, how: str) -> ValueProblem:
    return ValueProblem(index, text, f"{_DAMAGED}: it {how}", _FIX, "id")
