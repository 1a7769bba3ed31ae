"""What each command does, on a real store."""

from __future__ import annotations

from dataclasses import replace

import pytest

from learning.domain.actions import ActionCommand, ActionState, VoteKind
from learning.domain.errors import BadOption, NotFound, RuleRefused
from learning.domain.parameters import SettingKind
from learning.domain.policies import Role
from services.actions.orders import Answer, Order
from services.brands import add_brand
from tests.services.actions.bench import HOUR, QUICK, REASON, ActionBench


def refused(code: str):
    return pytest.raises(RuleRefused, check=lambda error: error.code == code)


def test_a_change_goes_from_draft_to_kept_and_everything_of_it_is_written(bench: ActionBench):
    action = bench.propose()
    bench.submit(action)
    assert bench.approve(action, "bob", reason="Looks sound.", prediction="better").state is ActionState.APPROVED
    assert bench.do(ActionCommand.START, "bob", action).stage == 0
    bench.clock.wait(hours=1)
    bench.feed(action)
    assert bench.do(ActionCommand.ADVANCE, "bob", action).stage == 1
    bench.clock.wait(hours=3)
    bench.feed(action, lift=0.4)
    done = bench.do(ActionCommand.FINISH, "bob", action)
    assert done.state is ActionState.AWAITING_DECISION
    assert bench.do(ActionCommand.KEEP, "cat", action).state is ActionState.KEPT
    with bench.store.read() as work:
        record = work.actions.get(bench.brand.id, action)
        assert [each.command.value for each in work.action_log.list_events(action)] == [
            *("propose", "submit", "approve", "start", "advance", "finish", "keep")
        ]
        (vote,) = work.action_log.list_votes(action)
        assert (vote.voter, vote.kind) == ("bob", VoteKind.PERSON)
        assert (vote.prediction, vote.reason) == ("better", "Looks sound.")
        (row,) = work.action_log.list_ledger(bench.brand.id)
        assert (row.decision, row.who) == ("kept", "cat")
        assert row.low is not None
        assert row.low > 0.1
        assert work.parameters.find_lease(record.progress.parameter_id) is None
        version = work.parameters.find_live(record.progress.parameter_id)
        assert version is not None
        assert (version.version, version.value, version.kind) == (1, "question", SettingKind.APPLY)
        assert [stage.share for stage in work.action_log.list_stages(action)] == [0.5, 1.0]
    assert bench.trail.verify(bench.store).sound


def test_a_rollback_is_always_allowed_and_brings_the_exact_old_value_back(bench: ActionBench):
    action = bench.started()
    bench.stops.kill(bench.brand, "ann", "numbers look wrong", "stop")
    assert bench.get(action).state is ActionState.PAUSED
    answer = bench.do(ActionCommand.ROLLBACK, "ann", action, reason="it hurts")
    assert (answer.state, answer.restored_version) == (ActionState.ROLLED_BACK, 2)
    with bench.store.read() as work:
        versions = work.parameters.list_versions(bench.get(action).progress.parameter_id)
        assert [(each.version, each.value) for each in versions] == [(1, "question"), (2, "story")]
        (row,) = work.action_log.list_ledger(bench.brand.id)
        assert (row.decision, row.effect) == ("rolled_back", None)
        assert row.reason


def test_the_author_and_whoever_edited_the_round_cannot_approve_it(bench: ActionBench):
    action = bench.propose("bob")
    bench.submit(action, "bob")
    with refused("own_change"):
        bench.approve(action, "bob")
    bench.do(ActionCommand.EDIT, "adm", action, changes={"to": "number"})
    with refused("own_edit"):
        bench.approve(action, "adm")
    with refused("own_change"):
        bench.approve(action, "bob")
    assert bench.approve(action, "cat").state is ActionState.APPROVED


def test_an_edit_after_the_approval_asks_again_and_a_stale_approval_is_refused(bench: ActionBench):
    action = bench.approved()
    before = bench.get(action)
    answer = bench.do(ActionCommand.EDIT, "ann", action, changes={"to": "number"})
    assert (answer.state, answer.round) == (ActionState.IN_REVIEW, 2)
    with refused("not_current"):
        bench.approve(action, "bob", seen_round=1, seen_digest=before.digest)
    with refused("not_current"):
        bench.approve(action, "bob", seen_digest=before.digest)
    with refused("wrong_state"):
        bench.do(ActionCommand.START, "bob", action)
    assert bench.approve(action).state is ActionState.APPROVED


