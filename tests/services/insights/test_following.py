"""The status of an insight goes with the action that was made of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from learning.domain.actions import ActionCommand, ActionState
from learning.domain.insights import Implementation, Insight, InsightStatus
from learning.insights.fingerprints import fingerprint
from services.insights.following import implementation_of
from services.insights.renewing import Outcome, keep_findings
from services.insights.settings import InsightSettings
from tests.db.repositories.test_insights import CANDIDATE, FINDING, insight
from tests.services.actions.bench import REASON, ActionBench, open_action_bench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[ActionBench]:
    with open_action_bench(tmp_path) as opened:
        yield opened


def accepted(bench: ActionBench, action: int) -> int:
    """An insight of which an action was made."""
    with bench.store.write() as work:
        told = replace(insight(bench.brand.id, status=InsightStatus.ACCEPTED), action_id=action, who="ann")
        stored = work.insights.add(told)
        work.commit()
    return stored.id


def of(bench: ActionBench, insight_id: int) -> Insight:
    with bench.store.read() as work:
        return work.insights.get(bench.brand.id, insight_id)


def looked(bench: ActionBench, insight_id: int, *, n: int) -> Insight:
    """The insight after a run that tested it again, on so many posts, and did not find it."""
    tested = {"f1": replace(CANDIDATE, n=n)}
    outcome = Outcome(bench.brand, InsightSettings(), (), tested, frozenset(), 3_000, frozenset())
    with bench.store.write() as work:
        keep_findings(work, (), outcome)
        work.commit()
    return of(bench, insight_id)


def kept(bench: ActionBench, action: int) -> None:
    """Lead a started action to its end."""
    bench.clock.wait(hours=1)
    bench.feed(action)
    if len(bench.get(action).draft.ramp) > 1:
        bench.do(ActionCommand.ADVANCE, "bob", action)
    bench.clock.wait(hours=3)
    bench.feed(action, lift=0.4)
    bench.do(ActionCommand.FINISH, "bob", action)
    bench.do(ActionCommand.KEEP, "cat", action)


def test_approved_it_is_acted_on_edited_it_waits_again_and_rolled_back_it_is_open(bench: ActionBench) -> None:
    action = bench.propose()
    found = accepted(bench, action)
    bench.submit(action)
    assert of(bench, found).status is InsightStatus.ACCEPTED
    bench.approve(action)
    assert of(bench, found).status is InsightStatus.ACTED_ON
    bench.do(ActionCommand.EDIT, "ann", action, changes={"reason": f"{REASON} Three posts."})
    assert of(bench, found).status is InsightStatus.ACCEPTED
    bench.approve(action)
    bench.do(ActionCommand.START, "bob", action)
    assert of(bench, found).status is InsightStatus.ACTED_ON
    assert looked(bench, found, n=900).status is InsightStatus.ACTED_ON
    bench.do(ActionCommand.ROLLBACK, "ann", action, reason="it hurts")
    after = of(bench, found)
    assert (after.status, after.who, after.decided_at, after.action_id) == (InsightStatus.SEEN, "", None, action)


@pytest.mark.parametrize("command", [ActionCommand.REJECT, ActionCommand.WITHDRAW])
def test_an_insight_whose_action_nobody_wants_is_open_again(bench: ActionBench, command: ActionCommand) -> None:
    action = bench.propose()
    found = accepted(bench, action)
    bench.submit(action)
    bench.do(command, "bob" if command is ActionCommand.REJECT else "ann", action, reason="Not this month, please.")
    assert of(bench, found).status is InsightStatus.SEEN


def test_a_kept_change_lets_it_resolve_once_new_data_say_so_and_it_comes_back_as_acted_on(bench: ActionBench) -> None:
    action = bench.started()
    found = accepted(bench, action)
    kept(bench, action)
    assert of(bench, found).status is InsightStatus.ACTED_ON
    assert looked(bench, found, n=53).status is InsightStatus.ACTED_ON
    gone = looked(bench, found, n=90)
    assert (gone.status, gone.mark) == (
        InsightStatus.RESOLVED,
        "Looked at again with 38 more posts, it does not stand any more.",
    )
    assert gone.earlier is InsightStatus.ACTED_ON
    outcome = Outcome(bench.brand, InsightSettings(), (), {}, frozenset(), 4_000, frozenset())
    with bench.store.write() as work:
        work.insights.update(replace(gone, fingerprint=fingerprint(CANDIDATE.subject)))
        keep_findings(work, [replace(FINDING, candidate=replace(CANDIDATE, n=120))], outcome)
        work.commit()
    assert of(bench, found).status is InsightStatus.ACTED_ON


def test_a_kept_change_that_is_taken_back_opens_it(bench: ActionBench) -> None:
    action = bench.started()
    found = accepted(bench, action)
    kept(bench, action)
    undo = bench.do(ActionCommand.UNDO, "ann", action, reason="It wore off, as the figures say.").new_action_id
    assert undo is not None
    assert of(bench, found).status is InsightStatus.ACTED_ON
    bench.submit(undo)
    bench.approve(undo)
    bench.do(ActionCommand.START, "bob", undo)
    bench.clock.wait(hours=1)
    kept(bench, undo)
    assert of(bench, found).status is InsightStatus.SEEN


def test_what_became_of_the_change_is_told_in_five_words() -> None:
    told = {state: implementation_of(state) for state in ActionState}
    assert implementation_of(None) is Implementation.NONE
    assert {state for state, one in told.items() if one is Implementation.ROLLING} == {
        ActionState.ROLLING,
        ActionState.PAUSED,
        ActionState.AWAITING_DECISION,
    }
    assert told[ActionState.KEPT] is Implementation.KEPT
    assert told[ActionState.ROLLED_BACK] is Implementation.ROLLED_BACK
    assert told[ActionState.IN_REVIEW] is told[ActionState.APPROVED] is Implementation.PROPOSED
    assert told[ActionState.REJECTED] is Implementation.NONE
