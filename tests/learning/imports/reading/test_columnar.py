"""Reading by column gives the rows, numbers, heads and issues that reading by record gives."""

from __future__ import annotations

import io
import random
from collections.abc import Iterable

import pytest

from learning.domain.imports import Issue, TableHead
from learning.imports.reading import columnar
from learning.imports.reading.chunks import ColumnChunk, ReadLimits
from learning.imports.reading.columnar import FastEvent, read_beginning, read_columns
from learning.imports.reading.files import read_file
from learning.imports.reading.magic import FileKind

LIMITS = ReadLimits(sample_rows=300, chunk_rows=1_000)
HEADER = "Date,Campaign,Impressions,Clicks,Cost\n"


@pytest.fixture(autouse=True)
def _short_files_count_as_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columnar, "LONG", 0)
    monkeypatch.setattr(columnar, "STEP", 20_000)
    monkeypatch.setattr(columnar, "LARGEST_BLOCK", 60_000)


def lines_of(count: int, *, quoted: bool = False) -> list[str]:
    draws = random.Random(7)
    names = ['"Shoes, red"' if quoted else "Shoes", "Überraschung", " 靴 "]
    return [
        f"2026-07-{1 + n % 28:02d},{draws.choice(names)},{draws.randrange(10**6)},{n},{n / 7:.2f}\n"
        for n in range(count)
    ]


def flatten(
    events: Iterable[FastEvent],
) -> tuple[list[tuple[object, ...]], list[tuple[int, list[str]]], list[Issue], int]:
    heads, rows, issues, by_column = [], [], [], 0
    for event in events:
        if isinstance(event, TableHead):
            heads.append((event.index, event.header_row, event.header, event.preamble, event.table, event.sample[:3]))
        elif isinstance(event, Issue):
            issues.append(event)
        elif isinstance(event, ColumnChunk):
            by_column += len(event.numbers)
            columns = [[column.texts[code] for code in column.codes.tolist()] for column in event.columns]
            rows += list(zip(event.numbers.tolist(), map(list, zip(*columns, strict=True)), strict=True))
        else:
            rows += list(zip(event.numbers.tolist(), event.cells, strict=True))
    return heads, rows, sorted(issues, key=lambda issue: issue.row), by_column


def both(text: str | bytes) -> int:
    """Compare the two ways; return how many rows were read by column."""
    content = text.encode() if isinstance(text, str) else text
    by_record = flatten(read_file(io.BytesIO(content), FileKind.TEXT, file="f.csv", limits=LIMITS))
    fast = flatten(read_columns(io.BytesIO(content), FileKind.TEXT, file="f.csv", size=len(content), limits=LIMITS))
    assert fast[:3] == by_record[:3]
    return fast[3]


def test_plain_rows_are_read_by_column() -> None:
    assert both(HEADER + "".join(lines_of(6_000))) > 4_000


def test_a_beginning_serves_more_than_one_reading() -> None:
    content = (HEADER + "".join(lines_of(6_000))).encode()
    stream, size = io.BytesIO(content), len(content)
    beginning = read_beginning(stream, FileKind.TEXT, file="f.csv", size=size, limits=LIMITS)
    assert beginning is not None
    readings = [
        flatten(read_columns(stream, FileKind.TEXT, file="f.csv", size=size, limits=LIMITS, beginning=known))
        for known in (None, beginning, beginning)
    ]
    assert readings[1] == readings[0]
    assert readings[2] == readings[0]


def test_a_preamble_a_mark_and_windows_line_ends_change_nothing() -> None:
    text = "\ufeffCampaign report\r\n" + (HEADER + "".join(lines_of(6_000))).replace("\n", "\r\n")
    assert both(text) > 4_000


def test_a_last_line_without_an_end_is_a_row() -> None:
    assert both((HEADER + "".join(lines_of(6_000)))[:-1]) > 4_000


def test_quoted_cells_are_split_where_a_spreadsheet_splits_them() -> None:
    assert both(HEADER + "".join(lines_of(6_000, quoted=True))) > 4_000


@pytest.mark.parametrize(
    "odd",
    [
        "\n",
        "Total,,1,2,3\n",
        "2026-07-01,short\n",
        "2026-07-01,a,1,2,3,4\n",
        '2026-07-01,"say ""hi""",1,2,3\n',
        '2026-07-01,"two\nlines",1,2,3\n',
        "2026-07-01,a,1,2,--\n",
        "2026-07-01,nul\0,1,2,3\n",
        HEADER,
        "\nDevices\nDevice,Sessions\nmobile,5\ntablet,6\n",
        "# Start date: 20260501\nPage,Views\n/a,5\n/b,6\n",
        "Showing top 500 results\n",
        '2026-07-01,4" pipe,1,2,3\n',
        "2026-07-01,carriage\rreturn,1,2,3\n",
    ],
)
@pytest.mark.parametrize("place", [4_000, 5_999])
def test_whatever_stands_among_plain_rows_is_read_as_the_reader_of_records_reads_it(odd: str, place: int) -> None:
    lines = lines_of(6_000)
    lines.insert(place, odd)
    assert both(HEADER + "".join(lines)) > 500


def test_bytes_of_another_encoding_far_down_are_read_as_the_reader_of_records_reads_them() -> None:
    lines = [line.encode() for line in lines_of(6_000)]
    lines[4_000] = b"2026-07-01,caf\xe9,1,2,3\n"
    assert both(HEADER.encode() + b"".join(lines)) > 500


def test_text_without_values_is_left_to_the_reader_of_records() -> None:
    assert both("Post,Text\n" + "".join(f"a{n}x,words and words\n" for n in range(6_000))) == 0