def test_the_second_of_two_approvers_is_told_who_was_faster(bench: ActionBench):
    action = bench.approved()
    with pytest.raises(RuleRefused) as refusal:
        bench.approve(action, "cat")
    assert refusal.value.code == "already_decided"
    assert "by bob on 21 November at 09:30 (UTC)" in refusal.value.message
    assert "Nothing else happened" in refusal.value.message


def test_two_are_needed_where_the_policy_says_so_and_one_person_counts_once(bench: ActionBench):
    bench.set_policy(replace(QUICK, quorum=2))
    action = bench.propose()
    bench.submit(action)
    assert bench.approve(action, "bob").state is ActionState.IN_REVIEW
    with refused("voted"):
        bench.approve(action, "bob")
    assert bench.approve(action, "cat").state is ActionState.APPROVED


def test_a_brand_of_one_person_approves_its_own_changes_and_says_so(bench: ActionBench):
    bench.set_policy(replace(QUICK, four_eyes=False))
    action = bench.propose("bob")
    bench.submit(action, "bob")
    assert bench.approve(action, "bob").state is ActionState.APPROVED
    assert bench.do(ActionCommand.START, "bob", action).state is ActionState.ROLLING
    with bench.store.read() as work:
        assert [vote.kind for vote in work.action_log.list_votes(action)] == [VoteKind.SELF]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": "because"}, "reason_short"),
        ({"guardrails": ()}, "incomplete"),
        ({"holdout": 0.0}, "incomplete"),
    ],
)
def test_a_draft_that_lacks_something_cannot_be_handed_in(bench: ActionBench, changes, code):
    action = bench.propose(**changes)
    with refused(code):
        bench.submit(action)
    assert bench.get(action).state is ActionState.DRAFT


def test_values_are_held_to_the_parameter_and_to_what_serves_now(bench: ActionBench):
    bench.propose()
    with refused("from_differs"):
        bench.propose(from_value="number", to_value="list")
    with pytest.raises(BadOption):
        bench.propose(to_value=3)
    with refused("unknown_key"):
        bench.propose(name="colour", from_value=None)


def test_a_change_that_was_overtaken_goes_stale_and_is_never_applied(bench: ActionBench):
    late = bench.approved(to_value="list")
    first = bench.started()
    with refused("stale"):
        bench.do(ActionCommand.START, "bob", late, key="start late")
    assert bench.get(late).state is ActionState.STALE
    with refused("stale"):
        bench.do(ActionCommand.START, "bob", late, key="start late")
    assert bench.get(first).state is ActionState.ROLLING


def test_one_change_at_a_time_holds_a_parameter(bench: ActionBench):
    bench.started()
    second = bench.propose(from_value="question", to_value="list")
    bench.submit(second)
    bench.approve(second)
    with refused("key_taken"):
        bench.do(ActionCommand.START, "bob", second)
    assert bench.get(second).state is ActionState.APPROVED


def test_the_limit_of_the_day_holds_back_the_sixth_start(bench: ActionBench):
    for number in range(5):
        bench.started(name=f"hook {number}")
    sixth = bench.approved(name="hook 6")
    with refused("day_limit"):
        bench.do(ActionCommand.START, "bob", sixth)
    bench.clock.wait(days=1)
    assert bench.do(ActionCommand.START, "bob", sixth).state is ActionState.ROLLING


def test_the_same_key_gives_the_same_answer_and_another_command_may_not_use_it(bench: ActionBench):
    action = bench.approved()
    first = bench.do(ActionCommand.START, "bob", action, key="go")
    bench.do(ActionCommand.PAUSE, "bob", action, reason="wait")
    assert bench.do(ActionCommand.START, "bob", action, key="go") == first
    assert bench.get(action).state is ActionState.PAUSED
    for who, command in (("cat", ActionCommand.START), ("bob", ActionCommand.ROLLBACK)):
        with refused("key_used"):
            bench.do(command, who, action, key="go")


def test_who_does_not_belong_to_the_brand_finds_nothing_and_every_refusal_is_in_the_trail(bench: ActionBench):
    action = bench.approved()
    other = add_brand(bench.store, "Other", bench.clock)
    bench.people.add(other, "eve", Role.ADMINISTRATOR)
    before = len(bench.audit("refused"))
    with pytest.raises(NotFound):
        bench.do(ActionCommand.START, "eve", action)
    with refused("not_allowed"):
        bench.do(ActionCommand.START, "vic", action)
    with refused("unknown_user"):
        bench.do(ActionCommand.START, "nobody", action)
    codes = [row["code"] for row in bench.audit("refused")[before:]]
    assert codes == ["not_found", "not_allowed", "unknown_user"]
    assert bench.trail.verify(bench.store).sound


