from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sqlalchemy import select

from db.engine import Store
from db.importing.conflicts import ADDED, UNCHANGED, UPDATED
from db.importing.writer import BatchWriter
from db.schema.contents import content
from db.schema.observations import observation, observation_measure
from db.schema.rollups import rollup_content, rollup_day, rollup_hour, rollup_measure, rollup_period
from learning.domain.batches import BatchRecord
from learning.domain.enums import Severity
from learning.domain.errors import InputError
from learning.domain.facts import MISSING, SCALE, Fact
from learning.domain.imports import Issue
from learning.domain.observations import ContentRecord, SegmentKey
from tests.db.world import (
    DAILY,
    HOURLY,
    LIFETIME,
    PERIOD,
    Part,
    Row,
    add_brand,
    chunk_of,
    data_version,
    differences,
    draft_of,
    import_parts,
    state_of,
    undo,
)

POST = ContentRecord("me", "1", title="One", published_day=3, published_hour=75)


def likes(count: int | None, *, start: int = 40, record: ContentRecord = POST) -> Row:
    return Row(record, start=start, facts=() if count is None else ((Fact.LIKES, count),))


def read(store: Store, table, *names: str) -> list[tuple[object, ...]]:
    with store.read() as work:
        columns = [table.c[name] for name in names]
        return sorted((tuple(row) for row in work.connection.execute(select(*columns))), key=str)


def test_new_rows_are_added_and_the_same_values_again_are_unchanged(store: Store) -> None:
    brand_id = add_brand(store, "B")
    part = Part(HOURLY, (likes(5), likes(6, start=41)))
    assert import_parts(store, brand_id, "a", [part])[1][0].codes.tolist() == [ADDED, ADDED]
    later = Part(HOURLY, (likes(5), likes(9, start=41), likes(1, start=42)))
    outcome = import_parts(store, brand_id, "b", [later], captured_at=200)[1][0]
    assert outcome.codes.tolist() == [UNCHANGED, UPDATED, ADDED]
    assert [(change.content, change.fact, change.before, change.after) for change in outcome.changes] == [
        ("One", "likes", 6.0, 9.0)
    ]
    assert read(store, rollup_day, "day_key", "n", "likes") == [(1, 3, 15 * SCALE)]


def test_an_older_capture_fills_gaps_and_otherwise_goes_to_history(store: Store) -> None:
    brand_id = add_brand(store, "B")
    import_parts(store, brand_id, "new", [Part(LIFETIME, (likes(9),))], captured_at=300)
    older = Row(POST, facts=((Fact.LIKES, 4), (Fact.SAVES, 2)))
    outcome = import_parts(store, brand_id, "old", [Part(LIFETIME, (older,))], captured_at=200)[1][0]
    assert outcome.codes.tolist() == [UPDATED]
    assert read(store, observation, "likes", "saves", "captured_at", "versions") == [(9 * SCALE, 2 * SCALE, 300, 2)]


def test_of_equal_captures_the_later_import_holds(store: Store) -> None:
    brand_id = add_brand(store, "B")
    first = import_parts(store, brand_id, "a", [Part(LIFETIME, (likes(9),))])[0]
    second = import_parts(store, brand_id, "b", [Part(LIFETIME, (likes(4),))])[0]
    assert read(store, observation, "likes") == [(4 * SCALE,)]
    assert undo(store, second) == (0, 1)
    assert read(store, observation, "likes", "versions") == [(9 * SCALE, 1)]
    assert undo(store, first) == (1, 0)
    assert read(store, observation, "likes") == []


