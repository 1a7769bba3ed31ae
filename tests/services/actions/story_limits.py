"""Where a guard stands alone in the way: each step here goes up to one, and has to be held there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from learning.domain.actions import ActionCommand as Command
from learning.domain.actions import ActionState as State
from learning.domain.errors import RuleRefused
from learning.domain.policies import SystemActor
from tests.services.actions.bench import HOUR
from tests.services.actions.invariants_of_action import FOUND, STOP
from tests.services.actions.story_draws import NAMES, Draw

ALONE = "spare"
POOR = ({"reason": "too short"}, {"guardrails": ()}, {"holdout": 0.0})
"""Drafts that nobody may hand in as they are."""


class Limits:
    """Part of the story, whose parts it uses."""

    bench: Any
    attempt: Any
    approve_now: Any
    run_scheduler: Any
    last_event: Any
    stop_or_go: Any
    clear: Any
    draft: Any
    hand_in: Any
    rolling: Any
    lead_on: Any
    change: Any
    disabled: set[str]

    def hand_in_poorly(self, draw: Draw) -> None:
        self.clear(draw, ALONE)
        told = self.draft(ALONE, **POOR[draw.number % len(POOR)])
        if told is not None:
            assert self.attempt(Command.SUBMIT, "ann", told.action_id) is None, (
                "2: handed in without its plan or reason"
            )
            self.attempt(Command.WITHDRAW, "ann", told.action_id)

    def say_nothing(self, draw: Draw) -> None:
        """What takes a reason is asked for without one."""
        self.clear(draw, ALONE)
        record = self.hand_in(ALONE)
        if record is None:
            return
        for command, who in ((Command.REJECT, "bob"), (Command.REQUEST_CHANGES, "bob"), (Command.BYPASS, "adm")):
            assert self.attempt(command, who, record.id, reason=" ") is None, f"{command}: without a word"
        for command, who in ((Command.BYPASS, "bob"), (Command.WITHDRAW, "bea")):
            told = self.attempt(command, who, record.id, reason="a reason of some length")
            assert told is None, f"{command}: by {who}, who may not"
        self.attempt(Command.WITHDRAW, "ann", record.id)

    def keep_what_is_not_clear(self, draw: Draw) -> None:
        """Nothing came of it, and somebody keeps it all the same."""
        record = self.rolling(draw, ALONE, ramp=(1.0,), holdout=0.5)
        if record is None:
            return
        self.attempt(Command.PAUSE, "bob", record.id, reason="a look at it")
        assert self.attempt(Command.RESUME, "bob", record.id) is None, "12: goes on without a word"
        self.attempt(Command.RESUME, "bob", record.id, reason="looked at it")
        self.bench.clock.wait(hours=4)
        self.bench.feed(record.id, lift=0.0)
        self.attempt(Command.FINISH, "bob", record.id)
        assert self.attempt(Command.KEEP, "bob", record.id, reason="fine") is None, "15: kept, though nothing is clear"
        words = "It is what we want, whatever the range says."
        assert self.attempt(Command.KEEP, "ann", record.id, reason=words) is None, "15: kept by a marketer"
        self.attempt(Command.ROLLBACK, "bob", record.id)

    def schedule_wrongly(self, draw: Draw) -> None:
        """In the past, or for a day on which it has expired."""
        self.clear(draw, ALONE)
        record = self.hand_in(ALONE)
        if record is None:
            return
        for who in ("bob", "cat"):
            self.approve_now(record.id, who)
        until = self.bench.get(record.id).progress.expires_at
        for at in (self.bench.now - HOUR, self.bench.now, until + 1):
            assert self.attempt(Command.SCHEDULE, "bob", record.id, at=at) is None, "8: at a time that is not allowed"
        self.bench.clock.wait(days=3)
        assert self.attempt(Command.SCHEDULE, "bob", record.id, at=self.bench.now + HOUR) is None, "8: after its expiry"

    def ask_once_more(self, draw: Draw) -> None:
        """The database went back in time: what was approved or planned waits for another yes."""
        self.clear(draw, ALONE)
        record = self.hand_in(ALONE)
        if record is None:
            return
        if draw.to == 1:
            self.change(record, "adm", 1)
        for who in ("bob", "cat"):
            self.approve_now(record.id, who)
        if draw.yes:
            self.attempt(Command.SCHEDULE, "bob", record.id, at=self.bench.now + HOUR)
        told = self.attempt(Command.ASK_ANEW, "adm", record.id, reason="a look at it")
        assert told is None, "5b: asked anew by a person"
        if draw.to == 2:
            self.bench.clock.wait(days=3)
        asked = self.attempt(Command.ASK_ANEW, SystemActor.SCHEDULER, record.id, cause="a backup")
        self.bench.clock.wait(hours=2)
        self.run_scheduler()
        state = self.bench.get(record.id).state
        assert state is (State.EXPIRED if draw.to == 2 else State.IN_REVIEW), "5b: it went on without another yes"
        for who in ("adm", "bob", "cat") if asked else ():
            self.attempt(Command.START, who, record.id)
            self.approve_now(record.id, who)
        self.attempt(Command.START, "bob", record.id)

    def say_yes_too_late(self, draw: Draw) -> None:
        self.clear(draw, ALONE)
        record = self.hand_in(ALONE)
        if record is not None:
            self.bench.clock.wait(days=3)
            assert self.approve_now(record.id, "bob") is None, "3: approved after its expiry"

    def turn_the_clock_back(self, draw: Draw) -> None:
        """A plain fall waits for the scheduler, whose clock is behind that of its last look."""
        record = self.rolling(draw, ALONE, ramp=(1.0,), holdout=0.5)
        if record is None:
            return
        self.run_scheduler()
        self.bench.feed(record.id, lift=-0.5)
        before = self.last_event()
        self.bench.clock.wait(minutes=-1)
        self.bench.tick()
        assert self.last_event() == before, "a clock that went back, and a step"
        self.bench.clock.wait(minutes=1)
        self.run_scheduler()

    def break_starts(self, draw: Draw) -> None:
        """Starts that break off by a fault of ours open the breaker; the change has failed, others wait."""
        self.clear(draw, ALONE)
        self.clear(draw, NAMES[1])
        first, second = self.hand_in(ALONE), self.hand_in(NAMES[1])
        if first is None or second is None:
            return
        for record in (first, second):
            for who in ("bob", "adm"):
                self.approve_now(record.id, who)
        told = self.attempt(Command.FAIL, SystemActor.SCHEDULER, first.id, cause="it seemed so")
        assert told is None, "16: given up too early"
        for _ in range(self.bench.policy.start_attempts):
            self.bench.service.count_failed_start(self.bench.brand, self.bench.get(first.id))
        assert self.attempt(Command.START, "bob", second.id) is None, "9: started while the breaker is open"
        self.run_scheduler()
        assert self.bench.get(first.id).state is State.FAILED, "16: it broke off again and again"
        self.bench.stops.unkill(self.bench.brand, "adm", FOUND, self.bench.key())

    def stop_reporting(self, draw: Draw) -> None:
        """Outcomes that do not come, or a split that cannot be: the scheduler pauses it."""
        record = self.rolling(draw)
        if record is None:
            return
        if draw.yes:
            self.bench.feed(record.id, units=80, uneven=3.0)
        self.bench.clock.wait(seconds=1 if draw.yes else 3 * HOUR)
        self.run_scheduler()
        assert self.bench.get(record.id).state is State.PAUSED, "11: it rolls on without data that hold"

    def stop_as_a_viewer(self, draw: Draw) -> None:
        del draw
        refused = False
        try:
            self.bench.stops.kill(self.bench.brand, "vic", STOP, self.bench.key())
        except RuleRefused:
            refused = True
        assert refused, "a viewer stopped everything"

    def roll_back_while_stopped(self, draw: Draw) -> None:
        """Always allowed, no approval."""
        record = self.rolling(draw, ALONE)
        if record is None:
            return
        self.stop_or_go(replace(draw, yes=True))
        told = self.attempt(Command.ROLLBACK, "ann", record.id)
        assert told is not None, "13: a way back was refused"
        self.stop_or_go(replace(draw, yes=False))

    def take_back_what_was_kept(self, draw: Draw) -> None:
        """17: a kept change goes back by its exact inverse, and one yes is enough whatever the quorum."""
        before = self.bench.policy
        if not before.four_eyes or self.disabled & {"ann", "bob"}:
            return
        self.bench.set_policy(replace(before, quorum=2))
        record = self.rolling(draw, ALONE, ramp=(1.0,), holdout=0.5)
        for _ in range(8):
            if record is not None and record.state is not State.KEPT:
                self.lead_on(record)
                record = self.bench.get(record.id)
        if record is not None and record.state is State.KEPT:
            told = self.attempt(Command.UNDO, "ann", record.id, reason="complaints")
            assert told is not None, "17: what was kept cannot be taken back"
            back = self.bench.get(told.new_action_id)
            wanted = (record.draft.to_value, record.draft.from_value)
            assert (back.draft.from_value, back.draft.to_value) == wanted, "17: another way back"
            self.attempt(Command.SUBMIT, "ann", back.id)
            self.approve_now(back.id, "bob")
            assert self.bench.get(back.id).state is State.APPROVED, "17: one yes is not enough to take it back"
            self.attempt(Command.WITHDRAW, "ann", back.id)
        self.bench.set_policy(before)

    def bypass_what_waits(self, draw: Draw) -> None:
        """A bypass that may be: somebody owes it a look within a day."""
        self.clear(draw, ALONE)
        record = self.hand_in(ALONE)
        if record is not None:
            self.attempt(Command.BYPASS, "adm", record.id, reason="It cannot wait until somebody is there.")
