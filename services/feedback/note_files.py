"""Columns of texts in a file, by their names: one cell per row, in the order of the file."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Final
from zipfile import BadZipFile, ZipFile

from learning.domain.errors import UnreadableFile
from learning.imports.reading.dialect import Dialect, open_text, sniff
from learning.imports.reading.magic import FileKind, is_workbook, kind_of, require_readable

SNIFFED_BYTES: Final = 1 << 18
DELIMITERS: Final = (",", ";", "\t", "|")
LONGEST_CELL: Final = 1 << 20
_FIX: Final = "Give a CSV or TSV with a header row, and name a column as it stands there."


def read_note_columns(path: Path, names: Sequence[str]) -> list[tuple[str, ...]]:
    """Read some columns of a delimited file, whatever its encoding and delimiter.

    Args:
        path: The file.
        names: Column names as in its header row (spaces around them and the case of letters do not matter).

    Returns:
        The cells of each row in the order of `names`; a cell that is missing at the end of a row is empty. Lines
        without anything are no rows; a row of empty cells, or of one in quotes, is one.

    Raises:
        UnreadableFile: There is no such file, it is empty or no table, a column is missing, or there is no row.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(SNIFFED_BYTES)
            kind = kind_of(head, path.name)
            if kind is FileKind.ZIP and is_workbook(_members(stream)):
                kind = FileKind.XLSX
            require_readable(kind, file=path.name)
            if kind is not FileKind.TEXT:
                raise UnreadableFile(path.name, "it is a workbook, and this reads delimited text.", "Save it as CSV.")
            dialect = sniff(head)
            rows = _rows_of(path, dialect, names)
    except OSError as error:
        reason = f"it cannot be opened: {error.strerror or error}."
        raise UnreadableFile(path.name, reason, "Check the path and the rights of the file.") from error
    except csv.Error as error:
        raise UnreadableFile(path.name, f"it is not a table: {error}.", _FIX) from error
    if not rows:
        raise UnreadableFile(path.name, "it has a header and no rows below it.", _FIX, code="header_only")
    return rows


def _members(stream: BinaryIO) -> list[str]:
    try:
        return ZipFile(stream).namelist()
    except BadZipFile:
        return []


def _rows_of(path: Path, dialect: Dialect, names: Sequence[str]) -> list[tuple[str, ...]]:
    headers: list[list[str]] = []
    for delimiter in dict.fromkeys((dialect.delimiter, *DELIMITERS)):
        records = _records(path, replace(dialect, delimiter=delimiter))
        header = next((record for record in records if any(cell.strip() for cell in record)), None)
        if header is None:
            raise UnreadableFile(path.name, "it is empty.", _FIX, code="empty_file")
        places = _places(header, names)
        if places is not None:
            rows = (row for row in records if len(header) == 1 or len(row) > 1 or row[0].strip())
            return [tuple(row[place] if place < len(row) else "" for place in places) for row in rows]
        headers.append(header)
    found = max(headers, key=len)
    missing = [name for name in names if _places(found, [name]) is None]
    listed = ", ".join(cell.strip() for cell in found[:20])
    raise UnreadableFile(
        path.name,
        f"it has no column {', '.join(map(repr, missing or names))}; its columns are {listed}.",
        _FIX,
        code="missing_column",
    )


def _records(path: Path, dialect: Dialect) -> Iterator[list[str]]:
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL))
    with path.open("rb") as stream, open_text(stream, dialect) as text:
        lines: Iterable[str] = (line.replace("\0", "") for line in text)
        first = next(iter(lines), "")
        told = first.removeprefix("\ufeff")
        start = [] if told.lower().startswith("sep=") else [told]
        yield from filter(None, csv.reader(chain(start, lines), delimiter=dialect.delimiter))


def _places(header: Sequence[str], names: Sequence[str]) -> list[int] | None:
    exact = [cell.strip() for cell in header]
    loose = [cell.casefold() for cell in exact]
    found: list[int] = []
    for name in names:
        wanted = name.strip()
        if wanted in exact:
            found.append(exact.index(wanted))
        elif wanted.casefold() in loose:
            found.append(loose.index(wanted.casefold()))
        else:
            return None
    return found