@pytest.mark.parametrize(("cut", "total"), [(HOURLY, 7), (DAILY, 7), (PERIOD, 7), (LIFETIME, 4)])
def test_a_key_that_one_file_repeats_is_added_up_but_of_lifetime_totals_the_later_row_holds(
    store: Store,
    cut,
    total: int,
) -> None:
    brand_id = add_brand(store, "B")
    parts = [Part(cut, (likes(3),)), Part(cut, (likes(4),))]
    outcomes = import_parts(store, brand_id, "a", parts)[1]
    assert [outcome.codes.tolist() for outcome in outcomes] == [[ADDED], [ADDED]]
    assert read(store, observation, "likes", "versions") == [(total * SCALE, 1)]
    assert differences(store) == []


def test_a_repeated_key_beside_another_file_is_added_up_within_its_own_version(store: Store) -> None:
    brand_id = add_brand(store, "B")
    import_parts(store, brand_id, "a", [Part(DAILY, (likes(100),))], captured_at=500)
    parts = [Part(DAILY, (likes(3),)), Part(DAILY, (likes(4),)), Part(DAILY, (likes(5),))]
    second = import_parts(store, brand_id, "b", parts, captured_at=600)[0]
    assert read(store, observation, "likes", "versions") == [(12 * SCALE, 2)]
    assert undo(store, second) == (0, 1)
    assert read(store, observation, "likes", "versions") == [(100 * SCALE, 1)]


def test_missing_is_not_zero(store: Store) -> None:
    brand_id = add_brand(store, "B")
    import_parts(store, brand_id, "a", [Part(DAILY, (likes(0, start=3), likes(None, start=4)))])
    assert read(store, rollup_day, "day_key", "likes") == [(3, 0), (4, None)]


def test_the_repeated_hour_of_autumn_is_one_local_hour(store: Store) -> None:
    brand_id = add_brand(store, "B")
    chunk = chunk_of(Part(HOURLY, (likes(5, start=40), likes(6, start=41))))
    same_hour = replace(chunk, hour_key=np.array([41, 41]))
    with store.write() as work:
        writer = work.importing.start(draft_of(brand_id, "a"))
        assert isinstance(writer, BatchWriter)
        writer.write(HOURLY, same_hour)
        writer.finish(_result())
        work.commit()
    assert read(store, rollup_hour, "hour_key", "n", "likes") == [(41, 2, 11 * SCALE)]
    assert differences(store) == []


def test_lifetime_totals_move_with_the_publication_that_another_file_corrects(store: Store) -> None:
    brand_id = add_brand(store, "B")
    import_parts(store, brand_id, "a", [Part(LIFETIME, (likes(5),))])
    moved = replace(POST, published_day=9, published_hour=220)
    second = import_parts(store, brand_id, "b", [Part(HOURLY, (likes(1, record=moved),))], captured_at=200)[0]
    assert (9, 5 * SCALE) in read(store, rollup_day, "day_key", "likes")
    assert (3, 5 * SCALE) not in read(store, rollup_day, "day_key", "likes")
    assert differences(store) == []
    undo(store, second)
    assert read(store, rollup_day, "day_key", "likes") == [(3, 5 * SCALE)]
    assert read(store, rollup_hour, "hour_key") == [(75,)]


def test_a_lifetime_total_without_a_day_of_publication_is_rolled_up_apart(store: Store) -> None:
    brand_id = add_brand(store, "B")
    import_parts(store, brand_id, "a", [Part(LIFETIME, (likes(5, record=ContentRecord("me", "2")),))])
    assert read(store, rollup_content, "day_key", "likes") == [(-1_000_000, 5 * SCALE)]
    assert read(store, observation, "day_key") == [(None,)]


def test_currencies_are_never_summed(store: Store) -> None:
    brand_id = add_brand(store, "B")
    euros = Part(DAILY, (Row(start=3, facts=((Fact.SPEND, 5),)),), "EUR")
    dollars = Part(DAILY, (Row(ContentRecord("me", "2"), start=3, facts=((Fact.SPEND, 7),)),), "USD")
    import_parts(store, brand_id, "a", [euros, dollars])
    assert read(store, rollup_day, "currency", "spend") == [("EUR", 5 * SCALE), ("USD", 7 * SCALE)]
    assert differences(store) == []


