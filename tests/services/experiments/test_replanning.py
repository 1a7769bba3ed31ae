"""The same file with another plan: told apart from the same file said twice, and taken up or refused, never ignored."""

from __future__ import annotations

import pytest

from learning.domain.experiment_records import EventKind
from services.experiments.analysing import view_experiment
from tests.services.experiments.bench import DESIGN, Bench, daily_file

TWO_METRICS = "variant,users,clicks,orders\nA,9000,900,450\nB,9000,990,440\n"
PEOPLE = "user_id,variant,clicked,score\n" + "".join(f"u{n},{'AB'[n % 2]},{n % 3 == 0:d},{n % 7}\n" for n in range(600))


def view(bench: Bench, key: str = "t"):
    record = bench.listed(key).experiment
    return view_experiment(bench.store, bench.brand, record.id, who="ada", clock=bench.clock)


def test_the_same_file_with_another_metric_and_control_changes_the_plan_and_says_so(bench: Bench):
    first = bench.take("t.csv", TWO_METRICS, control="A", primary="clicks", days=14)
    again = bench.take("t.csv", TWO_METRICS, control="A", primary="clicks", days=14)
    assert (first.reused, again.reused, again.replanned) == (False, True, 0)
    before = view(bench)
    other = bench.take("t.csv", TWO_METRICS, control="b", primary="orders", planned_n=18_000, topic="rain gear")
    assert (other.reused, other.replanned, other.source_id) == (True, 1, first.source_id)
    after = view(bench)
    assert (after.design.primary.name, after.design.control, after.design.planned_n) == ("orders", "B", 18_000)
    assert (after.design.planned_days, after.record.topic) == (14, "rain gear")
    assert len(after.sources) == len(before.sources) == 1
    assert after.events[-1].kind is EventKind.EDITED
    assert after.events[-1].note == "metrics, arms, planned n, topic (import of t.csv)"
    assert after.report is not None
    assert after.report.of("orders")[0].against == "B"
    listed = bench.listed("t")
    assert listed.summary is not None
    assert listed.summary.arm == "A"


def test_the_same_file_read_in_another_way_is_another_import_of_the_same_test(small_bench: Bench):
    first = small_bench.take("t.csv", PEOPLE, control="A", key="t", mapping={"score": "ignore"})
    assert [metric.name for metric in view(small_bench).design.metrics] == ["clicked"]
    other = small_bench.take("t.csv", PEOPLE, control="A", key="t", primary="score")
    assert (other.reused, other.error, other.source_id != first.source_id) == (False, None, True)
    found = view(small_bench)
    assert [metric.name for metric in found.design.metrics] == ["score", "clicked"]
    assert found.report is not None
    assert found.report.of("score")[0].n == 300
    assert small_bench.take("t.csv", PEOPLE, key="t", mapping={"score": "ignore"}).reused


def test_a_dry_run_says_that_the_plan_would_change_and_changes_nothing(small_bench: Bench):
    small_bench.take("t.csv", TWO_METRICS, control="A")
    told = small_bench.take("t.csv", TWO_METRICS, primary="orders", dry_run=True)
    assert (told.reused, told.replanned) == (True, 1)
    assert view(small_bench).design.primary.name == "clicks"


def test_the_same_file_can_say_that_nothing_more_will_come(small_bench: Bench):
    small_bench.take("t.csv", TWO_METRICS, control="A", days=14)
    assert small_bench.take("t.csv", TWO_METRICS, finished=True).replanned == 1
    assert small_bench.take("t.csv", TWO_METRICS, finished=True).replanned == 0
    found = view(small_bench)
    assert found.record.ended_at is not None
    assert found.events[-1].note == "nothing more will come (import of t.csv)"


@pytest.mark.parametrize(
    ("options", "words"),
    [({"primary": "sales"}, "sales"), ({"control": "C"}, "C"), ({"weights": {"Z": 2.0}}, "Z"), ({"days": 0}, "0")],
)
def test_what_does_not_fit_the_test_is_refused_though_the_file_is_known(small_bench: Bench, options, words):
    small_bench.take("t.csv", TWO_METRICS, control="A")
    refused = small_bench.take("t.csv", TWO_METRICS, **options)
    assert refused.error is not None
    assert (refused.error.code, words in refused.error.message) == ("bad_option", True)


def test_a_test_that_was_designed_here_takes_its_data_and_no_other_plan(small_bench: Bench):
    small_bench.start(small_bench.create("Short hooks", design=DESIGN))
    text = daily_file(9, (700, 35), (700, 40))
    taken = small_bench.take("day9.csv", text, key="short_hooks", control="A", days=14, planned_n=40_000)
    assert taken.error is None
    refused = small_bench.take("day9.csv", text, key="short_hooks", days=28)
    assert refused.error is not None
    assert refused.error.code == "design_fixed"
    newer = small_bench.take("day10.csv", daily_file(10, (700, 35), (700, 40)), key="short_hooks", control="B")
    assert newer.error is not None
    assert newer.error.code == "design_fixed"
    assert len(view(small_bench, "short_hooks").sources) == 1


def test_a_newer_file_changes_the_plan_of_the_test_it_belongs_to(small_bench: Bench):
    small_bench.take("t.csv", daily_file(5, (500, 25), (500, 30)), control="A")
    newer = small_bench.take("t.csv", daily_file(9, (500, 25), (500, 30)), planned_n=9_000, days=9)
    assert newer.error is None
    found = view(small_bench)
    assert (found.design.planned_n, found.design.planned_days) == (9_000, 9)
    assert found.report is not None
    assert found.report.at_planned_end
