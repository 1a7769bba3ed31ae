from __future__ import annotations

from dataclasses import replace

import pytest

from learning.domain.experiment_records import Choice, Origin
from services.experiments.deciding import Wish, decide_experiment
from services.experiments.event_results import ResultEvent, record_result_events
from tests.services.callers import caller
from tests.services.experiments.bench import Bench

DAY = 20_700
BATCH = [
    ResultEvent("banner", arm, "clicks", DAY + day, 1000, clicks)
    for day in range(8)
    for arm, clicks in (("control", 50.0), ("bold", 70.0))
]


def send(bench: Bench, events: list[ResultEvent]):
    return record_result_events(bench.store, bench.brand, events, who=caller("shop"), clock=bench.clock)


def test_events_make_a_test_and_sending_them_twice_changes_nothing(bench: Bench):
    first = send(bench, BATCH)
    assert (first.accepted, first.duplicate, first.rejected) == (16, 0, ())
    listed = bench.listed("banner")
    assert listed.summary is not None
    assert (listed.experiment.origin, listed.summary.n) == (Origin.PROGRAM, 16_000)
    again = send(bench, BATCH)
    assert (again.accepted, again.duplicate) == (0, 16)
    assert bench.listed("banner").experiment.data_version == listed.experiment.data_version


def test_a_later_standing_of_the_same_day_replaces_the_earlier_one(bench: Bench):
    send(bench, BATCH)
    report = send(bench, [replace(BATCH[-1], n=1500, total=90.0), replace(BATCH[-1], n=1600, total=95.0)])
    assert report.accepted == 2
    summary = bench.listed("banner").summary
    assert summary is not None
    assert summary.n == 16_600


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"test": " "}, "test"),
        ({"arm": ""}, "arm"),
        ({"arm": "unplanned"}, "arm"),
        ({"n": -1}, "n"),
        ({"total": 2000.0}, "total"),
        ({"total": 1.5}, "total"),
        ({"total": float("nan")}, "total"),
        ({"total": 500.0, "squares": 1.0}, "squares"),
        ({"segment": "phone"}, "segment"),
    ],
)
def test_a_bad_event_is_told_by_its_place_and_the_others_count(small_bench: Bench, change, field):
    send(small_bench, BATCH)
    report = send(small_bench, [replace(BATCH[0], total=51.0), replace(BATCH[1], **change), BATCH[2]])
    assert (report.accepted, report.duplicate) == (1, 1)
    assert [(each.place, each.field) for each in report.rejected] == [(1, field)]


def test_events_about_a_decided_test_are_refused(bench: Bench):
    send(bench, BATCH)
    test = bench.listed("banner").experiment.id
    decide_experiment(bench.store, bench.brand, test, Wish(Choice.STOP), who=caller("ada"), clock=bench.clock)
    report = send(bench, [replace(BATCH[0], total=51.0)])
    assert (report.accepted, len(report.rejected)) == (0, 1)
    assert "decided" in report.rejected[0].reason


def test_amounts_need_their_squares_and_then_become_a_mean(small_bench: Bench):
    events = [
        ResultEvent("price", arm, "revenue", DAY + day, 100, total, total**2 / 20)
        for day in range(8)
        for arm, total in (("control", 900.0), ("high", 950.0))
    ]
    assert send(small_bench, events).accepted == 16
    assert '"kind":"mean"' in small_bench.listed("price").experiment.design