def test_periods_are_rolled_up_by_their_first_and_last_day(store: Store) -> None:
    brand_id = add_brand(store, "B")
    country = SegmentKey(named=(("country", "DE"),))
    rows = (
        Row(segment=country, start=3, finish=30, facts=((Fact.SESSIONS, 5),)),
        Row(segment=country, start=3, finish=9, facts=((Fact.SESSIONS, 2),)),
    )
    import_parts(store, brand_id, "a", [Part(PERIOD, rows)])
    assert read(store, rollup_period, "start_day", "finish_day", "sessions") == [(3, 30, 5 * SCALE), (3, 9, 2 * SCALE)]
    assert read(store, rollup_day, "day_key") == []


def test_measures_keep_every_capture_and_only_the_newest_counts(store: Store) -> None:
    brand_id = add_brand(store, "B")
    import_parts(store, brand_id, "a", [Part(DAILY, (Row(start=3, extra=5, level=70),))])
    newer = [Part(DAILY, (Row(start=3, extra=6),))]
    second, outcomes = import_parts(store, brand_id, "b", newer, captured_at=200)
    assert outcomes[0].codes.tolist() == [UPDATED]
    older = import_parts(store, brand_id, "c", [Part(DAILY, (Row(start=3, extra=1),))], captured_at=50)[1]
    assert older[0].codes.tolist() == [UNCHANGED]
    assert read(store, observation_measure, "value", "is_current") == [
        (1 * SCALE, False), (5 * SCALE, False), (6 * SCALE, True), (70 * SCALE, True),
    ]  # fmt: skip
    sums = read(store, rollup_measure, "n", "value_sum", "weight_sum", "weighted_sum", "last_value")
    assert sums == [
        (1, 6 * SCALE, 2 * SCALE, 12 * SCALE, 6 * SCALE),
        (1, 70 * SCALE, 2 * SCALE, 140 * SCALE, 70 * SCALE),
    ]
    undo(store, second)
    assert (5 * SCALE, True) in read(store, observation_measure, "value", "is_current")
    assert differences(store) == []


def test_a_level_stands_at_the_last_hour_of_its_day(store: Store) -> None:
    brand_id = add_brand(store, "B")
    rows = (Row(start=24, level=80), Row(start=47, level=75), Row(start=30, level=90))
    import_parts(store, brand_id, "a", [Part(HOURLY, rows)])
    assert read(store, rollup_measure, "day_key", "last_value") == [(1, 75 * SCALE)]


def test_a_preview_answers_what_the_import_does_and_writes_nothing(store: Store) -> None:
    brand_id = add_brand(store, "B")
    import_parts(store, brand_id, "a", [Part(HOURLY, (likes(5), likes(6, start=41)))])
    part = Part(HOURLY, (likes(5), likes(8, start=41), likes(1, start=42), likes(1, record=ContentRecord("you", "7"))))
    before = read(store, content, "external_id")
    for captured_at in (50, 200):
        with store.read() as work:
            preview = work.importing.preview(brand_id, captured_at).compare(HOURLY, chunk_of(part))
        assert read(store, content, "external_id") == before
        batch_id, outcomes = import_parts(store, brand_id, f"b{captured_at}", [part], captured_at=captured_at)
        assert preview.codes.tolist() == outcomes[0].codes.tolist()
        assert preview.changes == outcomes[0].changes
        undo(store, batch_id)


def test_the_same_file_with_the_same_options_is_answered_by_its_batch(store: Store) -> None:
    brand_id = add_brand(store, "B")
    batch_id, _ = import_parts(store, brand_id, "a", [Part(DAILY, (likes(5),))])
    version = data_version(store, brand_id)
    with store.write() as work:
        found = work.importing.start(replace(draft_of(brand_id, "a"), file="renamed.csv"))
        assert isinstance(found, BatchRecord)
        assert (found.id, found.file) == (batch_id, "a")
        other = work.importing.start(replace(draft_of(brand_id, "a"), fingerprint="year=2025"))
        assert isinstance(other, BatchWriter)
    assert data_version(store, brand_id) == version


