"""Workbooks, old and new, and what only looks like one."""

import datetime as dt
import io
import struct
import zipfile

import openpyxl
import pytest

from learning.domain.errors import FileTooLarge, UnreadableFile
from learning.imports.reading.chunks import ReadLimits
from learning.imports.reading.magic import FileKind


def book_of(rows: list[list[object]], title: str = "All posts") -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def old_workbook(rows: list[list[str | float]], *, name: str = "Metrics", hidden: bool = False) -> bytes:
    """A BIFF8 stream without its container: one sheet of labels, numbers and one date style."""
    formats = (0, 14, 10)
    styles = b"".join(record(0x00E0, struct.pack("<HHHBBBBIIH", 0, code, 0, 0, 0, 0, 0, 0, 0, 0)) for code in formats)
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            if isinstance(value, str):
                text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
                sheet += record(0x0204, struct.pack("<HHH", y, x, 0) + text)
            else:
                style = 1 if value > 40_000 else 2 if value < 1 else 0
                sheet += record(0x0203, struct.pack("<HHHd", y, x, style, value))
    sheet += record(0x000A, b"")
    start = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)) + record(0x0042, struct.pack("<H", 1200))
    fonts = record(0x0031, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + b"\x05\x00Arial") * 5
    encoded = name.encode("latin-1")
    bound = struct.pack("<IBBBB", 0, int(hidden), 0, len(encoded), 0) + encoded
    offset = len(start) + len(fonts) + len(styles) + len(record(0x0085, bound)) + len(record(0x000A, b""))
    bound = struct.pack("<I", offset) + bound[4:]
    return start + fonts + styles + record(0x0085, bound) + record(0x000A, b"") + sheet


def test_cells_arrive_as_a_csv_export_would_hold_them(read):
    seen = dt.datetime(2026, 1, 5, 9, 30)  # noqa: DTZ001  a workbook's times have no zone
    book = book_of(
        [
            ["Posts of the last 365 days"],
            ["Post title", "Created", "Seen at", "Impressions", "Rate", "Watch", "Id", "Paid", "Cost", "Error"],
            ["Hi", dt.date(2026, 1, 5), seen, 1200.0, 0.0325, dt.timedelta(minutes=62), 1.22158e17, True, 0.1, "#N/A"],
        ]
    )
    sheet = book.active
    sheet["E3"].number_format = "0.00%"
    sheet["F3"].number_format = "[h]:mm:ss"
    (table,) = read(saved(book), FileKind.XLSX)
    assert (table.head.table, table.head.header_row, table.numbers) == ("All posts", 2, [3])
    assert table.rows == [
        ["Hi", "2026-01-05", "2026-01-05 09:30:00", "1200", "3.25%", "1:02:00", "1.22158E+17", "TRUE", "0.1", "#N/A"]
    ]


def test_every_visible_sheet_is_read_and_hidden_ones_are_not(read):
    book = book_of([["Date", "Likes"], ["2026-01-01", 5]], "Metrics")
    for title, state in (("Posts", "visible"), ("Secret", "hidden"), ("Deep", "veryHidden")):
        sheet = book.create_sheet(title)
        sheet.append(["Post", "Clicks"])
        sheet.append(["a", 3])
        sheet.sheet_state = state
    tables = read(saved(book), FileKind.XLSX)
    assert [(table.head.table, table.head.index) for table in tables] == [("Metrics", 0), ("Posts", 1)]


def test_stacked_tables_of_one_sheet_are_read_apart(read):
    book = book_of([["Date", "Likes"], ["2026-01-01", 5], [], ["Top Pins"], ["Pin", "Saves"], ["a", 3]], "Overview")
    tables = read(saved(book), FileKind.XLSX)
    assert [table.head.table for table in tables] == ["Overview", "Overview: Top Pins"]


