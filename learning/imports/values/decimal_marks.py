"""Which character parts the whole from the fraction in a file: 1.234,56 or 1,234.56."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from learning.domain.enums import DecimalMark, Unit
from learning.imports.values.cell_text import plain_text
from learning.imports.values.fast_lane import texts_with_marks
from learning.imports.values.number_forms import split_digits

_AT_MOST: Final = 5_000
"""Texts looked at in one column; a mark shows within the first few."""

_BODY: Final = re.compile(r"[^\d.,]{0,6}?([.,]?\d[\d.,' ]*)(?:[eE][-+]?\d+)?[^\d.,]{0,8}\.?")
_WHOLE: Final = re.compile(r"\d+")
_COMMA_WORDS: Final = (
    "bg ca cs da de el es et eu fi fr gl hr hu id is it lt lv nb nl nn no pl pt ro ru sk sl sr sv tr uk vi"
)
_COMMA_LANGUAGES: Final = frozenset(_COMMA_WORDS.split())
_POINT_LANGUAGES: Final = frozenset(["en", "he", "hi", "ja", "ko", "ms", "th", "zh"])


@dataclass(frozen=True, slots=True)
class DecimalVotes:
    """How many texts speak for which mark; the votes of the columns of a file may be added."""

    point: int = 0
    comma: int = 0
    weak_point: int = 0
    """Texts such as 1,234 in a column that need not hold counts: they lean to a reading and do not prove it."""
    weak_comma: int = 0

    def __add__(self, other: "DecimalVotes") -> "DecimalVotes":
        """Add the votes of another column."""
        return DecimalVotes(
            self.point + other.point,
            self.comma + other.comma,
            self.weak_point + other.weak_point,
            self.weak_comma + other.weak_comma,
        )


def decimal_votes(texts: Sequence[str], *, unit: Unit = Unit.NUMBER) -> DecimalVotes:
    """Count what the texts of one column say about the decimal mark.

    Args:
        texts: distinct cell texts of one column.
        unit: what the column holds. In a column of COUNTs 1.234 can only be grouped, for counts have no fraction.

    Returns:
        The votes. 1.234,56 or 0.5 prove a mark; 1.234 alone leans to grouping, or to a fraction where the column also
        holds numbers from 1000 up without groups.
    """
    point = comma = open_points = open_commas = 0
    for text in texts_with_marks(texts)[:_AT_MOST]:
        body = _BODY.fullmatch(plain_text(text).strip("()-+ "))
        digits = split_digits(body[1].strip(), DecimalMark.POINT) if body else None
        if digits is None:
            continue
        point += digits.mark is DecimalMark.POINT
        comma += digits.mark is DecimalMark.COMMA
        open_points += digits.open_mark == "."
        open_commas += digits.open_mark == ","
    if unit is Unit.COUNT:
        return DecimalVotes(point + open_commas, comma + open_points)
    lean_comma = 0
    if open_points or open_commas:
        plain = {len(text.strip()) for text in texts[:_AT_MOST] if _WHOLE.fullmatch(text.strip())}
        if plain and max(plain) >= 4:
            # 1532 stands beside 1,234: this column does not group.
            lean_comma = open_commas
        elif plain:
            # 532 stands beside 1.234: a column of fractions would have 532.000.
            lean_comma = open_points
    return DecimalVotes(point, comma, open_points + open_commas - lean_comma, lean_comma)


def decide_decimal_mark(votes: DecimalVotes, *, language: str | None = None) -> DecimalMark | None:
    """Decide the mark of a file or a column.

    Args:
        votes: of one column or added over several.
        language: two-letter language of the headers, if known; read only where no text proves a mark.

    Returns:
        The mark with more proofs, else the habit of the language, else the one that the texts lean to; None where
        nothing speaks (no text has a mark, or the proofs are even): POINT is then as good as COMMA.
    """
    if votes.point != votes.comma:
        return DecimalMark.POINT if votes.point > votes.comma else DecimalMark.COMMA
    habit = (language or "")[:2].casefold()
    if habit in _COMMA_LANGUAGES:
        return DecimalMark.COMMA
    if habit in _POINT_LANGUAGES:
        return DecimalMark.POINT
    if votes.weak_point != votes.weak_comma:
        return DecimalMark.POINT if votes.weak_point > votes.weak_comma else DecimalMark.COMMA
    return None