def test_what_is_not_committed_is_not_there(store: Store) -> None:
    brand_id = add_brand(store, "B")
    with store.write() as work:
        writer = work.importing.start(draft_of(brand_id, "a"))
        assert isinstance(writer, BatchWriter)
        writer.write(DAILY, chunk_of(Part(DAILY, (likes(5),))))
        writer.finish(_result())
    assert read(store, observation, "likes") == []
    with store.read() as work:
        assert work.batches.list_of(brand_id) == []


def test_text_that_a_database_cannot_hold_is_stored_without_its_damage(store: Store) -> None:
    brand_id = add_brand(store, "B")
    damaged = ContentRecord("me\x00", "1\x00", title="a\x00b\ud83d", extras=(("k\x00", "\udc00"),))
    segment = SegmentKey(persona="p\x00", named=(("country", "D\x00"),))
    import_parts(store, brand_id, "a", [Part(HOURLY, (Row(damaged, segment, 40, facts=((Fact.LIKES, 1),)),))])
    with store.write() as work:
        found = work.contents.find(brand_id, "x", "me\ufffd", "1\ufffd")
        assert found is not None
        assert found.record.title == "a\ufffdb\ufffd"
        batch = work.batches.list_of(brand_id)[0]
        issue = Issue(2, "a\x00", "\x00", "r\x00", "f", Severity.ERROR)
        work.batches.add_issues(batch.id, 0, [issue], position=0)
        assert [stored.issue.value for stored in work.batches.iterate_issues(batch.id)] == ["\ufffd"]


def test_issues_and_the_original_are_kept_in_order(store: Store) -> None:
    brand_id = add_brand(store, "B")
    with store.write() as work:
        writer = work.importing.start(draft_of(brand_id, "a"))
        assert isinstance(writer, BatchWriter)
        writer.add_issues(0, [Issue(5, "date", "x", "no date", "give one"), Issue(7, None, None, "blank", "drop it")])
        writer.add_issues(1, [Issue(3, "likes", "n/a", "no number", "give one", Severity.WARNING, "number")])
        for part in (b"one", b"two"):
            writer.add_original(part)
        writer.finish(_result())
        work.commit()
    with store.read() as work:
        assert [(stored.table_index, stored.issue.row) for stored in work.batches.iterate_issues(writer.batch_id)] == [
            (0, 5),
            (0, 7),
            (1, 3),
        ]
        assert list(work.batches.read_original(writer.batch_id)) == [b"one", b"two"]


def test_many_rows_of_every_shape_are_written_and_read_back(store: Store) -> None:
    brand_id = add_brand(store, "B")
    count = 1_234
    rows = tuple(
        Row(POST, start=1_000 + hour, facts=((Fact.LIKES, hour), *(((Fact.VIEWS, 2 * hour),) if hour % 3 else ())))
        for hour in range(count)
    )
    import_parts(store, brand_id, "a", [Part(HOURLY, rows[:700]), Part(HOURLY, rows[700:])])
    stored = read(store, observation, "hour_key", "likes", "views")
    expected = [(1_000 + h, h * SCALE, 2 * h * SCALE if h % 3 else None) for h in range(count)]
    assert stored == sorted(expected, key=str)
    assert differences(store) == []


def test_an_average_keeps_its_weighted_product() -> None:
    from db.importing.measures import weigh  # noqa: PLC0415

    values = np.array([2_500_000, 4_000_000, 1 << 60], dtype=np.int64)
    weights = np.array([1_500_000, MISSING, 3 * SCALE], dtype=np.int64)
    assert weigh(values, weights).tolist() == [3_750_000, MISSING, MISSING]


