"""Old workbooks (.xls) as sheets of records."""

import struct
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import BinaryIO, Final

import xlrd
from xlrd.compdoc import CompDocError

from learning.domain.errors import UnreadableFile
from learning.imports.reading.chunks import DEFAULT_LIMITS, ReadLimits, RecordBatch
from learning.imports.reading.magic import FileKind, is_encrypted, require_readable
from learning.imports.reading.sheet_cells import SheetRows, cell_text

_DAMAGE: Final = (
    xlrd.XLRDError,
    CompDocError,
    struct.error,
    AssertionError,
    IndexError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    UnicodeDecodeError,
    OverflowError,
    NotImplementedError,
)
"""What xlrd lets through on broken files."""
_VISIBLE: Final = 0
_DURATION: Final = "[h"


def legacy_sheets(
    stream: BinaryIO, *, file: str, limits: ReadLimits = DEFAULT_LIMITS
) -> Iterator[tuple[str, Iterator[RecordBatch]]]:
    """Read the visible sheets of an old workbook.

    Args:
        stream: The file at its start; read into memory as a whole (the format ends at 65,536 rows a sheet).
        file: The file's own name.
        limits: The caps.

    Returns:
        Per visible sheet its name and its records.

    Raises:
        UnreadableFile: Damaged, or protected by a password.
        FileTooLarge: Beyond the caps of columns or cells.
    """
    content = stream.read()
    if is_encrypted(content):
        require_readable(FileKind.ENCRYPTED_WORKBOOK, file=file)
    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, on_demand=True, logfile=StringIO())
    except _DAMAGE as error:
        if "encrypted" in str(error).lower():
            require_readable(FileKind.ENCRYPTED_WORKBOOK, file=file)
        raise _damaged(file, error) from error
    for index in range(book.nsheets):
        try:
            sheet = book.sheet_by_index(index)
        except _DAMAGE as error:
            raise _damaged(file, error) from error
        if sheet.visibility == _VISIBLE:
            yield sheet.name, _records(book, sheet, file, limits)
        book.unload_sheet(index)


def _records(book: xlrd.Book, sheet: xlrd.sheet.Sheet, file: str, limits: ReadLimits) -> Iterator[RecordBatch]:
    rows = SheetRows(file, limits)
    for number in range(sheet.nrows):
        batch = rows.add([_text(book, cell) for cell in sheet.row(number)])
        if batch is not None:
            yield batch
    yield rows.rest()


def _text(book: xlrd.Book, cell: xlrd.sheet.Cell) -> str:
    kind, value = cell.ctype, cell.value
    if kind == xlrd.XL_CELL_TEXT:
        return str(value)
    if kind == xlrd.XL_CELL_NUMBER:
        return cell_text(value, _format(book, cell))
    if kind == xlrd.XL_CELL_DATE:
        return _moment(book, cell)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return cell_text(bool(value))
    if kind == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(value, "#N/A"))
    return ""


def _format(book: xlrd.Book, cell: xlrd.sheet.Cell) -> str:
    if cell.xf_index is None:
        return "General"
    style = book.format_map.get(book.xf_list[cell.xf_index].format_key)
    return style.format_str if style is not None else "General"


def _moment(book: xlrd.Book, cell: xlrd.sheet.Cell) -> str:
    value = float(cell.value)
    if _DURATION in _format(book, cell).lower() or 0 <= value < 1:
        return cell_text(timedelta(days=value))
    try:
        return cell_text(xlrd.xldate_as_datetime(value, book.datemode))
    except (ValueError, OverflowError):
        return cell_text(value)


def _damaged(file: str, error: Exception) -> UnreadableFile:
    return UnreadableFile(
        file,
        f"the workbook is damaged ({type(error).__name__}).",
        "Open it in your spreadsheet program, save it as CSV, and import that; or export it again.",
        code="damaged_workbook",
    )
