"""Tables as files that a spreadsheet opens without running anything in them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

DANGEROUS: Final = re.compile(r"(^|[;\t\r\n])([ \u00a0\"]*)(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])")
"""Where a spreadsheet would take a text for a formula (OWASP, CSV injection): at its beginning, and after a line break,
a tab or a semicolon, at which a spreadsheet of another language parts the cells; the last four are full-width signs."""
BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it Excel reads UTF-8 as the machine's old code page."""
LONGEST_CELL: Final = 32_767
"""Characters; Excel refuses a workbook with a longer cell."""
LARGEST_WHOLE: Final = 1e15
"""Up to here a whole number is written without a fraction."""
WIDEST: Final = 60
NARROWEST: Final = 10
MOST_MEASURED: Final = 200
"""So many rows are looked at to choose the width of a column."""


@dataclass(frozen=True, slots=True)
class HeadLine:
    """One line of what stands above a table: what it is about, and the value."""

    label: str
    words: str


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]], head: Sequence[HeadLine] = ()) -> bytes:
    """Write a table as CSV in UTF-8; texts that look like formulas get an apostrophe in front, numbers stay numbers.

    The head stands above the table as lines that begin with '#', which programs can be told to skip.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([guarded(f"# {line.label}: {_one_line(line.words)}")] for line in head)
    writer.writerow([guarded(cell) for cell in header])
    writer.writerows([guarded(_plain(cell)) for cell in row] for row in rows)
    return (BYTE_ORDER_MARK + out.getvalue()).encode("utf-8", "replace")


def workbook_bytes(header: Sequence[str], rows: Iterable[Sequence[object]], head: Sequence[HeadLine] = ()) -> bytes:
    """Write a table as a workbook: the table on the first sheet, what it shows on the second; no cell is a formula."""
    book = Workbook(write_only=True)
    table = list(rows)
    sheet = book.create_sheet("Table")
    sheet.freeze_panes = "A2"
    for place, width in enumerate(_widths(header, table), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.append([_cell(sheet, name, bold=True) for name in header])
    for row in table:
        sheet.append([_cell(sheet, _moment(cell)) for cell in row])
    about = book.create_sheet("About")
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 16, 90
    for line in head:
        about.append([_cell(about, line.label, bold=True), _cell(about, line.words, wrap=True)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def guarded(cell: object) -> object:
    """Return the cell as it may stand in a file; None is an empty cell."""
    if cell is None:
        return ""
    return DANGEROUS.sub(r"\1'\2", cell) if isinstance(cell, str) else cell


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _plain(cell: object) -> object:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < LARGEST_WHOLE:
        return int(cell)
    return cell.isoformat() if isinstance(cell, (date, datetime)) else cell


def _moment(cell: object) -> object:
    """A workbook has no time zones: moments are written in UTC, and the head says so where there are any."""
    if isinstance(cell, datetime) and cell.tzinfo is not None:
        return cell.astimezone(UTC).replace(tzinfo=None)
    return cell


def _cell(sheet: object, value: object, *, bold: bool = False, wrap: bool = False) -> WriteOnlyCell:
    safe = guarded(value)
    if isinstance(safe, str):
        safe = ILLEGAL_CHARACTERS_RE.sub("", safe)[:LONGEST_CELL]
    cell = WriteOnlyCell(sheet, safe if safe != "" else None)
    if isinstance(safe, str) and safe:
        # Said outright: openpyxl would take a text that begins with '=' for a formula.
        cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    if wrap:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _widths(header: Sequence[str], rows: Sequence[Sequence[object]]) -> list[int]:
    longest = [len(name) for name in header]
    for row in rows[:MOST_MEASURED]:
        for place, cell in enumerate(row):
            longest[place] = max(longest[place], len(str(cell)) if cell is not None else 0)
    return [min(max(length + 2, NARROWEST), WIDEST) for length in longest]
