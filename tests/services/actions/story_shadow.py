"""A new mechanism in the story: what it sets aside, and people who say go on too early, without data, rightly."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from learning.domain.errors import RuleRefused
from learning.domain.parameters import Adjustment
from learning.domain.policies import DAY, Role, SystemActor
from learning.domain.shadows import ShadowRun, ShadowState
from tests.services.actions.bench import HOUR, PEOPLE
from tests.services.actions.story_draws import Draw
from tests.services.actions.story_other_ways import ENVELOPE, LEAST, STEP

FRESH = "bandit 2"
MANY, FEW = 8, 3


class ShadowWays:
    """Part of the story, whose parts it uses."""

    bench: Any
    seen: Any
    disabled: set[str]
    weights: Any
    rolling: Any
    stop_or_go: Any

    def try_a_new_mechanism(self, draw: Draw) -> None:
        """It sets a value in shadow, then somebody decides: too early, with hardly any data, or as it should be."""
        to = {"least_weight": LEAST, "largest_step": STEP, "until": self.bench.now + 3 * DAY}
        mechanism = f"{FRESH}.{draw.number % 3}"
        if self.rolling(draw, ENVELOPE, to, ramp=(1.0,), base={}) is None:
            return
        # What was reported before the run bears on nothing.
        self.bench.report("content", MANY)
        self.bench.clock.wait(hours=1)
        self.set_in_shadow(mechanism, 0.5 + (0.1 if draw.yes else -0.1))
        run = self.run_of(mechanism)
        if run is None:
            return
        self.bench.report("content", FEW if draw.to == 1 else MANY)
        if draw.to != 2:
            self.bench.clock.wait(hours=2)
        self.decide(run, draw.who, go=draw.number % 4 != 0)
        self.set_in_shadow(mechanism, 0.5)
        self.decide(run, "adm", go=True)
        self.set_in_shadow(mechanism, 0.5)

    def let_it_go_on_while_stopped(self, draw: Draw) -> None:
        """All that a shadow run takes is there, but everything is stopped: only stopping the mechanism is left."""
        to = {"least_weight": LEAST, "largest_step": STEP, "until": self.bench.now + 3 * DAY}
        mechanism = f"{FRESH} while stopped {draw.number}"
        if self.rolling(draw, ENVELOPE, to, ramp=(1.0,), base={}) is None:
            return
        self.set_in_shadow(mechanism, 0.5)
        run = self.run_of(mechanism)
        if run is None:
            return
        self.bench.report("content", MANY)
        self.bench.clock.wait(hours=2)
        self.stop_or_go(replace(draw, yes=True))
        for who in ("bob", "adm"):
            self.decide(run, who, go=True)
        self.set_in_shadow(mechanism, 0.5)
        if draw.yes:
            self.decide(run, "bob", go=False)
        self.stop_or_go(replace(draw, yes=False))
        self.decide(run, "adm", go=True)
        self.set_in_shadow(mechanism, 0.5)

    def set_in_shadow(self, mechanism: str, question: float) -> None:
        """Ask for a value; where it lands is told by how far the mechanism has come."""
        run = self.run_of(mechanism)
        state = None if run is None else run.state
        if run is not None and state is ShadowState.STOPPED and run.envelope_version != self.envelope_version():
            # In an envelope that was approved anew it may begin anew.
            state = None
        wanted = {"question": question, "story": 1 - question}
        asked = {"who": SystemActor.ENGINE, "why": "it would earn more", "command": self.bench.key()}
        try:
            made = self.bench.adjusting.adjust(self.bench.brand, self.weights, wanted, mechanism=mechanism, **asked)
        except RuleRefused:
            return
        assert state is not ShadowState.STOPPED, "a mechanism that was stopped goes on"
        serves = isinstance(made, Adjustment)
        assert serves == (state is ShadowState.PASSED), "what is in shadow serves, or what has passed does not"

    def decide(self, run: ShadowRun, who: str, *, go: bool) -> None:
        """Say go on or stop; whether that is right is told by the rows alone."""
        with self.bench.store.read() as work:
            before = work.shadows.get(self.bench.brand.id, run.id)
            reported = work.shadows.count_reported(self.bench.brand.id, "content", run, self.bench.now)
        may = PEOPLE[who].covers(Role.APPROVER) and who not in self.disabled
        stopped = bool(self.seen.stops) and self.seen.stops[-1][1] is None
        ready = self.bench.now >= before.began_at + HOUR and reported >= self.bench.policy.shadow_decisions
        allowed = may and before.state is ShadowState.RUNNING and (not go or (ready and not stopped))
        told = {"go": go, "who": who, "reason": "as the numbers say", "command": self.bench.key()}
        try:
            self.bench.shadows.decide(self.bench.brand, run.id, **told)
        except RuleRefused:
            assert not allowed, "what may pass was held back"
        else:
            assert allowed, "a shadow run passed that may not"

    def envelope_version(self) -> int:
        """The version of the envelope that is open, or was last."""
        with self.bench.store.read() as work:
            known = work.parameters.find(replace(self.weights, name=ENVELOPE))
            live = None if known is None else work.parameters.find_live(known.id)
        return 0 if live is None else live.version

    def run_of(self, mechanism: str) -> ShadowRun | None:
        """The newest run of a mechanism."""
        with self.bench.store.read() as work:
            runs = work.shadows.list_of(work.parameters.find(self.weights).id, mechanism)
        return runs[-1] if runs else None
