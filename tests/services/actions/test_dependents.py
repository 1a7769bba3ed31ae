"""An import that approved changes rest on stays; what was kept is marked when it goes."""

from __future__ import annotations

import pytest

from learning.domain.actions import ActionCommand, ActionState
from learning.domain.enums import QuestionKey
from learning.domain.errors import Refused
from tests.services.actions.bench import ActionBench
from tests.services.callers import caller

OVERVIEW = "Date,Video Views,Profile Views,Likes,Comments,Shares\n2026-11-01,100,5,9,2,1\n2026-11-02,120,6,8,3,1\n"


def imported(bench: ActionBench) -> str:
    shop = bench.workshop
    (report,) = shop.commit(shop.file("overview.csv", OVERVIEW), answers={QuestionKey.PLATFORM: "tiktok"})
    assert report.batch_id is not None
    return report.batch_id


def test_an_import_is_held_by_an_approved_change_until_it_has_ended(bench: ActionBench):
    batch = imported(bench)
    action = bench.approved(evidence=f"batch:{batch}")
    for state in (ActionState.APPROVED, ActionState.ROLLING, ActionState.PAUSED):
        assert bench.get(action).state is state
        with pytest.raises(Refused) as refusal:
            bench.workshop.undo_service.undo(batch, who=caller())
        assert refusal.value.code == "has_dependents"
        assert f"action {action}" in refusal.value.message
        if state is ActionState.APPROVED:
            bench.do(ActionCommand.START, "bob", action)
        elif state is ActionState.ROLLING:
            bench.do(ActionCommand.PAUSE, "ann", action, reason="wait")
    bench.do(ActionCommand.ROLLBACK, "ann", action)
    report = bench.workshop.undo_service.undo(batch, who=caller())
    assert report.removed == 2
    assert report.flagged == ()


def test_a_proposal_that_rests_on_it_is_marked_and_one_that_does_not_is_left_alone(bench: ActionBench):
    batch = imported(bench)
    marked, other = bench.propose(evidence=f"batch:{batch}"), bench.propose(name="length")
    report = bench.workshop.undo_service.undo(batch, who=caller())
    assert [name.partition(":")[0] for name in report.flagged] == [f"action {marked}"]
    with bench.store.read() as work:
        assert "evidence withdrawn" in work.actions.find_flag(marked)
        assert work.actions.find_flag(other) == ""
