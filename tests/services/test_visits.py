"""A visit ends after half an hour of quiet, and news are counted from the one before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from learning.domain.annotations import Annotation
from learning.domain.enums import Basis
from learning.domain.facts import Fact
from learning.domain.views import Visit
from services.visits import current_visit, find_visit, is_due, news_since, record_visit
from tests.services.hand_made import NOW, HandMade, Row, make, spec

HALF_AN_HOUR = 30 * 60


def see(stored: Visit | None, now: int, version: int = 1) -> Visit:
    return current_visit(stored, brand_id=1, who="ann", now=now, data_version=version)


def test_the_first_visit_has_none_before_it() -> None:
    visit = see(None, 1_000)
    assert (visit.began_at, visit.seen_at, visit.previous_at) == (1_000, 1_000, None)


def test_pages_within_half_an_hour_are_one_visit() -> None:
    first = see(None, 1_000)
    later = see(first, 1_000 + HALF_AN_HOUR, 2)
    assert (later.began_at, later.seen_at, later.previous_at, later.data_version) == (1_000, 2_800, None, 2)


def test_after_a_quiet_time_a_new_visit_knows_when_and_with_what_data_the_last_one_ended() -> None:
    first = see(see(None, 1_000), 1_500, 3)
    second = see(first, 1_500 + HALF_AN_HOUR + 1, 7)
    assert (second.began_at, second.previous_at, second.previous_data_version) == (3_301, 1_500, 3)
    assert see(second, 3_400, 8).previous_at == 1_500


def test_a_clock_that_runs_backwards_does_not_shorten_a_visit() -> None:
    assert see(see(None, 1_000), 900).seen_at == 1_000


def test_a_visit_is_written_once_a_minute_at_most() -> None:
    first = see(None, 1_000)
    assert is_due(None, first)
    assert not is_due(first, see(first, 1_030))
    assert is_due(first, see(first, 1_060))


@pytest.fixture
def brand(sqlite_url: str) -> HandMade:
    return make(sqlite_url)


def test_a_recorded_visit_is_found_again(brand: HandMade) -> None:
    visit = replace(see(None, 1_000), brand_id=brand.brand_id)
    record_visit(brand.store, visit)
    with brand.read() as work:
        assert find_visit(work, brand.brand_id, who="ann") == visit
        assert find_visit(work, brand.brand_id, who="bob") is None


def test_news_are_imports_undone_ones_and_notes_since_then_and_no_private_ones_of_others(brand: HandMade) -> None:
    row = Row(None, {Fact.LIKES: 1}, content="a")
    first = brand.put(spec("x", Basis.LIFETIME, "content"), [row])
    second = brand.put(spec("x", Basis.LIFETIME, "content"), [replace(row, content="b")])
    third = brand.put(spec("x", Basis.LIFETIME, "content"), [replace(row, content="c")])
    with brand.store.write() as work:
        work.importing.undo(third)
        work.importing.undo(first, now=NOW + 5)
        for text, who, shared in (("Sale", "bob", True), ("Mine", "ann", False), ("Theirs", "bob", False)):
            work.annotations.add(Annotation(brand.brand_id, 5, 5, text, who, NOW + 9, shared=shared))
        work.annotations.add(Annotation(brand.brand_id, 5, 5, "Import", "bob", NOW + 9, source=second))
        work.annotations.add(Annotation(brand.brand_id, 5, 5, "Old", "bob", NOW + 1))
        work.commit()
    with brand.read() as work:
        found = news_since(work, brand.brand_id, NOW + 1, who="ann")
    assert [batch.id for batch in found.imports] == [second]
    assert {batch.id for batch in found.undone} == {third, first}, "one that came before and was taken back since too"
    assert {note.text for note in found.notes} == {"Sale", "Mine"}
    assert first not in {batch.id for batch in found.imports}
    assert not found.is_empty
    with brand.read() as work:
        assert news_since(work, brand.brand_id, NOW + 100, who="ann").is_empty
