"""What serves something else than its base value is looked at every 90 days; nothing changes by that alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from learning.domain.actions import ActionCommand, ActionState, ExpectedEffect, LedgerRow
from learning.domain.errors import NotFound
from learning.domain.parameters import ParameterKey
from learning.domain.pins import ParameterReview, ReviewState, Verdict
from learning.domain.policies import DAY
from learning.governance.back_to_base import expected_back
from services.callers import Caller
from services.parameters.standing import find_standing, list_due
from tests.services.actions.bench import DRAFT, ActionBench, open_action_bench
from tests.services.actions.test_envelopes import refused
from tests.services.parameters.test_pinning import PATIENT, keep, opened, served

LOOKED = "Looked at three months of numbers."
FAST = {"ramp": (1.0,)}


def kept(bench: ActionBench, before: str = "story", after: str = "question") -> ParameterKey:
    keep(bench, bench.started(from_value=before, to_value=after, **FAST))
    return ParameterKey(bench.brand.id, DRAFT.component, DRAFT.operation, DRAFT.name)


def answer(
    bench: ActionBench,
    key: ParameterKey,
    verdict: Verdict,
    *,
    who: str = "ann",
    reason: str = LOOKED,
    command: str = "",
) -> ParameterReview:
    give = bench.reviews.keep if verdict is Verdict.KEEP else bench.reviews.propose_base
    caller = Caller(who, bench.trail, bench.clock)
    return give(bench.brand, key, reason=reason, who=caller, command=command or bench.key())


def due(bench: ActionBench) -> tuple[ReviewState, ...]:
    with bench.store.read() as work:
        return list_due(work, bench.brand.id, bench.now)


def test_a_kept_value_is_due_after_ninety_days_with_what_it_brought_and_again_after_it_was_kept_once_more(
    tmp_path: Path, any_database_url: str
):
    with open_action_bench(tmp_path, any_database_url, PATIENT) as bench:
        key = kept(bench)
        since = bench.now
        bench.clock.wait(days=89)
        assert due(bench) == ()
        with refused("not_due"):
            answer(bench, key, Verdict.KEEP)
        bench.clock.wait(days=1)
        (one,) = due(bench)
        assert (one.parameter.key, one.serves, one.adjusted) == (key, "question", False)
        assert (one.since, one.due_at) == (since, since + 90 * DAY)
        assert [(row.decision, row.n > 0) for row in one.brought] == [("kept", True)]
        said = answer(bench, key, Verdict.KEEP, command="k")
        assert answer(bench, key, Verdict.KEEP, command="k") == said
        assert due(bench) == ()
        assert served(bench, "hook") == "question", "nothing changes by itself"
        bench.clock.wait(days=90)
        assert [each.last for each in due(bench)] == [said]
        assert [row["verdict"] for row in bench.audit("parameter_reviewed")] == ["keep"]


def test_the_way_back_over_one_change_goes_by_the_fast_lane_and_is_no_change_before_it_starts(
    tmp_path: Path, any_database_url: str
):
    with open_action_bench(tmp_path, any_database_url, replace(PATIENT, quorum=2)) as bench:
        action = bench.propose(**FAST)
        bench.submit(action)
        bench.approve(action)
        bench.approve(action, "cat")
        bench.do(ActionCommand.START, "bob", action)
        keep(bench, action)
        bench.clock.wait(days=90)
        key = due(bench)[0].parameter.key
        said = answer(bench, key, Verdict.BASE, command="b")
        assert answer(bench, key, Verdict.BASE, command="b") == said
        assert said.action_id is not None
        back = bench.get(said.action_id)
        assert (back.draft.to_value, back.draft.undo_of, back.state) == ("story", action, ActionState.DRAFT)
        assert (served(bench, "hook"), due(bench)) == ("question", ())
        bench.submit(back.id)
        assert bench.approve(back.id).state is ActionState.APPROVED, "one approver is enough"
        bench.do(ActionCommand.WITHDRAW, "ann", back.id, reason="not now")
        assert [each.parameter.key for each in due(bench)] == [key], "what was withdrawn is no answer"


def test_the_way_back_over_several_changes_is_an_ordinary_proposal_with_the_measured_effect_turned_round(
    tmp_path: Path, sqlite_url: str
):
    with open_action_bench(tmp_path, sqlite_url, PATIENT) as bench:
        kept(bench)
        key = kept(bench, "question", "list")
        bench.clock.wait(days=90)
        said = answer(bench, key, Verdict.BASE)
        assert said.action_id is not None
        draft = bench.get(said.action_id).draft
        assert (draft.from_value, draft.to_value, draft.undo_of) == ("list", "story", None)
        assert draft.expected.high is not None
        assert draft.expected.high < 0
        assert bench.submit(draft_id := said.action_id).state is ActionState.IN_REVIEW, draft_id


def test_what_a_mechanism_moved_is_due_too_and_its_way_back_closes_the_envelope(tmp_path: Path, any_database_url: str):
    with open_action_bench(tmp_path, any_database_url, PATIENT) as bench:
        key = opened(bench)
        bench.clock.wait(days=90)
        (one,) = due(bench)
        assert (one.parameter.key, one.adjusted) == (key, True)
        said = answer(bench, key, Verdict.BASE)
        assert said.action_id is not None
        draft = bench.get(said.action_id).draft
        assert (draft.name, draft.to_value) == ("hooks.envelope", {})


def test_a_base_value_a_change_on_its_way_and_a_brand_that_wants_none_are_not_due(tmp_path: Path, sqlite_url: str):
    with open_action_bench(tmp_path, sqlite_url, PATIENT) as bench:
        key = kept(bench)
        bench.clock.wait(days=90)
        bench.set_policy(replace(PATIENT, review_seconds=0))
        assert due(bench) == ()
        bench.set_policy(PATIENT)
        assert len(due(bench)) == 1
        bench.started(from_value="question", to_value="list", **FAST)
        assert due(bench) == ()
        with bench.store.read() as work:
            assert find_standing(work, replace(key, name="nothing"), bench.now) is None


def test_an_answer_needs_a_reason_a_member_and_a_parameter(tmp_path: Path, sqlite_url: str):
    with open_action_bench(tmp_path, sqlite_url, PATIENT) as bench:
        key = kept(bench)
        bench.clock.wait(days=90)
        with refused("reason_short"):
            answer(bench, key, Verdict.KEEP, reason="fine")
        with refused("not_allowed"):
            answer(bench, key, Verdict.KEEP, who="vic")
        with pytest.raises(NotFound):
            answer(bench, replace(key, name="nothing"), Verdict.BASE)
        assert len(due(bench)) == 1


def test_a_measured_gain_turned_round_is_the_loss_that_undoes_it():
    row = LedgerRow(1, "kept", "clicks", 0.25, 0.1, 0.6, 100, "holdout", "bob", 0, None, None, None, "")
    back = expected_back(ExpectedEffect("clicks", 0.0, 0.1), row)
    assert back.low == pytest.approx(-0.375)
    assert back.high == pytest.approx(-1 / 11)
    unmeasured = replace(row, low=None, high=None)
    assert expected_back(ExpectedEffect("clicks", 0.0, 0.1), unmeasured) == ExpectedEffect("clicks", 0.0, 0.1)
