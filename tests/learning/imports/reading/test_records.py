"""Rows as a spreadsheet numbers them, and texts made to hurt."""

import csv
import io
import tracemalloc
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.domain.errors import FileTooLarge, UnreadableFile
from learning.domain.imports import Issue
from learning.imports.reading.chunks import ReadLimits, RecordBatch
from learning.imports.reading.records import read_records


def records_of(text: str, **options: object) -> tuple[list[tuple[int, list[str]]], list[Issue]]:
    rows: list[tuple[int, list[str]]] = []
    issues: list[Issue] = []
    for event in read_records(io.StringIO(text, newline=""), file="x.csv", **{"delimiter": ",", **options}):
        if isinstance(event, RecordBatch):
            rows += [(event.first + index, record) for index, record in enumerate(event.records)]
        else:
            issues.append(event)
    return rows, issues


class Endless(io.TextIOBase):
    """A text of `size` characters that is made while it is read."""

    def __init__(self, piece: str, size: int) -> None:
        self.piece, self.left = piece, size

    def read(self, size: int = -1) -> str:
        size = min(size, self.left)
        self.left -= size
        return (self.piece * (size // len(self.piece) + 1))[:size]


def test_a_quoted_newline_does_not_count_and_blank_lines_do():
    rows, issues = records_of('a,b\n\n"x\ny\nz",1\r\n,\nlast,2')
    assert rows == [(1, ["a", "b"]), (2, []), (3, ["x\ny\nz", "1"]), (4, ["", ""]), (5, ["last", "2"])]
    assert issues == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_understood_across_blocks(end):
    rows, _ = records_of(end.join(f"{number},x" for number in range(40_000)))
    assert len(rows) == 40_000
    assert rows[-1] == (40_000, ["39999", "x"])


def test_a_sep_line_is_left_out_and_counted():
    assert records_of("sep=,\na,b\n", sep_line=True)[0] == [(2, ["a", "b"])]


def test_nul_characters_are_removed_with_one_warning_that_names_the_row():
    rows, (issue,) = records_of('a,b\n"x\ny",1\nz\0z,2\n\0,3\n')
    assert rows[2:] == [(3, ["zz", "2"]), (4, ["", "3"])]
    assert (issue.row, issue.code, issue.severity) == (3, "nul", "warning")


def test_a_line_beyond_the_cap_is_refused_in_flat_memory():
    tracemalloc.start()
    with pytest.raises(FileTooLarge, match="characters in one line"):
        list(read_records(Endless("ab,", 1_000_000_000), file="x.csv", delimiter=","))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 50_000_000


def test_a_quote_that_swallows_a_large_file_is_refused_before_its_end():
    text = io.StringIO('"open\n' + "1,2,3\n" * 300_000, newline="")
    with pytest.raises(UnreadableFile, match="row 1 is never closed"):
        list(read_records(text, file="x.csv", delimiter=","))
    assert text.tell() < 400_000


def test_an_endless_record_of_closed_quotes_is_refused():
    limits = ReadLimits(record_characters=1_000_000)
    with pytest.raises(UnreadableFile, match="row 1 "):
        list(read_records(Endless('"a","b\n', 5_000_000), file="x.csv", delimiter=",", limits=limits))


def test_too_many_columns_are_refused():
    with pytest.raises(FileTooLarge, match="10,000 columns"):
        records_of("a," * 9_999 + "b\n")


def test_a_cell_beyond_the_cap_is_refused():
    with pytest.raises(FileTooLarge, match="characters in one cell"):
        records_of("a,b\n" + "x" * 200_000 + ",1\n")


def test_a_quote_that_is_never_closed_names_its_row():
    with pytest.raises(UnreadableFile, match="quotation mark in row 3") as caught:
        records_of('a,b\n1,2\n"3,4\n5,6\n7,8\n')
    assert caught.value.code == "open_quote"


def test_a_file_cut_inside_its_last_text_keeps_its_rows_with_a_warning():
    rows, (issue,) = records_of('id,text\n1,"whole"\n2,"cut off he')
    assert rows[-1] == (3, ["2", "cut off he"])
    assert (issue.row, issue.code) == (3, "open_quote")


def test_an_empty_text_has_no_records():
    assert records_of("") == ([], [])


# A lone carriage return is left out: the csv module writes it without quotation marks.
CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff\r"), max_size=12)
TABLES = st.lists(st.lists(CELLS, min_size=2, max_size=5), max_size=20)


@settings(max_examples=60, deadline=None)
@given(TABLES, st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n"]))
def test_what_the_csv_module_wrote_comes_back_with_consecutive_rows(table, delimiter, end):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(table)
    rows, issues = records_of(out.getvalue(), delimiter=delimiter)
    assert [record for _, record in rows] == table
    assert all(later == earlier + 1 for (earlier, _), (later, _) in pairwise(rows))
    assert issues == []
