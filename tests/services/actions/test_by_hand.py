"""A change that a person applies elsewhere: confirmed, measured beside what it did not reach, taken back by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from learning.domain.actions import ActionCommand, ActionState, ExpectedEffect, HandKind
from learning.domain.enums import Basis
from learning.domain.errors import BadOption, RuleRefused
from learning.domain.facts import Fact
from services.actions.judging_by_hand import BEFORE_AFTER
from services.actions.proposal_json import draft_from_json
from tests.services.actions.bench import DRAFT, QUICK, ActionBench, open_action_bench
from tests.services.hand_made import HandMade, Row, spec

WANTED = replace(
    DRAFT,
    context={"platform": "x"},
    expected=ExpectedEffect("clicks", 0.05, 0.6),
    guardrails=(),
    ramp=(1.0,),
    holdout=0.0,
    by_hand=True,
)
BEFORE, AFTER, LIFT = 60, 16, 0.5


def fill(bench: ActionBench) -> None:
    """Import two platforms by day; on the first the clicks rise with the change."""
    rng = np.random.default_rng(2)
    today = bench.clock.now().date()
    made = HandMade(bench.store, bench.brand.id)
    for platform, lift in (("x", LIFT), ("instagram", 0.0)):
        rows = [
            Row(
                today + timedelta(days=place),
                {Fact.CLICKS: float(round(1_000 * (1 + lift * (place >= 0)) * float(np.exp(rng.normal(0, 0.04)))))},
            )
            for place in range(-BEFORE, AFTER)
        ]
        made.put(spec(platform, Basis.ACTIVITY), rows)


def test_it_is_confirmed_measured_and_kept_with_a_reason_since_it_is_no_more_than_a_hint(
    tmp_path: Path, any_database_url: str
):
    policy = replace(QUICK, window_seconds=14 * 86_400)
    with open_action_bench(tmp_path, any_database_url, policy) as bench:
        fill(bench)
        action = bench.do(ActionCommand.PROPOSE, "ann", draft=WANTED).action_id
        bench.submit(action)
        bench.approve(action)
        with pytest.raises(RuleRefused, match="it"):
            bench.do(ActionCommand.CONFIRM, "ann", action)
        bench.do(ActionCommand.START, "bob", action)
        with bench.store.read() as work:
            (owed,) = work.action_log.list_open_hand_steps(bench.brand.id)
        assert (owed.action_id, owed.kind) == (action, HandKind.APPLY)
        bench.do(ActionCommand.CONFIRM, "ann", action)
        with pytest.raises(RuleRefused, check=lambda error: error.code == "nothing_to_confirm"):
            bench.do(ActionCommand.CONFIRM, "bob", action)
        bench.clock.wait(days=2)
        assert bench.tick() == 0, "no data of programs are no reason to pause it"
        bench.clock.wait(days=12, hours=20)
        assert bench.tick() == 1
        assert bench.get(action).state is ActionState.AWAITING_DECISION
        with pytest.raises(RuleRefused, check=lambda error: error.code == "inconclusive"):
            bench.do(ActionCommand.KEEP, "bob", action)
        bench.do(ActionCommand.KEEP, "bob", action, reason="A hint is enough for us: it costs nothing.")
        with bench.store.read() as work:
            (row,) = work.action_log.list_ledger(bench.brand.id)
        assert row.method == BEFORE_AFTER
        assert row.effect == pytest.approx(LIFT, abs=0.15)
        assert row.low is not None
        assert row.low > 0
        assert row.value == pytest.approx(row.effect * 1_000 * row.n, rel=0.9)
        back = bench.do(ActionCommand.UNDO, "ann", action, reason="complaints").new_action_id or 0
        assert bench.get(back).draft.by_hand


def test_what_is_taken_back_has_to_be_taken_back_by_hand_too(tmp_path: Path, any_database_url: str):
    with open_action_bench(tmp_path, any_database_url) as bench:
        action = bench.do(ActionCommand.PROPOSE, "ann", draft=WANTED).action_id
        bench.submit(action)
        bench.approve(action)
        bench.do(ActionCommand.START, "bob", action)
        bench.do(ActionCommand.ROLLBACK, "ann", action, reason="a mistake")
        with bench.store.read() as work:
            (owed,) = work.action_log.list_open_hand_steps(bench.brand.id)
        assert owed.kind is HandKind.UNDO
        bench.do(ActionCommand.CONFIRM, "bob", action)
        with bench.store.read() as work:
            assert work.action_log.list_open_hand_steps(bench.brand.id) == ()
        never = bench.do(ActionCommand.PROPOSE, "ann", draft=replace(WANTED, name="other")).action_id
        bench.submit(never)
        bench.approve(never)
        bench.do(ActionCommand.START, "bob", never)
        bench.clock.wait(days=1)
        bench.tick()
        with bench.store.read() as work:
            assert "nobody confirmed" in (work.actions.find_report(never) or "")


def test_a_proposal_says_by_hand_in_one_word_and_cannot_have_a_ramp_too():
    values = {"component": "profile", "name": "bio", "from": "a", "to": "b", "by_hand": True}
    draft = draft_from_json(values)
    assert (draft.by_hand, draft.ramp, draft.holdout, draft.guardrails) == (True, (1.0,), 0.0, ())
    with pytest.raises(BadOption):
        draft_from_json(values | {"by_hand": "yes"})
