"""What a person proposed is kept as it was when somebody decided, with the data and the value of that moment."""

from __future__ import annotations

from learning.domain.actions import ActionCommand
from services.actions.evidence import evidence_of_action
from services.actions.pages import read_page
from tests.services.actions.bench import ActionBench
from tests.services.experiments.bench import daily_file

WINNER = daily_file(14, (1500, 75), (1500, 98))


def page_at(bench, action: int, command: ActionCommand):
    with bench.store.read() as work:
        event = next(each for each in work.action_log.list_events(action) if each.command is command)
        return read_page(work, bench.brand.id, action, event.id)


def test_what_a_person_proposes_is_kept_with_the_data_and_the_value_of_that_moment(bench: ActionBench) -> None:
    action = bench.approved()
    then = page_at(bench, action, ActionCommand.APPROVE).proposal
    assert then is not None
    record = bench.get(action)
    assert (then.digest, then.round) == (record.digest, record.round)
    assert (then.live_version, then.live_value) == (0, "story")
    assert (then.expected, then.guardrails, then.ramp) == (
        record.draft.expected,
        record.draft.guardrails,
        record.draft.ramp,
    )
    bench.do(ActionCommand.START, "bob", action)
    with bench.store.read() as work:
        now = evidence_of_action(work, bench.get(action), bench.now).proposal
    assert (now.live_version, now.live_value) == (1, "question")
    assert page_at(bench, action, ActionCommand.APPROVE).proposal == then