def test_a_viewer_who_approves_is_refused_and_the_attempt_stands_in_the_trail(bench: ActionBench):
    action = bench.propose()
    bench.submit(action)
    before = len(bench.audit("refused"))
    with refused("not_allowed"):
        bench.approve(action, "vic")
    (row,) = bench.audit("refused")[before:]
    assert (row["command"], row["code"]) == ("approve", "not_allowed")
    assert bench.get(action).state is ActionState.IN_REVIEW


def test_somebody_who_was_disabled_neither_acts_nor_counts(bench: ActionBench):
    action = bench.approved()
    bench.people.set_active(bench.brand, "bob", active=False)
    with refused("person_inactive"):
        bench.do(ActionCommand.START, "bob", action)
    with refused("person_inactive"):
        bench.do(ActionCommand.START, "cat", action)
    assert bench.get(action).state is ActionState.APPROVED


def test_changes_asked_for_lead_back_to_a_draft_and_a_new_round(bench: ActionBench):
    action = bench.propose()
    bench.submit(action)
    with refused("reason_missing"):
        bench.do(ActionCommand.REQUEST_CHANGES, "bob", action)
    bench.do(ActionCommand.REQUEST_CHANGES, "bob", action, reason="Which posts?")
    bench.do(ActionCommand.EDIT, "ann", action, changes={"reason": f"{REASON} Three posts."})
    assert bench.submit(action).round == 2


def test_a_start_that_was_scheduled_waits_for_its_time_and_can_be_done_earlier_by_a_person(bench: ActionBench):
    action = bench.approved()
    with refused("time_not_allowed"):
        bench.do(ActionCommand.SCHEDULE, "bob", action, at=bench.now - 1)
    bench.do(ActionCommand.SCHEDULE, "bob", action, at=bench.now + HOUR)
    assert bench.tick() == 0
    bench.clock.wait(hours=1)
    assert bench.tick() == 1
    assert bench.get(action).state is ActionState.ROLLING


def test_an_approval_by_somebody_who_is_no_approver_any_more_does_not_count(bench: ActionBench):
    action = bench.approved()
    bench.people.put_role(bench.brand, "bob", Role.VIEWER)
    with refused("person_inactive"):
        bench.do(ActionCommand.START, "cat", action)
    bench.people.put_role(bench.brand, "bob", Role.ADMINISTRATOR)
    assert bench.do(ActionCommand.START, "cat", action).state is ActionState.ROLLING


def test_a_pause_keeps_the_numbers_that_were_there(bench: ActionBench):
    action = bench.started()
    bench.feed(action)
    bench.do(ActionCommand.PAUSE, "ann", action, reason="it looks odd")
    with bench.store.read() as work:
        numbers = work.action_log.list_events(action)[-1].detail["numbers"]
    assert isinstance(numbers, dict)
    assert (numbers["treated"], numbers["holdout"]) == (20, 40)


def test_the_last_look_is_taken_at_the_stage_that_was_seen(bench: ActionBench):
    bench.set_policy(replace(QUICK, window_seconds=0, bake_seconds=0))
    action = bench.started()
    bench.feed(action)
    bench.do(ActionCommand.ADVANCE, "bob", action)
    with refused("stage_passed"):
        bench.do(ActionCommand.FINISH, "bob", action, seen_stage=0)
    assert bench.do(ActionCommand.FINISH, "bob", action, seen_stage=1).state is ActionState.AWAITING_DECISION


def test_two_edits_of_different_parts_both_stand_and_can_be_said_again(bench: ActionBench):
    action = bench.propose()

    def edit(key: str, **changes: object) -> Answer:
        return bench.service.perform(Order(bench.brand, ActionCommand.EDIT, "ann", key, action, changes=changes))

    first = edit("one", to="list")
    edit("two", holdout=0.25)
    assert edit("one", to="list") == first
    draft = bench.get(action).draft
    assert (draft.to_value, draft.holdout) == ("list", 0.25)
    with refused("key_used"):
        edit("one", to="number")


def test_an_edit_of_what_was_seen_is_refused_once_somebody_else_has_edited_it(bench: ActionBench):
    action = bench.propose()
    seen = bench.get(action).digest
    bench.do(ActionCommand.EDIT, "ann", action, changes={"to": "list"}, seen_digest=seen)
    with refused("edited_meanwhile"):
        bench.do(ActionCommand.EDIT, "adm", action, changes={"to": "number"}, seen_digest=seen)
    assert bench.get(action).draft.to_value == "list"


def test_what_serves_need_not_be_said_of_a_known_parameter(bench: ActionBench):
    bench.propose()
    action = bench.propose(from_value=None, to_value="list")
    assert bench.get(action).draft.from_value == "story"
