"""The planning pass and what it refuses."""

import io

import pytest

from learning.domain.errors import UnreadableFile
from learning.imports.reading.files import read_file, read_heads, require_rows
from learning.imports.reading.magic import FileKind


def heads_of(data: bytes, rows: int = 200_000):
    return read_heads(read_file(io.BytesIO(data), FileKind.TEXT, file="x.csv"), rows=rows)


def test_the_planning_pass_finds_all_heads_and_leaves_the_stream_open():
    stream = io.BytesIO(b"Date,Views\n2026-01-01,5\n\nTop Pins\nPin,Saves\na,3\n")
    heads = read_heads(read_file(stream, FileKind.TEXT, file="x.csv"))
    assert [head.header for head in heads.heads] == [("Date", "Views"), ("Pin", "Saves")]
    assert heads.complete
    again = read_heads(read_file(stream, FileKind.TEXT, file="x.csv"))
    assert again == heads


def test_the_planning_pass_of_a_long_file_stops_early_and_says_so():
    stream = io.BytesIO(b"Date,Views\n" + b"2026-01-01,5\n" * 400_000)
    heads = read_heads(read_file(stream, FileKind.TEXT, file="x.csv"), rows=10_000)
    assert not heads.complete
    assert len(heads.heads) == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"\n\n", "empty_file"), (b"# Start date: 20260501\n", "empty_file"), (b"Date,Views\n", "header_only")],
)
def test_a_file_without_rows_is_refused(data, code):
    with pytest.raises(UnreadableFile) as caught:
        require_rows(heads_of(data), file="x.csv")
    assert caught.value.code == code


def test_a_file_with_rows_in_one_of_its_tables_passes():
    assert require_rows(heads_of(b"Date,Views\n2026-01-01,5\n"), file="x.csv") is None


def test_kinds_that_hold_no_table_are_refused_before_reading():
    with pytest.raises(UnreadableFile, match="picture"):
        next(read_file(io.BytesIO(b"\x89PNG"), FileKind.IMAGE, file="x.csv"))


def test_a_removed_nul_is_reported_in_the_planning_pass():
    heads = heads_of(b"Date,Views\n2026-01-01,5\x00\n")
    assert [(issue.row, issue.code) for issue in heads.issues] == [(2, "nul")]
