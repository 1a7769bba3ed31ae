"""What must hold of mechanisms in shadow: nothing that one sets serves before it passed, and none passes unseen."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from db.schema.decisions import decision, outcome
from db.unit import UnitOfWork
from learning.domain.parameters import Parameter
from learning.domain.shadows import ShadowRun, ShadowState
from tests.services.actions.bench import HOUR, ActionBench


def check_shadow(work: UnitOfWork, bench: ActionBench, parameters: Sequence[Parameter]) -> None:
    """Read from the rows alone; of how the product counts nothing is taken over."""
    for parameter in parameters:
        runs = work.shadows.list_of(parameter.id)
        for run in runs:
            _of_run(work, bench, run)
        passed = {run.mechanism: run.decided_at for run in runs if run.state is ShadowState.PASSED}
        for made in work.parameters.list_adjustments(parameter.id):
            if made.mechanism:
                since = passed.get(made.mechanism)
                assert since is not None, "a mechanism serves that never passed its shadow run"
                assert since <= made.at, "a mechanism served before it passed its shadow run"
            else:
                assert made.who != "engine", "a mechanism serves that has no name"


def _of_run(work: UnitOfWork, bench: ActionBench, run: ShadowRun) -> None:
    steps = work.shadows.list_steps(run.id)
    assert [step.number for step in steps] == list(range(1, len(steps) + 1)), "a step of a shadow run is missing"
    assert steps, "a shadow run without a step"
    ended = run.state is not ShadowState.RUNNING
    assert ended == (run.decided_at is not None), "a shadow run ended without anybody's word"
    if run.decided_at is not None:
        assert all(step.at <= run.decided_at for step in steps), "a shadow run went on after its end"
    if run.state is ShadowState.PASSED and run.decided_at is not None:
        assert run.decided_at - run.began_at >= HOUR, "a shadow run ended early"
        reported = select(func.count(decision.c.id.distinct())).join(outcome, outcome.c.decision_id == decision.c.id)
        told = reported.where(
            decision.c.component == "content",
            decision.c.at >= run.began_at,
            decision.c.at <= run.decided_at,
            outcome.c.metric == "clicks",
        )
        count = int(work.connection.execute(told).scalar_one())
        assert count >= bench.policy.shadow_decisions, "a shadow run passed without data"
