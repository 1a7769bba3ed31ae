"""Where the header of a table stands below the lines above it, and where its data begin."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from learning.imports.reading.cells import CellKind, filled, is_comment, kind_of_cell
from learning.imports.reading.words import is_heading

_LONGEST_NAME: Final = 200
_BODY: Final = 12
_TYPED_SHARE: Final = 0.6
_DESCRIPTION_ROWS: Final = 2
_FEW: Final = 25
_UNIT: Final = re.compile(r"[(\[].{1,20}[)\]]|%|#|[A-Z]{3}|(?i:h:mm:ss|seconds|sec|s|ms|min|count|number)")
"""A line of units below a header; a damaged row of words must not be taken for one."""


@dataclass(frozen=True, slots=True)
class Line:
    """One record that is not blank."""

    row: int
    cells: list[str]
    gap: bool
    """True where a blank record stands right above it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of a table's beginning, as indexes into the lines looked at."""

    header: int | None
    """None where the table has no header of its own."""
    body: int
    """The first data line; between it and the header stand descriptions of the columns."""
    certain: bool
    """True where the data below prove the header; False for the best guess."""


def typed_columns(records: Sequence[list[str]]) -> list[int]:
    """List the columns that hold values (numbers, dates, links) and not words.

    Args:
        records: Some data records.

    Returns:
        Their indexes: at least 60 % of the cells that report something are values.
    """
    values: dict[int, int] = {}
    words: dict[int, int] = {}
    for record in records:
        for index, cell in enumerate(record):
            kind = kind_of_cell(cell)
            if kind is CellKind.VALUE:
                values[index] = values.get(index, 0) + 1
            elif kind is CellKind.TEXT:
                words[index] = words.get(index, 0) + 1
    return sorted(index for index, count in values.items() if count >= _TYPED_SHARE * (count + words.get(index, 0)))


def find_layout(lines: Sequence[Line]) -> Layout | None:
    """Find the header of the table that begins with these lines, below any preamble.

    Args:
        lines: The first lines that are not blank, some dozens of them.

    Returns:
        The layout; a guess where no data prove a header; None where the lines hold no table (comments only).
    """
    proven = proven_layout(lines)
    return proven if proven is not None else _guess(lines)


def proven_layout(lines: Sequence[Line]) -> Layout | None:
    """Find a header whose data prove it.

    Args:
        lines: The first lines that are not blank.

    Returns:
        The layout of the first such header, or one without header where the lines begin with data; None if neither.
    """
    start = 0
    for index, line in enumerate(lines):
        if is_comment(line.cells):
            start = index + 1
            continue
        if _is_data(lines, index):
            first = _first_of_run(lines, start, index)
            return Layout(None, first, certain=True)
        layout = _judge(lines, index)
        if layout is not None:
            return layout
    return None


def _is_data(lines: Sequence[Line], index: int) -> bool:
    """A line like those below it: values in every column of values. Labelled lines of a preamble have two cells."""
    cells = lines[index].cells
    places = filled(cells)
    body = _body(lines, index + 1)
    if len(places) < 2 or not body or _names_dates(cells, body):
        return False
    typed = [column for column in typed_columns(body) if column < len(cells)]
    kinds = [kind_of_cell(cells[column]) for column in typed]
    if CellKind.VALUE not in kinds or CellKind.TEXT in kinds:
        return False
    all_values = all(kind_of_cell(cells[place]) is CellKind.VALUE for place in places)
    alike = sum(1 for record in body if len(filled(record)) == len(places))
    return all_values or (len(places) >= 3 and alike >= 0.5 * len(body))


def _first_of_run(lines: Sequence[Line], start: int, index: int) -> int:
    width = len(filled(lines[index].cells))
    while index > start and len(filled(lines[index - 1].cells)) == width and not lines[index].gap:
        index -= 1
    return index


def _judge(lines: Sequence[Line], index: int) -> Layout | None:
    cells = lines[index].cells
    if not could_be_header(cells):
        return None
    if _is_bare(lines, index):
        return Layout(index, index + 1, certain=True)
    body_at = _skip_descriptions(lines, index)
    body = _body(lines, body_at)
    if not body or not _heads(cells, body):
        return None
    if _next_is_better(lines, index, body_at) or _is_labelled_preamble(lines, index):
        return None
    return Layout(index, body_at, certain=True)


def could_be_header(cells: list[str]) -> bool:
    """Say whether a record could name columns.

    Args:
        cells: The record.

    Returns:
        True where its cells are short and none of them says that nothing was reported.
    """
    places = filled(cells)
    if not places or any(len(cells[place]) > _LONGEST_NAME for place in places):
        return False
    return all(kind_of_cell(cells[place]) is not CellKind.NULL for place in places)


def _heads(cells: list[str], body: list[list[str]]) -> bool:
    """True where words stand above columns of values."""
    places = filled(cells)
    body = [record for record in body if record != cells]
    if len(places) == 1 and sum(1 for record in body if len(filled(record)) > 1) > 0.2 * len(body):
        return places == [1] and max(len(filled(record)) for record in body) == 2
    if _names_dates(cells, body):
        return True
    typed = [column for column in typed_columns(body) if column < len(cells)]
    kinds = [kind_of_cell(cells[column]) for column in typed]
    words, values = kinds.count(CellKind.TEXT), kinds.count(CellKind.VALUE)
    return words > 0 and values <= 0.1 * words


