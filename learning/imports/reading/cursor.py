"""A stream of records with a bounded look ahead."""

from collections.abc import Iterable, Iterator
from typing import Final

from learning.domain.imports import Issue
from learning.imports.reading.chunks import RecordBatch, RecordEvent
from learning.imports.reading.layout import Line

_AHEAD: Final = 400
"""Records looked at for a few dozen lines: many blank ones in a row end the look."""


class Cursor:
    """Records not consumed yet; it grows on demand and keeps only what was not consumed."""

    def __init__(self, events: Iterable[RecordEvent]) -> None:
        """Read nothing yet."""
        self._events: Iterator[RecordEvent] = iter(events)
        self.records: list[list[str]] = []
        self.first = 1
        """Spreadsheet row of the first record not consumed."""
        self.characters = 0
        self.ended = False
        self._issues: list[Issue] = []

    def grow(self) -> bool:
        """Add the next batch.

        Returns:
            False at the end of the stream.
        """
        for event in self._events:
            if isinstance(event, RecordBatch):
                if not self.records:
                    self.first = event.first
                    self.records = event.records
                    self.characters = event.characters
                else:
                    self.records = self.records + event.records
                    self.characters += event.characters
                return True
            self._issues.append(event)
        self.ended = True
        return False

    def consume(self, count: int) -> None:
        """Forget the first records."""
        left = len(self.records) - count
        self.characters = self.characters * left // max(1, len(self.records))
        self.records = self.records[count:]
        self.first += count

    def take_issues(self) -> list[Issue]:
        """Hand over what was found in the text since the last time."""
        issues, self._issues = self._issues, []
        return issues

    def lines(self, start: int, count: int) -> list[Line]:
        """Look ahead, across blank records.

        Args:
            start: Index into `records`.
            count: How many lines are wanted.

        Returns:
            At most so many lines that are not blank; fewer at the end of the stream or before a long blank stretch.
        """
        found: list[Line] = []
        index, gap = start, start > 0 and is_blank(self.records[start - 1])
        while len(found) < count and index - start < _AHEAD:
            if index >= len(self.records) and not self.grow():
                break
            record = self.records[index]
            if is_blank(record):
                gap = True
            else:
                found.append(Line(self.first + index, record, gap))
                gap = False
            index += 1
        return found


def is_blank(record: list[str]) -> bool:
    """Say whether all cells of a record are blank.

    Args:
        record: The cells.

    Returns:
        True also for a record without cells.
    """
    return not any(cell and not cell.isspace() and cell != "\ufeff" for cell in record)
