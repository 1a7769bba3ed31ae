"""From the text of a file to records with their spreadsheet rows, in flat memory."""

import csv
import io
from collections.abc import Iterator
from itertools import chain, islice
from typing import Final, TextIO

from learning.domain.enums import Severity
from learning.domain.errors import FileTooLarge, UnreadableFile
from learning.domain.imports import Issue
from learning.imports.reading.chunks import DEFAULT_LIMITS, ReadLimits, RecordBatch, RecordEvent

_BLOCK: Final = 65_536
_PULL: Final = 256
"""Records taken at once: a loop over single ones costs as much again as splitting them."""
_LONG_LINE: Final = 16_384
_END: Final = "\ue0ffend of text\ue0ff"
"""Fed to the csv module after the last line: where it does not come back as a record, a quote is still open."""


def read_records(
    text: TextIO, *, file: str, delimiter: str, sep_line: bool = False, limits: ReadLimits = DEFAULT_LIMITS
) -> Iterator[RecordEvent]:
    """Split a text into records.

    The row of a record is that of a spreadsheet: a quoted newline does not count, blank lines do, the first is 1.

    Args:
        text: The decoded text, line ends as they are.
        file: The file's own name, for errors.
        delimiter: One character.
        sep_line: True where the first line names the delimiter; it counts as row 1 and is left out.
        limits: The caps.

    Returns:
        Batches of consecutive records, and a warning Issue where NUL characters were removed or the last quotation
        mark is open.

    Raises:
        FileTooLarge: A line, a cell or a record beyond its cap.
        UnreadableFile: A quotation mark that is never closed and swallows rows.
    """
    feed = _Feed(text, file, limits)
    reader = csv.reader(chain.from_iterable(feed), delimiter=delimiter)
    state = _Progress(file, limits, first=2 if sep_line else 1)
    if sep_line and next(reader, None) == [_END]:
        return
    batch: list[list[str]] = []
    try:
        while True:
            size = len(batch)
            batch.extend(islice(reader, _PULL if feed.longest < _LONG_LINE else 1))
            if len(batch) == size:
                break
            if feed.characters >= _BLOCK and not feed.ended:
                yield from state.release(batch, feed, reader.line_num)
                batch = []
    except csv.Error as error:
        raise _refusal(file, state.first + len(batch), feed, error, limits=limits) from error
    except _OpenQuoteError as error:
        raise _never_closed(file, state.first + len(batch)) from error
    yield from _finish(batch, state, feed, reader.line_num)


class _OpenQuoteError(Exception):
    """The record under way is beyond every record that a person could mean."""


class _Feed:
    """Lists of lines, block by block; the caps on a line and a record are checked before the csv module sees them."""

    def __init__(self, text: TextIO, file: str, limits: ReadLimits) -> None:
        self._text = text
        self._file = file
        self._limits = limits
        self.characters = 0
        """Handed out since the last batch of records."""
        self.longest = 0
        self.ended = False
        self.lines = 0
        self.nul_line: int | None = None
        """Line of the first NUL that was not reported yet, from 1."""
        self.nul_known = False

    def __iter__(self) -> Iterator[list[str]]:
        carry = ""
        while block := self._text.read(_BLOCK):
            whole, carry = self._cut(carry + block)
            if whole:
                yield self._lines_of(whole)
        if carry:
            yield self._lines_of(carry)
        self.ended = True
        yield [_END]

    def _cut(self, text: str) -> tuple[str, str]:
        """Part the whole lines from the beginning of the next; a CR at the very end may be half of a CRLF."""
        end = max(text.rfind("\n"), text.rfind("\r", 0, len(text) - 1)) + 1
        if len(text) - end > self._limits.line_characters:
            self._refuse_line(len(text) - end)
        return text[:end], text[end:]

    def _lines_of(self, text: str) -> list[str]:
        if not self.lines:
            text = text.lstrip("\ufeff")
        lines = list(io.StringIO(text, newline=""))
        if "\0" in text:
            if not self.nul_known:
                self.nul_known = True
                self.nul_line = self.lines + 1 + next(index for index, line in enumerate(lines) if "\0" in line)
            lines = [line.replace("\0", "") for line in lines]
        self.longest = max(map(len, lines), default=0)
        if self.longest > self._limits.line_characters:
            self._refuse_line(self.longest)
        if self.characters > self._limits.record_characters:
            raise _OpenQuoteError
        self.lines += len(lines)
        self.characters += len(text)
        return lines

    def _refuse_line(self, found: int) -> None:
        limit = self._limits.line_characters
        raise FileTooLarge(self._file, what="characters in one line", found=found, limit=limit)


