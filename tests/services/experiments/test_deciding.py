from __future__ import annotations

import json
from dataclasses import replace

import pytest

from learning.domain.actions import ActionState
from learning.domain.errors import BadOption, Refused
from learning.domain.experiment_records import Choice, EventKind, ExperimentState
from learning.domain.experiments import TestReport
from learning.domain.plain_values import plain_values
from services.experiments.analysing import ExperimentView, looks_of, view_experiment
from services.experiments.deciding import Wish, decide_experiment
from services.experiments.running import archive_experiment, end_experiment
from tests.services.callers import caller
from tests.services.experiments.bench import DESIGN, LOSSES, Bench, daily_file

WINNER = daily_file(14, (1500, 75), (1500, 98))
UNEVEN = daily_file(14, (1500, 75), (1380, 98))


def decide(bench: Bench, test: int, choice: Choice, *, who: str = "ada", **options: object):
    wish = replace(Wish(choice), **options)  # type: ignore[arg-type]  # a test names its options
    return decide_experiment(bench.store, bench.brand, test, wish, who=caller(who), clock=bench.clock)


def report_of(bench: Bench, test: int) -> TestReport:
    found = view_experiment(bench.store, bench.brand, test, who="ada", clock=bench.clock).report
    assert found is not None
    return found


def seen(bench: Bench, test: int) -> ExperimentView:
    return view_experiment(bench.store, bench.brand, test, who="ada", clock=bench.clock)


def imported(bench: Bench, text: str = WINNER, **options: object) -> int:
    report = bench.take("t.csv", text, control="A", planned_n=40_000, days=14, **options)
    assert report.error is None
    return report.tests[0].id or 0


def test_a_decision_keeps_all_that_was_seen_and_becomes_a_draft_of_an_action(bench: Bench):
    test = imported(bench, topic="rain gear")
    report = report_of(bench, test)
    assert (report.verdict.word.value, report.verdict.arm) == ("ship", "B")
    done = decide(bench, test, Choice.CHOOSE, note="B keeps more readers.")
    assert done.record.state is ExperimentState.DECIDED
    view = view_experiment(bench.store, bench.brand, test, who="bob", clock=bench.clock)
    [decision] = view.decisions
    assert (decision.arm, decision.who, decision.data_version) == ("B", "ada", 1)
    assert json.loads(decision.report) == plain_values(report) | {"days": 14.0}
    assert json.loads(decision.settings)["alpha"] == 0.05
    assert done.action is not None
    draft = done.action.draft
    assert (done.action.state, draft.to_value, draft.from_value) == (ActionState.DRAFT, "B", "A")
    assert (draft.expected.metric, draft.holdout, draft.evidence) == ("clicks", 0.1, f"experiment:{test}:decision:1")
    assert draft.expected.low is not None
    assert draft.expected.low > 0
    assert dict(draft.context) == {"topic": "rain gear"}
    assert [event.kind for event in view.events][-2:] == [EventKind.DECIDED, EventKind.PROPOSED]


def test_the_verdict_is_the_same_on_every_reload_and_after_the_decision(bench: Bench):
    test = imported(bench)
    first = report_of(bench, test)
    bench.clock.wait(days=40)
    assert report_of(bench, test) == first
    decide(bench, test, Choice.CHOOSE)
    after = report_of(bench, test)
    assert (after.verdict, after.results) == (first.verdict, first.results)


def test_data_behind_the_planned_end_change_no_answer(small_bench: Bench):
    text = daily_file(14, (1500, 75), (1500, 98))
    worse = daily_file(12, (1500, 120), (1500, 60), first_day=15).split("\n", 1)[1]
    test = imported(small_bench, text + worse)
    view = view_experiment(small_bench.store, small_bench.brand, test, who="ada", clock=small_bench.clock)
    assert view.later_data
    assert view.report is not None
    assert (view.report.verdict.arm, view.report.n) == ("B", 42_000)
    assert small_bench.listed("t").summary.n == 42_000  # type: ignore[union-attr]  # it was refreshed


def test_an_uneven_split_blocks_the_choice_of_a_winner_and_nothing_else(bench: Bench):
    test = imported(bench, UNEVEN)
    with pytest.raises(Refused) as refusal:
        decide(bench, test, Choice.CHOOSE, arm="B")
    assert refusal.value.code == "uneven_split"
    assert "Uneven split" in refusal.value.message
    view = view_experiment(bench.store, bench.brand, test, who="ada", clock=bench.clock)
    assert (view.record.state, view.decisions) == (ExperimentState.RUNNING, ())
    assert decide(bench, test, Choice.KEEP).record.state is ExperimentState.DECIDED


def test_the_second_of_two_deciders_is_told_who_was_faster_and_changes_nothing(bench: Bench):
    test = imported(bench)
    decide(bench, test, Choice.CHOOSE)
    with pytest.raises(Refused) as refusal:
        decide(bench, test, Choice.KEEP, who="bob")
    assert refusal.value.code == "decided"
    assert "ada has decided already, on 21 November 2026 at 09:30 UTC" in refusal.value.message
    with bench.store.read() as work:
        assert len(work.experiment_log.list_decisions(bench.brand.id, test)) == 1
        assert len(work.actions.list_by_evidence(bench.brand.id, f"experiment:{test}:decision:1")) == 1


def test_running_longer_moves_the_end_and_keeps_the_planned_people(bench: Bench):
    test = imported(bench, daily_file(5, (500, 25), (500, 28)))
    done = decide(bench, test, Choice.RUN_LONGER, days=10, note="Too few people")
    assert done.decision_id is None
    view = view_experiment(bench.store, bench.brand, test, who="ada", clock=bench.clock)
    assert (view.design.planned_days, view.design.extended_days, view.design.planned_n) == (14, 24, 40_000)
    assert view.events[-1].note == "10 more days: Too few people"
    decide(bench, test, Choice.RUN_LONGER, days=3)
    view = view_experiment(bench.store, bench.brand, test, who="ada", clock=bench.clock)
    assert view.design.extended_days == 27


