"""A brand with people and a policy, and short words for commands about actions."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import func, select

from db.schema.actions import action_event
from db.schema.audit import audit
from learning.domain.actions import (
    ActionCommand,
    ActionDraft,
    ActionRecord,
    ExpectedEffect,
    GuardrailMargin,
)
from learning.domain.decisions import DecisionLine, OutcomeLine
from learning.domain.parameters import Cohort, Exposure, ParameterKey, Value
from learning.domain.policies import Policy, Role, SystemActor
from learning.domain.shadows import ShadowRun, ShadowStep
from learning.governance.situation import Wish
from services.actions.adjusting import AdjustingService
from services.actions.orders import Answer, Order
from services.actions.performing import ActionService
from services.actions.policies import SETTING, policy_to_text
from services.actions.shadowing import ShadowService
from services.actions.stopping import StopService
from services.actions.ticking import tick
from services.actions.trail import REFUSED, open_trail
from services.decisions.recording import DecisionService
from services.parameters.pinning import PinService
from services.parameters.reviewing import ReviewService
from services.parameters.serving import ParameterService
from services.people import PeopleService
from tests.services.imports.workshop import Workshop, open_workshop

PEOPLE = {
    "ann": Role.MARKETER,
    "bea": Role.MARKETER,
    "bob": Role.APPROVER,
    "cat": Role.APPROVER,
    "adm": Role.ADMINISTRATOR,
    "vic": Role.VIEWER,
}
HOUR, DAY = 3_600, 86_400
QUICK = Policy(
    bake_seconds=HOUR,
    minimum_sample=5,
    window_seconds=4 * HOUR,
    fresh_seconds=2 * HOUR,
    shadow_seconds=HOUR,
    shadow_decisions=5,
)
REASON = "Questions earned twice the saves in test 12."
DRAFT = ActionDraft(
    brand_id=0,
    component="content",
    operation="set",
    name="hook",
    from_value="story",
    to_value="question",
    reason=REASON,
    evidence="experiment:12",
    analysis_version="1",
    expected=ExpectedEffect("clicks", 0.02, 0.2),
    author="",
    created_at=0,
    command_key="",
    guardrails=(GuardrailMargin("clicks", 0.1),),
    ramp=(0.5, 1.0),
    holdout=0.5,
)


class ActionBench:
    """One brand and everything that works on its actions."""

    def __init__(self, workshop: Workshop, policy: Policy = QUICK, *, with_people: bool = True) -> None:
        self.workshop, self.store, self.brand, self.clock = workshop, workshop.store, workshop.brand, workshop.clock
        self.trail = open_trail(workshop.settings)
        self.service = ActionService(self.store, self.trail, self.clock)
        self.stops = StopService(self.store, self.trail, self.clock)
        self.people = PeopleService(self.store, self.trail, self.clock)
        self.pins = PinService(self.store)
        self.reviews = ReviewService(self.store, self.service)
        self.parameters = ParameterService(self.store, workshop.settings, clock=self.clock)
        self.decisions = DecisionService(self.store, workshop.settings)
        self.adjusting = AdjustingService(self.store, self.trail, self.clock)
        self.shadows = ShadowService(self.store, self.trail, self.clock)
        self._keys = itertools.count(1)
        if with_people:
            for name, role in PEOPLE.items():
                self.people.add(self.brand, name, role)
        self.set_policy(policy)

    @property
    def now(self) -> int:
        return int(self.clock.now().timestamp())

    def set_policy(self, policy: Policy) -> None:
        self.policy = policy
        with self.store.write() as work:
            work.settings.put(self.brand.id, SETTING, policy_to_text(policy))
            work.commit()

    def key(self) -> str:
        return f"key {next(self._keys)}"

    def do(
        self,
        command: ActionCommand,
        who: str | SystemActor,
        action_id: int | None = None,
        *,
        key: str | None = None,
        draft: ActionDraft | None = None,
        changes: Mapping[str, object] | None = None,
        **wish: object,
    ) -> Answer:
        said = Wish(**wish)  # type: ignore[arg-type]  # a test names its wishes
        return self.service.perform(Order(self.brand, command, who, key or self.key(), action_id, said, draft, changes))

    def propose(self, who: str = "ann", *, key: str | None = None, **changes: object) -> int:
        draft = replace(DRAFT, **changes)  # type: ignore[arg-type]  # a test names its changes
        return self.do(ActionCommand.PROPOSE, who, key=key, draft=draft).action_id

    def submit(self, action_id: int, who: str = "ann") -> Answer:
        return self.do(ActionCommand.SUBMIT, who, action_id)

    def approve(self, action_id: int, who: str = "bob", **wish: object) -> Answer:
        record = self.get(action_id)
        seen = {"seen_round": record.round, "seen_digest": record.digest} | wish
        return self.do(ActionCommand.APPROVE, who, action_id, **seen)

    def approved(self, **changes: object) -> int:
        action_id = self.propose(**changes)
        self.submit(action_id)
        self.approve(action_id)
        return action_id

    def started(self, **changes: object) -> int:
        action_id = self.approved(**changes)
        self.do(ActionCommand.START, "bob", action_id)
        return action_id

    def get(self, action_id: int) -> ActionRecord:
        with self.store.read() as work:
            return work.actions.get(self.brand.id, action_id)

    def tick(self) -> int:
        return tick(self.store, self.service, self.clock, self.brand)

    def feed(self, action_id: int, *, lift: float = 0.0, units: int = 40, uneven: float = 1.0) -> None:
        """Report decisions and outcomes of the present stage, in the shares that the ramp gives or so many times it."""
        record = self.get(action_id)
        draft, stage = record.draft, record.progress.stage or 0
        if draft.by_hand:
            return
        treated = max(round(units * (1 - draft.holdout) * draft.ramp[stage] / draft.holdout * uneven), 1)
        sides = [(Cohort.TREATED, 1 + lift)] * treated + [(Cohort.HOLDOUT, 1.0)] * units
        mark = f"{action_id} {record.row_version} {self.now} {next(self._keys)}"
        lines = [
            DecisionLine(
                f"{mark} {place}",
                self.now,
                draft.component,
                f"unit {mark} {place}",
                exposures=(Exposure(action_id, side),),
            )
            for place, (side, _) in enumerate(sides)
        ]
        with self.store.write() as work:
            work.decisions.add(self.brand.id, lines)
            ids = work.decisions.find_ids(self.brand.id, [line.key for line in lines])
            outcomes = [
                # A little spread, the same on both sides.
                (
                    ids[line.key],
                    OutcomeLine(line.key, line.key, self.now, {"clicks": 10 * mean * (1 + (place % 5) / 50)}),
                )
                for place, (line, (_, mean)) in enumerate(zip(lines, sides, strict=True))
            ]
            work.decisions.add_outcomes(self.brand.id, outcomes)
            work.commit()

    def report(self, component: str, count: int, metric: str = "clicks", **more: object) -> None:
        """Report decisions of just now, with an outcome each."""
        lines = [
            DecisionLine(f"told {next(self._keys)}", self.now, component, **more)  # type: ignore[arg-type]  # its own parts
            for _ in range(count)
        ]
        with self.store.write() as work:
            work.decisions.add(self.brand.id, lines)
            ids = work.decisions.find_ids(self.brand.id, [line.key for line in lines])
            told = [
                (ids[line.key], OutcomeLine(line.key, line.key, self.now, {metric: 1.0 + place % 3}))
                for place, line in enumerate(lines)
            ]
            work.decisions.add_outcomes(self.brand.id, told)
            work.commit()

    def let_pass(self, key: ParameterKey, value: Value, mechanism: str) -> ShadowRun:
        """Lead a mechanism through its shadow run to a person's yes."""
        step = self.adjusting.adjust(
            self.brand, key, value, who=SystemActor.ENGINE, why="a try", command=self.key(), mechanism=mechanism
        )
        assert isinstance(step, ShadowStep), "a new mechanism serves at once"
        self.report(key.component, self.policy.shadow_decisions)
        self.clock.wait(hours=1)
        return self.shadows.decide(
            self.brand, step.run_id, go=True, who="adm", reason="it would have done well", command=self.key()
        )

    def last_event(self) -> int:
        with self.store._engine.connect() as connection:
            return int(connection.execute(select(func.max(action_event.c.id))).scalar() or 0)

    def count_refused(self) -> int:
        with self.store._engine.connect() as connection:
            return int(connection.execute(select(func.count()).where(audit.c.kind == REFUSED)).scalar_one())

    def audit(self, kind: str) -> list[dict[str, object]]:
        with self.store.read() as work:
            return [json.loads(row.body) for row in work.audit.read() if row.kind == kind]


@contextmanager
def open_action_bench(folder: Path, url: str | None = None, policy: Policy = QUICK) -> Iterator[ActionBench]:
    with open_workshop(folder, url) as workshop:
        yield ActionBench(workshop, policy)
