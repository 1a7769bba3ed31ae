"""The story with people who hold values where they are, for hours, against changes, rules and the learning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from db.unit import UnitOfWork
from learning.domain.actions import ActionCommand as Command
from learning.domain.actions import ActionRecord
from learning.domain.actions import ActionState as State
from learning.domain.errors import BellwetherError
from learning.domain.parameters import Parameter, ParameterKey
from learning.domain.policies import DAY, Role, SystemActor
from services.callers import Caller
from services.parameters.pinning import PinWish
from tests.services.actions.bench import HOUR, PEOPLE
from tests.services.actions.invariants_pins import Held, check_pins
from tests.services.actions.story import Story
from tests.services.actions.story_draws import NAMES, VALUES, WHO, Draw
from tests.services.actions.story_other_ways import ENVELOPE, EVEN, LEAST, STEP, TINY, WEIGHTS

WHY = "The campaign of the winter needs it as it is."
TARGETS = ((NAMES[0], ""), (NAMES[1], ""), (WEIGHTS, ""), (WEIGHTS, "question"), ("gap", ""))
HOURS = (1, 5, 20)
PIN_STEPS = (
    *("pin", "pin", "unpin", "try_what_is_pinned", "try_what_is_pinned", "pin_by_a_change", "pin_by_a_change"),
    *("hold_the_learning", "hold_the_learning", "pin_in_between", "pin_in_between", "a_rule_and_a_pin", "tick_past_it"),
)


class PinStory(Story):
    """Every step of the story, and pins between them."""

    in_turn = PIN_STEPS * 2

    def __init__(self) -> None:
        super().__init__()
        self.held = Held()

    @rule(
        kind=st.sampled_from(PIN_STEPS),
        number=st.integers(0, 9),
        who=st.sampled_from(WHO),
        yes=st.booleans(),
        to=st.integers(1, 3),
    )
    def pin_step(self, kind: str, **drawn: Any) -> None:
        Story.steps += 1
        getattr(self, kind)(Draw(**drawn, command=Command.START))

    def take(self, kind: str, draw: Draw) -> None:
        super().take(kind, draw)
        Story.at = kind
        self.pins_hold()
        Story.at = ""

    @invariant()
    def pins_hold(self) -> None:
        if hasattr(self, "bench"):
            check_pins(self.bench, self.held)

    # Who may hold what

    def pin(self, draw: Draw) -> None:
        name, arm = TARGETS[draw.number % len(TARGETS)]
        self.pin_now(name, arm, draw.who, HOURS[draw.to - 1] * HOUR)

    def pin_now(self, name: str, arm: str, who: str, seconds: int) -> bool:
        """Pin it; right where nothing else holds or changes it, and they may."""
        found = self.known(name)
        allowed = found is not None and self.may(who) and not {"", arm} & self.pins_of(found).keys()
        if allowed and found is not None:
            with self.bench.store.read() as work:
                allowed = work.parameters.find_lease(found.id) is None
        wish = PinWish(self.key(name), self.bench.now + seconds, WHY, arm)
        try:
            self.bench.pins.pin(self.bench.brand, wish, self.caller(who), self.bench.key())
        except BellwetherError:
            assert not allowed, "what may be pinned was not"
            return False
        assert allowed, "pinned what is changed, held, or by whom it should not"
        self.pins_hold()
        return True

    def unpin(self, draw: Draw) -> None:
        name, arm = TARGETS[draw.number % len(TARGETS)]
        self.unpin_now(name, arm, draw.who)

    def unpin_now(self, name: str, arm: str, who: str) -> None:
        found = self.known(name)
        allowed = found is not None and self.may(who) and arm in self.pins_of(found)
        try:
            self.bench.pins.unpin(
                self.bench.brand, self.key(name), arm, reason="done", who=self.caller(who), command=self.bench.key()
            )
        except BellwetherError:
            assert not allowed, "what may be unpinned was not"
        else:
            assert allowed, "unpinned what was not pinned, or by whom it should not"
            self.pins_hold()

    # What goes against it

    def try_what_is_pinned(self, draw: Draw) -> None:
        """An approved change, then a pin, then everybody who could start it."""
        name = NAMES[draw.number % len(NAMES)]
        record = self.ready(draw, name)
        if record is None or not self.pin_now(name, "", "ann" if "ann" not in self.disabled else "adm", 5 * HOUR):
            return
        for who in ("bob", "cat", SystemActor.SCHEDULER):
            assert self.attempt(Command.START, who, record.id) is None, "a change of what is pinned was started"
        other = self.hand_in(name)
        if other is not None:
            told = self.attempt(Command.BYPASS, "adm", other.id, reason="the site is down and it has to be")
            assert told is None, "pinned, and started past the approval"
        if draw.yes:
            self.unpin_now(name, "", "adm")
            self.lead_on(self.bench.get(record.id))

    def pin_by_a_change(self, draw: Draw) -> None:
        """It holds what it brings from its start on; rolled back, it holds nothing."""
        name = NAMES[draw.number % len(NAMES)]
        record = self.rolling(draw, name, pin_until=self.bench.now + 2 * DAY, ramp=(1.0,), holdout=0.5)
        if record is None:
            return
        self.pins_hold()
        if draw.yes:
            self.attempt(Command.ROLLBACK, "bob", record.id)
            return
        for _ in range(3):
            self.bench.clock.wait(hours=2)
            self.lead_on(self.bench.get(record.id))
        self.start_now(self.hand_in(name))

    def hold_the_learning(self, draw: Draw) -> None:
        """Inside of an open envelope: adjusted, held, tried, over, adjusted again; the tick comes late or not."""
        to = {"least_weight": LEAST, "largest_step": STEP, "until": self.bench.now + 3 * DAY}
        if self.rolling(draw, ENVELOPE, to, ramp=(1.0,), base={}) is None:
            return
        self.adjust_to(0.6, SystemActor.ENGINE)
        arm = "question" if draw.number % 2 else ""
        if not self.pin_now(WEIGHTS, arm, "adm", HOUR):
            return
        for weight in (0.55, 0.5, 0.45):
            self.adjust_to(weight, SystemActor.ENGINE)
            self.pins_hold()
        if draw.yes:
            self.unpin_now(WEIGHTS, arm, "adm")
        self.bench.clock.wait(hours=1)
        self.adjust_to(0.55, SystemActor.ENGINE)

    def pin_in_between(self, draw: Draw) -> None:
        """Somebody pins just before the transaction of a start, or of an adjustment, begins."""
        if draw.yes:
            name = NAMES[draw.number % len(NAMES)]
            record = self.ready(draw, name)
            if record is not None and name not in self.held_names():
                with self.just_before(lambda: self.pin_now(name, "", "adm", HOUR)):
                    self.attempt(Command.START, "bob", record.id)
            return
        to = {"least_weight": LEAST, "largest_step": STEP, "until": self.bench.now + 3 * DAY}
        if self.rolling(draw, ENVELOPE, to, ramp=(1.0,), base={}) is not None and WEIGHTS not in self.held_names():
            value = {"question": 0.45, "story": 0.55}
            asked = {"why": "it earned more", "command": self.bench.key()}
            with self.just_before(lambda: self.pin_now(WEIGHTS, "", "adm", HOUR)), suppress(BellwetherError):
                self.bench.adjusting.adjust(self.bench.brand, self.weights, value, who="adm", **asked)

    def a_rule_and_a_pin(self, draw: Draw) -> None:
        """What a rule would say yes to, were it not pinned."""
        self.new_day(draw)
        self.pin_now("gap", "", "adm", 2 * HOUR)
        self.a_small_step(replace(draw, to=1))

    def tick_past_it(self, draw: Draw) -> None:
        """Over is over, and written down by the next tick."""
        self.bench.clock.wait(hours=HOURS[draw.to - 1])
        self.run_scheduler()
        with self.bench.store.read() as work:
            late = [pin for pin in work.pins.list_open(self.bench.brand.id) if pin.until <= self.bench.now]
        assert late == [], "over, and nobody wrote it down"

    # Words for it

    def ready(self, draw: Draw, name: str) -> ActionRecord | None:
        """An approved change of a parameter, and nothing beside it."""
        self.clear(draw, name)
        record = self.hand_in(name, base=VALUES[0])
        for who in ("bob", "cat"):
            if record is not None and self.bench.get(record.id).state is State.IN_REVIEW:
                self.approve_now(record.id, who)
        ready = record is not None and self.bench.get(record.id).state is State.APPROVED
        return record if ready else None

    @contextmanager
    def just_before(self, first: Callable[[], object]) -> Iterator[None]:
        """Let something else be committed before the next transaction that writes begins."""
        write, waiting = self.bench.store.write, [first]

        @contextmanager
        def later(**parts: Any) -> Iterator[UnitOfWork]:
            while waiting:
                waiting.pop()()
            with write(**parts) as work:
                yield work

        with patch.object(self.bench.store, "write", later):
            yield

    def _serves(self) -> dict[str, float]:
        """What was learned serves, unless somebody holds what was approved."""
        found = self.known(WEIGHTS)
        value = super()._serves()
        return value if found is None or self._fits(found, value) else EVEN

    def _may_adjust(self, wanted: dict[str, float], who: str | SystemActor) -> bool:
        found = self.known(WEIGHTS)
        return super()._may_adjust(wanted, who) and (found is None or self._fits(found, wanted))

    def _fits(self, found: Parameter, value: dict[str, float]) -> bool:
        pins = self.pins_of(found)
        return "" not in pins and all(abs(value[arm] - pin.value) <= TINY for arm, pin in pins.items())

    def pins_of(self, found: Parameter) -> dict[str, Any]:
        return self.held.at(found.id, self.bench.now)

    def held_names(self) -> set[str]:
        with self.bench.store.read() as work:
            known = {each.id: each.key.name for each in work.parameters.list_of(self.bench.brand.id)}
        return {known[number] for number, _ in self.held.pins if self.held.at(number, self.bench.now)}

    def known(self, name: str) -> Parameter | None:
        with self.bench.store.read() as work:
            found: Parameter | None = work.parameters.find(self.key(name))
        return found

    def key(self, name: str) -> ParameterKey:
        return ParameterKey(self.bench.brand.id, "content", "set", name)

    def may(self, who: str) -> bool:
        return who not in self.disabled and PEOPLE[who].covers(Role.MARKETER)

    def caller(self, who: str) -> Caller:
        return Caller(who, self.bench.trail, self.bench.clock)
