"""The entrance of the package: an opened file in, the heads and rows of its tables out."""

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from learning.domain.errors import UnreadableFile
from learning.domain.imports import Issue, TableHead
from learning.imports.reading.chunks import (
    DEFAULT_LIMITS,
    ColumnChunk,
    ReadEvent,
    ReadLimits,
    RecordBatch,
    RecordEvent,
)
from learning.imports.reading.dialect import Dialect, open_text, sniff, unwrap
from learning.imports.reading.html_tables import html_tables
from learning.imports.reading.legacy_workbooks import legacy_sheets
from learning.imports.reading.magic import FileKind, require_readable
from learning.imports.reading.records import read_records
from learning.imports.reading.tables import read_tables
from learning.imports.reading.workbooks import workbook_sheets

_HEAD: Final = 262_144


@dataclass(frozen=True, slots=True)
class FileHeads:
    """The planning pass over a file."""

    heads: tuple[TableHead, ...]
    issues: tuple[Issue, ...]
    """Issues of the file's text found so far (characters removed); those of rows come with the rows."""
    complete: bool
    """False where the pass stopped early: later tables then show up only while the rows are read."""


def read_file(
    stream: BinaryIO, kind: FileKind, *, file: str, limits: ReadLimits = DEFAULT_LIMITS
) -> Generator[ReadEvent, None, None]:
    """Read every table of a file.

    Args:
        stream: The file, seekable and at any position; read from its start, never closed.
        kind: What `kind_of` said of it: TEXT, HTML, XLS or XLSX (other kinds are refused).
        file: The file's own name, for heads and errors.
        limits: The caps.

    Returns:
        The events in the order of the file: per table its TableHead, then its RowChunks (the rows of the head's
        sample are among them), with Issues in between. Nothing is read ahead of what is asked for, beyond a sample.

    Raises:
        UnreadableFile: Not a table, damaged, encrypted or empty.
        FileTooLarge: Beyond one of the caps.
    """
    require_readable(kind, file=file)
    if kind is FileKind.TEXT:
        yield from _read_text(stream, file, limits)
        return
    index = 0
    for name, records in _sheets(stream, kind, file, limits):
        for event in read_tables(records, file=file, sheet=name, index=index, limits=limits):
            index += isinstance(event, TableHead)
            yield event


def read_heads(events: Iterable[ReadEvent | ColumnChunk], *, rows: int = 200_000) -> FileHeads:
    """Collect the heads of a file for planning.

    Args:
        events: What `read_file` or `read_columns` yields; consumed as far as needed.
        rows: The pass stops once so many rows were seen.

    Returns:
        The heads, the issues and whether the file was seen to its end.
    """
    heads: list[TableHead] = []
    issues: list[Issue] = []
    seen = 0
    for event in events:
        if isinstance(event, TableHead):
            heads.append(event)
        elif isinstance(event, Issue):
            issues.append(event)
        else:
            seen += len(event.numbers)
            if seen >= rows:
                return FileHeads(tuple(heads), tuple(issues), complete=False)
    return FileHeads(tuple(heads), tuple(issues), complete=True)


def require_rows(heads: FileHeads, *, file: str) -> None:
    """Refuse a file without any data row.

    Args:
        heads: The planning pass over the file.
        file: The file's own name.

    Raises:
        UnreadableFile: With code 'empty_file' where there is nothing, 'header_only' where there are only headers.
    """
    if not heads.heads:
        raise UnreadableFile(
            file,
            "the file holds no table.",
            "Check that the export finished and holds the period you want, then export it again.",
            code="empty_file",
        )
    if all(head.complete and not head.sample for head in heads.heads):
        raise UnreadableFile(
            file,
            "the file has a header and no rows below it.",
            "Choose a period with data on the platform and export the report again.",
            code="header_only",
        )


def _read_text(stream: BinaryIO, file: str, limits: ReadLimits) -> Iterator[ReadEvent]:
    stream.seek(0)
    dialect = sniff(stream.read(_HEAD))
    stream.seek(0)
    text = open_text(stream, dialect)
    try:
        records = read_records(text, file=file, delimiter=dialect.delimiter, sep_line=dialect.sep_line, limits=limits)
        events = _unwrapped(records, dialect) if dialect.wrapped else records
        yield from read_tables(events, file=file, limits=limits)
    finally:
        text.detach()


def _unwrapped(events: Iterator[RecordEvent], dialect: Dialect) -> Iterator[RecordEvent]:
    for event in events:
        if isinstance(event, RecordBatch):
            inner = [unwrap(record, dialect.delimiter) for record in event.records]
            yield RecordBatch(event.first, inner, event.characters)
        else:
            yield event


def _sheets(
    stream: BinaryIO, kind: FileKind, file: str, limits: ReadLimits
) -> Iterator[tuple[str, Iterator[RecordEvent]]]:
    stream.seek(0)
    if kind is FileKind.HTML:
        return html_tables(stream, file=file, limits=limits)
    if kind is FileKind.XLS:
        return legacy_sheets(stream, file=file, limits=limits)
    return workbook_sheets(stream, file=file, limits=limits)
