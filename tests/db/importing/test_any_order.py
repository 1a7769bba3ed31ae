"""Whatever is imported, captured anew, undone and redone in any order: the state is that of the remaining imports."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.engine import Store
from learning.domain.facts import Fact
from learning.domain.observations import ContentRecord, SegmentKey
from tests.db.world import (
    DAILY,
    HOURLY,
    LIFETIME,
    PERIOD,
    Part,
    Row,
    add_brand,
    differences,
    import_parts,
    redo,
    state_of,
    undo,
)

_numbers = itertools.count()


@dataclass(frozen=True, slots=True)
class Import:
    """A file to import; a schedule names it: the first time it is imported, then undone, redone, undone ..."""

    parts: tuple[Part, ...]
    captured_at: int


segments = st.sampled_from([SegmentKey(), SegmentKey(persona="Busy parents", named=(("country", "DE"),))])
records = st.builds(
    ContentRecord,
    account=st.sampled_from(["me", "me", "you"]),
    external_id=st.sampled_from(["", "1"]),
    title=st.sampled_from([None, "One", "Two"]),
    topic=st.sampled_from([None, "food"]),
    published_day=st.sampled_from([None, 2, 3]),
    published_hour=st.sampled_from([None, 50, 75]),
    extras=st.sampled_from([(), (("tags", "#a"),), (("links", "b"), ("tags", "#c"))]),
)
facts = st.dictionaries(st.sampled_from([Fact.LIKES, Fact.VIEWS, Fact.REVENUE]), st.integers(-2, 9), max_size=3)
rows = st.builds(
    Row,
    content=records,
    segment=segments,
    start=st.sampled_from([40, 73, 74]),
    finish=st.sampled_from([2000, 2001]),
    facts=facts.map(lambda found: tuple(sorted(found.items()))),
    extra=st.sampled_from([None, 3, 4]),
    level=st.sampled_from([None, 7]),
)


def _key(row: Row, part: str) -> tuple[object, ...]:
    times = () if part == LIFETIME.name else (row.start, row.finish if part == PERIOD.name else None)
    return (row.content.account, row.content.external_id, row.segment, *times)


@st.composite
def parts(draw: st.DrawFn) -> Part:
    """A part whose keys are unique, as the converter hands them over; each content is described once."""
    cut = draw(st.sampled_from([HOURLY, DAILY, LIFETIME, PERIOD]))
    chosen = draw(st.lists(rows, min_size=1, max_size=6, unique_by=lambda row: _key(row, cut.name)))
    described = {(row.content.account, row.content.external_id): row.content for row in chosen}
    told = tuple(
        Row(
            described[row.content.account, row.content.external_id],
            row.segment,
            row.start,
            row.finish,
            row.facts,
            row.extra,
            row.level,
        )
        for row in chosen
    )
    return Part(cut, told, draw(st.sampled_from([None, None, "USD", "EUR"])))


@pytest.fixture(autouse=True, scope="module")
def written_early() -> Iterator[None]:
    """Even few sums are written before the end of a run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("db.rollups.accumulate.LEAST_SETTLED", 1)
        yield


imports = st.builds(Import, st.lists(parts(), min_size=1, max_size=3).map(tuple), st.sampled_from([10, 20, 30]))
EDIT = -1


of_any_sequence = given(
    files=st.lists(imports, min_size=3, max_size=3),
    schedule=st.lists(st.sampled_from([0, 1, 2, 0, 1, 2, EDIT]), min_size=3, max_size=9),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@of_any_sequence
def test_after_any_sequence_the_state_is_that_of_the_remaining_imports_in_their_order(
    store: Store, files: list[Import], schedule: list[int]
) -> None:
    check_sequence(store, files, schedule)


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@of_any_sequence
def test_the_same_after_many_more_sequences(store: Store, files: list[Import], schedule: list[int]) -> None:
    check_sequence(store, files, schedule)


def check_sequence(store: Store, files: list[Import], schedule: list[int]) -> None:
    """Import, edit, undo and redo as scheduled; then compare with a brand that only saw what remains."""
    brand_id = add_brand(store, f"brand {next(_numbers)}")
    batch_ids: dict[int, str] = {}
    remaining: list[int] = []
    edited = False
    for place in schedule:
        if place == EDIT:
            edited = _edit(store, brand_id) or edited
        elif place not in batch_ids:
            batch_ids[place], _ = import_parts(
                store, brand_id, f"{place}", files[place].parts, captured_at=files[place].captured_at
            )
            remaining.append(place)
        elif place in remaining:
            assert undo(store, batch_ids[place]) == undo(store, batch_ids[place])
            remaining.remove(place)
        else:
            redo(store, batch_ids[place], files[place].parts)
            remaining.append(place)
    again = add_brand(store, f"brand {next(_numbers)}")
    for place in remaining:
        import_parts(store, again, f"{place}", files[place].parts, captured_at=files[place].captured_at)
    if edited:
        _edit(store, again)
    assert state_of(store, brand_id) == state_of(store, again)
    assert differences(store) == []
    _forget(store, brand_id, again)


def _edit(store: Store, brand_id: int) -> bool:
    """Set a topic by hand, where the content is there."""
    with store.write() as work:
        found = work.contents.find(brand_id, "x", "me", "1")
        if found is not None:
            work.contents.update_attribute(found.id, "topic", "by hand", who="ann", edited_at=1)
        work.commit()
    return found is not None


def _forget(store: Store, *brand_ids: int) -> None:
    with store.write() as work:
        for brand_id in brand_ids:
            work.brands.remove(brand_id)
        work.commit()
    assert differences(store) == []
