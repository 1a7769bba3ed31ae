"""Files of notes: columns guessed or chosen, rows that cannot be taken told, taken in and back as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from db.engine import Store
from learning.domain.errors import BadOption, Refused, UnreadableFile
from learning.domain.feedback_entries import FeedbackDraft, FeedbackSource, LinkKind
from services.clock import MovedClock
from services.feedback.entries import FeedbackDesk
from services.feedback.looping import take_up_all
from services.feedback.uploading import NoteColumn, NoteUploads
from services.settings import load_settings

REVIEWS = (
    "Date;Review;Campaign;From\n"
    "2026-11-02;Anna Berg says the delivery is too slow;spring;survey\n"
    "2026-11-03;the delivery is too slow;spring;\n"
    "2026-11-03;;spring;\n"
    "3rd of May;love it;spring;\n"
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
    own = desk.add(FeedbackDraft("hello there"), who="ann")
    looked = uploads.look(file(tmp_path, REVIEWS), "reviews.csv")
    assert looked.columns == {
        NoteColumn.TEXT: "Review",
        NoteColumn.WHEN: "Date",
        NoteColumn.CAMPAIGN: "Campaign",
        NoteColumn.SOURCE: "From",
    }
    assert (len(looked.drafts), looked.skipped, looked.rejected) == (3, 1, 2)
    assert [(one.row, one.column, one.value, one.code) for one in looked.issues] == [
        (5, "Date", "3rd of May", "bad_day"),
        (6, "From", "carrier pigeon", "bad_source"),
    ]
    assert "survey" in looked.issues[1].fix
    upload = uploads.take(looked, who="ann")
    notes = [note for note in desk.list_all() if note.upload_id == upload.id]
    assert notes[0].text == "[name] says the delivery is too slow"
    assert (notes[0].source, notes[0].links[0].kind, notes[0].links[0].target) == (
        FeedbackSource.SURVEY,
        LinkKind.CAMPAIGN,
        "spring",
    )
    with pytest.raises(Refused, match="stored already"):
        uploads.take(looked, who="ann")
    take_up_all(store, clock)
    with store.read() as work:
        assert work.feedback_loop.list_of(own.brand_id)
    uploads.undo(upload.id)
    assert [note.id for note in desk.list_all()] == [own.id]
    with store.read() as work:
        assert work.feedback_loop.list_of(own.brand_id) == ()
    with pytest.raises(Refused, match="taken back already"):
        uploads.undo(upload.id)
    assert uploads.take(looked, who="ann").notes == 3


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
        uploads.take(looked, who="ann")
