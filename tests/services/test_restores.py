"""Yesterday's backup in place of today's database: it says how far back it goes, and nothing rolls on (fault 12)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from learning.domain.actions import ActionCommand as Command
from learning.domain.actions import ActionState as State
from learning.domain.errors import RuleRefused
from learning.domain.needs import NeedKind
from learning.domain.policies import DAY, AutomaticRule, SystemActor
from services.actions.trail import Trail
from services.backups import backup
from services.cli.main import main
from services.needs import Asked, list_needs
from services.restores import Restored, restore_and_hold
from tests.services.actions.bench import ActionBench
from tests.services.actions.conftest import bench
from tests.services.actions.invariants import Seen, check_all

__all__ = ["bench"]
UNITS = tuple(f"u{number}" for number in range(30))


def restored(bench: ActionBench, file: Path, trail: Trail | None = None) -> Restored:
    folder = file.parent / "earlier"
    return restore_and_hold(bench.store, file, backup_dir=folder, trail=trail or bench.trail, clock=bench.clock)


def served(bench: ActionBench) -> list[object]:
    return [bench.parameters.get(bench.brand, "content", unit=unit).values["hook"] for unit in UNITS]


def test_a_ramp_of_yesterdays_backup_is_paused_and_a_scheduler_leaves_it_so(bench: ActionBench, tmp_path: Path):
    action, other = bench.started(), bench.approved(name="other")
    bench.clock.wait(hours=1)
    bench.feed(action)
    told = served(bench)
    backup(bench.store, tmp_path / "b.zip")
    bench.do(Command.ADVANCE, "bob", action)
    found = restored(bench, tmp_path / "b.zip")
    assert found.paused == (action,)
    record = bench.get(action)
    assert (record.state, record.progress.stage) == (State.PAUSED, 0)
    assert "backup" in record.progress.cause
    # Fresh data that hold, and the time of the stage over: it went on, were it not paused.
    assert bench.tick() == 0
    assert bench.get(action).progress.stage == 0
    assert found.asked_anew == (other,)
    assert served(bench) == told, "who meets the new value stays as it was"
    assert bench.do(Command.RESUME, "bob", action, reason="looked at it").state is State.ROLLING
    check_all(bench, Seen())


def test_what_was_approved_or_planned_before_a_restore_waits_for_another_yes(bench: ActionBench, tmp_path: Path):
    approved, planned = bench.approved(), bench.approved(name="length")
    bench.do(Command.SCHEDULE, "bob", planned, at=bench.now + 3_600)
    backup(bench.store, tmp_path / "b.zip")
    bench.clock.wait(hours=2)
    found = restored(bench, tmp_path / "b.zip")
    assert sorted(found.asked_anew) == [approved, planned]
    assert bench.tick() == 0, "its time has come, and nobody has looked"
    for action in (approved, planned):
        record = bench.get(action)
        assert (record.state, record.round, record.progress.scheduled_at) == (State.IN_REVIEW, 2, None)
        assert "backup" in record.progress.cause
        with pytest.raises(RuleRefused):
            bench.do(Command.START, "bob", action)
    with bench.store.read() as work:
        needs = list_needs(work, Asked(bench.brand.id, "bob", bench.clock.now(), bench.clock.now().date()))
        last = work.action_log.list_events(planned)[-1]
    assert [(need.kind, need.count) for need in needs if need.kind.startswith("action")] == [(NeedKind.ACTION_ANEW, 2)]
    assert (last.command, last.who) == (Command.ASK_ANEW, SystemActor.SCHEDULER)
    assert bench.audit("restored")[0]["asked_anew"] == list(found.asked_anew)
    bench.approve(planned)
    assert bench.get(planned).progress.cause == ""
    assert bench.do(Command.START, "bob", planned).state is State.ROLLING
    check_all(bench, Seen())


def test_what_a_rule_said_yes_to_before_a_restore_does_not_start_by_itself(bench: ActionBench, tmp_path: Path):
    rule = AutomaticRule("content", "set", "gap", 0.1, 1, bench.now + 9 * DAY, record=1)
    bench.set_policy(replace(bench.policy, automatic=(rule,)))
    earlier = bench.started(name="gap", from_value=100.0, to_value=130.0, ramp=(1.0,))
    bench.clock.wait(hours=4)
    bench.feed(earlier, lift=0.2)
    bench.do(Command.FINISH, "bob", earlier)
    bench.do(Command.KEEP, "bob", earlier, reason="It is what we want, whatever the range says.")
    bench.clock.wait(days=1)
    action = bench.propose(name="gap", from_value=130.0, to_value=135.0, ramp=(1.0,))
    assert bench.submit(action).state is State.APPROVED, "the rule says yes"
    backup(bench.store, tmp_path / "b.zip")
    restored(bench, tmp_path / "b.zip")
    bench.tick()
    assert bench.get(action).state is State.IN_REVIEW
    bench.approve(action)
    bench.tick()
    assert bench.get(action).state is State.APPROVED, "the yes of the rule is of the round before"
    check_all(bench, Seen())


def test_who_edited_a_proposal_cannot_be_the_other_yes_after_a_restore(bench: ActionBench, tmp_path: Path):
    action = bench.propose()
    bench.submit(action)
    bench.do(Command.EDIT, "adm", action, changes={"to": "list"})
    bench.approve(action)
    backup(bench.store, tmp_path / "b.zip")
    restored(bench, tmp_path / "b.zip")
    with pytest.raises(RuleRefused, match="has edited"):
        bench.approve(action, "adm")
    assert bench.approve(action, "cat").state is State.APPROVED


def test_what_had_expired_by_the_time_of_the_restore_is_not_asked_for_again(bench: ActionBench, tmp_path: Path):
    action = bench.approved()
    backup(bench.store, tmp_path / "b.zip")
    bench.clock.wait(days=20)
    assert restored(bench, tmp_path / "b.zip").asked_anew == ()
    bench.tick()
    assert bench.get(action).state is State.EXPIRED


def test_the_pause_after_a_restore_is_a_step_of_the_system_with_its_cause_in_the_sealed_trail(
    bench: ActionBench, tmp_path: Path
):
    action = bench.started()
    backup(bench.store, tmp_path / "b.zip")
    restored(bench, tmp_path / "b.zip")
    with bench.store.read() as work:
        last = work.action_log.list_events(action)[-1]
    assert (last.command, last.who, last.after) == (Command.PAUSE, SystemActor.SCHEDULER, State.PAUSED)
    assert "backup" in str(last.detail["cause"])
    assert bench.audit("restored")[0]["paused"] == [action]
    assert bench.trail.verify(bench.store).sound


def test_a_restore_says_how_many_rows_the_trail_goes_back_and_the_head_of_before_finds_it(
    bench: ActionBench, tmp_path: Path
):
    action = bench.started()
    backup(bench.store, tmp_path / "b.zip")
    with bench.store.read() as work:
        then = work.audit.find_head()
    bench.do(Command.ROLLBACK, "bob", action)
    for number in range(4):
        bench.propose(name=f"p{number}")
    with bench.store.read() as work:
        before = work.audit.find_head()
    found = restored(bench, tmp_path / "b.zip")
    assert (found.before, found.restored, found.goes_back) == (before, then, True)
    assert found.trail.sound
    assert not bench.trail.verify(bench.store, before).sound, "an older copy passed for the present one"


def test_the_command_says_what_is_paused_and_where_the_trail_ends(
    bench: ActionBench, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("BELLWETHER_DATA_DIR", str(bench.workshop.settings.data_dir))
    monkeypatch.setenv("DATABASE_URL", bench.store.url.render_as_string(hide_password=False))
    action, other = bench.started(), bench.approved(name="other")
    assert main(["backup", str(tmp_path / "b.zip")]) == 0
    bench.do(Command.ROLLBACK, "bob", action)
    assert main(["restore", str(tmp_path / "b.zip")]) == 0
    said = capsys.readouterr().out
    assert f"Paused: action {action}." in said
    assert f"Back in review: action {other}." in said
    assert "The audit trail of the backup ends at row" in said
    assert "does not hold" not in said


def test_a_restore_of_what_is_there_goes_not_back(bench: ActionBench, tmp_path: Path):
    bench.propose()
    backup(bench.store, tmp_path / "b.zip")
    found = restored(bench, tmp_path / "b.zip")
    assert (found.goes_back, found.paused, found.asked_anew) == (False, (), ())


def test_a_backup_of_another_installation_does_not_pass_for_sealed(bench: ActionBench, tmp_path: Path):
    action = bench.started()
    backup(bench.store, tmp_path / "b.zip")
    found = restored(bench, tmp_path / "b.zip", Trail(b"another key"))
    assert not found.trail.sound
    assert found.paused == (action,)


def test_a_damaged_backup_leaves_a_ramp_as_it_was(bench: ActionBench, tmp_path: Path):
    action = bench.started()
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK nothing")
    with pytest.raises(Exception, match="cannot be restored"):
        restored(bench, broken)
    assert bench.get(action).state is State.ROLLING
