"""Files of notes: columns guessed or chosen, rows that cannot be taken told, taken in and back as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from db.engine import Store
from learning.domain.enums import DateOrder
from learning.domain.errors import BadOption, Refused, UnreadableFile
from learning.domain.feedback_entries import FeedbackDraft, FeedbackSource, LinkKind
from learning.domain.timekeys import day_of
from services.clock import MovedClock
from services.feedback.entries import FeedbackDesk
from services.feedback.looping import take_up_all
from services.feedback.note_rows import NoteColumn
from services.feedback.uploading import NeedsAnswer, NoteUploads
from services.settings import load_settings
from tests.services.callers import caller

REVIEWS = (
    "Date;Review;Campaign;From\n"
    "2026-11-02;Anna Berg says the delivery is too slow;spring;survey\n"
    "2026-11-03;the delivery is too slow;spring;\n"
    "2026-11-03;;spring;\n"
    "one of these days;love it;spring;\n"
    "2026-11-04;the delivery is far too slow;spring;carrier pigeon\n"
    "2026-11-05;delivery was too slow again;spring;comment\n"
)


@pytest.fixture
def uploads(desk: FeedbackDesk, store: Store, clock: MovedClock, tmp_path: Path) -> NoteUploads:
    with store.read() as work:
        (brand,) = work.brands.list_all()
    return NoteUploads(store, load_settings({"BELLWETHER_DATA_DIR": str(tmp_path)}), brand, clock)


def file(folder: Path, text: str) -> Path:
    path = folder / "reviews.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_looked_at_taken_in_once_and_taken_back_with_what_it_did(
    uploads: NoteUploads, desk: FeedbackDesk, store: Store, clock: MovedClock, tmp_path: Path
) -> None:
    own = desk.add(FeedbackDraft("hello there"), who=caller("ann"))
    looked = uploads.look(file(tmp_path, REVIEWS), "reviews.csv")
    assert looked.columns == {
        NoteColumn.TEXT: "Review",
        NoteColumn.WHEN: "Date",
        NoteColumn.CAMPAIGN: "Campaign",
        NoteColumn.SOURCE: "From",
    }
    assert (len(looked.drafts), looked.skipped, looked.rejected) == (3, 1, 2)
    assert [(one.row, one.column, one.value, one.code) for one in looked.issues] == [
        (5, "Date", "one of these days", "bad_day"),
        (6, "From", "carrier pigeon", "bad_source"),
    ]
    assert "survey" in looked.issues[1].fix
    upload = uploads.take(looked, who=caller("ann"))
    notes = [note for note in desk.list_all() if note.upload_id == upload.id]
    assert notes[0].text == "[name] says the delivery is too slow"
    assert (notes[0].source, notes[0].links[0].kind, notes[0].links[0].target) == (
        FeedbackSource.SURVEY,
        LinkKind.CAMPAIGN,
        "spring",
    )
    with pytest.raises(Refused, match="stored already"):
        uploads.take(looked, who=caller("ann"))
    take_up_all(store, clock)
    with store.read() as work:
        assert work.feedback_loop.list_of(own.brand_id)
    uploads.undo(upload.id, who=caller())
    assert [note.id for note in desk.list_all()] == [own.id]
    with store.read() as work:
        assert work.feedback_loop.list_of(own.brand_id) == ()
    with pytest.raises(Refused, match="taken back already"):
        uploads.undo(upload.id, who=caller())
    assert uploads.take(looked, who=caller("ann")).notes == 3


def test_a_workbook_is_read_too_and_the_longest_column_is_what_was_said(uploads: NoteUploads, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Stars", "Remark"), ("5", "I like the recipes very much"), ("1", "the app crashes all the time")):
        sheet.append(row)
    book.save(tmp_path / "answers.xlsx")
    looked = uploads.look(tmp_path / "answers.xlsx", "answers.xlsx")
    assert looked.columns == {NoteColumn.TEXT: "Remark"}
    assert [draft.text for draft in looked.drafts] == ["I like the recipes very much", "the app crashes all the time"]
    with pytest.raises(BadOption, match="Mark"):
        uploads.look(tmp_path / "answers.xlsx", "answers.xlsx", {NoteColumn.TEXT: "Mark"})


def test_what_is_no_file_of_notes_is_said_in_words(uploads: NoteUploads, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"")
    with pytest.raises(UnreadableFile):
        uploads.look(tmp_path / "a.csv", "a.csv")
    looked = uploads.look(file(tmp_path, "Review;Date\n;2026-11-02\n;2026-11-03\n"), "reviews.csv")
    with pytest.raises(Refused, match="no note"):
        uploads.take(looked, who=caller("ann"))


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (("3 November 2026", "2026-11-04T10:00:00Z", "Nov 5, 2026"), ("2026-11-03", "2026-11-04", "2026-11-05")),
        (("13/11/2026", "02/11/2026", ""), ("2026-11-13", "2026-11-02", None)),
        (("11/13/2026", "11/02/2026", "11/03/2026"), ("2026-11-13", "2026-11-02", "2026-11-03")),
        (("20261103", "20261104", "20261105"), ("2026-11-03", "2026-11-04", "2026-11-05")),
        (("03.11.2026 10:02", "14.11.2026 11:30", "05.11.2026 09:00"), ("2026-11-03", "2026-11-14", "2026-11-05")),
    ],
)
def test_days_are_read_in_all_forms_that_imports_read(
    cells: tuple[str, ...], days: tuple[str | None, ...], uploads: NoteUploads, tmp_path: Path
) -> None:
    rows = "".join(f"too slow {n};{cell}\n" for n, cell in enumerate(cells))
    looked = uploads.look(file(tmp_path, f"Review;Date\n{rows}"), "reviews.csv")
    told = [None if one.said_day is None else day_of(one.said_day).isoformat() for one in looked.drafts]
    assert tuple(told) == days
    assert (looked.rejected, looked.question) == (0, None)


def test_days_with_two_readings_are_asked_for_and_nothing_is_stored_before(
    uploads: NoteUploads, desk: FeedbackDesk, tmp_path: Path
) -> None:
    path = file(tmp_path, "Review;Date\ntoo slow;03/04/2026\ntoo late;07/04/2026\n")
    looked = uploads.look(path, "reviews.csv")
    assert looked.question is not None
    assert {order.value: day.isoformat() for order, day in looked.question.readings} == {
        "dmy": "2026-04-03",
        "mdy": "2026-03-04",
    }
    with pytest.raises(NeedsAnswer, match="two ways"):
        uploads.take(looked, who=caller("ann"))
    assert desk.list_all() == ()
    answered = uploads.look(path, "reviews.csv", None, DateOrder.DMY)
    uploads.take(answered, who=caller("ann"))
    assert [day_of(note.said_day or 0).isoformat() for note in desk.list_all()] == ["2026-04-03", "2026-04-07"]


def test_rows_of_a_further_table_are_told_and_not_lost_silently(uploads: NoteUploads, tmp_path: Path) -> None:
    text = "Review;Date\ntoo slow;2026-11-02\n;\nName;Stars\nfine;4\n"
    looked = uploads.look(file(tmp_path, text), "reviews.csv")
    assert [draft.text for draft in looked.drafts] == ["too slow"]
    assert [(one.row, one.code) for one in looked.issues] == [(4, "other_table"), (5, "other_table")]
    assert looked.rejected == 2
