"""The ways beside a person's yes: changes made by hand, envelopes, automatic rules, starts at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from learning.domain.actions import ActionCommand as Command
from learning.domain.actions import ActionState as State
from learning.domain.errors import RuleRefused
from learning.domain.parameters import ParameterKey, ParameterKind, ParameterSpec
from learning.domain.policies import DAY, Role, SystemActor
from services.callers import Caller
from services.parameters.definitions import define_parameter
from tests.services.actions.bench import DRAFT, HOUR, PEOPLE
from tests.services.actions.story_draws import NAMES, SEVERAL, Draw

WEIGHTS, ENVELOPE = "hooks", "hooks.envelope"
PASSED = "thompson 1"
EVEN = {"question": 0.5, "story": 0.5}
STEP, LEAST = 0.2, 0.1
TINY = 1e-9


class OtherWays:
    """Part of the story, whose parts it uses."""

    bench: Any
    seen: Any
    disabled: set[str]
    records: list[Any]
    pick: Any
    attempt: Any
    lead_on: Any
    approve_now: Any
    propose: Any
    run_scheduler: Any

    # What a mechanism adjusts by itself

    def define_envelope(self) -> None:
        bench = self.bench
        parts = {"who": Caller("adm", bench.trail, bench.clock)}
        self.weights = ParameterKey(bench.brand.id, "content", "set", WEIGHTS)
        define_parameter(bench.store, self.weights, ParameterSpec(ParameterKind.WEIGHTS), EVEN, **parts)
        closed = replace(self.weights, name=ENVELOPE)
        define_parameter(bench.store, closed, ParameterSpec(ParameterKind.ENVELOPE), {}, **parts)

    def open_envelope(self, draw: Draw) -> None:
        """Propose an envelope and lead it into its rollout."""
        if len([each for each in self.records if each.draft.name == ENVELOPE]) >= SEVERAL:
            return
        with self.bench.store.read() as work:
            live = work.parameters.find_live(work.parameters.find(replace(self.weights, name=ENVELOPE)).id)
        to = {"least_weight": LEAST, "largest_step": STEP, "until": self.bench.now + draw.to * DAY}
        if live is not None and live.value == to:
            return
        draft = replace(
            DRAFT, name=ENVELOPE, from_value=live.value if live else {}, to_value=to, ramp=(1.0,), holdout=0.5
        )
        told = self.attempt(Command.PROPOSE, "ann", draft=draft)
        for _ in range(3):
            if told is not None:
                self.lead_on(self.bench.get(told.action_id))

    def adjust(self, draw: Draw) -> None:
        """Take a step that lies inside of the envelope or not; what is right is told by the rows alone."""
        with self.bench.store.read() as work:
            made = work.parameters.list_adjustments(work.parameters.find(self.weights).id)
        serves = made[-1].value["question"] if made and draw.number % 2 else 0.5
        step = (0.05, 0.15, 0.19, 0.25, 0.35)[draw.number // 2]
        question = min(max(serves + (step if draw.to > 1 else -step), 0.0), 1.0)
        self.adjust_to(question, (SystemActor.ENGINE, "bob", "ann")[draw.to - 1] if draw.yes else SystemActor.ENGINE)

    def adjust_to(self, question: float, who: str | SystemActor) -> None:
        """Set the weight of one arm, if the envelope lets it."""
        wanted = {"question": question, "story": 1 - question}
        if who is SystemActor.ENGINE:
            self.lead_through_shadow()
        allowed = self._may_adjust(wanted, who)
        mechanism = PASSED if who is SystemActor.ENGINE else ""
        asked = {"why": "it earned more", "command": self.bench.key(), "mechanism": mechanism}
        try:
            self.bench.adjusting.adjust(self.bench.brand, self.weights, wanted, who=who, **asked)
        except RuleRefused:
            assert not allowed, "what lies inside of the envelope was refused"
        else:
            assert allowed, "the envelope was left"

    def lead_through_shadow(self) -> None:
        """Let the mechanism of the story pass, where it can be tried now and has not passed yet."""
        with self.bench.store.read() as work:
            runs = work.shadows.list_of(work.parameters.find(self.weights).id, PASSED)
        if not runs and self._may_adjust(self._serves(), SystemActor.ENGINE):
            self.bench.let_pass(self.weights, self._serves(), PASSED)

    def _serves(self) -> dict[str, float]:
        """What serves inside of the envelope."""
        with self.bench.store.read() as work:
            versions = work.parameters.list_versions(work.parameters.find(replace(self.weights, name=ENVELOPE)).id)
            made = work.parameters.list_adjustments(work.parameters.find(self.weights).id)
        inside = [each.value for each in made if versions and each.envelope_version == versions[-1].version]
        return inside[-1] if inside else EVEN

    def _may_adjust(self, wanted: dict[str, float], who: str | SystemActor) -> bool:
        stopped = bool(self.seen.stops) and self.seen.stops[-1][1] is None
        person = who is not SystemActor.ENGINE
        if stopped or (person and (who in self.disabled or not PEOPLE[str(who)].covers(Role.APPROVER))):
            return False
        with self.bench.store.read() as work:
            versions = work.parameters.list_versions(work.parameters.find(replace(self.weights, name=ENVELOPE)).id)
        if not versions or not versions[-1].value or self.bench.now >= versions[-1].value["until"]:
            return False
        before = self._serves()
        step = max(abs(wanted[arm] - before[arm]) for arm in wanted)
        return step <= STEP + TINY and min(wanted.values()) >= LEAST - TINY

    # What a person applies elsewhere

    def by_hand(self, draw: Draw) -> None:
        """A change of this kind, up to its start, and perhaps on to its end."""
        if len([each for each in self.records if each.draft.by_hand]) >= SEVERAL:
            return
        draft = replace(
            DRAFT,
            name=f"bio {draw.number % 2}",
            guardrails=(),
            ramp=(1.0,),
            holdout=0.0,
            by_hand=True,
            undo="As it was.",
        )
        with self.bench.store.read() as work:
            known = work.parameters.find(ParameterKey(self.bench.brand.id, "content", "set", draft.name))
            live = None if known is None else work.parameters.find_live(known.id)
        if live is not None and live.value != draft.from_value:
            draft = replace(draft, from_value=draft.to_value, to_value=draft.from_value)
        told = self.attempt(Command.PROPOSE, "ann", draft=draft)
        for _ in range(3):
            if told is not None:
                self.lead_on(self.bench.get(told.action_id))

    def confirm(self, draw: Draw) -> None:
        """Somebody says that it was done: right where it is owed and they may."""
        record = self.pick(draw.number) if draw.yes else self._of_hand(draw.number)
        if record is None:
            return
        with self.bench.store.read() as work:
            owed = [each for each in work.action_log.list_hand_steps(record.id) if each.confirmed_at is None]
        if owed and record.state is State.ROLLING:
            # Confirmed late: what was not there yet is not measured.
            self.bench.clock.wait(hours=3)
        may = PEOPLE[draw.who].covers(Role.MARKETER) and draw.who not in self.disabled
        told = self.attempt(Command.CONFIRM, draw.who, record.id)
        assert (told is not None) == (bool(owed) and may), "confirmed by whom, or what, it should not"
        if told is not None and record.state is State.ROLLING:
            self.bench.clock.wait(hours=2)
            self.run_scheduler()

    def _of_hand(self, number: int) -> Any:
        found = [each for each in self.records if each.draft.by_hand]
        return found[number % len(found)] if found else None

    # What a rule says yes to

    def a_small_step(self, draw: Draw) -> None:
        """A number goes up by a little or by much: rules say yes to little ones, people to all others."""
        told = self._step_of_gap(draw.to)
        if told is None:
            return
        by_rule = self.bench.get(told).state is State.APPROVED
        self.run_scheduler()
        if by_rule:
            # Once more on the same day: the rule is spent.
            self._step_of_gap(1)
        for _ in range(4 if draw.yes else 1):
            self.bench.clock.wait(hours=4)
            self.lead_on(self.bench.get(told))

    def _step_of_gap(self, to: int) -> int | None:
        if len([each for each in self.records if each.draft.name == "gap"]) >= 2 * SEVERAL:
            return None
        with self.bench.store.read() as work:
            known = work.parameters.find(ParameterKey(self.bench.brand.id, "content", "set", "gap"))
            live = None if known is None else work.parameters.find_live(known.id)
        serves = 100.0 if live is None else float(live.value)
        wanted = serves * (1.05, 0.95, 1.3)[to - 1]
        draft = replace(DRAFT, name="gap", from_value=serves, to_value=wanted, ramp=(1.0,), holdout=0.5)
        told = self.attempt(Command.PROPOSE, "ann", draft=draft)
        if told is None or self.attempt(Command.SUBMIT, "ann", told.action_id) is None:
            return None
        return told.action_id

    # What starts at a time

    def schedule_some(self, draw: Draw) -> None:
        """Several at the same time: each cycle of the scheduler starts as many as the policy says."""
        for number in range(2):
            told = self.propose(replace(draw, who="ann", number=number % len(NAMES)))
            for _ in range(2):
                if told is not None:
                    self.lead_on(self.bench.get(told))
        at = self.bench.now + HOUR
        for record in [each for each in self.records if each.state is State.APPROVED]:
            if self.attempt(Command.SCHEDULE, "bob", record.id, at=at) is not None:
                told = self.attempt(Command.START, SystemActor.SCHEDULER, record.id)
                assert told is None, "started by itself before its time"
        for _ in range(2):
            self.run_scheduler()
            self.bench.clock.wait(hours=1 if draw.yes else 2)
        self.run_scheduler()
