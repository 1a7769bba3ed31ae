"""What a decided test showed is kept with the proposal that was made of it, as it was when somebody decided."""

from __future__ import annotations

from learning.domain.actions import ActionCommand
from learning.domain.experiment_records import Choice
from learning.domain.policies import Role
from learning.governance.situation import Wish
from services.actions.evidence import evidence_of_action
from services.actions.orders import Order
from services.actions.pages import read_page
from services.actions.performing import ActionService
from services.actions.trail import open_trail
from services.experiments.deciding import Wish as Choosing
from services.experiments.deciding import decide_experiment
from services.experiments.removing import remove_source
from services.people import PeopleService
from tests.services.callers import caller
from tests.services.experiments.bench import Bench, daily_file

WINNER = daily_file(14, (1500, 75), (1500, 98))


def page_at(bench, action: int, command: ActionCommand):
    with bench.store.read() as work:
        event = next(each for each in work.action_log.list_events(action) if each.command is command)
        return read_page(work, bench.brand.id, action, event.id)


def test_a_decided_test_is_kept_with_all_that_was_seen_and_compared_with_today(small_bench: Bench) -> None:
    bench = small_bench
    trail = open_trail(bench.settings)
    people = PeopleService(bench.store, trail, bench.clock)
    people.add(bench.brand, "ada", Role.MARKETER)
    came = bench.take("t.csv", WINNER, control="A", planned_n=40_000, days=14)
    test = came.tests[0].id or 0
    wish = Choosing(Choice.CHOOSE, "B", "Clear in every week of it.")
    decided = decide_experiment(
        bench.store,
        bench.brand,
        test,
        wish,
        who=caller("ada"),
        clock=bench.clock,
    )
    assert decided.action is not None
    number = decided.action.id
    service = ActionService(bench.store, trail, bench.clock)
    rails = {"guardrails": [{"metric": "conversion_rate", "margin": 0.1}]}
    service.perform(Order(bench.brand, ActionCommand.EDIT, "ada", "edit", number, Wish(), changes=rails))
    service.perform(Order(bench.brand, ActionCommand.SUBMIT, "ada", "in", number, Wish()))
    then = page_at(bench, number, ActionCommand.SUBMIT)
    assert then.test is not None
    design, report = then.test.read()
    assert (then.test.arm, then.test.note, then.test.who) == ("B", "Clear in every week of it.", "ada")
    assert report == decided.report
    assert [arm.label for arm in design.arms] == ["A", "B"]
    assert then.proposal is not None
    assert then.proposal.from_value == decided.action.draft.from_value
    assert then.insight is None
    assert then.feedback is None

    assert came.source_id is not None
    remove_source(bench.store, bench.brand, came.source_id, who=caller("ada"), clock=bench.clock)
    with bench.store.read() as work:
        now = evidence_of_action(work, work.actions.get(bench.brand.id, number), 0)
    assert now.test is not None
    assert now.test.data_version > report.data_version
    assert page_at(bench, number, ActionCommand.SUBMIT).test == then.test
