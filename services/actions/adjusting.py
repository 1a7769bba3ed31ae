"""Adjustments inside of an approved envelope: each one logged and sealed, none of them an action."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from db.engine import Store
from db.repositories.action_log import StoredCommand
from db.unit import UnitOfWork
from learning.domain.actions import LIVE_STATES, ActionRecord
from learning.domain.brands import Brand
from learning.domain.errors import RuleRefused
from learning.domain.parameters import Adjustment, Parameter, ParameterKey, Value
from learning.domain.policies import Actor, Gate, Role, SystemActor
from learning.domain.shadows import ShadowStep
from learning.governance.digest import canonical_json, text_hash
from learning.governance.envelopes import SUFFIX, Envelope, envelope_of, require_inside
from learning.governance.pins import fits, pin_against, pinned_refusal
from learning.governance.shadows import named
from learning.governance.values import check_value
from services.actions.attempts import find_earlier
from services.actions.drafting import live_value
from services.actions.shadowing import Inside, add_shadow_step, find_shadow, shadow_before
from services.actions.trail import Trail
from services.callers import Caller, actor_of
from services.clock import Clock


@dataclass(frozen=True, slots=True)
class Opened:
    """An envelope in which a parameter may be adjusted now, and what serves inside of it."""

    envelope: Envelope
    version: int
    """Of the envelope's parameter: an adjustment belongs to one of them."""
    base_version: int
    """Of the parameter itself: what an action changes ends all adjustments of before."""
    value: Value
    adjusted: Adjustment | None
    """What made that value, where it is another one than was approved."""
    trial: ActionRecord | None
    """The action by which the envelope is being tried; None once it is kept."""
    held: bool
    """A pin keeps whatever is learned inside from serving: everybody gets what was approved."""