def _names_dates(cells: list[str], body: list[list[str]]) -> bool:
    """A wide table: a first cell of words or none, then different dates or years above numbers that are none."""
    rest = [cell.strip() for cell in cells[1:] if cell.strip()]
    if len(rest) < 2 or kind_of_cell(cells[0]) is CellKind.VALUE or len(set(rest)) < len(rest):
        return False
    if not all(kind_of_cell(cell) is CellKind.VALUE and _is_period(cell) for cell in rest):
        return False
    below = [cell for record in body for cell in record[1:] if cell.strip()]
    return bool(below) and sum(1 for cell in below if _is_period(cell.strip())) < 0.5 * len(below)


def _is_period(cell: str) -> bool:
    digits = "".join(filter(str.isdigit, cell))
    if len(digits) == 4 and cell == digits:
        return 1990 <= int(digits) <= 2100
    return (
        any(mark in cell for mark in "-/.: ") and len(digits) >= 3 and any(not c.isdigit() and c != "." for c in cell)
    )


def _body(lines: Sequence[Line], start: int) -> list[list[str]]:
    """The records below, up to the next comment or, behind a blank line, the next record without any value."""
    records: list[list[str]] = []
    for line in lines[start : start + _BODY]:
        if is_comment(line.cells) or (line.gap and records and not has_value(line.cells)):
            break
        records.append(line.cells)
    return records


def has_value(cells: list[str]) -> bool:
    """Say whether any cell of a record is a value.

    Args:
        cells: The record.

    Returns:
        True where one is a number, date, link or the like.
    """
    return any(kind_of_cell(cell) is CellKind.VALUE for cell in cells)


def _skip_descriptions(lines: Sequence[Line], index: int) -> int:
    """The first line below a header that does not describe its columns in words."""
    at = index + 1
    while at - index <= _DESCRIPTION_ROWS and at + 1 < len(lines) and _describes(lines, index, at):
        if lines[at].gap or lines[at + 1].gap:
            break
        at += 1
    return at


def _describes(lines: Sequence[Line], header: int, at: int) -> bool:
    cells = lines[at].cells
    places = filled(cells)
    if len(places) < 2 or len(places) > len(filled(lines[header].cells)) or not could_be_header(cells):
        return False
    if has_value(cells):
        return False
    typed = [column for column in typed_columns(_body(lines, at + 1)) if column < len(cells)]
    words = [cells[column].strip() for column in typed if cells[column].strip()]
    return any(len(word) > 20 and " " in word for word in words) or (bool(words) and all(map(_UNIT.fullmatch, words)))


def _next_is_better(lines: Sequence[Line], index: int, body_at: int) -> bool:
    """A sparse line of group names above the header: the next line names more columns."""
    if index + 1 >= len(lines):
        return False
    follower = lines[index + 1].cells
    if not could_be_header(follower) or len(filled(follower)) <= len(filled(lines[index].cells)):
        return False
    body = _body(lines, max(body_at, index + 2))
    return bool(body) and _heads(follower, body)


def _is_labelled_preamble(lines: Sequence[Line], index: int) -> bool:
    """Lines of two cells, label and setting, that stand above a real header; their second cells are of mixed kinds."""
    run = index
    while run < len(lines) and len(filled(lines[run].cells)) == 2 and not (run > index and lines[run].gap):
        run += 1
    if run - index < 2 or run - index > _FEW or run >= len(lines):
        return False
    ends = [(filled(line.cells)[0], filled(line.cells)[-1], line.cells) for line in lines[index:run]]
    if any(kind_of_cell(cells[first]) is not CellKind.TEXT for first, _, cells in ends):
        return False
    settings = [kind_of_cell(cells[last]) for _, last, cells in ends]
    mixed = {CellKind.VALUE, CellKind.TEXT} == set(settings[1:] if len(settings) > 2 else settings)
    if not mixed or is_heading(lines[index].cells[filled(lines[index].cells)[-1]]):
        return False
    return proven_layout(lines[run:]) is not None


def _is_bare(lines: Sequence[Line], index: int) -> bool:
    """A header without rows: nothing or a comment follows it, and its cells are words of reports."""
    cells = lines[index].cells
    if len(filled(cells)) < 2 or has_value(cells):
        return False
    if index + 1 < len(lines) and not is_comment(lines[index + 1].cells):
        return False
    if any(len(filled(line.cells)) > 1 for line in lines[:index]):
        return False
    return share_of_headings(cells) >= 0.5


def share_of_headings(cells: list[str]) -> float:
    """Tell how many cells of a record are words that reports head their columns with.

    Args:
        cells: The record.

    Returns:
        The share among the cells that are not blank, 0-1.
    """
    names = [cell for cell in cells if cell.strip()]
    return sum(1 for name in names if is_heading(name)) / len(names) if names else 0.0


def _guess(lines: Sequence[Line]) -> Layout | None:
    """No data prove a header: the first line as wide as most is one if it holds no value."""
    usable = [index for index, line in enumerate(lines) if not is_comment(line.cells)]
    if not usable:
        return None
    widths = [len(filled(lines[index].cells)) for index in usable]
    common = max(set(widths), key=lambda width: (widths.count(width) * (width > 1), width))
    wide = [index for index, width in zip(usable, widths, strict=True) if width >= max(common, min(2, max(widths)))]
    first = wide[0] if wide else usable[0]
    kinds = [kind_of_cell(cell) for cell in lines[first].cells]
    if CellKind.TEXT in kinds and kinds.count(CellKind.VALUE) < max(1, kinds.count(CellKind.TEXT)):
        return Layout(first, first + 1, certain=False)
    return Layout(None, first, certain=False)
