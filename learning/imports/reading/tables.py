"""From records to tables: preamble, header, rows, and the next table below."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from learning.domain.enums import Severity
from learning.domain.imports import Issue, TableHead
from learning.imports.reading.cells import CellKind, filled, is_comment, kind_of_cell
from learning.imports.reading.chunks import DEFAULT_LIMITS, ReadEvent, ReadLimits, RecordEvent, RowChunk
from learning.imports.reading.cursor import Cursor, is_blank
from learning.imports.reading.keyvalue import belongs, is_key_value, is_label, sections
from learning.imports.reading.layout import Line, find_layout, has_value
from learning.imports.reading.profile import Profile, Verdict, judge, looks_like_row, names_of, profile_of, stands_out
from learning.imports.reading.rows import RowGatherer, fit

_LOOK: Final = 80
_LOOK_WITHIN: Final = 30
_PREAMBLE: Final = 200
_LONGEST_TITLE: Final = 80


def read_tables(
    records: Iterable[RecordEvent], *, file: str, sheet: str = "", index: int = 0, limits: ReadLimits = DEFAULT_LIMITS
) -> Iterator[ReadEvent]:
    """Part a stream of records into tables.

    Args:
        records: Batches of records of a text or a sheet.
        file: The file's own name.
        sheet: The sheet's name; '' for a text.
        index: Place of the first table within the file, from 0.
        limits: The caps.

    Returns:
        Per table its head, then its rows in chunks (those of the sample included); issues in between.
    """
    cursor = Cursor(records)
    segmenter = _Segmenter(cursor, _Place(file, sheet, index), limits)
    while True:
        lines = cursor.lines(0, _LOOK)
        yield from cursor.take_issues()
        if lines:
            yield from segmenter.next_table(lines)
        elif cursor.ended:
            return
        else:
            cursor.consume(max(1, len(cursor.records)))


@dataclass(slots=True)
class _Place:
    """Where in the file the next table stands."""

    file: str
    sheet: str
    index: int
    within: int = 0


class _Segmenter:
    """Reads one table after the other from a cursor."""

    def __init__(self, cursor: Cursor, place: _Place, limits: ReadLimits) -> None:
        self._cursor = cursor
        self._place = place
        self._limits = limits

    def next_table(self, lines: list[Line]) -> Iterator[ReadEvent]:
        """Read the table that begins with these lines."""
        if is_key_value(lines):
            yield from self._key_value()
            return
        layout = find_layout(lines)
        if layout is None:
            self._cursor.consume(lines[-1].row + 1 - self._cursor.first)
            return
        header_line = lines[layout.header] if layout.header is not None else None
        above = lines[: layout.body]
        preamble = [line for line in above if line is not header_line]
        last = above[-1].row if above else self._cursor.first - 1
        self._cursor.consume(last + 1 - self._cursor.first)
        raw = header_line.cells if header_line is not None else []
        yield from self._table(preamble, header_line.row if header_line else 0, raw)

    def _table(self, preamble: Sequence[Line], header_row: int, raw: list[str]) -> Iterator[ReadEvent]:
        body = _Body(self._cursor, names_of(raw), len(raw), self._limits)
        sample = body.gather_sample()
        header = _columns(raw, [record for _, record in sample])
        body.profile = profile_of(header, len(raw), [record for _, record in sample])
        title = _title(preamble)
        width = len(header)
        shown = tuple((row, tuple(fit(record, width))) for row, record in sample)
        yield self._head(title, preamble, header_row, header, shown, complete=body.ended)
        gatherer = RowGatherer(header, self._limits)
        for first, records in body.runs(sample):
            gatherer.add(first, records, body.sample_characters * len(records) // len(sample))
        yield from gatherer.release()
        while not body.ended:
            for first, records, characters in body.advance():
                gatherer.add(first, records, characters)
            yield from self._cursor.take_issues()
            yield from body.take_issues()
            yield from gatherer.release()
        yield from body.take_issues()
        yield from gatherer.release(everything=True)

    def _head(
        self,
        title: str,
        preamble: Sequence[Line],
        header_row: int,
        header: tuple[str, ...],
        sample: tuple[tuple[int, tuple[str, ...]], ...],
        *,
        complete: bool,
    ) -> TableHead:
        place = self._place
        name = title
        if place.sheet:
            name = f"{place.sheet}: {title or place.within + 1}" if place.within else place.sheet
        above = tuple((line.row, tuple(line.cells)) for line in preamble[-_PREAMBLE:])
        head = TableHead(place.file, name, above, header_row, header, sample, complete, place.index)
        place.index += 1
        place.within += 1
        return head

    def _key_value(self) -> Iterator[ReadEvent]:
        cursor = self._cursor
        lines = cursor.lines(0, self._limits.columns)
        end = next((index for index, line in enumerate(lines) if not belongs(line)), len(lines))
        while end and not is_label(lines[end - 1]):
            end -= 1
        report = lines[:end]
        cursor.consume(report[-1].row + 1 - cursor.first)
        for section in sections(report):
            sample = ((section.first, section.values),)
            yield self._head(section.title, section.preamble, section.first, section.header, sample, complete=True)
            yield RowChunk(np.array([section.first], dtype=np.int64), [list(section.values)])


class _Body:
    """The data records of the table under way, up to the record that begins the next."""

    def __init__(self, cursor: Cursor, names: tuple[str, ...], raw_width: int, limits: ReadLimits) -> None:
        self._cursor = cursor
        self._names = names
        self._raw_width = raw_width
        self._limits = limits
        self._issues: list[Issue] = []
        self.profile: Profile = profile_of(names, raw_width, [])
        self.ended = False
        self.sample_characters = 0

    def take_issues(self) -> list[Issue]:
        """Hand over what was found since the last time."""
        issues, self._issues = self._issues, []
        return issues

    def gather_sample(self) -> list[tuple[int, list[str]]]:
        """Consume the first rows; the profile grows with them."""
        sample: list[tuple[int, list[str]]] = []
        ahead = self._cursor.lines(0, _LOOK)
        self.profile = profile_of(self._names, self._raw_width, _rows_alone(ahead, self._names, self._raw_width))
        while not self.ended and len(sample) < self._limits.sample_rows:
            if self.sample_characters >= self._limits.sample_characters:
                break
            room = self._limits.sample_rows - len(sample)
            for first, records, characters in self.advance(room):
                sample.extend((first + index, record) for index, record in enumerate(records))
                self.sample_characters += characters
        return sample

    def runs(self, sample: list[tuple[int, list[str]]]) -> Iterator[tuple[int, list[list[str]]]]:
        """Group a sample into runs of consecutive rows."""
        start = 0
        for index in range(1, len(sample) + 1):
            if index == len(sample) or sample[index][0] != sample[index - 1][0] + 1:
                yield sample[start][0], [record for _, record in sample[start:index]]
                start = index

    def advance(self, room: int | None = None) -> list[tuple[int, list[list[str]], int]]:
        """Consume what is at hand, at most `room` records: runs of rows as (row of the first, rows, characters)."""
        cursor = self._cursor
        if not cursor.records and not cursor.grow():
            self.ended = True
            return []
        stop = len(cursor.records) if room is None else min(room, len(cursor.records))
        share = cursor.characters / max(1, len(cursor.records))
        runs: list[tuple[int, list[list[str]], int]] = []
        start = 0
        for index in stands_out(self.profile, cursor.records[:stop]):
            if index < start or self._is_row(index):
                continue
            record = cursor.records[index]
            verdict = None if is_blank(record) else judge(self.profile, self._ahead(index))
            if verdict is Verdict.ROW:
                continue
            runs.append(self._run(start, index, share))
            start = index + 1
            if verdict is Verdict.NEW_TABLE:
                self.ended = True
                cursor.consume(index)
                return runs
            if verdict is Verdict.REPEATED_HEADER:
                self._issues.append(_repeated(cursor.first + index))
        runs.append(self._run(start, stop, share))
        cursor.consume(stop)
        return runs

    def _ahead(self, index: int) -> list[Line]:
        return self._cursor.lines(index, _LOOK_WITHIN)

    def _is_row(self, index: int) -> bool:
        """The cheap verdict: a record with a value in a column of values is a row, whatever else stands out."""
        record = self._cursor.records[index]
        return bool(record) and record[0][:1] != "#" and looks_like_row(self.profile, record)

    def _run(self, start: int, stop: int, share: float) -> tuple[int, list[list[str]], int]:
        return self._cursor.first + start, self._cursor.records[start:stop], int(share * (stop - start)) + 1


def _rows_alone(lines: Sequence[Line], names: tuple[str, ...], raw_width: int) -> list[list[str]]:
    """The first records that surely are rows of this table: what the profile may learn from at its beginning."""
    rows: list[list[str]] = []
    for line in lines:
        apart = line.gap or len(line.cells) != (raw_width or len(lines[0].cells))
        if is_comment(line.cells) or (rows and apart and not has_value(line.cells)):
            break
        if names_of(line.cells) != names:
            rows.append(line.cells)
    return rows


def _columns(raw: list[str], sample: list[list[str]]) -> tuple[str, ...]:
    """The table's column names: as many as the header or most rows have, without empty columns at the end."""
    names = list(names_of(raw))
    counts = sorted(_last_filled(record, len(record)) + 1 for record in sample)
    common = counts[len(counts) // 2] if counts else 0
    if raw and names and common == len(names) + 1 and _counts_up(sample):
        names.insert(0, "")
    if not raw:
        widest = max(counts, default=0)
        return tuple(f"column_{number}" for number in range(1, widest + 1))
    names += [""] * (common - len(names))
    unnamed = bool(names) and not names[-1]
    used = max((_last_filled(record, len(names)) for record in sample), default=-1) if unnamed else -1
    while names and not names[-1] and len(names) - 1 > used:
        names.pop()
    return tuple(names)


def _last_filled(record: list[str], width: int) -> int:
    """The last place before `width` whose cell is not blank; -1 where all are."""
    for place in range(min(width, len(record)) - 1, -1, -1):
        if record[place] and not record[place].isspace():
            return place
    return -1


def _counts_up(sample: list[list[str]]) -> bool:
    firsts = [record[0].strip() for record in sample if record]
    if len(firsts) < 2 or not all(first.isdigit() for first in firsts):
        return False
    return all(int(later) == int(earlier) + 1 for earlier, later in pairwise(firsts))


def _title(preamble: Sequence[Line]) -> str:
    """The last line of one cell above the header that is words and not a setting."""
    for line in reversed(preamble):
        places = filled(line.cells)
        if len(places) != 1 or is_comment(line.cells):
            continue
        text = names_of([line.cells[places[0]]])[0]
        if 0 < len(text) <= _LONGEST_TITLE and kind_of_cell(text) is CellKind.TEXT and not _names_range(text):
            return text
    return ""


def _names_range(text: str) -> bool:
    return sum(map(str.isdigit, text)) >= 2


def _repeated(row: int) -> Issue:
    return Issue(
        row,
        None,
        None,
        "The header stands here a second time; the row was left out.",
        "Nothing to do, unless two exports were joined by mistake.",
        severity=Severity.WARNING,
        code="repeated_header",
    )