def opened_envelope(work: UnitOfWork, parameter: Parameter, gate: Gate, now: int) -> Opened | None:
    """Return the envelope of a parameter; None where it has none, it has ended, or changes are stopped."""
    if gate.killed or gate.breaker_open or parameter.key.name.endswith(SUFFIX):
        return None
    found = work.parameters.find(replace(parameter.key, name=f"{parameter.key.name}{SUFFIX}"))
    if found is None:
        return None
    version, value = live_value(work, found)
    envelope = envelope_of(value)
    if envelope is None or now >= envelope.until:
        return None
    base_version, approved = live_value(work, parameter)
    newest = work.parameters.find_adjustment(parameter.id, version, base_version)
    pins = work.pins.list_standing(parameter.id, now)
    held = not fits(pins, approved if newest is None else newest.value)
    if held:
        # What a person holds where it was approved is served so, whatever was learned before.
        newest = None
    holder = work.parameters.find_lease(found.id)
    record = None if holder is None else work.actions.get(parameter.key.brand_id, holder)
    trial = record if record is not None and record.state in LIVE_STATES else None
    value = approved if newest is None else newest.value
    return Opened(envelope, version, base_version, value, newest, trial, held)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody, or something, wants to serve."""

    key: ParameterKey
    value: Value
    who: str | SystemActor
    why: str
    mechanism: str

    @property
    def arguments(self) -> str:
        """A hash of all of it: a key stands for one command."""
        key = self.key
        value = dict(self.value) if isinstance(self.value, Mapping) else self.value
        place = [key.component, key.operation, key.name, dict(key.context)]
        return text_hash(canonical_json(["adjust", *place, value, self.why, self.mechanism]))


class AdjustingService:
    """Adjusts parameters inside of their envelopes."""

    def __init__(self, store: Store, trail: Trail, clock: Clock) -> None:
        """Work on a store."""
        self._store = store
        self._trail = trail
        self._clock = clock

    def adjust(
        self,
        brand: Brand,
        key: ParameterKey,
        value: Value,
        *,
        who: str | SystemActor,
        why: str,
        command: str,
        mechanism: str = "",
    ) -> Adjustment | ShadowStep:
        """Let another value serve inside of the envelope, once for each key; a refusal stands in the trail.

        Args:
            brand: Whose parameter it is.
            key: Which parameter.
            value: What is to serve.
            who: The engine, for a mechanism; or an approver, by hand.
            why: In a sentence.
            command: The caller's own key: the same command twice adjusts once.
            mechanism: The strategy with its version; a new one runs in shadow first, and what it sets is kept aside.

        Raises:
            RuleRefused: There is no open envelope, the value leaves it, an action or a pin holds the parameter, the
                mechanism has no name or was stopped, the key was used for something else, or the one who asks may not.
            BadOption: The parameter does not take the value.
        """
        asked = Asked(key, value, who, why, mechanism)
        now = int(self._clock.now().timestamp())
        try:
            with self._store.write() as work:
                gate = work.gates.lock(brand.id)
                actor = actor_of(work, brand.id, who)
                earlier = find_earlier(work, brand, actor, key=command, arguments=asked.arguments)
                if earlier is not None:
                    return _made_earlier(work, earlier)
                adjusted = self._adjust(work, asked, actor, gate, now)
                stored = StoredCommand(actor.pseudonym, asked.arguments, _told(adjusted))
                work.action_log.add_command(brand.id, command, stored, now)
                work.commit()
        except RuleRefused as refused:
            subject = f"parameter:{key.component}.{key.operation}.{key.name}"
            Caller(who, self._trail, self._clock).note_refusal(self._store, brand.id, "adjust", subject, refused)
            raise
        return adjusted

    def _adjust(self, work: UnitOfWork, asked: Asked, actor: Actor, gate: Gate, now: int) -> Adjustment | ShadowStep:
        key, is_engine = asked.key, actor.system is SystemActor.ENGINE
        if not is_engine and (not actor.active or actor.role is None or not actor.role.covers(Role.APPROVER)):
            raise RuleRefused("not_allowed", f"{actor.name} may not adjust.", "Ask an approver of the brand.")
        parameter, opened = _free(work, key, gate, now)
        wanted = check_value(parameter.spec, asked.value)
        pin = pin_against(work.pins.list_standing(parameter.id, now), wanted)
        if pin is not None:
            raise pinned_refusal(pin, key.name, work.brands.get(key.brand_id).time_zone)
        # A person adjusts by hand; whatever adjusts by itself says what it is.
        mechanism = named(asked.mechanism) if is_engine or asked.mechanism else ""
        inside = Inside(parameter, opened.envelope, opened.version, opened.base_version)
        run = find_shadow(work, inside, mechanism, now) if mechanism else None
        if run is not None:
            before = shadow_before(work, run, opened.base_version, opened.value)
            require_inside(opened.envelope, before, wanted, now)
            step = ShadowStep(run.id, 0, wanted, opened.base_version, asked.why, now)
            return add_shadow_step(work, self._trail, run, step, brand_id=key.brand_id, actor=actor)
        require_inside(opened.envelope, opened.value, wanted, now)
        adjusted = work.parameters.add_adjustment(
            Adjustment(
                parameter.id, 0, wanted, opened.version, opened.base_version, actor.name, asked.why, now, mechanism
            )
        )
        self._trail.note(
            work,
            brand_id=key.brand_id,
            at=now,
            actor=actor.pseudonym,
            kind="adjusted",
            subject=f"parameter:{parameter.id}",
            body={"number": adjusted.number, "envelope": opened.version, "why": self._trail.hide(asked.why)},
        )
        return adjusted


def _free(work: UnitOfWork, key: ParameterKey, gate: Gate, now: int) -> tuple[Parameter, Opened]:
    """Return a parameter with its open envelope, where nothing else is changing it."""
    parameter = work.parameters.find(key)
    opened = None if parameter is None else opened_envelope(work, parameter, gate, now)
    if parameter is None or opened is None:
        raise RuleRefused(
            "no_envelope",
            f"Nothing may adjust {key.name} of {key.component} now: no envelope is open, or changes are stopped.",
            f"Propose a change of {key.name}{SUFFIX}, or lift the stop.",
        )
    if work.parameters.find_lease(parameter.id) is not None:
        raise RuleRefused("key_taken", "An action is changing the parameter itself.", "Wait until it has ended.")
    return parameter, opened


def _told(made: Adjustment | ShadowStep) -> str:
    place = {"run": made.run_id} if isinstance(made, ShadowStep) else {"parameter": made.parameter_id}
    return json.dumps(place | {"number": made.number})


def _made_earlier(work: UnitOfWork, told: str) -> Adjustment | ShadowStep:
    place = json.loads(told)
    if "run" in place:
        return next(each for each in work.shadows.list_steps(place["run"]) if each.number == place["number"])
    made = work.parameters.list_adjustments(place["parameter"])
    return next(each for each in made if each.number == place["number"])
