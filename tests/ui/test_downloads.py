"""A downloaded table cannot run anything."""

import csv
import io
from datetime import UTC, date, datetime, time, timedelta, timezone

import openpyxl
import pytest

from ui.downloads import HeadLine, csv_bytes, guarded, workbook_bytes

HEAD = (HeadLine("Brand", "=Acme"), HeadLine("As of", "20 Nov 2026"))


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://x")', "+1", "-cmd", "@SUM(A1)", "\tx", "  =1+1", "＝1+1", "\u00a0=1"]
)
def test_text_that_looks_like_a_formula_is_disarmed(text: str) -> None:
    assert guarded(text) == "'" + text


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        (";=1", ";'=1"),
        ("a; =cmd|x", "a;' =cmd|x"),
        ("one\n=1", "one\n'=1"),
        ("a\t+1", "a\t'+1"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"),
        ('x;"=1"', 'x;\'"=1"'),
    ],
)
def test_a_formula_after_a_break_of_cells_elsewhere_is_disarmed_too(text: str, safe: str) -> None:
    assert guarded(text) == safe


@pytest.mark.parametrize("text", ["plain", "a = b", "3 - 2", "mail@acme.com", "1; 2", "'=1", "−5 %"])
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text


def test_numbers_keep_their_sign_and_missing_cells_are_empty() -> None:
    assert guarded(-4.5) == -4.5
    assert guarded(None) == ""


def test_quotes_newlines_and_other_scripts_survive() -> None:
    rows = [('line one\nline "two", with comma', "مرحبا"), ("日本語", 3)]
    data = csv_bytes(("Text", "More"), rows)
    back = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert back == [["Text", "More"], ['line one\nline "two", with comma', "مرحبا"], ["日本語", "3"]]


def test_the_head_of_a_csv_stands_in_lines_that_programs_can_skip() -> None:
    lines = csv_bytes(("A", "B"), [(1, 2.0)], HEAD).decode("utf-8-sig").splitlines()
    assert lines == ["# Brand: =Acme", "# As of: 20 Nov 2026", "A,B", "1,2"]


def test_a_workbook_holds_texts_numbers_and_dates_but_no_formula() -> None:
    moment = datetime(2026, 9, 7, 8, 30, tzinfo=timezone(timedelta(hours=2)))
    in_utc = moment.astimezone(UTC).replace(tzinfo=None)
    rows = [("=1+1", -4.5, date(2026, 9, 7), moment), ("@SUM(A1)", None, "#REF!", "\x00bad\x0b")]
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(("Text", "=N", "Day", "Moment"), rows, HEAD)))
    table = list(book["Table"].iter_rows())
    assert [cell.value for cell in table[0]] == ["Text", "'=N", "Day", "Moment"]
    midnight = datetime.combine(date(2026, 9, 7), time())
    assert [cell.value for cell in table[1]] == ["'=1+1", -4.5, midnight, in_utc]
    assert [cell.value for cell in table[2]] == ["'@SUM(A1)", None, "#REF!", "bad"]
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type in ("f", "e")]
    assert [[cell.value for cell in row] for row in book["About"].iter_rows()] == [
        ["Brand", "'=Acme"],
        ["As of", "20 Nov 2026"],
    ]


def test_a_cell_longer_than_a_workbook_takes_is_cut() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(("A",), [("x" * 50_000,)])))
    assert len(book["Table"]["A2"].value) == 32_767
