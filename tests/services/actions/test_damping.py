"""After a rejection or a rollback the like of it is marked, kept from rules and from the system; people may go on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from learning.domain.actions import ActionCommand, ActionState
from learning.domain.errors import RuleRefused
from learning.domain.policies import DAY, AutomaticRule, SystemActor
from services.actions.cards import read_card
from services.actions.damping import failures_of_parameter, hold_words, holds_of
from tests.services.actions.bench import DRAFT, QUICK, ActionBench


def end(bench: ActionBench, how: ActionCommand, **changes: object) -> int:
    if how is ActionCommand.REJECT:
        action = bench.propose(**changes)
        bench.submit(action)
        bench.do(how, "bob", action, reason="It reads like spam.")
    else:
        action = bench.started(**changes)
        bench.do(how, "bob", action, reason="It reads like spam.")
    return action


def hold(bench: ActionBench, action: int):
    with bench.store.read() as work:
        return read_card(work, bench.brand, action, "ann", bench.now).hold


@pytest.mark.parametrize("how", [ActionCommand.REJECT, ActionCommand.ROLLBACK])
def test_what_is_like_a_failure_says_so_on_its_card_and_a_person_may_propose_it_all_the_same(
    bench: ActionBench, how: ActionCommand
) -> None:
    first = end(bench, how)
    again = bench.propose()
    found = hold(bench, again)
    assert found is not None
    assert found.by.action_id == first
    words = hold_words(found)
    assert "by bob" in words
    assert "It reads like spam." in words
    assert "held down until" in words
    assert hold(bench, bench.propose(name="other")) is None
    assert hold(bench, first) is None
    bench.submit(again)
    bench.approve(again)
    assert bench.get(again).state is ActionState.APPROVED


def test_the_system_does_not_propose_what_failed_lately_and_the_attempt_is_kept(bench: ActionBench) -> None:
    end(bench, ActionCommand.ROLLBACK)
    with pytest.raises(RuleRefused) as refused:
        bench.do(ActionCommand.PROPOSE, SystemActor.ENGINE, draft=DRAFT)
    assert refused.value.code == "damped"
    assert "Action 1 (story → question) was rolled back by bob" in refused.value.message
    assert bench.audit("refused")[-1]["code"] == "damped"
    bench.set_policy(replace(QUICK, damp_seconds=0))
    assert bench.do(ActionCommand.PROPOSE, SystemActor.ENGINE, draft=DRAFT).action_id


def test_a_hold_ends_with_its_span(bench: ActionBench) -> None:
    end(bench, ActionCommand.ROLLBACK)
    draft = replace(DRAFT, brand_id=bench.brand.id)
    with bench.store.read() as work:
        assert holds_of(work, bench.brand.id, [draft], bench.now)[0] is not None
        assert holds_of(work, bench.brand.id, [draft], bench.now + 28 * DAY)[0] is None
        assert failures_of_parameter(work, replace(draft, to_value="number"), bench.now)
        assert failures_of_parameter(work, replace(draft, name="other"), bench.now) == ()


def test_no_rule_lets_through_what_failed_lately(bench: ActionBench) -> None:
    rule = AutomaticRule("content", "set", "length", 0.5, 5, bench.now + 10 * DAY, record=1, record_kept=0.1)
    bench.set_policy(replace(QUICK, automatic=(rule,), window_seconds=0, bake_seconds=0))
    numbers = {"name": "length", "from_value": 10, "to_value": 11, "ramp": (1.0,)}
    kept = bench.started(**numbers)
    bench.feed(kept)
    bench.do(ActionCommand.FINISH, "bob", kept)
    bench.do(ActionCommand.KEEP, "bob", kept, reason="The team wants it whatever the numbers say.")
    small = numbers | {"from_value": 11, "to_value": 12}
    by_rule = bench.propose(**small)
    bench.submit(by_rule)
    assert bench.get(by_rule).state is ActionState.APPROVED
    bench.do(ActionCommand.WITHDRAW, "ann", by_rule, reason="not now")
    end(bench, ActionCommand.REJECT, **numbers | {"from_value": 11, "to_value": 20})
    held = bench.propose(**small)
    bench.submit(held)
    assert bench.get(held).state is ActionState.IN_REVIEW