def _result():
    from learning.domain.batches import BatchResult  # noqa: PLC0415

    return BatchResult({}, "[]", (), None, None)


@pytest.mark.parametrize("cut", [HOURLY, DAILY, LIFETIME])
def test_numbers_that_add_up_to_more_than_the_store_can_hold_are_refused_in_words(store: Store, cut) -> None:
    brand_id = add_brand(store, "B")
    other = replace(POST, external_id="2")
    huge = Part(cut, (likes(9_000_000_000_000), likes(9_000_000_000_000, record=other)))
    with pytest.raises(InputError, match="add up"):
        import_parts(store, brand_id, "a", [huge])
    with pytest.raises(InputError, match="add up"):
        import_parts(store, brand_id, "b", [Part(HOURLY, huge.rows[:1]), Part(HOURLY, huge.rows[:1])])
    assert read(store, observation, "likes") == []


def test_an_hourly_file_with_too_many_buckets_is_summed_out_of_its_facts(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.rollups.accumulate.MOST_GROUPS", 3)
    brand_id = add_brand(store, "B")
    segments = [SegmentKey(persona=name) for name in "ab"]
    rows = tuple(Row(POST, segment, start, facts=((Fact.LIKES, 1),)) for segment in segments for start in (3, 4, 9000))
    import_parts(store, brand_id, "a", [Part(HOURLY, rows), Part(HOURLY, (likes(5, start=9001),))])
    assert read(store, rollup_day, "day_key", "likes") == [(0, 2 * SCALE), (0, 2 * SCALE), (375, 1 * SCALE)] * 1 + [
        (375, 1 * SCALE),
        (375, 5 * SCALE),
    ]
    assert differences(store) == []


@pytest.mark.parametrize(
    "chunks",
    [
        pytest.param(((1, 2), (25, 26), (50, 51), (75,)), id="in the order of time"),
        pytest.param(((75,), (50, 51), (25, 26), (1, 2)), id="the newest first"),
        pytest.param(((1, 2), (50, 51), (3, 25, 26), (75, 4)), id="back to hours and days written before"),
    ],
)
@pytest.mark.parametrize("held", [(), (0, 100)], ids=["into an empty cut", "around what the cut holds"])
def test_sums_written_while_a_file_is_read_are_those_of_all_its_rows(
    store: Store, monkeypatch: pytest.MonkeyPatch, chunks: tuple[tuple[int, ...], ...], held: tuple[int, ...]
) -> None:
    monkeypatch.setattr("db.rollups.accumulate.LEAST_SETTLED", 1)
    brand_id = add_brand(store, "B")
    for start in held:
        import_parts(store, brand_id, f"held {start}", [Part(HOURLY, (likes(1, start=start),))])
    before = state_of(store, brand_id)
    parts = [Part(HOURLY, tuple(likes(1, start=start) for start in chunk)) for chunk in chunks]
    batch_id, _ = import_parts(store, brand_id, "a", parts)
    assert differences(store) == []
    hours = sorted([*held, *(start for chunk in chunks for start in chunk)])
    assert sorted(row[0] for row in read(store, rollup_hour, "hour_key")) == hours
    undo(store, batch_id)
    assert state_of(store, brand_id) == before
    assert differences(store) == []


def test_what_is_written_early_goes_when_the_file_is_refused(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.rollups.accumulate.LEAST_SETTLED", 1)
    brand_id = add_brand(store, "B")
    with store.write() as work:
        writer = work.importing.start(draft_of(brand_id, "a"))
        assert isinstance(writer, BatchWriter)
        for start in (1, 30, 60, 90):
            writer.write(HOURLY, chunk_of(Part(HOURLY, (likes(1, start=start),))))
            writer.add_original(b"part")
    for table in (observation, rollup_hour, rollup_day, rollup_content):
        assert read(store, table, "cut_id") == []
