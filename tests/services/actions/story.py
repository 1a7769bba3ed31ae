"""A random but guided story of people, programs and a scheduler around the actions of one brand."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import AbstractContextManager, ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from learning.domain.actions import LIVE_STATES, OPEN_STATES, TERMINAL_STATES, ActionRecord
from learning.domain.actions import ActionCommand as Command
from learning.domain.actions import ActionState as State
from learning.domain.errors import BadOption, NotFound, Refused, RuleRefused
from learning.domain.policies import DAY, AutomaticRule, Policy, SystemActor
from services.actions.orders import Answer
from tests.services.actions.bench import DRAFT, QUICK, ActionBench
from tests.services.actions.copies import copied_bench
from tests.services.actions.invariants import Seen, check_all
from tests.services.actions.invariants_of_action import FOUND, STOP
from tests.services.actions.story_draws import NAMES, RAMPS, SEVERAL, STEPS, VALUES, WHO, Draw, other_than
from tests.services.actions.story_limits import Limits
from tests.services.actions.story_other_ways import OtherWays
from tests.services.actions.story_rare import RareWays
from tests.services.actions.story_shadow import ShadowWays
from tests.services.actions.story_straight import Straight
from tests.services.actions.story_tricks import Tricks

RULE_DAYS = 4


class Story(OtherWays, Tricks, RareWays, Limits, Straight, ShadowWays, RuleBasedStateMachine):
    """Every rule is a command that may be allowed or not; what must hold is checked after each."""

    told, steps = 0, 0
    """How many stories were begun in this process, and how many steps they had."""
    at = ""
    """The step that is being taken in turn; '' where chance leads."""
    in_turn: tuple[str, ...] = tuple(dict.fromkeys(STEPS))
    """Every step that there is."""

    def __init__(self) -> None:
        super().__init__()
        Story.told += 1
        self.stack = ExitStack()
        self.folder = Path(tempfile.mkdtemp(prefix="story-"))
        self.stack.callback(shutil.rmtree, self.folder, ignore_errors=True)
        self.seen = Seen()
        self.said: list[tuple[str, tuple[object, ...], dict[str, object], Answer]] = []
        self.disabled: set[str] = set()
        self.demoted: set[str] = set()

    @initialize(
        quorum=st.sampled_from([1, 1, 2]),
        limit=st.sampled_from([2, 5]),
        solo=st.sampled_from([False, False, False, True]),
    )
    def open(self, quorum: int, limit: int, solo: bool) -> None:
        policy = replace(
            QUICK,
            quorum=1 if solo else quorum,
            starts_a_day=limit,
            starts_a_cycle=1,
            four_eyes=not solo,
            expiry_seconds=2 * DAY,
        )
        self.bench = self.stack.enter_context(self.fresh_bench(policy))
        rule = AutomaticRule("content", "set", "gap", 0.1, 1, self.bench.now + RULE_DAYS * DAY, record=1)
        self.bench.set_policy(replace(policy, automatic=(rule,)))
        self.define_envelope()

    def fresh_bench(self, policy: Policy) -> AbstractContextManager[ActionBench]:
        """Give a copy of an empty brand in SQLite: making the tables takes longer than a story."""
        return copied_bench(self.folder, policy)

    def teardown(self) -> None:
        try:
            if hasattr(self, "bench"):
                self._end()
        finally:
            self.stack.close()

    @property
    def records(self) -> list[ActionRecord]:
        with self.bench.store.read() as work:
            return list(reversed(work.actions.list_of(self.bench.brand.id)))

    def pick(self, number: int, states: frozenset[State] | set[State] = frozenset(State)) -> ActionRecord | None:
        found = [record for record in self.records if record.state in states]
        return found[number % len(found)] if found else None

    def last_event(self) -> int:
        return self.bench.last_event()

    def attempt(
        self, command: Command, who: str | SystemActor, action_id: int | None = None, **more: object
    ) -> Answer | None:
        """Give a command; a refusal must leave everything as it was but for its own audit row."""
        before, refused = self.last_event(), self.bench.count_refused()
        key = self.bench.key()
        try:
            answer = self.bench.do(command, who, action_id, key=key, **more)  # type: ignore[arg-type]
        except (Refused, NotFound) as error:
            code = error.code
        else:
            self.said.append((key, (command, who, action_id), more, answer))
            self._note(before)
            return answer
        # A change that went stale is written, and told; what the scheduler is refused it asks again each minute.
        if code != "stale":
            told = int(who is not SystemActor.SCHEDULER)
            assert self.bench.count_refused() == refused + told, "I8: a refusal left no trace"
            assert self.last_event() == before, "a refused command had an effect"
        return None

    def _note(self, before: int) -> None:
        """Remember who could not act when each event of just now was written."""
        for event in range(before + 1, self.last_event() + 1):
            self.seen.inactive_at[event] = frozenset(self.disabled | self.demoted)
            self.seen.disabled_at[event] = frozenset(self.disabled)

    @rule(
        kind=st.sampled_from(STEPS),
        number=st.integers(0, 9),
        who=st.sampled_from(WHO),
        yes=st.booleans(),
        to=st.integers(1, 3),
        command=st.sampled_from([each for each in Command if each not in {Command.PROPOSE, Command.EDIT}]),
    )
    def step(self, kind: str, **drawn: Any) -> None:
        Story.steps += 1
        getattr(self, kind)(Draw(**drawn))

    # The way of a change

    def propose(self, draw: Draw) -> int | None:
        if len([each for each in self.records if each.state not in TERMINAL_STATES]) >= SEVERAL:
            return None
        name = NAMES[draw.number % len(NAMES)]
        with self.bench.store.read() as work:
            known = {each.key.name: each for each in work.parameters.list_of(self.bench.brand.id)}
            live = work.parameters.find_live(known[name].id) if name in known else None
        serves = str(live.value) if live else VALUES[0]
        ramp, holdout = RAMPS[draw.number % len(RAMPS)]
        draft = replace(
            DRAFT, name=name, from_value=serves, to_value=other_than(serves, draw.to), ramp=ramp, holdout=holdout
        )
        answer = self.attempt(Command.PROPOSE, draw.who, draft=draft)
        refused = draw.who == "vic" or draw.who in self.disabled
        assert (answer is None) == refused, "proposed by somebody who may not, or refused to somebody who may"
        return None if answer is None else answer.action_id

    def walk_on(self, draw: Draw) -> None:
        """The natural next step of some action, by somebody who may: what guides the story."""
        record = self.pick(draw.number, OPEN_STATES | LIVE_STATES)
        if record is not None:
            self.lead_on(record)

    def run_up(self, draw: Draw) -> None:
        """A change from its proposal up to its rollout."""
        action_id = self.propose(replace(draw, who=("ann", "bob", "adm")[draw.number % 3]))
        for _ in range(3):
            if action_id is not None:
                self.lead_on(self.bench.get(action_id))

    def lead_on(self, record: ActionRecord) -> None:
        approver = "cat" if record.draft.author == "bob" else "bob"
        match record.state:
            case State.DRAFT:
                self.attempt(Command.SUBMIT, record.draft.author, record.id)
            case State.IN_REVIEW:
                for who in (approver, "cat" if record.draft.author == "adm" else "adm"):
                    self.approve_now(record.id, who)
            case State.APPROVED | State.SCHEDULED:
                self.attempt(Command.START, approver, record.id)
            case State.ROLLING if record.draft.by_hand:
                self.attempt(Command.CONFIRM, "ann", record.id)
                self.attempt(Command.FINISH, approver, record.id)
            case State.ROLLING:
                self.bench.clock.wait(hours=1)
                self.bench.feed(record.id, lift=0.2)
                last = (record.progress.stage or 0) + 1 >= len(record.draft.ramp)
                self.attempt(Command.FINISH if last else Command.ADVANCE, approver, record.id)
            case State.PAUSED:
                self.attempt(Command.RESUME, approver, record.id, reason="the cause is gone")
            case _:
                self.attempt(Command.KEEP, approver, record.id, reason="It is what we want, whatever the range says.")

    def approve_now(self, action_id: int, who: str) -> Answer | None:
        record = self.bench.get(action_id)
        return self.attempt(Command.APPROVE, who, action_id, seen_round=record.round, seen_digest=record.digest)

    def approve(self, draw: Draw) -> None:
        record = self.pick(draw.number, {State.IN_REVIEW})
        if record is not None:
            self.approve_now(record.id, draw.who)

    def approve_own(self, draw: Draw) -> None:
        """An approver proposes, hands in and says yes to it."""
        action_id = self.propose(replace(draw, who="bob" if draw.yes else "adm"))
        if action_id is not None and self.attempt(Command.SUBMIT, self.bench.get(action_id).draft.author, action_id):
            self.approve_now(action_id, self.bench.get(action_id).draft.author)
            self.lead_on(self.bench.get(action_id))

    def approve_edited(self, draw: Draw) -> None:
        """Who changed a proposal, or its author who wrote nothing of the new round, says yes to it."""
        record = self.pick(draw.number, {State.IN_REVIEW, State.APPROVED})
        if record is None or record.draft.author == "ann":
            told = self.propose(replace(draw, who="bob"))
            if told is None or self.attempt(Command.SUBMIT, "bob", told) is None:
                return
            record = self.bench.get(told)
        if self.change(record, "adm", draw.to):
            self.approve_now(record.id, "adm" if draw.yes else record.draft.author)
            self.lead_on(self.bench.get(record.id))

    def unseen(self, draw: Draw) -> None:
        record = self.pick(draw.number, {State.IN_REVIEW})
        if record is None:
            return
        seen = (record.round - 1, record.digest) if draw.yes else (record.round, "0" * 64)
        wish = {"seen_round": seen[0], "seen_digest": seen[1]}
        assert self.attempt(Command.APPROVE, "bob", record.id, **wish) is None, "approved what was not seen"

    def edit(self, draw: Draw) -> None:
        record = self.pick(draw.number, OPEN_STATES)
        if record is not None:
            self.change(record, record.draft.author if draw.yes else "adm", draw.to)

    def edit_and_start(self, draw: Draw) -> None:
        """What was approved is changed, then somebody tries to go on as if it had not been."""
        record = self.pick(draw.number, {State.APPROVED})
        if record is not None and self.change(record, record.draft.author, draw.to):
            for who in ("cat", "bob") if draw.yes else ():
                self.approve_now(record.id, who)
                break
            self.attempt(Command.START, "bob", record.id)

    def yes_before_and_after_an_edit(self, draw: Draw) -> None:
        """Somebody says yes, the proposal is edited, somebody else says yes: one yes of the new round, not two."""
        action_id = self.propose(replace(draw, who="ann"))
        if action_id is not None and self.attempt(Command.SUBMIT, "ann", action_id):
            self.approve_now(action_id, "adm" if draw.yes else "bob")
            self.change(self.bench.get(action_id), "ann", draw.to)
            self.approve_now(action_id, "cat")

    def as_many_as_possible(self, draw: Draw) -> None:
        """One change after the other on one day, each taken back at once: the limit of the day ends it."""
        for number in range(3):
            action_id = self.propose(replace(draw, who="ann", number=number))
            for _ in range(3):
                if action_id is not None:
                    self.lead_on(self.bench.get(action_id))
            if action_id is not None and self.bench.get(action_id).state is State.ROLLING:
                self.attempt(Command.ROLLBACK, "bob", action_id)

    def change(self, record: ActionRecord, who: str, to: int) -> Answer | None:
        value = record.draft.to_value
        if not isinstance(value, str):
            return None
        wanted = {"to": other_than(value, to)}
        try:
            return self.attempt(Command.EDIT, who, record.id, changes=wanted)
        except BadOption:
            # What serves now is what it would change to.
            return None

    # What happens around it

    def new_day(self, draw: Draw) -> None:
        """Nothing is stopped, everybody is there, and the limit of the day is not reached."""
        self.stop_or_go(replace(draw, yes=False))
        for who in sorted(self.disabled):
            self.disable_or_enable(replace(draw, who=who))
        self.bench.clock.wait(days=1)

    def wait(self, draw: Draw) -> None:
        self.bench.clock.wait(hours=(1, 5, 24, 60)[draw.number % 4])

    def tick(self, draw: Draw) -> None:
        del draw
        self.run_scheduler()

    def run_scheduler(self) -> None:
        before = self.last_event()
        self.bench.tick()
        self._note(before)

    def report_outcomes(self, draw: Draw) -> None:
        record = self.pick(draw.number, {State.ROLLING})
        if record is not None:
            self.bench.feed(record.id, lift=(-0.5, 0.0, 0.3)[draw.number % 3])

    def stop_or_go(self, draw: Draw) -> None:
        is_on = bool(self.seen.stops) and self.seen.stops[-1][1] is None
        if draw.yes and not is_on:
            before = self.last_event()
            self.bench.stops.kill(self.bench.brand, "ann", STOP, self.bench.key())
            self.seen.stops.append((before, None))
        elif is_on and not draw.yes:
            with suppress(RuleRefused):
                self.bench.stops.unkill(self.bench.brand, "ann", FOUND, self.bench.key())
                raise AssertionError("a marketer lifted the stop")
            self.bench.stops.unkill(self.bench.brand, "adm", FOUND, self.bench.key())
            self.seen.stops[-1] = (self.seen.stops[-1][0], self.last_event())

    def disable_or_enable(self, draw: Draw) -> None:
        who = draw.who if draw.who in {"bob", "cat", "bea"} else "cat"
        self.bench.people.set_active(self.bench.brand, who, active=who in self.disabled)
        self.disabled ^= {who}

    def take(self, kind: str, draw: Draw) -> None:
        """Take one step as it is told to, and look at everything that must hold."""
        Story.at, Story.steps = kind, Story.steps + 1
        getattr(self, kind)(draw)
        self.all_holds()
        Story.at = ""

    @invariant()
    def all_holds(self) -> None:
        if hasattr(self, "bench"):
            check_all(self.bench, self.seen)

    def _end(self) -> None:
        """I16: with a working scheduler everything reaches an end or waits for a person, within its expiry."""
        for _ in range(4):
            self.bench.clock.wait(days=1)
            self.bench.tick()
        self.bench.tick()
        waiting = {State.PAUSED, State.AWAITING_DECISION}
        left = [record.state for record in self.records if record.state not in TERMINAL_STATES | waiting]
        assert left == [], "I16: it neither ends nor waits for a person"
