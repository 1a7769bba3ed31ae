"""What chance alone hardly ever leads to: each step here goes all the way to one rare situation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from learning.domain.actions import LIVE_STATES, TERMINAL_STATES, ActionRecord
from learning.domain.actions import ActionCommand as Command
from learning.domain.actions import ActionState as State
from learning.domain.parameters import ParameterKey
from learning.domain.policies import DAY, AutomaticRule, SystemActor
from tests.services.actions.bench import DRAFT
from tests.services.actions.story_draws import NAMES, VALUES, Draw, other_than
from tests.services.actions.story_other_ways import ENVELOPE, LEAST, STEP

STAGES = (0.25, 0.5, 1.0)
PACE = {"base": 100.0, "ramp": (1.0,)}
BY_HAND = {"guardrails": (), "ramp": (1.0,), "holdout": 0.0, "by_hand": True, "undo": "As it was."}


class RareWays:
    """Part of the story, whose parts it uses."""

    bench: Any
    records: list[Any]
    attempt: Any
    lead_on: Any
    approve_now: Any
    run_scheduler: Any
    new_day: Any
    adjust_to: Any

    # The way there

    def clear(self, draw: Draw, name: str) -> None:
        """A new day on which nothing else is under way on a parameter."""
        self.new_day(draw)
        for record in self.records:
            if record.draft.name == name and record.state not in TERMINAL_STATES:
                command = Command.ROLLBACK if record.state in LIVE_STATES else Command.WITHDRAW
                self.attempt(command, "adm", record.id)

    def draft(self, name: str, to: object = None, who: str = "ann", **changes: object) -> Any:
        """Propose a change of what serves now."""
        with self.bench.store.read() as work:
            known = work.parameters.find(ParameterKey(self.bench.brand.id, "content", "set", name))
            live = None if known is None else work.parameters.find_live(known.id)
        base = changes.pop("base", VALUES[0])
        serves = base if live is None else live.value
        draft = replace(DRAFT, name=name, from_value=serves, to_value=to or other_than(str(serves), 1), **changes)  # type: ignore[arg-type]  # a step names its changes
        return self.attempt(Command.PROPOSE, who, draft=draft)

    def hand_in(self, name: str, to: object = None, **changes: object) -> ActionRecord | None:
        """Propose a change of what serves now, and submit it."""
        told = self.draft(name, to, **changes)
        if told is None or self.attempt(Command.SUBMIT, "ann", told.action_id) is None:
            return None
        found: ActionRecord = self.bench.get(told.action_id)
        return found

    def rolling(self, draw: Draw, name: str = NAMES[0], to: object = None, **changes: object) -> ActionRecord | None:
        """A change at its first stage, and nothing beside it."""
        self.clear(draw, name)
        return self.start_now(self.hand_in(name, to, **changes))

    def start_now(self, record: ActionRecord | None) -> ActionRecord | None:
        for _ in range(2):
            if record is not None:
                self.lead_on(record)
                record = self.bench.get(record.id)
        return record if record is not None and record.state is State.ROLLING else None

    # Who says yes

    def change_the_quorum_between(self, draw: Draw) -> None:
        """The quorum is another one when the yes comes: that of the submission counts."""
        if not self.bench.policy.four_eyes:
            return
        self.clear(draw, NAMES[0])
        wanted = 2 if draw.yes else 1
        self.bench.set_policy(replace(self.bench.policy, quorum=wanted))
        record = self.hand_in(NAMES[0])
        self.bench.set_policy(replace(self.bench.policy, quorum=3 - wanted))
        if record is not None:
            for _ in range(2):
                self.approve_now(record.id, "bob")
            reached = self.bench.get(record.id).state is State.APPROVED
            assert reached == (wanted == 1), "I3: the policy of now counted, not that of the submission"

    # What the data say

    def pass_with_hardly_any_units(self, draw: Draw) -> None:
        """The stage has lasted its time, all is well, but one side has a handful of units."""
        few = {"ramp": STAGES, "holdout": 0.5} if draw.yes else {"ramp": (0.5, 1.0), "holdout": 0.1}
        record = self.rolling(draw, **few)
        if record is not None:
            self.bench.clock.wait(hours=1)
            self.bench.feed(record.id, lift=0.2, units=12 if draw.yes else 3)
            self.attempt(Command.ADVANCE, "bob", record.id)
            self.run_scheduler()

    def break_a_guardrail(self, draw: Draw) -> None:
        """At whichever stage: a plain fall in fresh data holds it, and the scheduler takes it back."""
        record = self.rolling(draw, ramp=STAGES, holdout=0.5)
        if record is None:
            return
        for _ in range(draw.number % len(STAGES)):
            self.bench.clock.wait(hours=1)
            self.bench.feed(record.id, lift=0.2)
            # What comes in the second of the step counts for the next stage, too.
            self.bench.clock.wait(seconds=1)
            self.attempt(Command.ADVANCE, "bob", record.id)
        self.bench.clock.wait(hours=4)
        self.bench.feed(record.id, lift=-0.5)
        for command in (Command.ADVANCE, Command.FINISH):
            assert self.attempt(command, "bob", record.id) is None, "went on with a broken guardrail"
        self.run_scheduler()
        assert self.bench.get(record.id).state is State.ROLLED_BACK, "13: a broken guardrail, and no rollback"

    def confirm_late(self, draw: Draw) -> None:
        """Applied by hand three hours after its start: the window begins then."""
        record = self.rolling(draw, "bio late", **BY_HAND)
        if record is None:
            return
        self.bench.clock.wait(hours=3)
        self.attempt(Command.CONFIRM, "ann", record.id)
        self.bench.clock.wait(hours=2)
        self.run_scheduler()
        assert self.bench.get(record.id).state is State.ROLLING, "measured by hand for too short a time"

    # What needs nobody's yes

    def starve_an_arm(self, draw: Draw) -> None:
        """Step by step, each small enough, down to less than the least weight."""
        to = {"least_weight": LEAST, "largest_step": STEP, "until": self.bench.now + 3 * DAY}
        if self.rolling(draw, ENVELOPE, to, ramp=(1.0,), base={}) is not None:
            for weight in (0.31, 0.12, 0.05 if draw.yes else 0.0):
                self.adjust_to(weight, SystemActor.ENGINE)

    def ask_a_rule(self, draw: Draw) -> None:
        """A rule with a good record is asked for much; one without a good record, or after a failure, for little."""
        name, what = f"pace {len(self.records)}", ("much", "failed", "unmeasured", "rejected")[draw.number % 4]
        self.allow_steps(name)
        if what == "failed":
            self.end_measured(self.rolling(draw, name, 80.0, **PACE), Command.ROLLBACK)
        kept = self.rolling(draw, name, 130.0, **PACE)
        self.end_measured(kept, Command.KEEP, units=0 if what == "unmeasured" else 40)
        if what == "rejected":
            rejected = self.hand_in(name, 200.0, **PACE)
            if rejected is not None:
                self.attempt(Command.REJECT, "bob", rejected.id, reason="not now")
        asked = self.hand_in(name, 169.0 if what == "much" else 135.0, **PACE)
        if asked is not None and kept is not None and self.bench.get(kept.id).state is State.KEPT:
            assert asked.state is State.IN_REVIEW, f"3b: a rule said yes though {what}"
            self.attempt(Command.WITHDRAW, "ann", asked.id)

    def allow_steps(self, name: str) -> None:
        """A rule for one parameter, beside that of the story."""
        rule = AutomaticRule("content", "set", name, 0.1, 1, self.bench.now + 3 * DAY, record=1)
        others = [each for each in self.bench.policy.automatic if not each.name.startswith("pace")]
        self.bench.set_policy(replace(self.bench.policy, automatic=(*others, rule)))

    def end_measured(self, record: ActionRecord | None, end: Command, units: int = 40) -> None:
        if record is None:
            return
        self.bench.clock.wait(hours=4)
        if units:
            self.bench.feed(record.id, lift=0.2, units=units)
        if end is Command.KEEP:
            self.attempt(Command.FINISH, "bob", record.id)
        self.attempt(end, "bob", record.id, reason="What is wanted, whatever the range says.")
