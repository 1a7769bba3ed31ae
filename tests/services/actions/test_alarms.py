"""What a broken guardrail raises, whom it tells, and how far each part of a rollback is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from learning.domain.actions import ActionCommand, ActionState
from learning.domain.errors import NotFound, RuleRefused
from learning.domain.outbox import OutboxStatus
from services.actions.alarms import see_alarms
from services.actions.cards import read_card
from services.actions.restoring import PartState, try_again
from services.callers import Caller
from services.delivery.channels import HookDraft, add_channel
from services.needs import Asked, broken_guardrails
from tests.services.actions.bench import HOUR, QUICK, ActionBench
from tests.services.callers import caller


def channel(bench: ActionBench) -> int:
    parts = (bench.store, bench.workshop.settings, bench.brand.id, HookDraft("team", "https://127.0.0.1:9/hook"))
    return add_channel(*parts, who=caller("adm"), now=bench.clock.now()).id


def messages(bench: ActionBench) -> list[str]:
    with bench.store.read() as work:
        return [str(entry.payload["title"]) for entry in work.outbox.list_of(bench.brand.id)]


def alarms(bench: ActionBench) -> list[tuple[int, str]]:
    with bench.store.read() as work:
        needs = broken_guardrails(work, Asked(bench.brand.id, "ann", bench.clock.now(), bench.clock.now().date()))
    return [(int(need.parameters["action"]), need.subject) for need in needs]


def card(bench: ActionBench, action: int):
    with bench.store.read() as work:
        return read_card(work, bench.brand, action, "ann", bench.now)


def person(bench: ActionBench, name: str) -> Caller:
    return Caller(name, bench.trail, bench.clock)


def broken(bench: ActionBench, **changes: object) -> int:
    """A live change whose guardrail breaks with what was reported."""
    action = bench.started(**changes)
    bench.feed(action, lift=-0.5, units=400)
    return action


def test_a_guardrail_that_breaks_while_it_rolls_is_rolled_back_and_stays_an_alarm_until_somebody_has_seen_it(
    bench: ActionBench,
) -> None:
    channel(bench)
    action = broken(bench)
    assert bench.tick() == 1
    assert bench.get(action).state is ActionState.ROLLED_BACK
    assert alarms(bench) == [(action, f"Action {action}: guardrail broken")]
    assert messages(bench)[0] == f"Action {action}: guardrail broken, rolled back"
    assert bench.tick() == 0
    assert len(alarms(bench)) == 1
    with pytest.raises(RuleRefused):
        see_alarms(bench.store, bench.brand, action, person(bench, "vic"))
    assert see_alarms(bench.store, bench.brand, action, person(bench, "ann")) == 1
    assert alarms(bench) == []
    assert see_alarms(bench.store, bench.brand, action, person(bench, "bob")) == 0


@pytest.mark.parametrize("ending", [ActionCommand.ROLLBACK, ActionCommand.RESUME])
def test_a_change_that_a_person_holds_is_not_rolled_back_over_their_head_but_told_once(
    bench: ActionBench, ending: ActionCommand
) -> None:
    channel(bench)
    action = bench.started()
    bench.do(ActionCommand.PAUSE, "ann", action, reason="something looks odd")
    bench.feed(action, lift=-0.5, units=400)
    bench.tick()
    bench.tick()
    assert bench.get(action).state is ActionState.PAUSED
    assert alarms(bench) == [(action, f"Action {action}: guardrail broken")]
    assert messages(bench).count(f"Action {action}: guardrail broken") == 1
    found = card(bench, action)
    assert found.alarm is not None
    assert "clicks" in found.alarm.cause
    assert found.choices[ActionCommand.ROLLBACK] is None
    bench.do(ending, "bob", action, reason="we know why")
    assert alarms(bench) == []
    assert card(bench, action).alarm is None


def test_a_measured_change_that_turns_bad_before_somebody_decides_raises_an_alarm(bench: ActionBench) -> None:
    bench.set_policy(replace(QUICK, window_seconds=0, bake_seconds=0))
    action = bench.started(ramp=(1.0,))
    bench.feed(action)
    bench.tick()
    assert bench.get(action).state is ActionState.AWAITING_DECISION
    assert alarms(bench) == []
    bench.feed(action, lift=-0.6, units=2_000)
    bench.tick()
    assert [number for number, _ in alarms(bench)] == [action]
    bench.do(ActionCommand.ROLLBACK, "bob", action, reason="it turned")
    assert alarms(bench) == []


def test_another_pause_of_the_same_change_is_another_alarm(bench: ActionBench) -> None:
    action = bench.started()
    for round_of in range(2):
        bench.do(ActionCommand.PAUSE, "ann", action, reason=f"odd {round_of}")
        bench.feed(action, lift=-0.5, units=400)
        bench.tick()
        assert len(alarms(bench)) == 1
        bench.do(ActionCommand.RESUME, "bob", action, reason="go on")
        assert alarms(bench) == []


def test_a_reason_in_the_words_of_the_scheduler_raises_no_alarm(bench: ActionBench) -> None:
    action = bench.started()
    bench.do(ActionCommand.ROLLBACK, "ann", action, reason="guardrail broken: I think")
    assert alarms(bench) == []


def test_a_rollback_says_which_part_is_missing_and_tries_it_again(bench: ActionBench) -> None:
    channel(bench)
    action = bench.started(by_hand=True, guardrails=(), ramp=(1.0,), holdout=0.0)
    bench.do(ActionCommand.CONFIRM, "ann", action)
    bench.do(ActionCommand.ROLLBACK, "ann", action, reason="complaints")
    states = {part.name: part.state for part in card(bench, action).parts}
    assert states == {
        "the value": PartState.DONE,
        "what was done by hand": PartState.OPEN,
        "the message to team": PartState.ON_ITS_WAY,
    }
    with bench.store.write() as work:
        entry = work.outbox.list_of(bench.brand.id)[0]
        tried = work.outbox.claim(entry, bench.now + HOUR)
        assert tried is not None
        work.outbox.finish(tried, OutboxStatus.WAITING, bench.now, error="connection refused")
        work.commit()
    late = card(bench, action).parts[2]
    assert (late.state, late.detail) == (PartState.FAILED, "connection refused")
    with pytest.raises(RuleRefused):
        try_again(bench.store, bench.brand, action, person(bench, "vic"))
    with pytest.raises(NotFound):
        try_again(bench.store, bench.brand, action + 1, person(bench, "ann"))
    assert try_again(bench.store, bench.brand, action, person(bench, "ann")) == 1
    with bench.store.write() as work:
        (due,) = [each for each in work.outbox.list_due(bench.now, limit=9) if each.id == entry.id]
        assert due.attempts == 0
        sent = work.outbox.claim(due, bench.now + HOUR)
        assert sent is not None
        work.outbox.finish(sent, OutboxStatus.SENT, bench.now)
        work.commit()
    bench.do(ActionCommand.CONFIRM, "ann", action)
    assert {part.state for part in card(bench, action).parts} == {PartState.DONE}
    assert try_again(bench.store, bench.brand, action, person(bench, "ann")) == 0
    assert card(bench, action).restored.exact


def test_a_value_that_somebody_changed_since_did_come_back(bench: ActionBench) -> None:
    first = bench.started()
    bench.do(ActionCommand.ROLLBACK, "ann", first, reason="complaints")
    second = bench.approved(to_value="number", base_version=2)
    bench.do(ActionCommand.START, "bob", second)
    (value,) = card(bench, first).parts
    assert value.state is PartState.DONE
    assert "changed it since" in value.detail
    assert card(bench, second).parts == ()
