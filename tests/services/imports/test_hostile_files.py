"""Files that mean harm, or were harmed: a clear sentence, flat memory, nothing stored."""

from __future__ import annotations

import io
import resource
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from db.schema.contents import content
from services.imports.error_files import formula_safe
from tests.services.imports.workshop import Workshop, accounted


def refused(workshop: Workshop, name: str, content: bytes) -> str:
    [report] = workshop.commit(workshop.file(name, content))
    assert report.error is not None
    assert report.batch_id is None
    assert workshop.count() == (0, 0)
    return report.error.code


def test_a_header_without_rows_and_an_empty_file_say_so(workshop: Workshop) -> None:
    assert refused(workshop, "a.csv", b"Date,Views\n") == "header_only"
    assert refused(workshop, "b.csv", b" \n\n") == "empty_file"


def test_ten_thousand_columns_are_refused(workshop: Workshop) -> None:
    header = ",".join(f"c{n}" for n in range(10_000))
    assert refused(workshop, "wide.csv", f"{header}\n{header}\n".encode()) == "file_too_large"


def test_a_line_of_many_megabytes_is_refused_with_flat_memory(workshop: Workshop) -> None:
    path = workshop.folder / "line.csv"
    with path.open("wb") as stream:
        stream.write(b"Date,Views\n2026-09-01,")
        for _ in range(300):
            stream.write(b"9" * 1_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    [report] = workshop.commit(path)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert report.error is not None
    assert report.error.code in {"file_too_large", "unreadable_file"}
    assert grown < 150_000, "kilobytes"
    assert workshop.count() == (0, 0)


def test_a_member_that_unpacks_to_zeros_is_refused(workshop: Workshop) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.csv", bytes(60_000_000))
    assert refused(workshop, "bomb.zip", buffer.getvalue()) == "file_too_large"


def test_formulas_right_to_left_text_and_nuls_are_stored_as_text(workshop: Workshop) -> None:
    text = (
        "Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Replies,Reposts\n"
        '1900000000000000001,"Tue, Jul 14, 2026",=HYPERLINK(0),,10,1,1,0,0,0,0,0\n'
        '1900000000000000002,"Tue, Jul 14, 2026",مرحبا بالعالم,,20,2,1,0,0,0,0,0\n'
        '1900000000000000003,"Tue, Jul 14, 2026",nul\x00here,,30,3,1,0,0,0,0,0\n'
    )
    [report] = workshop.commit(workshop.file("posts.csv", text))
    assert report.error is None
    assert report.tables[0].totals["impressions"] == 60
    with workshop.store.read() as work:
        texts = set(work.connection.execute(select(content.c.text)).scalars())
    assert texts == {"=HYPERLINK(0)", "مرحبا بالعالم", "nulhere"}


def test_an_id_that_a_spreadsheet_rounded_is_an_error_of_its_row(workshop: Workshop) -> None:
    text = "Post ID,Page ID,Page name,Title,Publish time,Permalink,Post type,Views,Reach,Reactions,Comments,Shares\n"
    text += "1.22158E+17,1,Acme,a,07/14/2026 06:08,,Photo,1,1,1,1,1\n"
    text += "122158000000000001,1,Acme,b,07/14/2026 06:09,,Photo,2,1,1,1,1\n"
    [report] = workshop.commit(workshop.file("posts.csv", text))
    [error] = [issue for issue in report.tables[0].issues if issue.severity.value == "error"]
    assert (error.row, error.column) == (2, "Post ID")
    assert "Excel" in error.reason + error.fix or "spreadsheet" in error.reason + error.fix
    assert report.tables[0].totals["views"] == 2


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", ";=1", "\r=1"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert formula_safe(text) == "'" + text


def test_plain_numbers_keep_their_sign() -> None:
    assert formula_safe("-12.5") == "-12.5"


cells = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=12)
numbers = st.one_of(st.integers(0, 10**7).map(str), cells)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(cells, numbers, numbers), min_size=1, max_size=20))
def test_whatever_the_cells_hold_every_row_is_accounted_for(
    workshop: Workshop, rows: list[tuple[str, str, str]]
) -> None:
    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    quoted = "".join(
        f"2026-07-{1 + place % 28:02d},{cell(text)},{cell(a)},{cell(b)}\n" for place, (text, a, b) in enumerate(rows)
    )
    [report] = workshop.preview(workshop.file("any.csv", "Date,Campaign,Impressions,Clicks\n" + quoted))
    if report.tables:
        assert accounted(report)
        assert sum(table.rows_read for table in report.tables) <= len(rows) + 20
