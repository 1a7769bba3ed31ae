"""Cells of A/B data as numbers, days and labels, each distinct text read once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learning.domain.enums import DateOrder, DecimalMark, Severity, Unit
from learning.domain.facts import MISSING, SCALE
from learning.domain.timekeys import day_key
from learning.imports.arms.evidence import is_empty, read_truth
from learning.imports.converting.columns import Column, make_column
from learning.imports.headers import header_key
from learning.imports.lexicon.words import word_set
from learning.imports.reading.chunks import ColumnChunk, RowChunk
from learning.imports.values.cell_text import plain_text
from learning.imports.values.numbers import parse_numbers
from learning.imports.values.times import parse_moments

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
LONGEST_LABEL: Final = 200
WEEK_WORDS: Final = word_set("week weeks woche kw semana semaine settimana")
_DIGITS: Final = r"-?\d{1,15}(?:%s\d{1,18})?(?:[eE][-+]?\d{1,2})?"
_PLAIN: Final = {
    DecimalMark.POINT: (".", re.compile(_DIGITS % r"\.")),
    DecimalMark.COMMA: (",", re.compile(_DIGITS % ",")),
}
"""Plain digits go through float: a variance has more decimals than the scaled integers of facts keep."""


@dataclass(frozen=True, slots=True)
class Values:
    """The numbers of a column, one per row."""

    numbers: Floats
    """NaN where there is none."""
    empty: NDArray[np.bool_]
    """Blank, 'NaN', 'N/A' and the like."""
    money: bool
    """Whether some cell names a currency."""


def columns_of(chunk: RowChunk | ColumnChunk, places: Sequence[int]) -> dict[int, Column]:
    """Return some columns of a chunk.

    Args:
        chunk: Rows of a table.
        places: Places of the columns.

    Returns:
        The columns by their place.
    """
    if isinstance(chunk, ColumnChunk):
        return {place: Column(chunk.columns[place].texts, chunk.columns[place].codes) for place in places}
    return {place: make_column([row[place] for row in chunk.cells]) for place in places}


def read_values(column: Column, mark: DecimalMark) -> Values:
    """Read a column of outcomes: numbers, or words for yes and no.

    Args:
        column: The column.
        mark: The file's decimal mark.

    Returns:
        One number per row; yes is 1 and no is 0.
    """
    texts = list(column.texts)
    empty = np.fromiter((is_empty(text) for text in texts), np.bool_, len(texts))
    truths = [None if blank else read_truth(text) for text, blank in zip(texts, empty.tolist(), strict=True)]
    numbers = np.array([np.nan if truth is None else float(truth) for truth in truths], dtype=np.float64)
    plain, pattern = _PLAIN[mark]
    rest: list[int] = []
    for place in np.flatnonzero(np.isnan(numbers) & ~empty).tolist():
        if pattern.fullmatch(texts[place]):
            numbers[place] = float(texts[place].replace(plain, "."))
        else:
            rest.append(place)
    parsed = parse_numbers([texts[place] for place in rest], decimal_mark=mark, unit=Unit.NUMBER)
    numbers[rest] = np.where(parsed.values == MISSING, np.nan, parsed.values / SCALE)
    for problem in parsed.problems:
        if problem.severity is Severity.ERROR:
            numbers[rest[problem.index]] = np.nan
    return Values(column.spread(numbers), column.spread(empty), bool(parsed.currencies))


def read_days(texts: Sequence[str], order: DateOrder | None, *, header: str = "") -> list[int | None]:
    """Read texts as calendar days.

    Args:
        texts: The cells.
        order: Of numeric dates.
        header: The column's; where it speaks of weeks, '201302' is one.

    Returns:
        Epoch days; None where a text is no date. '201446' is the Monday of that ISO week.
    """
    parsed = parse_moments(texts, order=order, zone="UTC")
    days: list[int | None] = [None if day == MISSING else int(day) for day in parsed.days.tolist()]
    weekly = bool(WEEK_WORDS & set(header_key(header).split()))
    for place, text in enumerate(texts):
        week = _week(plain_text(text), first=1 if weekly else 13)
        if week is not None:
            days[place] = week
    return days


def read_label(text: str) -> str:
    """Read the name of an arm, a test or a segment.

    Args:
        text: The cell.

    Returns:
        Its text in one spelling and of bounded length; '' where the cell says nothing.
    """
    return "" if is_empty(text) else " ".join(text.split())[:LONGEST_LABEL]


def _week(text: str, *, first: int) -> int | None:
    """The Monday of a week that is written as year and number; up to 12 the number may as well be a month."""
    marked = "W" in text.upper()
    digits = text.upper().replace("-W", "").replace("W", "")
    if len(digits) != 6 or not digits.isdecimal() or digits[:4] == "0000":
        return None
    year, number = int(digits[:4]), int(digits[4:])
    if number == 0 and first == 1:
        # Some count the days before the year's first Monday as week 0.
        return day_key(date(year, 1, 1))
    if not (1 if marked else first) <= number <= 53:
        return None
    try:
        return day_key(date.fromisocalendar(year, number, 1))
    except ValueError:
        return None
