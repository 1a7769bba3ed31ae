"""The changes of the demo brand: led through the action service by made-up people, some in each state."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from db.engine import Store
from learning.domain.actions import ActionCommand as Command
from learning.domain.brands import Brand
from learning.domain.errors import RuleRefused
from learning.domain.parameters import ParameterKey
from learning.domain.policies import DAY, Policy, Role, SystemActor
from learning.governance.situation import Wish
from learning.simulation.programs import PROGRAMS, SLOT_SECONDS
from services.actions.orders import Order
from services.actions.performing import ActionService
from services.actions.policies import change_policy
from services.actions.proposal_json import draft_from_json
from services.actions.ticking import tick
from services.actions.trail import Trail, open_trail
from services.callers import Caller
from services.clock import Clock, MovedClock
from services.decisions.recording import DecisionService
from services.demo.programs import DemoPrograms
from services.parameters.definitions import define_parameter
from services.parameters.serving import ParameterService
from services.people import PeopleService
from services.settings import Settings

log = logging.getLogger("bellwether.demo")
ADMINISTRATOR: Final = "Local administrator"
MARKETER: Final = "Mara (sample marketer)"
APPROVER: Final = "Theo (sample approver)"
DEMO_POLICY: Final = Policy(minimum_sample=30, window_seconds=7 * DAY, fresh_seconds=14 * 3_600)
"""Of the demo brand: a week of measurement, and few units, since there are few."""
BEGINS: Final = 23.0
"""Days before now."""
LOOK_DAYS: Final = 0.5
"""The scheduler of the past looks twice a day; that of the present each minute."""


@dataclass(frozen=True, slots=True)
class _Step:
    """What somebody does, so many days before now."""

    days: float
    command: Command
    who: str = APPROVER
    reason: str = ""
    prediction: str = ""
    ahead: float = 0.0
    """Of 'schedule': days from then."""


@dataclass(frozen=True, slots=True)
class _Told:
    """One change and what became of it."""

    component: str
    name: str
    to: Any
    reason: str
    evidence: str
    metric: str
    low: float
    high: float
    steps: tuple[_Step, ...]
    margin: float = 0.05
    author: str | SystemActor = MARKETER
    more: dict[str, Any] = field(default_factory=dict)


def _handed_in(days: float) -> tuple[_Step, ...]:
    """Written and handed in at once."""
    return (_Step(days, Command.PROPOSE, MARKETER), _Step(days, Command.SUBMIT, MARKETER))


def _approved(days: float, *, prediction: str = "better") -> tuple[_Step, ...]:
    """Handed in, approved half a day later, started at once."""
    return (
        *_handed_in(days + 1),
        _Step(
            days, Command.APPROVE, prediction=prediction, reason="The numbers are sound, and it is undone in a minute."
        ),
        _Step(days, Command.START),
    )


_CHANGES: Final = (
    _Told(
        "newsletter",
        "send_hour",
        18,
        "Readers open the letter after work: evenings earned a fifth more clicks in three of four weeks.",
        "best times of the last eight weeks",
        "clicks",
        0.05,
        0.2,
        (*_approved(22), _Step(14.5, Command.KEEP, reason="More clicks, and nothing that speaks against it.")),
    ),
    _Told(
        "landing_page",
        "banner_seconds",
        8,
        "People who read the banner to its end stayed longer, so it might help to show it longer.",
        "a note of a customer",
        "session_seconds",
        0.02,
        0.1,
        (
            *_approved(19),
            _Step(11.5, Command.ROLLBACK, reason="No effect to be seen after a week; the shorter banner is simpler."),
        ),
    ),
    _Told(
        "newsletter",
        "products_shown",
        9,
        "More products in a letter give more people a reason to click.",
        "an idea of the shop's team",
        "clicks",
        0.03,
        0.12,
        _approved(12),
    ),
    _Told(
        "recommendations",
        "novelty",
        0.35,
        "Recommendations repeat what people have seen; somewhat newer ones were clicked more in two segments.",
        "an insight into repeated posts",
        "clicks",
        0.03,
        0.15,
        _approved(8.5),
    ),
    _Told(
        "landing_page",
        "hero_hook",
        {"question": 0.6, "story": 0.4},
        "Questions won three of three tests of hooks, so more visitors should meet one.",
        "the library of finished tests",
        "session_seconds",
        0.02,
        0.08,
        _approved(1.5, prediction="same"),
    ),
    _Told(
        "newsletter",
        "greeting",
        "first name",
        "Letters that greet by name were opened more often in the last two campaigns.",
        "the last two campaigns",
        "clicks",
        0.02,
        0.1,
        _handed_in(1),
    ),
    _Told(
        "recommendations",
        "items",
        8,
        "Two more items fit on every screen that visitors have used in the last month.",
        "devices of the last month",
        "clicks",
        0.01,
        0.06,
        (
            *_handed_in(1.5),
            _Step(1, Command.APPROVE, prediction="same", reason="Small and easily undone."),
            _Step(1, Command.SCHEDULE, ahead=2),
        ),
    ),
    _Told(
        "recommendations",
        "novelty",
        0.6,
        "If somewhat newer is good, much newer may be better still.",
        "an idea of the shop's team",
        "clicks",
        0.02,
        0.2,
        (
            *_handed_in(4),
            _Step(3.5, Command.REJECT, reason="Wait for what the smaller step brings, then propose the next one."),
        ),
    ),
    _Told(
        "landing_page",
        "banner_seconds",
        4,
        "A shorter banner lets people read on sooner.",
        "a note of a customer",
        "session_seconds",
        0.01,
        0.05,
        (
            *_handed_in(1.5),
            _Step(
                0.5, Command.REQUEST_CHANGES, reason="Which visitors? Please name the segment and what you saw there."
            ),
        ),
    ),
)


def load_demo_actions(store: Store, settings: Settings, brand: Brand, clock: Clock) -> None:
    """Let the last weeks of the demo brand's changes happen: proposed, tried, measured, kept, rolled back."""
    _Story(store, settings, brand, clock.now()).play()


