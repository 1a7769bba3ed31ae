"""Long plain text by column: the same events as the reader of records gives, at a third of its time.

The beginning of the file goes through the reader of records, which finds the table, its header and what its rows look
like. From there on whole blocks are split at once, as long as each of their records surely is another row. The first
block of which that cannot be said goes back to the reader of records, with everything below it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, Final

import numpy as np

from learning.domain.imports import Issue, TableHead
from learning.imports.reading.chunks import (
    DEFAULT_LIMITS,
    ColumnChunk,
    EncodedColumn,
    ReadEvent,
    ReadLimits,
    RowChunk,
)
from learning.imports.reading.dialect import DELIMITERS, sniff
from learning.imports.reading.files import read_file
from learning.imports.reading.joined import JoinedStream
from learning.imports.reading.magic import FileKind
from learning.imports.reading.plain_blocks import PlainShape, last_record_end, split_block
from learning.imports.reading.profile import profile_of
from learning.imports.reading.rows import fit

LONG: Final = 4_000_000
"""Bytes: below, the reader of records is quick enough."""
STEP: Final = 1_048_576
LARGEST_BLOCK: Final = 8_388_608
SPARE_ROWS: Final = 500
TAIL_ROWS: Final = 200
"""Rows that stand between header and remainder when the reader of records takes over again, so that it sees a table."""

FastEvent = ReadEvent | ColumnChunk


@dataclass(frozen=True, slots=True)
class Beginning:
    """The beginning of a file, read, and what it says of the rest."""

    events: tuple[ReadEvent, ...]
    head: TableHead
    shape: PlainShape
    offset: int
    """Where the rest begins."""
    next_row: int
    """Spreadsheet row of its first record."""
    model: bytes
    """Everything down to the header, and some rows: what a reader of the rest must see first."""
    model_rows: int
    """Spreadsheet rows of the model."""
    block_bytes: int


def read_beginning(
    stream: BinaryIO, kind: FileKind, *, file: str, size: int, limits: ReadLimits = DEFAULT_LIMITS
) -> Beginning | None:
    """Read the beginning of a file, for one or more readings by column.

    Args:
        stream: The file, seekable; read from its start, never closed.
        kind: What `kind_of` said of it.
        file: The file's own name, for heads and errors.
        size: Its bytes.
        limits: The caps.

    Returns:
        The beginning; None where the rest is not worth or not safe to be read by column.

    Raises:
        UnreadableFile, FileTooLarge: As `read_file`.
    """
    return _read_start(stream, file, limits) if kind is FileKind.TEXT and size >= LONG else None


def read_columns(
    stream: BinaryIO,
    kind: FileKind,
    *,
    file: str,
    size: int,
    limits: ReadLimits = DEFAULT_LIMITS,
    beginning: Beginning | None = None,
) -> Iterator[FastEvent]:
    """Read every table of a file, long plain text by column.

    Args:
        stream: The file, seekable; read from its start, never closed.
        kind: What `kind_of` said of it.
        file: The file's own name, for heads and errors.
        size: Its bytes.
        limits: The caps.
        beginning: What `read_beginning` found in the same file under the same caps, where that is at hand.

    Returns:
        The events of `read_file`; some of the rows as ColumnChunks.

    Raises:
        UnreadableFile, FileTooLarge: As `read_file`.
    """
    known = beginning or read_beginning(stream, kind, file=file, size=size, limits=limits)
    if known is None:
        yield from read_file(stream, kind, file=file, limits=limits)
        return
    yield from known.events
    yield from _read_rest(stream, file, known, limits)


def _read_start(stream: BinaryIO, file: str, limits: ReadLimits) -> Beginning | None:
    """Read the beginning; None where the rest is not worth or not safe to be read by column."""
    text = _beginning(stream, limits.sample_rows + SPARE_ROWS)
    dialect = sniff(text[:262_144])
    if dialect.encoding.replace("_", "-").lower() not in {"utf-8", "utf-8-sig"} or dialect.delimiter not in DELIMITERS:
        return None
    if not text or dialect.wrapped or text.count(b"\r") != text.count(b"\r\n") or b"\0" in text:
        return None
    events = tuple(read_file(io.BytesIO(text), FileKind.TEXT, file=file, limits=limits))
    heads = [event for event in events if isinstance(event, TableHead)]
    if len(heads) != 1 or heads[0].header_row == 0 or len(heads[0].sample) < limits.sample_rows:
        return None
    ends = _record_ends(text, dialect.delimiter)
    shape = _shape_of(heads[0], text, dialect.delimiter)
    if shape is None or ends is None or sum(len(e.numbers) for e in events if isinstance(e, RowChunk)) < TAIL_ROWS:
        return None
    above, rows = heads[0].sample[0][0] - 1, len(ends)
    model = text[: ends[above - 1]] + text[ends[rows - TAIL_ROWS - 1] :]
    whole = replace(heads[0], complete=False)
    return Beginning(
        events=tuple(whole if event is heads[0] else event for event in events),
        head=whole,
        shape=shape,
        offset=len(text),
        next_row=rows + 1,
        model=model,
        model_rows=above + TAIL_ROWS,
        block_bytes=min(LARGEST_BLOCK, max(STEP, limits.chunk_rows * (len(text) // rows))),
    )


def _beginning(stream: BinaryIO, rows: int) -> bytes:
    """Read whole records from the start, about so many rows."""
    stream.seek(0)
    text = b""
    while text.count(b"\n") < rows and len(text) < LARGEST_BLOCK:
        block = stream.read(STEP)
        if not block:
            return b""
        text += block
    return text[: last_record_end(text)]


def _record_ends(text: bytes, delimiter: str) -> list[int] | None:
    """Return the places behind each record; None where the csv module stumbles."""
    lines = io.BytesIO(text).readlines()
    behind = np.cumsum([len(line) for line in lines]).tolist()
    reader = csv.reader((line.decode("utf-8", "replace") for line in lines), delimiter=delimiter)
    try:
        return [behind[reader.line_num - 1] for _ in reader]
    except csv.Error:
        return None


def _shape_of(head: TableHead, text: bytes, delimiter: str) -> PlainShape | None:
    width = len(head.header)
    last = text[text.rstrip(b"\r\n").rfind(b"\n") + 1 :].decode("utf-8", "replace")
    cells = next(csv.reader([last], delimiter=delimiter), [])
    profile = profile_of(head.header, width, [list(cells) for _, cells in head.sample])
    if profile.probe < 0 or len(cells) != width:
        return None
    return PlainShape(delimiter, width, profile.probe)


def _read_rest(stream: BinaryIO, file: str, start: Beginning, limits: ReadLimits) -> Iterator[FastEvent]:
    offset, row, carry = start.offset, start.next_row, b""
    stream.seek(offset)
    while True:
        fresh = stream.read(start.block_bytes)
        block = carry + fresh
        if not block:
            return
        end = last_record_end(block) if fresh else len(block)
        columns = split_block(block[:end], start.shape, limits) if end else None
        if columns is None:
            yield from _read_remainder(stream, file, start, (offset, row), limits)
            return
        yield from _chunks(columns, row, limits.chunk_rows)
        row += len(columns[0].codes)
        offset += end
        carry = block[end:]


def _chunks(columns: tuple[EncodedColumn, ...], row: int, size: int) -> Iterator[ColumnChunk]:
    rows = len(columns[0].codes)
    for first in range(0, rows, size):
        last = min(first + size, rows)
        part = tuple(EncodedColumn(column.texts, column.codes[first:last]) for column in columns)
        yield ColumnChunk(np.arange(row + first, row + last, dtype=np.int64), part)


def _read_remainder(
    stream: BinaryIO, file: str, start: Beginning, at: tuple[int, int], limits: ReadLimits
) -> Iterator[FastEvent]:
    """Let the reader of records go on at an offset: header and model rows first, whose events are left out."""
    offset, row = at
    shift = row - start.model_rows - 1
    tables = 0
    with io.BufferedReader(JoinedStream(start.model, stream, offset)) as joined:
        for event in read_file(joined, FileKind.TEXT, file=file, limits=limits):
            if isinstance(event, TableHead):
                tables += 1
                if tables > 1:
                    yield _shifted_head(event, shift)
            elif isinstance(event, Issue):
                if event.row > start.model_rows:
                    yield replace(event, row=event.row + shift)
            else:
                yield from _shifted_rows(event, start, shift, width=len(start.head.header) if tables == 1 else None)


def _shifted_head(head: TableHead, shift: int) -> TableHead:
    return replace(
        head,
        header_row=head.header_row + shift if head.header_row else 0,
        preamble=tuple((row + shift, cells) for row, cells in head.preamble),
        sample=tuple((row + shift, cells) for row, cells in head.sample),
    )


def _shifted_rows(chunk: RowChunk, start: Beginning, shift: int, *, width: int | None) -> Iterator[RowChunk]:
    keep = int(np.searchsorted(chunk.numbers, start.model_rows, side="right"))
    cells = chunk.cells[keep:]
    if width is not None and cells and len(cells[0]) != width:
        cells = [fit(record, width) for record in cells]
    if cells:
        yield RowChunk(chunk.numbers[keep:] + shift, cells)
