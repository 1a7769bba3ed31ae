"""The ways around the usual one: a bypass, a way back, an automatic rule, what the engine drafts, and the stop."""

from __future__ import annotations

from dataclasses import replace

import pytest

from learning.domain.actions import ActionCommand, ActionState, VoteKind
from learning.domain.errors import BadOption, RuleRefused
from learning.domain.policies import DAY, AutomaticRule, Role, SystemActor
from services.actions.automatic import automatic_report, post_report, report_words, with_rule, without_rule
from services.delivery.channels import HookDraft, add_channel
from tests.services.actions.bench import DRAFT, QUICK, ActionBench
from tests.services.callers import caller


def refused(code: str):
    return pytest.raises(RuleRefused, check=lambda error: error.code == code)


def test_nothing_starts_or_goes_on_while_the_kill_switch_is_on(bench: ActionBench):
    waiting, rolling = bench.approved(name="other"), bench.started()
    bench.stops.kill(bench.brand, "ann", "numbers look wrong", "stop")
    for command, action in ((ActionCommand.START, waiting), (ActionCommand.RESUME, rolling)):
        with refused("killed"):
            bench.do(command, "bob", action, reason="it is fine")
    with refused("not_allowed"):
        bench.stops.unkill(bench.brand, "ann", "fine", "lift it")
    bench.stops.unkill(bench.brand, "bob", "found the cause", "lift")
    assert bench.do(ActionCommand.RESUME, "bob", rolling, reason="it is fine").state is ActionState.ROLLING
    assert bench.do(ActionCommand.START, "bob", waiting).state is ActionState.ROLLING


def test_a_bypass_starts_at_once_and_owes_a_look_by_somebody_else(bench: ActionBench):
    action = bench.propose()
    with refused("reason_missing"):
        bench.do(ActionCommand.BYPASS, "adm", action)
    with refused("not_allowed"):
        bench.do(ActionCommand.BYPASS, "bob", action, reason="the site is down")
    assert bench.do(ActionCommand.BYPASS, "adm", action, reason="the site is down").state is ActionState.ROLLING
    with bench.store.read() as work:
        (owed,) = work.action_log.list_open_reviews(bench.brand.id)
    assert owed.due_at == bench.now + DAY
    with refused("own_bypass"):
        bench.do(ActionCommand.REVIEW, "adm", action, reason="I was right")
    bench.do(ActionCommand.REVIEW, "bob", action, reason="it was needed")
    with bench.store.read() as work:
        assert work.action_log.list_open_reviews(bench.brand.id) == ()


def test_who_has_approved_without_reaching_the_quorum_may_still_bypass_the_others(bench: ActionBench):
    bench.set_policy(replace(QUICK, quorum=2))
    action = bench.propose()
    bench.submit(action)
    bench.approve(action, "adm")
    answer = bench.do(ActionCommand.BYPASS, "adm", action, reason="the site is down")
    assert (answer.state, answer.round) == (ActionState.ROLLING, 2)


def test_a_kept_change_is_taken_back_by_a_proposal_that_needs_one_yes(bench: ActionBench):
    bench.set_policy(replace(QUICK, quorum=2, window_seconds=0, bake_seconds=0))
    action = bench.propose(ramp=(1.0,))
    bench.submit(action)
    bench.approve(action, "bob")
    bench.approve(action, "cat")
    bench.do(ActionCommand.START, "bob", action)
    bench.do(ActionCommand.FINISH, "bob", action)
    with refused("inconclusive"):
        bench.do(ActionCommand.KEEP, "bob", action)
    bench.do(ActionCommand.KEEP, "bob", action, reason="The brand team wants it whatever the numbers say.")
    back = bench.do(ActionCommand.UNDO, "ann", action, reason="complaints").new_action_id
    assert back is not None
    with refused("undo_proposed"):
        bench.do(ActionCommand.UNDO, "bob", action, reason="me too")
    bench.do(ActionCommand.WITHDRAW, "ann", back)
    back = bench.do(ActionCommand.UNDO, "bob", action, reason="complaints").new_action_id
    assert back is not None
    draft = bench.get(back).draft
    assert (draft.from_value, draft.to_value, draft.undo_of, draft.base_version) == ("question", "story", action, 1)
    bench.submit(back, "bob")
    assert bench.approve(back, "cat").state is ActionState.APPROVED
    assert bench.do(ActionCommand.START, "cat", back).applied_version == 2


