"""Straight up to one guard: what chance finds late is tried in every few stories, and said by name where it goes on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from learning.domain.actions import ActionCommand as Command
from learning.domain.actions import ActionRecord
from learning.domain.actions import ActionState as State
from learning.domain.policies import DAY, SystemActor
from tests.services.actions.invariants import check_all
from tests.services.actions.story_draws import Draw
from tests.services.actions.story_other_ways import ENVELOPE, LEAST, STEP
from tests.services.actions.story_rare import BY_HAND, PACE

PLACE = "way"


class Straight:
    """Part of the story, whose parts it uses."""

    bench: Any
    seen: Any
    records: list[Any]
    attempt: Any
    approve_now: Any
    change: Any
    clear: Any
    draft: Any
    hand_in: Any
    rolling: Any
    start_now: Any
    adjust_to: Any
    stop_or_go: Any
    disable_or_enable: Any
    ask_a_rule: Any
    allow_steps: Any
    end_measured: Any

    def say_yes_to(self, record: ActionRecord | None) -> ActionRecord | None:
        """Have it approved by others than its author."""
        if record is None:
            return None
        for who in ("bob", "cat"):
            self.approve_now(record.id, who)
        found: ActionRecord = self.bench.get(record.id)
        return found if found.state is State.APPROVED else None

    def say_yes_to_their_own(self, draw: Draw) -> None:
        """An approver proposes, hands in and says yes."""
        if not self.bench.policy.four_eyes:
            return
        self.clear(draw, PLACE)
        told = self.draft(PLACE, who="adm")
        if told is not None and self.attempt(Command.SUBMIT, "adm", told.action_id):
            assert self.approve_now(told.action_id, "adm") is None, "I3: approved by its author"

    def end_early(self, draw: Draw) -> None:
        """All is well at the last stage, but the window of the measurement is not over."""
        record = self.rolling(draw, PLACE, ramp=(1.0,), holdout=0.5)
        if record is not None:
            self.bench.clock.wait(hours=2)
            self.bench.feed(record.id, lift=0.2)
            assert self.attempt(Command.FINISH, "bob", record.id) is None, "measured for too short a time"

    def go_on_with_old_data(self, draw: Draw) -> None:
        """They were good, but none has come since; or they are those of the stage before."""
        record = self.rolling(draw, PLACE, ramp=(0.25, 0.5, 1.0), holdout=0.5)
        if record is None:
            return
        self.bench.clock.wait(hours=1)
        self.bench.feed(record.id, lift=0.2)
        self.bench.clock.wait(hours=3 if draw.yes else 0, seconds=1)
        stale = self.attempt(Command.ADVANCE, "bob", record.id)
        assert stale is None or not draw.yes, "advanced on stale data"
        self.bench.clock.wait(hours=1)
        assert self.attempt(Command.ADVANCE, "bob", record.id) is None, "judged by other data"

    def say_yes_unseen(self, draw: Draw) -> None:
        self.clear(draw, PLACE)
        record = self.hand_in(PLACE)
        if record is None:
            return
        for seen in ((record.round - 1, record.digest), (record.round, "0" * 64)):
            wish = {"seen_round": seen[0], "seen_digest": seen[1]}
            assert self.attempt(Command.APPROVE, "bob", record.id, **wish) is None, "approved what was not seen"

    def expire_early_start_late(self, draw: Draw) -> None:
        self.clear(draw, PLACE)
        record = self.say_yes_to(self.hand_in(PLACE))
        if record is None:
            return
        early = self.attempt(Command.EXPIRE, SystemActor.SCHEDULER, record.id, cause="it seemed right")
        assert early is None, "expired early"
        self.bench.clock.wait(days=3)
        assert self.attempt(Command.START, "bob", record.id) is None, "I14: started after its expiry"

    def go_on_at_once(self, draw: Draw) -> None:
        """Good numbers, but the stage has not lasted; then a leader of before, who saw the stage before."""
        record = self.rolling(draw, PLACE, ramp=(0.5, 1.0), holdout=0.5)
        if record is None:
            return
        self.bench.feed(record.id, lift=0.2)
        assert self.attempt(Command.ADVANCE, "bob", record.id) is None, "advanced early"
        for _ in range(2):
            self.bench.clock.wait(hours=1)
            self.bench.feed(record.id, lift=0.2)
            self.bench.clock.wait(seconds=1)
            told = self.attempt(Command.ADVANCE, "bob", record.id, seen_stage=0)
            assert told is None or self.bench.get(record.id).progress.stage == 1, "a stage was left out"
        self.bench.clock.wait(hours=4)
        self.bench.feed(record.id, lift=0.2)
        late = self.attempt(Command.FINISH, "bob", record.id, seen_stage=0)
        assert late is None, "a step of an earlier stage was taken"

    def be_overtaken(self, draw: Draw) -> None:
        """Two changes of the same value, approved beside each other: the second does not know what the first did."""
        self.clear(draw, PLACE)
        first, second = self.say_yes_to(self.hand_in(PLACE)), self.say_yes_to(self.hand_in(PLACE, "number"))
        if first is None or second is None or self.start_now(first) is None:
            return
        self.attempt(Command.ROLLBACK, "bob", first.id)
        self.attempt(Command.START, "bob", second.id)
        assert self.bench.get(second.id).state is not State.ROLLING, "I6: somebody's change was overwritten"

    def disable_who_said_yes(self, draw: Draw) -> None:
        self.clear(draw, PLACE)
        record = self.say_yes_to(self.hand_in(PLACE))
        if record is None:
            return
        self.disable_or_enable(replace(draw, who="bob"))
        for who in ("cat", "adm"):
            assert self.attempt(Command.START, who, record.id) is None, "a disabled person counted"
        self.disable_or_enable(replace(draw, who="bob"))

    def approve_their_edit(self, draw: Draw) -> None:
        if not self.bench.policy.four_eyes:
            return
        self.clear(draw, PLACE)
        record = self.hand_in(PLACE)
        if record is not None and self.change(record, "adm", 1) is not None:
            assert self.approve_now(record.id, "adm") is None, "I3: approved by an editor of the round"

    def look_at_their_bypass(self, draw: Draw) -> None:
        self.clear(draw, PLACE)
        record = self.hand_in(PLACE)
        if record is None:
            return
        self.attempt(Command.BYPASS, "adm", record.id, reason="It cannot wait until somebody is there.")
        told = self.attempt(Command.REVIEW, "adm", record.id, reason="it was needed")
        assert told is None, "looked at by the one who bypassed"

    def back_by_hand(self, draw: Draw) -> None:
        """Done by hand and taken back: the way back is asked for, too, and open until it is confirmed."""
        record = self.rolling(draw, "bio back", **BY_HAND)
        if record is None:
            return
        self.attempt(Command.CONFIRM, "ann", record.id)
        self.attempt(Command.ROLLBACK, "bob", record.id)
        if draw.yes:
            check_all(self.bench, self.seen)
            assert self.attempt(Command.CONFIRM, "ann", record.id) is not None, "nobody can say that it is back"

    def stop_what_was_adjusted(self, draw: Draw) -> None:
        """What was learned does not serve while everything is stopped, nor after its envelope."""
        to = {"least_weight": LEAST, "largest_step": STEP, "until": self.bench.now + 3 * DAY}
        if self.rolling(draw, ENVELOPE, to, ramp=(1.0,), base={}) is None:
            return
        self.adjust_to(0.62, SystemActor.ENGINE)
        check_all(self.bench, self.seen)
        if draw.yes:
            self.bench.clock.wait(days=3)
        self.stop_or_go(replace(draw, yes=True))
        check_all(self.bench, self.seen)
        self.adjust_to(0.55, SystemActor.ENGINE)
        self.stop_or_go(replace(draw, yes=False))

    def wear_out_a_rule(self, draw: Draw) -> None:
        """A rule with a good record: twice on one day, or after its end."""
        name = f"pace {len(self.records)}"
        self.allow_steps(name)
        kept = self.rolling(draw, name, 130.0, **PACE)
        self.end_measured(kept, Command.KEEP)
        if kept is None or self.bench.get(kept.id).state is not State.KEPT:
            return
        if draw.yes:
            self.bench.clock.wait(days=3)
        for number, wanted in enumerate((135.0, 138.0)):
            asked = self.hand_in(name, wanted, **PACE)
            if asked is not None and (number or draw.yes):
                said = "after its end" if draw.yes else "too often in a day"
                assert asked.state is State.IN_REVIEW, f"3b: a rule said yes {said}"

    def ask_a_rule_after_a_failure(self, draw: Draw) -> None:
        """Its like was rejected lately; or what was kept was never measured."""
        self.ask_a_rule(replace(draw, number=3 if draw.yes else 2))
