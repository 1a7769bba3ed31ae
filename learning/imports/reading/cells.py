"""What a cell looks like, without knowing its column: blank, nothing reported, a value, or words."""

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final

from learning.imports.reading.words import DATE_WORDS, MONTH_WORDS

_NULLS: Final = frozenset(
    {"-", "--", "---", "–", "—", "―", "‐", ".", "…", "n/a", "na", "n.a.", "#n/a", "#n/v", "null", "none", "nil", "nan"}
    | {
        "undefined",
        "(not set)",
        "(other)",
        "∞",
        "infinity",
        "#div/0!",
        "#value!",
        "#ref!",
        "k. a.",
        "k.a.",
        "s/o",
        "n/d",
    }
)
_BOOLEANS: Final = frozenset({"true", "false"})
_NUMBER: Final = re.compile(
    r"[(<>≤≥~≈+\-−–\s]*(?:[A-Z]{2,3}\s?)?(?:[A-Z]{0,3}[$€£¥₩₹₽₺₪₫฿₱₴]\s?)?[+\-−–]?\s?"
    r"(?:\d[\d\s.,'’`٬٫\u00a0\u2009\u202f]*|[.,]\d+)"
    r"(?:e[+\-]?\d+)?\s?(?:[kmb]|mn|bn|tsd\.?|mio\.?|mil|万|億|亿|천|만|억)?\s?(?:%|‰|[$€£¥₩₹₽₺₪₫฿₱₴]|[A-Z]{3})?\s?\)?",
    re.IGNORECASE,
)
_WITH_SHARE: Final = re.compile(r"\d[\d.,\s]*\(\s*\d[\d.,\s]*%\s*\)")
_CLOCK: Final = re.compile(r"-?\d{1,5}:\d{2}(?::\d{2}(?:[.,]\d+)?)?")
_SPAN: Final = re.compile(r"(?:\d+(?:[.,]\d+)?\s?(?:h|hr|hrs|m|min|s|sec|d|ms)\.?\s?){1,4}", re.IGNORECASE)
_LINK: Final = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w{2,}", re.IGNORECASE)
_DATE_CHARACTERS: Final = re.compile(r"[\d\s.,/:+\-–—~年月日号號時时分秒년월일시분초午前后後上下오전후'’()ºª°]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_LONGEST_DATE: Final = 60


class CellKind(StrEnum):
    """The look of a cell."""

    BLANK = "blank"
    NULL = "null"
    """Says that nothing was reported: '--', 'N/A', ..."""
    VALUE = "value"
    """A number, amount, percent, date, time, duration, link or truth value."""
    TEXT = "text"


@lru_cache(maxsize=16_384)
def kind_of_cell(cell: str) -> CellKind:
    """Judge the look of a cell.

    Args:
        cell: Its text.

    Returns:
        The kind. A name that contains a number ('30 days', 'Week 0', '18-24') is text.
    """
    text = cell.strip().strip("\ufeff\u200b\u200e\u200f")
    if not text:
        return CellKind.BLANK
    if len(text) > 2000:
        return CellKind.TEXT
    folded = text.lower()
    if folded in _NULLS:
        return CellKind.NULL
    if folded in _BOOLEANS or _LINK.fullmatch(text) or _is_measure(text) or _is_date(text):
        return CellKind.VALUE
    return CellKind.TEXT


def _is_measure(text: str) -> bool:
    if len(text) > 40 or not any(character.isdigit() for character in text):
        return False
    return any(pattern.fullmatch(text) for pattern in (_NUMBER, _CLOCK, _WITH_SHARE, _SPAN))


def _is_date(text: str) -> bool:
    """Digits, the punctuation of dates and no other words than those of dates; an age group such as '18-24' is none."""
    groups = re.findall(r"\d+", text)
    if not groups or len(text) > _LONGEST_DATE:
        return False
    words = [word.lower() for word in _WORD.findall(_DATE_CHARACTERS.sub(" ", text))]
    if any(word not in DATE_WORDS for word in words):
        return False
    if any(word in MONTH_WORDS for word in words) or re.search("[年月日년월일]", text):
        return True
    if words:
        return re.search(r"\d{1,4}[./:\-]\d{1,2}", text) is not None
    return _DATE_CHARACTERS.sub("", text) == "" and (len(groups) >= 3 or (len(groups) == 2 and len(groups[0]) == 4))


def filled(record: list[str]) -> list[int]:
    """List the places of the cells of a record that are not blank.

    Args:
        record: The cells.

    Returns:
        Their indexes, ascending.
    """
    return [index for index, cell in enumerate(record) if cell and not cell.isspace()]


def is_comment(record: list[str]) -> bool:
    """Say whether a record is a comment line of a report ('# Start date: 20260501').

    Args:
        record: The cells; commas that pad the line to the table's width make blank ones.

    Returns:
        True where the first cell begins with '#' and a space or stands alone as a rule of dashes.
    """
    if not record or not record[0].lstrip("\ufeff ").startswith("#"):
        return False
    first = record[0].lstrip("\ufeff ")
    return len(filled(record)) == 1 and (first.strip() == "#" or first[1:2] in " -=#*")
