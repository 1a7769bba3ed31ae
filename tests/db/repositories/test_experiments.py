from __future__ import annotations

from dataclasses import replace

import pytest

from db.engine import Store
from learning.domain.errors import NotFound
from learning.domain.experiment_records import (
    NO_DAY,
    EventKind,
    ExperimentDraft,
    ExperimentQuery,
    ExperimentState,
    HistoryEvent,
    Origin,
    PredictionRecord,
    SourceRecord,
    SummaryRecord,
    SumRow,
)
from tests.db.world import add_brand

DAY = 86_400


def draft(brand_id: int, key: str = "t", **values: object) -> ExperimentDraft:
    plain = ExperimentDraft(brand_id, key, key.upper(), "{}", "clicks", 1, "ann", words=f"words of {key} 100%")
    return replace(plain, **values)


def summary(test: int, basis: str) -> SummaryRecord:
    return SummaryRecord(test, basis, "ship", "better", "B won.", "B", 0.1, 0.02, 0.2, 0.04, 0.09, 0.03, 900, None, 5)


def test_a_change_counts_only_if_nobody_was_faster(store: Store) -> None:
    brand_id = add_brand(store, "B")
    with store.write() as work:
        first = work.experiments.add(draft(brand_id))
        running = ExperimentState.RUNNING.value
        assert work.experiments.update_where(first, [ExperimentState.DRAFT], state=running)
        assert not work.experiments.update_where(first, [ExperimentState.DRAFT], state=running)
        now = work.experiments.get(brand_id, first.id)
        assert (now.state, now.row_version) == (ExperimentState.RUNNING, 1)
        assert not work.experiments.update_where(now, [ExperimentState.DRAFT], name="x")
        with pytest.raises(NotFound):
            work.experiments.get(add_brand_within(work), first.id)


def add_brand_within(work) -> int:
    return work.brands.add("Other", time_zone="UTC", created_at=1).id


def test_an_answer_is_old_once_data_design_method_or_the_day_change(store: Store) -> None:
    brand_id = add_brand(store, "B")
    with store.write() as work:
        done = work.experiments.add(draft(brand_id, "done", state=ExperimentState.RUNNING, origin=Origin.IMPORTED))
        live = work.experiments.add(draft(brand_id, "live", state=ExperimentState.RUNNING))
        work.experiments.add(draft(brand_id, "draft"))
        assert work.experiments.list_stale(brand_id, method="1", today=7) == (done.id, live.id)
        work.experiments.put_summaries([summary(done.id, "1.0.0"), summary(live.id, "1.0.0.7")])
        assert work.experiments.list_stale(brand_id, method="1", today=7) == ()
        assert work.experiments.list_stale(brand_id, method="1", today=8) == (live.id,)
        assert work.experiments.list_stale(brand_id, method="2", today=7) == (done.id, live.id)
        work.experiments.raise_data_versions([done.id])
        assert work.experiments.list_stale(brand_id, method="1", today=7) == (done.id,)
        work.experiments.put_summaries([summary(done.id, "1.1.0")])
        assert work.experiments.list_stale(brand_id, method="1", today=7) == ()


def test_a_search_finds_words_and_takes_no_wildcards(store: Store) -> None:
    brand_id = add_brand(store, "B")
    with store.write() as work:
        work.experiments.add_many([draft(brand_id, "one"), draft(brand_id, "two", words="100 words")])
        for text, found in (("WORDS", 2), ("100%", 1), ("of one", 1), ("o_e", 0), ("' OR 1=1 --", 0)):
            assert work.experiments.count(brand_id, ExperimentQuery(text=text)) == found, text


def test_sums_come_back_as_they_were_and_go_with_their_file(store: Store) -> None:
    brand_id = add_brand(store, "B")
    rows = [
        SumRow("m", "A", 10, 4.5, 9.25, day=3, base_total=2.0, base_squares=3.0, base_product=4.0),
        SumRow("m", "B", 11, 5.0, look=DAY, segment="device=phone"),
    ]
    with store.write() as work:
        test = work.experiments.add(draft(brand_id))
        source = work.experiment_sums.add_source(SourceRecord(brand_id, "f", "c", "", "{}", "ann", 1))
        work.experiment_sums.add(source, {test.id: rows})
        table = work.experiment_sums.load(brand_id)
        order = table.arm.tolist().index("A")
        assert table.values[order, :6].tolist() == [10, 4.5, 9.25, 2, 3, 4]
        assert (table.day[order], table.look[1 - order], table.day[1 - order]) == (3, DAY, NO_DAY)
        work.experiment_sums.replace(source, {test.id: [replace(rows[0], n=12)]})
        assert work.experiment_sums.load(brand_id, [test.id]).values[order, 0] == 12
        assert work.experiment_sums.list_tests_of(source) == (test.id,)
        assert work.experiment_sums.find_source(brand_id, "c", "") == work.experiment_sums.get_source(brand_id, source)
        work.experiment_sums.remove_source(source)
        assert len(work.experiment_sums.load(brand_id).experiment) == 0
        assert work.experiment_sums.list_sources(brand_id) == ()


def test_the_first_prediction_of_each_stands_and_history_outlives_its_test(store: Store) -> None:
    brand_id = add_brand(store, "B")
    with store.write() as work:
        test = work.experiments.add(draft(brand_id))
        assert work.experiment_log.add_prediction(PredictionRecord(test.id, "ann", 1, 0, "B"))
        assert not work.experiment_log.add_prediction(PredictionRecord(test.id, "ann", 2, 0, "A"))
        assert [each.arm for each in work.experiment_log.list_predictions(brand_id)] == ["B"]
        before = work.experiments.version(brand_id)
        work.experiment_log.add_events([HistoryEvent(brand_id, test.id, EventKind.CREATED, "ann", 1)])
        version = work.experiments.version(brand_id)
        assert version > before
        work.experiments.remove_many([test.id])
        assert work.experiments.version(brand_id) == version
        assert work.experiment_log.list_predictions(brand_id) == ()
