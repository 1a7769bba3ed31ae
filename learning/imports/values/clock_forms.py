"""The time of day and the offset within a date text."""

import re
from dataclasses import dataclass
from typing import Final

from learning.imports.values.calendar_words import EVENING, MORNING
from learning.imports.values.zones import ZONE_HOURS


def _alternatives(words: frozenset[str]) -> str:
    """A pattern of day-period words; a Latin `a.m` also stands for `a. m.` and `am`."""
    plain = sorted((re.escape(word) for word in words if "." not in word), key=len, reverse=True)
    return "|".join(plain)


_HALF: Final = rf"(?:[ap]\.?\s?m\b\.?|[\u03c0\u03bc]\.?\s?\u03bc\.?|{_alternatives(MORNING)}|{_alternatives(EVENING)})"
_COLONS: Final = r"(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2})(?:[.,]\d{1,9})?)?"
_NAMED: Final = (
    r"(?P<h2>\d{1,2})\s?(?:h(?![a-z])|[\u6642\u65f6\uc2dc\u70b9\u9ede])"
    r"(?:\s?(?P<m2>\d{1,2})(?:\s?(?:[\u5206\ubd84]|min))?(?:\s?(?P<s2>\d{1,2})\s?[\u79d2\ucd08])?)?"
)
_BARE: Final = r"(?P<h3>\d{1,2})(?=\s?[ap]\.?\s?m\b)"
_TIME: Final = re.compile(
    rf"(?:(?<![a-z])(?P<before>{_HALF})\s*)?(?<![\d:])(?:{_COLONS}|{_NAMED}|{_BARE})(?!\d)(?:\s?(?P<after>{_HALF})(?![a-z]))?"
    r"(?P<zone>\s*\(?\s*(?:(?P<name>[a-z]{1,4})(?![a-z]))?\s*(?P<offset>[+-]\d{2}:?\d{2}(?!\d)|[+-]\d{1,2}(?![\d/.-]))?\s*\)?)?"
)
_PLAIN: Final = re.compile(r"([^:]{3,40}\d)(?: |, |t)(\d{1,2}):([0-5]\d)(?::([0-5]\d))?(?: ?([ap])\.?m\.?)?")
"""The usual spelling, tried first because it is quick: a date that ends in a digit, then the time."""

_FILLER: Final = frozenset({"uhr", "h", "kl", "klo"})


@dataclass(frozen=True, slots=True)
class WrittenTime:
    """A time of day as written."""

    clock: int
    """Seconds since midnight."""
    offset: int | None = None
    """Seconds east of UTC; None where the text names no zone."""
    halves: bool = False
    """Written with a.m. or p.m."""


def cut_time(folded: str) -> tuple[str, WrittenTime | None]:
    """Cut the time of day out of a text.

    Args:
        folded: a folded text, e.g. `jun 09, 2018 09:30 pm`.

    Returns:
        (the rest of the text, the time); (the text, None) where there is no time or an impossible one.
    """
    plain = _PLAIN.fullmatch(folded)
    if plain and (int(plain[2]) < 24 if plain[5] is None else 1 <= int(plain[2]) <= 12):
        hour = int(plain[2]) if plain[5] is None else int(plain[2]) % 12 + (12 if plain[5] == "p" else 0)
        return plain[1], WrittenTime(hour * 3_600 + int(plain[3]) * 60 + int(plain[4] or 0), None, plain[5] is not None)
    found = _TIME.search(folded)
    if found is None:
        return folded, None
    hour = int(found["h"] or found["h2"] or found["h3"])
    minute = int(found["m"] or found["m2"] or 0)
    second = int(found["s"] or found["s2"] or 0)
    half = found["before"] or found["after"]
    if half is not None and not 0 <= hour <= 23:
        return folded, None
    if half is not None and hour <= 12:
        evening = half in EVENING or half.startswith("p") or half[:1] == "\u03bc"
        hour = hour % 12 + (12 if evening else 0)
    if (hour == 24 and minute == 0 and second == 0) or hour > 23 or minute > 59 or second > 60:
        return folded, None
    end = found.end("zone")
    offset, used = _offset_of(found["name"], found["offset"])
    if not used:
        end = found.start("zone")
    rest = f"{folded[: found.start()].rstrip(' t,')} {folded[end:].lstrip(' ,.')}".strip()
    return rest, WrittenTime(hour * 3_600 + minute * 60 + min(second, 59), offset, half is not None)


def _offset_of(name: str | None, offset: str | None) -> tuple[int | None, bool]:
    """Seconds east of UTC, and whether the words after the time belong to it."""
    if name is not None and name not in ZONE_HOURS:
        return None, name in _FILLER and offset is None
    if name is None and offset is None:
        return None, False
    base = int(ZONE_HOURS[name] * 3_600) if name is not None else 0
    if offset is None:
        return base, True
    digits = offset[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    if hours > 14 or minutes > 59:
        return None, False
    shift = hours * 3_600 + minutes * 60
    return base + (-shift if offset[0] == "-" else shift), True
