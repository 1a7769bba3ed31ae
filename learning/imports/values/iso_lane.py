"""Whole columns of ISO dates and times, parsed at once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learning.domain.facts import MISSING
from learning.domain.observations import Ints
from learning.imports.values.fast_lane import Mask

_SMALL: Final = 64
_SLICE: Final = 50_000
"""Texts taken apart at a time: bounds the memory."""

_ZONES: Final = {"": None, "Z": 0, "z": 0, " UTC": 0, " GMT": 0}
_OFFSET: Final = re.compile(r" ?([+-])(\d{2}):?(\d{2})")
_DATE_MARKS: Final = ((4, "-"), (7, "-"))
_LENGTHS: Final = (19, 16, 10)


@dataclass(frozen=True, slots=True)
class IsoColumn:
    """What was read of n texts."""

    done: Mask
    days: Ints
    """Epoch day as written."""
    clocks: Ints
    """Seconds since midnight; MISSING where the text is a date."""
    offsets: Ints
    """Seconds east of UTC; MISSING where the text names none."""


def read_iso(texts: Sequence[str]) -> IsoColumn:
    """Read the texts written as `YYYY-MM-DD`, `YYYY-MM-DD HH:MM` or `YYYY-MM-DDTHH:MM:SS`, with or without an offset.

    Args:
        texts: n texts.

    Returns:
        The column; `done` is False for every other text and for impossible dates.
    """
    count = len(texts)
    column = IsoColumn(
        np.zeros(count, dtype=np.bool_),
        np.full(count, MISSING, dtype=np.int64),
        np.full(count, MISSING, dtype=np.int64),
        np.full(count, MISSING, dtype=np.int64),
    )
    if count < _SMALL:
        return column
    lengths = np.fromiter((len(text) for text in texts), dtype=np.int64, count=count)
    for length in np.unique(lengths).tolist():
        places = np.flatnonzero(lengths == length)
        shaped = _shape(texts[int(places[0])])
        if shaped is None:
            continue
        for begin in range(0, len(places), _SLICE):
            _read_group(column, texts, places[begin : begin + _SLICE], shaped)
    return column


@dataclass(frozen=True, slots=True)
class _Shape:
    base: int
    """Characters of the date and the time."""
    tail: str
    """The offset behind them."""


def _shape(text: str) -> _Shape | None:
    """The shape of a text that looks like ISO."""
    for base in _LENGTHS:
        tail = text[base:]
        if len(text) >= base and (tail in _ZONES or (base > 10 and _OFFSET.fullmatch(tail))):
            return _Shape(base, tail) if text[4:5] == "-" and text[7:8] == "-" else None
    return None


def _read_group(column: IsoColumn, texts: Sequence[str], places: NDArray[np.intp], shape: _Shape) -> None:
    """Read the texts of one length that end like the first of them."""
    base, tail = shape.base, shape.tail
    chosen = [texts[place] for place in places.tolist()]
    codes = np.array(chosen, dtype=f"U{base + len(tail)}").view(np.uint32).reshape(len(chosen), -1).astype(np.int64)
    good = np.ones(len(chosen), dtype=np.bool_)
    for at, mark in _DATE_MARKS + (((13, ":"),) if base > 10 else ()) + (((16, ":"),) if base > 16 else ()):
        good &= codes[:, at] == ord(mark)
    if base > 10:
        good &= (codes[:, 10] == ord(" ")) | (codes[:, 10] == ord("T"))
    for at, character in enumerate(tail, start=base):
        good &= codes[:, at] == ord(character)
    digits = codes - ord("0")
    for at in (0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18):
        if at < base:
            good &= (digits[:, at] >= 0) & (digits[:, at] <= 9)

    def two(at: int) -> Ints:
        return np.asarray(digits[:, at] * 10 + digits[:, at + 1])

    days, possible = _epoch_days(two(0) * 100 + two(2), two(5), two(8))
    good &= possible
    clocks = np.full(len(chosen), MISSING, dtype=np.int64)
    if base > 10:
        hour, minute = two(11), two(14)
        second = two(17) if base > 16 else np.zeros_like(hour)
        good &= (hour < 24) & (minute < 60) & (second < 60)
        clocks = hour * 3_600 + minute * 60 + second
    read = places[good]
    column.done[read] = True
    column.days[read] = days[good]
    column.clocks[read] = clocks[good]
    offset = _offset(tail)
    if offset is not None and base > 10:
        column.offsets[read] = offset


def _offset(tail: str) -> int | None:
    found = _OFFSET.fullmatch(tail)
    if found is None:
        return _ZONES[tail]
    seconds = int(found[2]) * 3_600 + int(found[3]) * 60
    return -seconds if found[1] == "-" else seconds


def _epoch_days(years: Ints, months: Ints, days: Ints) -> tuple[Ints, Mask]:
    """Epoch days of calendar dates, and which of them exist between 1970 and 2099."""
    possible = (years >= 1970) & (years <= 2099) & (months >= 1) & (months <= 12) & (days >= 1)
    since = np.where(possible, (years - 1970) * 12 + months - 1, 0)
    starts = since.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    nexts = (since + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    possible &= days <= nexts - starts
    return np.asarray(starts + days - 1), np.asarray(possible)