def test_an_automatic_rule_approves_small_changes_of_its_kind_with_a_good_record_only(bench: ActionBench):
    rule = AutomaticRule("content", "set", "length", 0.1, 1, bench.now + DAY, record=1)
    policy = replace(QUICK, window_seconds=0, bake_seconds=0, automatic=(rule,))
    bench.set_policy(policy)
    first = bench.propose(name="length", from_value=100, to_value=105, ramp=(1.0,))
    assert bench.submit(first).state is ActionState.IN_REVIEW
    bench.approve(first)
    bench.do(ActionCommand.START, "bob", first)
    bench.feed(first, lift=0.3)
    bench.do(ActionCommand.FINISH, "bob", first)
    bench.do(ActionCommand.KEEP, "bob", first)
    large = bench.propose(name="length", from_value=105, to_value=150)
    assert bench.submit(large).state is ActionState.IN_REVIEW
    small = bench.propose(name="length", from_value=105, to_value=110, ramp=(1.0,))
    assert bench.submit(small).state is ActionState.APPROVED
    with bench.store.read() as work:
        (vote,) = work.action_log.list_votes(small)
    assert (vote.kind, vote.voter, vote.reason) == (VoteKind.POLICY, "policy", rule.title)
    next_one = bench.propose(name="length", from_value=105, to_value=109)
    assert bench.submit(next_one).state is ActionState.IN_REVIEW
    assert bench.tick() == 1
    assert bench.get(small).state is ActionState.ROLLING
    with bench.store.read() as work:
        report = automatic_report(work, bench.brand.id, policy, since=bench.now - 7 * DAY, until=bench.now)
    (change,) = report.changes
    assert (change.action.id, change.vote.reason, report.rules) == (small, rule.title, (rule,))
    assert f"Action {small}, length of content: 105 -> 110" in report_words(report)
    channel = HookDraft("Hook", "https://127.0.0.1:9/x")
    parts = (bench.store, bench.workshop.settings, bench.brand.id, channel)
    add_channel(*parts, who=caller("adm"), now=bench.clock.now())
    for _ in range(2):
        assert post_report(bench.store, bench.brand, policy, bench.clock.now()) == 1
    with bench.store.read() as work:
        sent = [each.payload["title"] for each in work.outbox.list_due(bench.now + 60, limit=50)]
    assert sent.count("What I changed: 1 this week") == 1


def test_a_rule_ends_within_90_days_and_stays_below_the_limit_of_the_day():
    rule = AutomaticRule("content", "set", "length", 0.1, 1, 10 * DAY)
    policy = with_rule(QUICK, rule, 0)
    assert with_rule(policy, replace(rule, per_day=2), 0).automatic == (replace(rule, per_day=2),)
    assert without_rule(policy, "content", "set", "length").automatic == ()
    for wrong in (replace(rule, until=91 * DAY), replace(rule, until=0), replace(rule, per_day=6)):
        with pytest.raises(BadOption):
            with_rule(QUICK, wrong, 0)


def test_what_the_engine_drafts_a_marketer_hands_in_and_may_not_approve(bench: ActionBench):
    bench.people.put_role(bench.brand, "bea", Role.APPROVER)
    answer = bench.do(ActionCommand.PROPOSE, SystemActor.ENGINE, draft=DRAFT)
    bench.submit(answer.action_id, "bea")
    with refused("own_edit"):
        bench.approve(answer.action_id, "bea")
    assert bench.approve(answer.action_id, "bob").state is ActionState.APPROVED


def test_a_stop_said_again_gets_the_answer_of_then_and_its_key_takes_nothing_else(bench: ActionBench):
    first = bench.stops.kill(bench.brand, "ann", "numbers look wrong", "stop")
    bench.stops.kill(bench.brand, "cat", "me too", "second stop")
    with refused("key_used"):
        bench.stops.kill(bench.brand, "cat", "something else", "second stop")
    bench.stops.unkill(bench.brand, "bob", "found the cause", "go")
    assert bench.stops.kill(bench.brand, "ann", "numbers look wrong", "stop") == first
    with bench.store.read() as work:
        assert not work.gates.find(bench.brand.id).killed