class _Progress:
    """Numbers the records and checks them on their way out."""

    def __init__(self, file: str, limits: ReadLimits, *, first: int) -> None:
        self.file = file
        self.limits = limits
        self.first = first
        self.width = 0
        self.line = 0
        """Lines that the records given out so far took."""

    def release(self, records: list[list[str]], feed: _Feed, line: int) -> Iterator[RecordEvent]:
        """Give the records out as one batch."""
        widest = max(map(len, records), default=0)
        if widest > self.limits.columns:
            raise FileTooLarge(self.file, what="columns", found=widest, limit=self.limits.columns)
        if feed.nul_line is not None and feed.nul_line <= line:
            yield self._nul_issue(records, feed.nul_line)
            feed.nul_line = None
        yield RecordBatch(self.first, records, feed.characters)
        self.first += len(records)
        self.width = len(records[-1]) if records else self.width
        self.line = line
        feed.characters = 0

    def _nul_issue(self, records: list[list[str]], nul_line: int) -> Issue:
        line, row = self.line, self.first
        for record in records:
            breaks = sum(cell.count("\n") or cell.count("\r") for cell in record)
            line += 1 + breaks
            if line >= nul_line:
                break
            row += 1
        return Issue(
            row,
            None,
            None,
            "The file holds NUL characters from this row on; they were removed.",
            "Compare the totals with the platform's screen; if they differ, export the file again.",
            severity=Severity.WARNING,
            code="nul",
        )


def _finish(batch: list[list[str]], state: _Progress, feed: _Feed, line: int) -> Iterator[RecordEvent]:
    """Give out the last records, without the mark of the end, and judge a quote that is open there."""
    issue = None
    if batch and batch[-1] == [_END]:
        batch.pop()
    elif batch:
        row = state.first + len(batch) - 1
        batch[-1][-1] = batch[-1][-1].removesuffix(_END)
        width = len(batch[-2]) if len(batch) > 1 else state.width
        if _swallowed(batch[-1][-1], width):
            raise _never_closed(state.file, row)
        issue = Issue(
            row,
            None,
            batch[-1][-1][:80],
            "A quotation mark in this row is never closed; the file may have been cut off here.",
            "Export the file again if rows are missing at its end.",
            severity=Severity.WARNING,
            code="open_quote",
        )
    if batch:
        yield from state.release(batch, feed, line)
    if issue is not None:
        yield issue


def _swallowed(cell: str, width: int) -> bool:
    """True where the lines in an open quote look like records of their own, or are too many for one text."""
    lines = cell.splitlines()[1:]
    if len(lines) > 200:
        return True
    return any(
        line.count(delimiter) >= max(1, width - 1) for line in lines for delimiter in ",;\t|" if width > 1 or not width
    )


def _never_closed(file: str, row: int) -> UnreadableFile:
    return UnreadableFile(
        file,
        f"a quotation mark in row {row:,} is never closed, so the rows after it cannot be told apart.",
        f"Open the file, close or remove the quotation mark in row {row:,}, and import it again; or export it again.",
        code="open_quote",
    )


def _refusal(
    file: str, row: int, feed: _Feed, error: csv.Error, *, limits: ReadLimits
) -> UnreadableFile | FileTooLarge:
    if feed.longest > limits.cell_characters:
        return FileTooLarge(file, what="characters in one cell", found=feed.longest, limit=limits.cell_characters)
    if "field larger" in str(error):
        return _never_closed(file, row)
    return UnreadableFile(
        file, f"row {row:,} cannot be split into cells ({error}).", "Export the file again as CSV.", code="broken_row"
    )
