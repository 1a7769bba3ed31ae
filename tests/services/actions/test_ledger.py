"""What came of changes, told to people: the ledger, the track record, notes on charts, messages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from learning.domain.actions import ActionCommand, ActionState, ExpectedEffect, LedgerRow
from learning.domain.annotations import ACTION_TAG
from learning.domain.errors import Refused
from learning.domain.outbox import OutboxKind
from learning.governance.gains import total_of
from learning.governance.track_record import measured_word, range_held
from services.actions.ledger import read_ledger
from services.annotations import remove_note
from services.delivery.channels import HookDraft, add_channel
from tests.services.actions.bench import QUICK, ActionBench, open_action_bench
from tests.services.callers import caller

ROW = LedgerRow(1, "kept", "clicks", 0.1, 0.04, 0.16, 200, "holdout", "bob", 1, 100.0, 40.0, 160.0, "")


def run(bench: ActionBench, name: str, lift: float, prediction: str, *, keep: bool) -> int:
    """Lead a change from its proposal to its end."""
    action = bench.propose(name=name, expected=ExpectedEffect("clicks", 0.05, 0.5), ramp=(1.0,))
    bench.submit(action)
    bench.approve(action, "bob", prediction=prediction)
    bench.do(ActionCommand.START, "bob", action)
    bench.feed(action, lift=lift)
    bench.clock.wait(hours=1)
    bench.do(ActionCommand.FINISH, "bob", action)
    command = ActionCommand.KEEP if keep else ActionCommand.ROLLBACK
    bench.do(command, "bob", action, reason="It is what we want, whatever the range says.")
    return action


def test_the_ledger_adds_up_gains_and_losses_and_scores_every_guess(tmp_path: Path, sqlite_url: str):
    with open_action_bench(tmp_path, sqlite_url, replace(QUICK, window_seconds=0, bake_seconds=0)) as bench:
        won = run(bench, "one", 0.3, "better", keep=True)
        run(bench, "two", -0.05, "better", keep=False)
        bench.do(ActionCommand.ROLLBACK, "ann", bench.started(name="three"), reason="a mistake")
        with bench.store.read() as work:
            found = read_ledger(work, bench.brand.id)
    first, second, third = found.lines
    assert first.row.action_id == won
    assert first.row.value == pytest.approx(0.3 * 10.4 * 40, rel=0.02)
    assert second.row.value is not None
    assert second.row.value < 0
    assert third.row.value is None
    (total,) = found.totals
    assert total.total.value == pytest.approx((first.row.value or 0) + second.row.value)
    assert total.total.low < total.total.value < total.total.high
    assert (total.total.n, total.total.unmeasured, total.unit) == (2, 1, "count")
    (bob,) = found.people
    assert (bob.who, bob.right, bob.n) == ("bob", 1, 2)
    assert found.system is not None, "a proposal that rests on a test is the system's"
    assert found.system.n == 2


def test_a_total_has_a_range_and_names_what_it_leaves_out():
    alone = total_of("clicks", [ROW])
    assert (alone.value, alone.low, alone.high) == (100, 40, 160)
    both = total_of("clicks", [ROW, ROW, replace(ROW, value=None), replace(ROW, metric="saves")])
    assert (both.value, both.n, both.unmeasured) == (200, 2, 1)
    assert 200 - 60 * 2 < both.low == pytest.approx(200 - 60 * 2**0.5)


def test_what_was_measured_is_a_word_and_less_may_be_better():
    assert measured_word(ROW) == "better"
    assert measured_word(replace(ROW, metric="unsubscribes")) == "worse"
    assert measured_word(replace(ROW, low=-0.1)) == "same"
    assert measured_word(replace(ROW, low=None, high=None)) is None
    assert range_held(0.2, None, ROW) is False
    assert range_held(0.1, 0.3, ROW) is True
    assert range_held(None, None, ROW) is None


def test_approvals_stages_and_ends_stand_on_the_charts_and_go_to_the_channels(tmp_path: Path, sqlite_url: str):
    with open_action_bench(tmp_path, sqlite_url) as bench:
        channel = add_channel(
            bench.store,
            bench.workshop.settings,
            bench.brand.id,
            HookDraft("Hook", "https://127.0.0.1:9/x"),
            who=caller("adm"),
            now=bench.clock.now(),
        )
        action = bench.started()
        bench.clock.wait(hours=1)
        bench.feed(action)
        bench.tick()
        bench.clock.wait(hours=1)
        bench.feed(action, lift=-0.9)
        bench.tick()
        assert bench.get(action).state is ActionState.ROLLED_BACK
        with bench.store.read() as work:
            notes = work.annotations.list_between(bench.brand.id, 0, 40_000, who="ann")
            sent = work.outbox.list_due(bench.now + 60, limit=50)
        texts = [note.text for note in notes]
        name = f"Action {action}, hook of content: "
        assert texts[:3] == [
            f"{name}approved",
            f"{name}began with 25% of all units",
            f"{name}went on with 50% of all units",
        ]
        assert texts[3].startswith(f"{name}rolled back: guardrail broken")
        assert {note.tags for note in notes} == {(ACTION_TAG,)}
        with pytest.raises(Refused, match="what happened to a change"):
            remove_note(bench.store, bench.brand.id, notes[0].id, who=caller("ann"))
        mine = [one for one in sent if one.kind is OutboxKind.ACTION]
        assert [one.payload["title"] for one in mine] == [
            f"Action {action} waits for approval",
            f"Action {action}: guardrail broken, rolled back",
        ]
        assert {one.target for one in mine} == {f"channel:{channel.id}"}
        assert len({one.dedupe_key for one in mine}) == 2
