"""Web pages saved under the name of a workbook: their tables as records."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import BinaryIO, Final

from learning.domain.errors import UnreadableFile
from learning.imports.reading.chunks import DEFAULT_LIMITS, ReadLimits, RecordBatch
from learning.imports.reading.dialect import Dialect, open_text
from learning.imports.reading.encoding import encoding_of
from learning.imports.reading.sheet_cells import SheetRows

_BLOCK: Final = 65_536
_HEAD: Final = 262_144
_MOST_SPANNED: Final = 200


def html_tables(
    stream: BinaryIO, *, file: str, limits: ReadLimits = DEFAULT_LIMITS
) -> Iterator[tuple[str, Iterator[RecordBatch]]]:
    """Read the rows of the tables of a web page.

    Args:
        stream: The file, seekable, at its start.
        file: The file's own name.
        limits: The caps.

    Returns:
        One unnamed sheet with the rows of all tables, a blank record between two tables; a row's number is its place
        in that sheet, as a spreadsheet program shows it.

    Raises:
        UnreadableFile: A page without a table, such as a sign-in page that was saved instead of the export.
        FileTooLarge: Beyond the caps of rows, columns or cells.
    """
    encoding, mark = encoding_of(stream.read(_HEAD))
    stream.seek(0)
    yield "", _records(stream, Dialect(encoding, ",", mark > 0, sep_line=False), file, limits)


def _records(stream: BinaryIO, dialect: Dialect, file: str, limits: ReadLimits) -> Iterator[RecordBatch]:
    text = open_text(stream, dialect)
    parser = _Tables(limits.cell_characters)
    rows = SheetRows(file, limits)
    found = False
    try:
        while block := text.read(_BLOCK):
            parser.feed(block)
            for cells in parser.take():
                found = found or any(cells)
                batch = rows.add(cells)
                if batch is not None:
                    yield batch
    finally:
        text.detach()
    if not found:
        raise UnreadableFile(
            file,
            "this is a web page without a table, perhaps a sign-in page that was saved in place of the export.",
            "Sign in on the platform, export the report again as CSV or XLSX, and import that file.",
            code="html",
        )
    yield rows.rest()


class _Tables(HTMLParser):
    """Gathers the cells of table rows; text outside of them is left out."""

    def __init__(self, longest: int) -> None:
        super().__init__(convert_charrefs=True)
        self._longest = longest
        self._rows: list[list[str]] = []
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._length = 0
        self._span = 1
        self._tables = 0

    def take(self) -> list[list[str]]:
        """Hand over the rows that are complete."""
        rows, self._rows = self._rows, []
        return rows

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row or a cell; tags that were left open end here."""
        if tag == "table":
            self._end_row()
            if self._tables:
                self._rows.append([])
            self._tables += 1
        elif tag == "tr":
            self._end_row()
            self._row = []
        elif tag in ("td", "th"):
            self._end_cell()
            self._row = [] if self._row is None else self._row
            self._cell, self._length = [], 0
            span = dict(attrs).get("colspan") or "1"
            self._span = min(int(span), _MOST_SPANNED) if span.isdigit() else 1
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End a cell or a row."""
        if tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table"):
            self._end_row()

    def handle_data(self, data: str) -> None:
        """Gather the text of the cell under way."""
        if self._cell is not None and self._length <= self._longest:
            self._cell.append(data)
            self._length += len(data)

    def _end_cell(self) -> None:
        if self._cell is not None and self._row is not None:
            self._row.append("".join(self._cell).strip())
            self._row.extend([""] * (self._span - 1))
        self._cell = None

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is not None:
            self._rows.append(self._row)
        self._row = None