class _Story:
    """The last weeks, step by step."""

    def __init__(self, store: Store, settings: Settings, brand: Brand, now: datetime) -> None:
        self._store, self._brand, self._now = store, brand, now
        self._clock = MovedClock(now - timedelta(days=BEGINS))
        self._trail: Trail = open_trail(settings)
        self._service = ActionService(store, self._trail, self._clock)
        self._programs = DemoPrograms(brand, ParameterService(store, settings), DecisionService(store, settings))
        self._numbers: dict[int, int] = {}

    def play(self) -> None:
        self._prepare()
        played = int(self._clock.at.timestamp()) // SLOT_SECONDS
        for days in self._moments():
            self._clock.at = self._now - timedelta(days=days)
            slot = int(self._clock.at.timestamp()) // SLOT_SECONDS
            self._programs.play(played, slot - 1)
            played = slot
            tick(self._store, self._service, self._clock, self._brand)
            for place, told in enumerate(_CHANGES):
                for step in told.steps:
                    if step.days == days:
                        self._do(place, told, step)

    def _moments(self) -> Iterator[float]:
        """The days before now at which something is done, from the first to now."""
        yield from (BEGINS - LOOK_DAYS * place for place in range(int(BEGINS / LOOK_DAYS) + 1))

    def _prepare(self) -> None:
        people = PeopleService(self._store, self._trail, self._clock)
        people.add(self._brand, ADMINISTRATOR, Role.ADMINISTRATOR)
        people.add(self._brand, MARKETER, Role.MARKETER, is_sample=True)
        people.add(self._brand, APPROVER, Role.APPROVER, is_sample=True)
        administrator = Caller(ADMINISTRATOR, self._trail, self._clock)
        change_policy(self._store, self._brand, DEMO_POLICY, who=administrator)
        for program in PROGRAMS:
            for each in program.parameters:
                key = ParameterKey(self._brand.id, program.component, program.operation, each.name)
                define_parameter(self._store, key, each.spec, each.base, who=administrator)

    def _do(self, place: int, told: _Told, step: _Step) -> None:
        wish = Wish(reason=step.reason, prediction=step.prediction)
        draft = None
        if step.command is Command.PROPOSE:
            draft = draft_from_json(_proposal(told))
        elif step.command is Command.APPROVE:
            with self._store.read() as work:
                record = work.actions.get(self._brand.id, self._numbers[place])
            wish = replace(wish, seen_round=record.round, seen_digest=record.digest)
        elif step.command is Command.SCHEDULE:
            wish = replace(wish, at=int((self._clock.at + timedelta(days=step.ahead)).timestamp()))
        key = f"demo:{place}:{step.command.value}"
        order = Order(self._brand, step.command, step.who, key, self._numbers.get(place), wish, draft)
        try:
            self._numbers[place] = self._service.perform(order).action_id
        except RuleRefused as refused:
            # Chance decides here as in life: a change that was paused is not kept a week later.
            log.info("change %d of the demo brand: %s", place, refused.message)


def _proposal(told: _Told) -> dict[str, Any]:
    operation = next(each.operation for each in PROGRAMS if each.component == told.component)
    return {
        "component": told.component,
        "operation": operation,
        "name": told.name,
        "to": told.to,
        "reason": told.reason,
        "evidence": told.evidence,
        "expected": {"metric": told.metric, "low": told.low, "high": told.high},
        "guardrails": [{"metric": told.metric, "margin": told.margin}],
        "ramp": [0.25, 0.5, 1.0],
        "holdout": 0.3,
        "undo": "The value of before serves again at once.",
    }
