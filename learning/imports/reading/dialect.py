"""How a text file is written: encoding, delimiter and an Excel `sep=` line."""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import BinaryIO, Final

from learning.imports.reading.cells import CellKind, is_comment, kind_of_cell
from learning.imports.reading.encoding import ERRORS, decode_head, encoding_of

DELIMITERS: Final = (",", ";", "\t", "|")
_SEP_LINE: Final = re.compile(r'\s*"?sep=(.|\\t)?"?\s*(?:\r\n|\r|\n|$)', re.IGNORECASE)
_MAX_RECORDS: Final = 400
_SNIFF_CHARACTERS: Final = 65_536
_EVEN: Final = 0.4
"""A file without header reaches 0.6; free text with commas in it stays below."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text file is to be decoded and split."""

    encoding: str
    delimiter: str
    skip_bom: bool
    """True where the text begins with a byte order mark, which is no part of it."""
    sep_line: bool
    """True where the first line only names the delimiter; it counts as a row."""
    wrapped: bool = False
    """True where whole records stand in quotation marks, as a spreadsheet program with another delimiter saves them."""


def sniff(head: bytes) -> Dialect:
    """Judge how a text file is written.

    Args:
        head: Its first bytes (256 KiB are plenty); a character or record cut at the end is no evidence.

    Returns:
        The dialect. A file of one column gets a delimiter that does not split it.
    """
    encoding, mark = encoding_of(head)
    text = decode_head(head, encoding, mark)[:_SNIFF_CHARACTERS].replace("\0", "")
    named = _SEP_LINE.match(text)
    if named is None:
        inner = _wrapped_delimiter(text)
        return Dialect(encoding, inner or _delimiter(text), mark > 0, sep_line=False, wrapped=inner is not None)
    rest = text[named.end() :]
    delimiter = (named.group(1) or "").replace("\\t", "\t")
    if len(delimiter) != 1 or delimiter in '"\r\n':
        delimiter = _delimiter(rest)
    return Dialect(encoding, delimiter, mark > 0, sep_line=True)


def open_text(stream: BinaryIO, dialect: Dialect) -> io.TextIOWrapper:
    """Decode a stream.

    Args:
        stream: The file's bytes, at its start.
        dialect: What `sniff` said.

    Returns:
        The text, line ends as they are. Bytes that the codec refuses are read as cp1252. The caller detaches or
        closes it.
    """
    return io.TextIOWrapper(stream, encoding=dialect.encoding, errors=ERRORS, newline="")


def _delimiter(text: str) -> str:
    scores = {delimiter: _consistency(text, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: scores[delimiter])
    if scores[best] >= _EVEN:
        return best
    if scores[best] > 0 and _heads_values(text, best):
        return best
    return next((delimiter for delimiter in (*DELIMITERS, "\x1f") if delimiter not in text), "\x1f")


def _wrapped_delimiter(text: str) -> str | None:
    """The delimiter inside records that are quoted as a whole; None where the first record is not."""
    if not text.lstrip().startswith('"'):
        return None
    for delimiter in DELIMITERS:
        records = [record for record in _split(text, delimiter) if _is_evidence(record)]
        if len(records) < 2 or len(records[0]) != 1 or delimiter not in records[0][0]:
            continue
        inner = [unwrap(record, delimiter) for record in records]
        if len(inner[0]) > 1 and sum(1 for record in inner if len(record) == len(inner[0])) >= 0.9 * len(inner):
            return delimiter
    return None


def unwrap(record: list[str], delimiter: str) -> list[str]:
    """Split a record that stood in quotation marks as a whole.

    Args:
        record: The cells as the csv module gave them.
        delimiter: One character.

    Returns:
        The inner cells of a record of one cell that holds the delimiter; any other record as it is.
    """
    if len(record) != 1 or delimiter not in record[0]:
        return record
    try:
        return next(csv.reader(io.StringIO(record[0], newline=""), delimiter=delimiter), record)
    except csv.Error:
        return record


def _heads_values(text: str, delimiter: str) -> bool:
    """Somewhere words stand above values in records of one width; a column of free text has no such place."""
    records = _split(text, delimiter)
    for above, below in pairwise(records):
        words = len(above) > 1 and all(kind_of_cell(cell) is CellKind.TEXT for cell in above)
        if words and len(above) == len(below) and any(kind_of_cell(cell) is CellKind.VALUE for cell in below):
            return True
    return False


def _consistency(text: str, delimiter: str) -> float:
    """Share of the records that stand in runs of one width above 1, less where such a run has no header.

    A comma 'splits' a semicolon file with decimal commas just as evenly, but not its header.
    """
    if delimiter not in text:
        return 0.0
    records = [record for record in _split(text, delimiter) if _is_evidence(record)]
    if not records:
        return 0.0
    total = 0.0
    for rows in _runs(records):
        if len(rows[-1]) > 1 and (len(rows) > 1 or len(records) <= 2):
            total += len(rows) * _trust(rows, delimiter)
    return total / len(records)


def _runs(records: list[list[str]]) -> list[list[list[str]]]:
    """Runs of records of one width; a header may have one cell less or more than the rows below it."""
    runs: list[list[list[str]]] = []
    for _, group in groupby(records, key=len):
        run = list(group)
        if runs and len(runs[-1]) == 1 and len(run) > 1 and abs(len(runs[-1][0]) - len(run[0])) == 1:
            head = runs[-1][0]
            if len(head) > 1 and all(kind_of_cell(cell) is not CellKind.VALUE for cell in head):
                run = runs.pop() + run
        runs.append(run)
    return runs


def _is_evidence(record: list[str]) -> bool:
    """Blank records and comments above a table say nothing about its delimiter."""
    return any(cell.strip() for cell in record) and not is_comment(record)


def _trust(rows: list[list[str]], delimiter: str) -> float:
    """How far a run of records of one width speaks for its delimiter."""
    trust = 1.0
    if any(kind_of_cell(cell) is CellKind.VALUE for cell in rows[0]):
        trust *= 0.6
    cells = [cell for row in rows for cell in row if cell]
    if not cells:
        return 0.1
    quoted = sum(1 for cell in cells if cell[0] == '"' or cell[-1] == '"')
    trust *= 1.0 - 0.9 * min(1.0, quoted / len(cells) * 2)
    for other in DELIMITERS:
        if other != delimiter and _splits_evenly(rows, other, least=len(rows[0]) - 1):
            trust *= 0.5
    return trust


def _splits_evenly(rows: list[list[str]], other: str, *, least: int) -> bool:
    """True where the other delimiter occurs outside quotes' reach equally often in every row, header included.

    Fewer than `least` are decimal commas, or the comma of 'Cost, EUR'.
    """
    counts = Counter(sum(cell.count(other) for cell in row) for row in rows)
    return len(rows) > 1 and len(counts) == 1 and min(counts) >= least


def _split(text: str, delimiter: str) -> list[list[str]]:
    """The first records of the text, without the last one, which may be cut."""
    lines = io.StringIO(text, newline="")
    records: list[list[str]] = []
    try:
        for record in csv.reader(lines, delimiter=delimiter):
            records.append(record)
            if len(records) > _MAX_RECORDS:
                break
    except csv.Error:
        pass
    complete = len(text) < _SNIFF_CHARACTERS or len(records) > _MAX_RECORDS
    return records if complete or len(records) < 2 else records[:-1]
