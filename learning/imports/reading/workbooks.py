"""Office workbooks (.xlsx) as sheets of records."""

import zipfile
from collections.abc import Iterator
from typing import BinaryIO, Final
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from learning.domain.errors import UnreadableFile
from learning.imports.reading.chunks import DEFAULT_LIMITS, ReadLimits, RecordBatch
from learning.imports.reading.sheet_cells import SheetRows, cell_text

_DAMAGE: Final = (
    zipfile.BadZipFile,
    InvalidFileException,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    EOFError,
    OverflowError,
)
"""What openpyxl lets through when the parts of a workbook are missing or broken."""


def workbook_sheets(
    stream: BinaryIO, *, file: str, limits: ReadLimits = DEFAULT_LIMITS
) -> Iterator[tuple[str, Iterator[RecordBatch]]]:
    """Read the visible sheets of a workbook.

    Formulas give the value that was stored with them, or a blank. The caller limits the unpacked size of the zip.

    Args:
        stream: The file, seekable, at its start.
        file: The file's own name.
        limits: The caps.

    Returns:
        Per visible sheet its name and its records, to be read before the next sheet.

    Raises:
        UnreadableFile: Damaged.
        FileTooLarge: Beyond the caps of rows, columns or cells.
    """
    try:
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    except _DAMAGE as error:
        raise _damaged(file, error) from error
    try:
        for sheet in sheets:
            yield sheet.title, _records(sheet, file, limits)
    finally:
        book.close()


def _records(sheet: openpyxl.worksheet.worksheet.Worksheet, file: str, limits: ReadLimits) -> Iterator[RecordBatch]:
    if hasattr(sheet, "reset_dimensions"):
        # Many exporters state a wrong size (A1); without it the rows are read to their real end.
        sheet.reset_dimensions()
    rows = SheetRows(file, limits)
    iterator = iter(sheet.iter_rows())
    while True:
        try:
            cells = next(iterator, None)
            texts = None if cells is None else [_text(cell) for cell in cells]
        except _DAMAGE as error:
            raise _damaged(file, error) from error
        if texts is None:
            break
        batch = rows.add(texts)
        if batch is not None:
            yield batch
    yield rows.rest()


def _text(cell: object) -> str:
    value = getattr(cell, "value", None)
    if value is None or isinstance(value, str):
        return value or ""
    return cell_text(value, getattr(cell, "number_format", None) or "General")


def _damaged(file: str, error: Exception) -> UnreadableFile:
    return UnreadableFile(
        file,
        f"the workbook is damaged ({type(error).__name__}).",
        "Open it in your spreadsheet program, save it as CSV, and import that; or export it again.",
        code="damaged_workbook",
    )
