"""What somebody tries against the rules: too early, too late, twice, without data, by who may not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from learning.domain.actions import LIVE_STATES, OPEN_STATES, TERMINAL_STATES
from learning.domain.actions import ActionCommand as Command
from learning.domain.actions import ActionState as State
from learning.domain.errors import NotFound, Refused
from learning.domain.policies import Role, SystemActor
from tests.services.actions.story_draws import Draw


class Tricks:
    """Part of the story, whose parts it uses."""

    bench: Any
    seen: Any
    disabled: set[str]
    demoted: set[str]
    said: list[Any]
    records: list[Any]
    pick: Any
    attempt: Any
    lead_on: Any
    propose: Any
    last_event: Any
    stop_or_go: Any
    disable_or_enable: Any
    _note: Any

    def advance_blindly(self, draw: Draw) -> None:
        """The next stage without waiting, or without data."""
        record = self.pick(draw.number, {State.ROLLING})
        if record is not None:
            if draw.yes:
                self.bench.clock.wait(hours=2)
            else:
                self.bench.feed(record.id, lift=0.1)
            self.attempt(Command.ADVANCE, "bob", record.id)

    def roll_back(self, draw: Draw) -> None:
        record = self.pick(draw.number, LIVE_STATES)
        if record is not None:
            who = "ann" if draw.yes else "bob"
            assert (self.attempt(Command.ROLLBACK, who, record.id) is None) == (who in self.disabled), "always allowed"

    def bypass(self, draw: Draw) -> None:
        record = self.pick(draw.number, {State.DRAFT, State.IN_REVIEW})
        if record is None or self.attempt(Command.BYPASS, "adm", record.id, reason="the site is down") is None:
            return
        told = self.attempt(Command.REVIEW, "adm", record.id, reason="I was right")
        assert told is None, "looked at by the one who bypassed"

    def start_after_a_stop(self, draw: Draw) -> None:
        self.stop_or_go(replace(draw, yes=True))
        record = self.pick(draw.number, {State.APPROVED, State.PAUSED, State.ROLLING})
        if record is not None:
            self.lead_on(record)

    def start_what_was_overtaken(self, draw: Draw) -> None:
        """Two approved changes of one parameter: the first one starts and is rolled back, the second tries."""
        ready = [each for each in self.records if each.state is State.APPROVED]
        pairs = [(one, two) for one in ready for two in ready if one.id < two.id and one.draft.name == two.draft.name]
        for one, two in pairs[:1]:
            self.attempt(Command.START, "bob", one.id)
            if draw.yes:
                self.attempt(Command.ROLLBACK, "bob", one.id)
            self.attempt(Command.START, "bob", two.id)

    def anything(self, draw: Draw) -> None:
        """Any command by anybody on anything: nearly all of it is refused."""
        record = self.pick(draw.number)
        if record is not None:
            wish = {"reason": "a reason of some length", "at": self.bench.now + 3_600}
            self.attempt(draw.command, draw.who, record.id, **wish)

    def end_and_leave(self, draw: Draw) -> None:
        """An end is an end, whoever wants to go on."""
        record = self.pick(draw.number, {State.IN_REVIEW})
        if record is not None:
            self.attempt(Command.REJECT, "bob", record.id, reason="not now")
            self.attempt(Command.WITHDRAW, record.draft.author, record.id)

    def take_back(self, draw: Draw) -> None:
        record = self.pick(draw.number, {State.KEPT})
        if record is None or len(self.records) >= 12:
            return
        for who in ("ann", "bob"):
            told = self.attempt(Command.UNDO, who, record.id, reason="complaints")
            if told is not None:
                back = self.bench.get(told.new_action_id).draft
                assert (back.from_value, back.to_value) == (record.draft.to_value, record.draft.from_value), "17"

    def see_it_through(self, draw: Draw) -> None:
        """A change that is being tried, up to its end: kept, and perhaps taken back."""
        record = self.pick(draw.number, LIVE_STATES)
        if record is None:
            return
        for _ in range(4):
            self.bench.clock.wait(hours=4)
            self.lead_on(self.bench.get(record.id))
        if draw.yes:
            self.take_back(draw)

    def let_it_expire(self, draw: Draw) -> None:
        """Too late is too late, even where the scheduler has not come by yet."""
        record = self.pick(draw.number, {State.IN_REVIEW, State.APPROVED})
        if record is not None:
            self.bench.clock.wait(days=3)
            self.lead_on(record)

    def start_with_a_disabled_approver(self, draw: Draw) -> None:
        """Disabled, or no approver any more for that moment."""
        told = None if self.pick(draw.number, {State.APPROVED}) else self.propose(replace(draw, who="ann"))
        for _ in range(2):
            if told is not None:
                self.lead_on(self.bench.get(told))
        record = self.pick(draw.number, {State.APPROVED})
        if record is None or "bob" in self.disabled:
            return
        if draw.yes:
            self.bench.people.put_role(self.bench.brand, "bob", Role.MARKETER)
            self.demoted = {"bob"}
        else:
            self.disable_or_enable(replace(draw, who="bob"))
        for who in ("cat", "bob"):
            self.attempt(Command.START, who, record.id)
        if draw.yes:
            self.bench.people.put_role(self.bench.brand, "bob", Role.APPROVER)
            self.demoted = set()

    def say_it_again(self, draw: Draw) -> None:
        """I9: the same command with the same key has no second effect and the same answer."""
        if not self.said:
            return
        key, (command, who, action_id), more, answer = self.said[-1 - draw.number % min(len(self.said), 4)]
        before = self.last_event()
        try:
            again = self.bench.do(command, who, action_id, key=key, **more)  # type: ignore[arg-type]
        except Refused as refused:
            raise AssertionError("I9: the same command was carried out again") from refused
        assert again == answer, "I9: another answer"
        assert self.last_event() == before, "I9: a second effect"

    def use_a_key_twice(self, draw: Draw) -> None:
        """For another command, for the same one with other words, and by somebody else."""
        if not self.said:
            return
        key, (command, who, action_id), more, _ = self.said[-1 - draw.number % min(len(self.said), 4)]
        another = "bea" if who == "bob" else "bob"
        for told in (
            lambda: self.bench.do(Command.ROLLBACK, "ann", action_id or 1, key=key, reason="another command"),
            lambda: self.bench.do(command, who, action_id, key=key, **{**more, "cause": "another one"}),
            lambda: self.bench.do(command, another, action_id, key=key, **more),
        ):
            refused = False
            try:
                told()
            except (Refused, NotFound):
                refused = True
            assert refused, "I9: a key was used for two commands"

    def come_too_late(self, draw: Draw) -> None:
        """A writer that read the action before somebody else changed it changes nothing."""
        record = self.pick(draw.number, {State.IN_REVIEW, State.APPROVED})
        if record is None or self.attempt(Command.WITHDRAW, record.draft.author, record.id) is None:
            return
        with self.bench.store.write() as work:
            assert not work.actions.update_where(record, frozenset(State), cause="late"), "a late writer won"

    def ask_as_a_stranger(self, draw: Draw) -> None:
        record = self.pick(draw.number)
        if record is not None:
            assert self.attempt(Command.ROLLBACK, "nobody", record.id) is None

    def after_the_end(self, draw: Draw) -> None:
        """Everything that can be said, about what has come to an end."""
        record = self.pick(draw.number, TERMINAL_STATES)
        if record is None:
            return
        wish = {"reason": "a reason of some length", "seen_round": record.round, "seen_digest": record.digest}
        for command in Command:
            if command not in {Command.PROPOSE, Command.EDIT, Command.UNDO}:
                self.attempt(command, record.draft.author if draw.yes else "adm", record.id, **wish)

    def act_as_the_scheduler(self, draw: Draw) -> None:
        """A scheduler that asks for whatever it likes, at any time."""
        record = self.pick(draw.number, OPEN_STATES if draw.yes else frozenset(State))
        if record is not None:
            wanted = (draw.command, Command.START, Command.EXPIRE, Command.FINISH)[draw.to if draw.yes else 0]
            self.attempt(wanted, SystemActor.SCHEDULER, record.id, cause="it seemed right")

    def come_late(self, draw: Draw) -> None:
        """A leader of before, who saw an earlier stage, comes with his step at last."""
        record = self.pick(draw.number, {State.ROLLING})
        if record is None or record.draft.by_hand:
            return
        if not record.progress.stage:
            self.lead_on(record)
            record = self.bench.get(record.id)
        if record.state is not State.ROLLING or not record.progress.stage:
            return
        self.bench.clock.wait(hours=4)
        self.bench.feed(record.id, lift=0.2)
        for command in (Command.ADVANCE, Command.FINISH):
            told = self.attempt(command, "bob", record.id, seen_stage=record.progress.stage - 1)
            assert told is None, "a step of an earlier stage was taken"

    def skew(self, draw: Draw) -> None:
        """Far more units of one side than the assignment gives."""
        record = self.pick(draw.number, {State.ROLLING})
        if record is not None:
            self.bench.clock.wait(hours=1)
            self.bench.feed(record.id, lift=0.1, units=80, uneven=0.3 if draw.yes else 3.0)
            self.attempt(Command.ADVANCE, "bob", record.id)

    def go_stale(self, draw: Draw) -> None:
        """Data that were good, of which none has come for long; or hardly any at all."""
        record = self.pick(draw.number, {State.ROLLING})
        if record is not None:
            self.bench.feed(record.id, lift=0.2, units=40 if draw.yes else 6)
            self.bench.clock.wait(hours=3 if draw.yes else 1)
            self.attempt(Command.ADVANCE, "bob", record.id)

    def look_at_a_bypass(self, draw: Draw) -> None:
        with self.bench.store.read() as work:
            owed = [each.action_id for each in work.action_log.list_open_reviews(self.bench.brand.id)]
        if owed:
            self.attempt(Command.REVIEW, "bob", owed[draw.number % len(owed)], reason="it was needed")

    def change_quorum(self, draw: Draw) -> None:
        """What was submitted before keeps the policy of then."""
        if self.bench.policy.four_eyes:
            self.bench.set_policy(replace(self.bench.policy, quorum=1 + draw.yes))