def test_formulas_without_a_stored_value_and_merged_cells_are_blank(read):
    book = book_of([["Date", "Likes", "Sum"], ["2026-01-01", 5, "=B2*2"], ["2026-01-02", 6, "=B3*2"]])
    book.active.merge_cells("A2:A3")
    (table,) = read(saved(book), FileKind.XLSX)
    assert table.rows == [["2026-01-01", "5", ""], ["", "6", ""]]


def test_a_sheet_of_too_many_columns_is_refused(read):
    with pytest.raises(FileTooLarge, match="3,000 columns"):
        read(saved(book_of([["x"] * 3_000])), FileKind.XLSX)


def test_a_sheet_of_too_many_rows_is_refused(read):
    with pytest.raises(FileTooLarge, match="rows in one sheet"):
        read(saved(book_of([["Date", "Likes"]] + [["2026-01-01", 5]] * 30)), FileKind.XLSX, ReadLimits(sheet_rows=20))


@pytest.mark.parametrize("damage", [slice(0, 900), slice(0, -30)])
def test_a_damaged_workbook_is_refused(read, damage):
    with pytest.raises(UnreadableFile) as caught:
        read(saved(book_of([["Date", "Likes"]]))[damage], FileKind.XLSX)
    assert caught.value.code == "damaged_workbook"


def test_an_entity_bomb_in_a_sheet_is_refused(read):
    source = zipfile.ZipFile(io.BytesIO(saved(book_of([["Date", "Likes"], ["2026-01-01", 5]]))))
    out = io.BytesIO()
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a0 "aaaaaaaaaa">{entities}]>'
    with zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith("sheet1.xml"):
                data = bomb.encode() + data.replace(b"<sheetData>", b"<sheetData>&a11;")
            target.writestr(name, data)
    with pytest.raises(UnreadableFile):
        read(out.getvalue(), FileKind.XLSX)


def test_an_old_workbook_is_read(read):
    header: list[str | float] = ["Date", "Post", "Clicks", "Rate"]
    data = old_workbook([["Aggregated metrics"], header, [46027.0, "Grüße", 12.0, 0.25], [46028.0, "b", 3.0, 0.5]])
    (table,) = read(data)
    assert table.head.header == ("Date", "Post", "Clicks", "Rate")
    assert (table.head.table, table.numbers) == ("Metrics", [3, 4])
    assert table.rows[0] == ["2026-01-05", "Grüße", "12", "25%"]


def test_a_hidden_sheet_of_an_old_workbook_is_left_out(read):
    assert read(old_workbook([["Date", "Clicks"], [46027.0, 2.0]], hidden=True)) == []


def test_a_protected_workbook_is_refused_by_name(read):
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(200_000) + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(UnreadableFile) as caught:
        read(data)
    assert caught.value.code == "encrypted"


def test_a_damaged_old_workbook_is_refused(read):
    with pytest.raises(UnreadableFile) as caught:
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x01" * 5_000)
    assert caught.value.code == "damaged_workbook"


def test_a_web_page_named_as_a_workbook_is_read(read):
    page = (
        "<html><head><meta charset='utf-8'></head><body><h1>Report</h1><table><tr><th>Date<th>Título &amp; more</tr>"
        "<tr><td>2026-01-01</td><td>5</td></tr><tr><td>2026-01-02<td>6</table><p>bye</body></html>"
    )
    (table,) = read(page.encode())
    assert table.head.header == ("Date", "Título & more")
    assert (table.numbers, table.rows[1]) == ([2, 3], ["2026-01-02", "6"])


def test_a_web_page_without_a_table_is_refused(read):
    with pytest.raises(UnreadableFile) as caught:
        read(b"<!DOCTYPE html><html><body><form>Sign in</form></body></html>")
    assert caught.value.code == "html"


def test_tab_separated_text_named_as_a_workbook_is_read(read):
    (table,) = read("Date\tLikes\n2026-01-01\t5\n".encode("utf-16"))
    assert table.head.header == ("Date", "Likes")