def test_the_look_at_the_planned_end_is_not_taken_a_second_time(small_bench: Bench):
    options = {"control": "A", "planned_n": 14_000, "days": 14}
    test = small_bench.take("t.csv", daily_file(14, (500, 50), (500, 54)), **options).tests[0].id or 0
    at_end = seen(small_bench, test)
    assert at_end.report is not None
    assert (at_end.report.at_planned_end, at_end.report.verdict.word.value) == (True, "too close to call")
    decide(small_bench, test, Choice.RUN_LONGER, days=7)
    # Still the same data: the look is the one that was planned, but the test waits for more.
    waiting = seen(small_bench, test)
    assert waiting.report is not None
    assert (waiting.report.at_planned_end, waiting.report.verdict.word.value) == (True, "keep running")
    assert waiting.report.verdict.days_left == 7
    small_bench.take("t.csv", daily_file(21, (500, 50), (500, 54)), **options)
    later = seen(small_bench, test)
    assert later.report is not None
    assert (later.report.at_planned_end, later.report.n, later.later_data) == (False, 21_000, False)
    before, after = at_end.report.of("clicks")[0].shown, later.report.of("clicks")[0].shown
    # More people, and all the same a wider range: the narrow one was for one look.
    assert (after.high or 0) - (after.low or 0) > (before.high or 0) - (before.low or 0)
    assert later.report.verdict.rule.value == "end_without_winner"
    assert any("the one look at the planned end lies behind" in note for note in later.report.notes)
    looks = looks_of(small_bench.store, small_bench.brand, test)
    assert [look.days for look in looks] == list(range(1, 22))
    widths = [(look.high or 0) - (look.low or 0) for look in looks]
    assert widths[13] < min(widths[12], widths[14])
    assert (looks[-1].low, looks[-1].high) == (after.low, after.high)
    assert small_bench.listed("t").summary is not None
    assert (small_bench.listed("t").summary or looks[0]).low == after.low


def test_a_test_that_was_planned_for_one_look_cannot_be_looked_at_again(small_bench: Bench):
    text = "variant,users,clicks\nA,1000,50\nB,1010,60\n"
    test = small_bench.take("t.csv", text, control="A", finished=True, days=14).tests[0].id or 0
    with pytest.raises(Refused) as refused:
        decide(small_bench, test, Choice.RUN_LONGER, days=7)
    assert refused.value.code == "one_look"
    assert "chance a winner too often" in refused.value.message


def test_a_test_without_a_planned_end_gives_all_of_alpha_to_the_range_that_always_holds(small_bench: Bench):
    test = small_bench.take("t.csv", daily_file(10, (1_000, 100), (1_000, 108)), control="A").tests[0].id or 0
    before = seen(small_bench, test).report
    end_experiment(small_bench.store, small_bench.brand, test, who=caller("ada"), clock=small_bench.clock)
    after = seen(small_bench, test).report
    assert before is not None
    assert after is not None
    # Whoever ends it chooses the moment: it earns no narrower range.
    assert after.of("clicks")[0].shown == before.of("clicks")[0].shown
    assert before.of("clicks")[0].shown.p_value == pytest.approx(before.of("clicks")[0].running.p_value)
    assert any("No end was planned" in note for note in after.notes)


def test_only_a_version_of_the_test_can_be_chosen(small_bench: Bench):
    test = imported(small_bench)
    for arm in ("A", "Z"):
        with pytest.raises(BadOption):
            decide(small_bench, test, Choice.CHOOSE, arm=arm)


def test_data_of_a_decided_test_stay_as_they_were(bench: Bench):
    test = imported(bench)
    decide(bench, test, Choice.STOP)
    later = bench.take("more.csv", daily_file(3, (9, 1), (9, 2), first_day=20), key="t")
    assert later.error is not None
    assert later.error.code == "decided"
    assert (
        archive_experiment(bench.store, bench.brand, test, who=caller("ada"), clock=bench.clock).archived_at is not None
    )
    with pytest.raises(Refused):
        end_experiment(bench.store, bench.brand, test, who=caller("ada"), clock=bench.clock)


def test_a_broken_guardrail_keeps_the_control_though_the_metric_won(small_bench: Bench):
    lines = ["variant,date,users,clicks,unsubscribes"]
    for day in range(1, 15):
        lines += [f"A,2026-10-{day:02d},1500,75,15", f"B,2026-10-{day:02d},1500,100,40"]
    report = small_bench.take(
        "t.csv", "\n".join(lines), control="A", days=14, planned_n=40_000, guardrails={LOSSES.name: LOSSES.margin}
    )
    assert report.error is None
    found = report_of(small_bench, report.tests[0].id or 0)
    assert (found.verdict.word.value, found.verdict.rule.value) == ("keep", "guardrail_broken")
    done = decide(small_bench, report.tests[0].id or 0, Choice.CHOOSE)
    assert done.action is not None
    assert [(guard.metric, guard.margin) for guard in done.action.draft.guardrails] == [("unsubscribes", 0.5)]


def test_a_designed_test_needs_its_start_before_it_can_be_decided(small_bench: Bench):
    record = small_bench.create(design=replace(DESIGN, planned_days=7))
    with pytest.raises(Refused) as refusal:
        decide(small_bench, record.id, Choice.KEEP)
    assert refusal.value.code == "wrong_state"
