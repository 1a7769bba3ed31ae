"""Notes: what may be written, who sees it, who may change it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning.domain.annotations import Annotation, NoteDraft
from learning.domain.errors import BadOption, NotFound, Refused
from services.annotations import LONGEST_TEXT, add_note, edit_note, known_tags, notes_between, remove_note
from tests.conftest import FIXED_NOW
from tests.services.callers import caller
from tests.services.hand_made import HandMade, make

FRIDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 30)


def draft(
    text: str = "Black Friday",
    first: date = FRIDAY,
    last: date | None = None,
    *,
    tags: tuple[str, ...] = (),
    shared: bool = True,
) -> NoteDraft:
    return NoteDraft(first, last or first, text, tags, shared)


@pytest.fixture
def acme(any_database_url: str) -> Iterator[HandMade]:
    made = make(any_database_url)
    yield made
    made.store.close()


def seen(acme: HandMade, who: str, day: date = FRIDAY) -> list[str]:
    with acme.read() as work:
        return [note.text for note in notes_between(work, acme.brand_id, day, day, who=who)]


def version(acme: HandMade) -> int:
    with acme.read() as work:
        return work.brands.get(acme.brand_id).notes_version


def test_a_note_is_seen_on_each_of_its_days_and_no_others(acme: HandMade, now: datetime) -> None:
    add_note(acme.store, acme.brand_id, draft(last=MONDAY), who=caller("ann"), now=now)
    assert seen(acme, "ben", FRIDAY) == seen(acme, "ben", MONDAY) == ["Black Friday"]
    assert seen(acme, "ben", date(2026, 12, 1)) == []


def test_a_personal_note_is_its_authors_alone(acme: HandMade, now: datetime) -> None:
    note = add_note(acme.store, acme.brand_id, draft(shared=False), who=caller("ann"), now=now)
    assert seen(acme, "ann") == ["Black Friday"]
    assert seen(acme, "ben") == []
    with pytest.raises(NotFound):
        edit_note(acme.store, acme.brand_id, note.id, draft("mine now"), who=caller("ben"))
    with pytest.raises(NotFound):
        remove_note(acme.store, acme.brand_id, note.id, who=caller("ben"))
    assert seen(acme, "ann") == ["Black Friday"]


def test_a_shared_note_can_be_changed_by_everybody_but_not_taken(acme: HandMade, now: datetime) -> None:
    note = add_note(acme.store, acme.brand_id, draft(), who=caller("ann"), now=now)
    changed = edit_note(acme.store, acme.brand_id, note.id, draft("Cyber week", last=MONDAY), who=caller("ben"))
    assert (changed.text, changed.who) == ("Cyber week", "ann")
    assert seen(acme, "ann", MONDAY) == ["Cyber week"]
    with pytest.raises(Refused):
        edit_note(acme.store, acme.brand_id, note.id, draft(shared=False), who=caller("ben"))
    remove_note(acme.store, acme.brand_id, note.id, who=caller("ben"))
    assert seen(acme, "ann") == []


def test_every_change_raises_the_version_that_caches_look_at(acme: HandMade, now: datetime) -> None:
    versions = [version(acme)]
    note = add_note(acme.store, acme.brand_id, draft(), who=caller("ann"), now=now)
    versions.append(version(acme))
    edit_note(acme.store, acme.brand_id, note.id, draft("other"), who=caller("ann"))
    versions.append(version(acme))
    remove_note(acme.store, acme.brand_id, note.id, who=caller("ann"))
    versions.append(version(acme))
    assert versions == sorted(set(versions))


def test_the_note_of_an_import_follows_its_import_alone(acme: HandMade, now: datetime) -> None:
    with acme.store.write() as work:
        note = work.annotations.add(Annotation(acme.brand_id, 3, 3, "Import: X", "ann", 1, source="batch-1"))
        work.commit()
    for attempt in (
        lambda: edit_note(acme.store, acme.brand_id, note.id, draft(), who=caller("ann")),
        lambda: remove_note(acme.store, acme.brand_id, note.id, who=caller("ann")),
    ):
        with pytest.raises(Refused, match="stands for an import"):
            attempt()


def test_a_note_of_another_brand_is_not_found(acme: HandMade, now: datetime) -> None:
    note = add_note(acme.store, acme.brand_id, draft(), who=caller("ann"), now=now)
    with acme.store.write() as work:
        other = work.brands.add("Other", time_zone="UTC", created_at=1)
        work.commit()
    with pytest.raises(NotFound):
        edit_note(acme.store, other.id, note.id, draft("stolen"), who=caller("ann"))
    with pytest.raises(NotFound):
        remove_note(acme.store, other.id, note.id, who=caller("ann"))


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        (draft("   \n "), "text"),
        (draft("x" * (LONGEST_TEXT + 1)), "text"),
        (draft(first=MONDAY, last=FRIDAY), "last day"),
        (draft(first=date(1900, 1, 1)), "day"),
        (draft(first=FRIDAY, last=date(9999, 12, 31)), "day"),
        (draft(tags=("y" * 31,)), "tag"),
        (draft(tags=tuple(f"t{number}" for number in range(9))), "tags"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words_and_nothing_is_stored(
    acme: HandMade, now: datetime, bad: NoteDraft, word: str
) -> None:
    with pytest.raises(BadOption, match=word):
        add_note(acme.store, acme.brand_id, bad, who=caller("ann"), now=now)
    assert version(acme) == 0


def test_tags_are_kept_once_in_lower_case_and_can_be_listed(acme: HandMade, now: datetime) -> None:
    note = add_note(
        acme.store, acme.brand_id, draft(tags=("#Sale", "sale", " Big  day, promo")), who=caller("ann"), now=now
    )
    assert note.tags == ("big day", "promo", "sale")
    add_note(acme.store, acme.brand_id, draft(tags=("secret",), shared=False), who=caller("ann"), now=now)
    with acme.read() as work:
        assert known_tags(work, acme.brand_id, who="ann") == ["big day", "promo", "sale", "secret"]
        assert known_tags(work, acme.brand_id, who="ben") == ["big day", "promo", "sale"]


def test_lines_and_control_signs_become_one_line(acme: HandMade, now: datetime) -> None:
    note = add_note(acme.store, acme.brand_id, draft("Black\n\tFriday\x00!"), who=caller("ann"), now=now)
    assert note.text == "Black Friday !"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.text(max_size=60), tags=st.lists(st.text(max_size=20), max_size=4))
def test_whatever_is_typed_is_either_refused_or_read_back_as_it_was_answered(
    typed_into: HandMade, text: str, tags: list[str]
) -> None:
    try:
        note = add_note(
            typed_into.store, typed_into.brand_id, draft(text, tags=tuple(tags)), who=caller("ann"), now=FIXED_NOW
        )
    except BadOption:
        return
    with typed_into.read() as work:
        assert work.annotations.get(typed_into.brand_id, note.id) == note


@pytest.fixture(scope="module")
def typed_into(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HandMade]:
    made = make(f"sqlite:///{tmp_path_factory.mktemp('notes') / 'bellwether.db'}")
    yield made
    made.store.close()
