"""A series in a file: a column of times, columns of values, as people write them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np

from learning.domain.anomalies import Floats
from learning.domain.enums import DecimalMark
from learning.domain.errors import UnreadableFile
from learning.domain.facts import MISSING, SCALE
from learning.domain.observations import Ints
from learning.imports.reading.dialect import Dialect, open_text, sniff
from learning.imports.values.cell_text import is_placeholder, plain_text
from learning.imports.values.date_evidence import date_order_evidence
from learning.imports.values.decimal_marks import decide_decimal_mark, decimal_votes
from learning.imports.values.number_forms import read_number
from learning.imports.values.times import parse_moments

SNIFFED_BYTES: Final = 1 << 18
TIME_NAMES: Final = ("timestamp", "time", "datetime", "date", "day", "ds", "index", "t", "month", "year")
VALUE_NAMES: Final = ("value", "values", "y")
MISSING_WORDS: Final = frozenset({"", "nan", "na", "n/a", "null", "none", "inf", "-inf", "infinity", "-infinity"})
DAY_SECONDS: Final = 86_400
EPOCH_DIGITS: Final = {10: 1, 13: 10**3, 16: 10**6, 19: 10**9}
"""Length of a number that counts from 1970 -> how many of its units make a second."""


@dataclass(frozen=True, slots=True)
class SeriesFile:
    """The rows of a file in its order."""

    stamps: tuple[str, ...]
    """As they were written; empty texts where there is no column of times."""
    times: Ints | None
    """UTC seconds; None where a time cannot be read, or there is no such column."""
    unread: tuple[int, str] | None
    """Spreadsheet row and text of the first time that cannot be read."""
    columns: tuple[Floats, ...]
    """The columns of values, NaN where missing."""


@dataclass(frozen=True, slots=True)
class _Table:
    header: tuple[str, ...] | None
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    """Spreadsheet row and cells."""


def read_series_file(path: Path) -> SeriesFile:
    """Read a delimited file with a column of times (timestamp) and one or more of values (value).

    Raises:
        UnreadableFile: There is no such file, it is empty, a column is missing or a value is not a number.
    """
    table = _read_table(path)
    if not table.rows:
        raise UnreadableFile(path.name, "it holds no rows.", _SHAPE, code="empty_file")
    time, values = _choose_columns(path, table)
    cells = [row for _, row in table.rows]
    numbers = [row for row, _ in table.rows]
    stamps = tuple(_cell(row, time) for row in cells) if time is not None else ("",) * len(cells)
    times, unread = (None, None) if time is None else _read_times(stamps, numbers)
    columns = tuple(_read_values(path, [_cell(row, place) for row in cells], numbers) for place in values)
    if not any(np.isfinite(column).any() for column in columns):
        raise UnreadableFile(path.name, "none of its rows has a value.", _SHAPE, code="empty_file")
    return SeriesFile(stamps, times, unread, columns)


_SHAPE: Final = "Give a table with a column timestamp and a column value, one row per moment."


def _read_table(path: Path) -> _Table:
    try:
        with path.open("rb") as stream:
            dialect = sniff(stream.read(SNIFFED_BYTES))
            stream.seek(0)
            rows = _read_rows(stream, dialect)
    except OSError as error:
        reason = f"it cannot be opened: {error.strerror or error}."
        raise UnreadableFile(path.name, reason, "Check the path and the rights of the file.") from error
    except csv.Error as error:
        raise UnreadableFile(path.name, f"it is not a table: {error}.", _SHAPE) from error
    if rows and _is_header(rows[0][1]):
        return _Table(tuple(cell.strip().lower() for cell in rows[0][1]), tuple(rows[1:]))
    return _Table(None, tuple(rows))


def _read_rows(stream: BinaryIO, dialect: Dialect) -> list[tuple[int, tuple[str, ...]]]:
    text = open_text(stream, dialect)
    lines = (line.replace("\0", "") for line in text)
    found = [
        (number, tuple(cells)) for number, cells in enumerate(csv.reader(lines, delimiter=dialect.delimiter), start=1)
    ]
    text.detach()
    return [(number, cells) for number, cells in found if any(cell.strip() for cell in cells)]


def _is_header(cells: Sequence[str]) -> bool:
    """Whether no cell of the first row is a number."""
    return not any(_as_float(cell) is not None for cell in cells if cell.strip())


def _choose_columns(path: Path, table: _Table) -> tuple[int | None, tuple[int, ...]]:
    width = max(len(cells) for _, cells in table.rows)
    if table.header is None:
        return (0, (1,)) if width == 2 else (None, tuple(range(width)))
    names = [name.removeprefix("\ufeff") for name in table.header]
    time = next((names.index(name) for name in TIME_NAMES if name in names), None)
    value = next((names.index(name) for name in VALUE_NAMES if name in names), None)
    others = tuple(place for place in range(len(names)) if place != time)
    if value is not None:
        left = [place for place in others if place != value]
        return (left[0] if time is None and len(names) == 2 else time), (value,)
    if not others or (time is None and len(names) > 1):
        listed = ", ".join(names) or "none"
        raise UnreadableFile(path.name, f"it has no column value; its columns are {listed}.", _SHAPE)
    return time, others


def _read_times(stamps: Sequence[str], numbers: Sequence[int]) -> tuple[Ints | None, tuple[int, str] | None]:
    epochs = _epoch_seconds(stamps)
    if epochs is not None:
        return epochs, None
    distinct = list(dict.fromkeys(stamps))
    evidence = date_order_evidence(distinct)
    parsed = parse_moments(distinct, order=evidence.order or evidence.proposed, zone="UTC")
    seconds = np.where(parsed.has_time, parsed.seconds, parsed.days * DAY_SECONDS)
    place = {text: index for index, text in enumerate(distinct)}
    index = np.array([place[text] for text in stamps])
    known = parsed.days != MISSING
    if not known.all():
        bad = int(np.flatnonzero(~known[index])[0])
        return None, (numbers[bad], stamps[bad])
    return seconds[index], None


def _epoch_seconds(stamps: Sequence[str]) -> Ints | None:
    texts = [text.strip().partition(".")[0] for text in stamps]
    lengths = {len(text) for text in texts}
    if len(lengths) != 1 or not all(text.isdigit() for text in texts):
        return None
    unit = EPOCH_DIGITS.get(lengths.pop())
    return None if unit is None else np.array([int(text) // unit for text in texts], dtype=np.int64)


def _read_values(path: Path, cells: Sequence[str], numbers: Sequence[int]) -> Floats:
    floats = [_as_float(cell) for cell in cells]
    if all(value is not None or _is_missing(cell) for value, cell in zip(floats, cells, strict=True)):
        return np.array([np.nan if value is None else value for value in floats])
    # Somewhere is a decimal comma, a group of thousands or a sign: then 1.234 may be more than one, too.
    mark = decide_decimal_mark(decimal_votes(cells)) or DecimalMark.POINT
    found = np.full(len(cells), np.nan)
    for row, cell in enumerate(cells):
        if _is_missing(cell):
            continue
        scaled = read_number(cell, mark).value
        if scaled is not None:
            found[row] = scaled / SCALE
        elif mark is DecimalMark.POINT and floats[row] is not None:
            found[row] = float(cell)
        else:
            raise UnreadableFile(
                path.name,
                f"row {numbers[row]}: {cell!r} is not a number.",
                "Correct the cell, or leave it empty where nothing was measured.",
            )
    return found


def _cell(row: tuple[str, ...], place: int) -> str:
    return row[place] if place < len(row) else ""


def _as_float(cell: str) -> float | None:
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if np.isfinite(value) and "_" not in cell else None


def _is_missing(cell: str) -> bool:
    plain = plain_text(cell).strip()
    return plain.lower() in MISSING_WORDS or is_placeholder(plain)
