"""Notes on a chart: each can be found, none hides another."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from learning.domain.annotations import Annotation
from learning.domain.timekeys import day_key
from ui.notes.marks import flag_words, note_marks, note_words, numbered

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 28)
FRIDAY = date(2026, 11, 27)


def note(text: str, first: date, last: date | None = None, *, source: str = "person", number: int = 1) -> Annotation:
    return Annotation(
        1, day_key(first), day_key(last or first), text, "you", 0, source=source, tags=("sale",), id=number
    )


def test_each_note_has_a_flag_with_the_number_that_stands_in_the_list() -> None:
    notes = [note("Black Friday", FRIDAY), note("Launch", date(2026, 11, 3))]
    marks = note_marks(notes, FIRST, LAST)
    assert [(mark.label, mark.day) for mark in marks] == [("1", date(2026, 11, 3)), ("2", FRIDAY)]
    assert [(one.label, one.note.text) for one in numbered(notes, FIRST, LAST)] == [
        ("1", "Launch"),
        ("2", "Black Friday"),
    ]
    assert "Black Friday" in marks[1].text
    assert "#sale" in marks[1].text


def test_many_notes_of_one_day_stack_under_one_flag_and_all_are_told() -> None:
    marks = note_marks([note(f"note {index}", FRIDAY, number=index) for index in range(5)], FIRST, LAST)
    assert len(marks) == 1
    assert len(marks[0].text.splitlines()) == 5


def test_a_flag_of_very_many_notes_tells_how_many_more_there_are() -> None:
    [mark] = note_marks([note(f"note {index}", FRIDAY, number=index) for index in range(30)], FIRST, LAST)
    assert mark.text.splitlines()[-1] == "and 22 more"


def test_a_note_about_a_range_is_drawn_over_its_days_and_stays_in_the_picture() -> None:
    [mark] = note_marks([note("Sale", date(2026, 10, 20), date(2026, 12, 24))], FIRST, LAST)
    assert (mark.day, mark.last) == (FIRST, LAST)
    assert "20 Oct – 24 Dec 2026" in mark.text


def test_imports_are_triangles_without_a_number() -> None:
    notes = [note("Import: X", FIRST, FRIDAY, source="b1"), note("Launch", date(2026, 11, 3))]
    marks = note_marks(notes, FIRST, LAST)
    assert [(mark.label, mark.day) for mark in marks] == [("1", date(2026, 11, 3)), ("", FRIDAY)]


def test_a_note_in_one_line_has_its_days_and_tags() -> None:
    assert note_words(note("Cyber week", FRIDAY, date(2026, 11, 30))) == "27–30 Nov 2026: Cyber week (#sale)"


@given(st.lists(st.tuples(st.integers(-40, 60), st.integers(0, 40)), max_size=60))
def test_flags_never_touch_each_other_and_every_note_is_under_one(spans: list[tuple[int, int]]) -> None:
    notes = [
        note(f"note-{index}-", FIRST + timedelta(days=start), FIRST + timedelta(days=start + length), number=index)
        for index, (start, length) in enumerate(spans)
        if start <= (LAST - FIRST).days and start + length >= 0
    ]
    marks = note_marks(notes, FIRST, LAST)
    days = [mark.day for mark in marks]
    assert all((later - earlier).days >= 1 for earlier, later in itertools.pairwise(days))
    told = "\n".join(flag_words(notes, FIRST, LAST))
    assert all(one.text in told for one in notes)
    assert {one.label for one in numbered(notes, FIRST, LAST)} == {mark.label for mark in marks}
