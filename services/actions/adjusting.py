"""Adjustments inside of an approved envelope: each one logged and sealed, none of them an action."""

from __future__ import annotations

from dataclasses import dataclass, replace

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.actions import LIVE_STATES, ActionRecord
from learning.domain.brands import Brand
from learning.domain.errors import RuleRefused
from learning.domain.parameters import Adjustment, Parameter, ParameterKey, Value
from learning.domain.policies import Gate, Role, SystemActor
from learning.governance.envelopes import SUFFIX, Envelope, envelope_of, require_inside
from learning.governance.pins import fits, pin_against, pinned_refusal
from learning.governance.values import check_value
from services.actions.drafting import live_value
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
    trial: ActionRecord | None
    """The action by which the envelope is being tried; None once it is kept."""


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
    if newest is not None and not fits(work.pins.list_standing(parameter.id, now), newest.value):
        # What a person holds where it was approved is served so, whatever was learned before.
        newest = None
    holder = work.parameters.find_lease(found.id)
    record = None if holder is None else work.actions.get(parameter.key.brand_id, holder)
    trial = record if record is not None and record.state in LIVE_STATES else None
    return Opened(envelope, version, base_version, approved if newest is None else newest.value, trial)


class AdjustingService:
    """Adjusts parameters inside of their envelopes."""

    def __init__(self, store: Store, trail: Trail, clock: Clock) -> None:
        """Work on a store."""
        self._store = store
        self._trail = trail
        self._clock = clock

    def adjust(self, brand: Brand, key: ParameterKey, value: Value, *, who: str | SystemActor, why: str) -> Adjustment:
        """Let another value serve inside of the envelope; whoever leaves it is refused, and that stands in the trail.

        Raises:
            RuleRefused: There is no open envelope, the value leaves it, an action or a pin holds the parameter, or
                the one who asks may not.
            BadOption: The parameter does not take the value.
        """
        now = int(self._clock.now().timestamp())
        try:
            with self._store.write() as work:
                adjusted = self._adjust(work, brand, key, value, who=who, why=why, now=now)
                work.commit()
        except RuleRefused as refused:
            subject = f"parameter:{key.component}.{key.operation}.{key.name}"
            Caller(who, self._trail, self._clock).note_refusal(self._store, brand.id, "adjust", subject, refused)
            raise
        return adjusted

    def _adjust(
        self,
        work: UnitOfWork,
        brand: Brand,
        key: ParameterKey,
        value: Value,
        *,
        who: str | SystemActor,
        why: str,
        now: int,
    ) -> Adjustment:
        gate = work.gates.lock(brand.id)
        actor = actor_of(work, brand.id, who)
        is_engine = actor.system is SystemActor.ENGINE
        if not is_engine and (not actor.active or actor.role is None or not actor.role.covers(Role.APPROVER)):
            raise RuleRefused("not_allowed", f"{actor.name} may not adjust.", "Ask an approver of the brand.")
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
        wanted = check_value(parameter.spec, value)
        pin = pin_against(work.pins.list_standing(parameter.id, now), wanted)
        if pin is not None:
            raise pinned_refusal(pin, key.name)
        require_inside(opened.envelope, opened.value, wanted, now)
        adjusted = work.parameters.add_adjustment(
            Adjustment(parameter.id, 0, wanted, opened.version, opened.base_version, actor.name, why, now)
        )
        self._trail.note(
            work,
            brand_id=brand.id,
            at=now,
            actor=actor.pseudonym,
            kind="adjusted",
            subject=f"parameter:{parameter.id}",
            body={"number": adjusted.number, "envelope": opened.version, "why": self._trail.hide(why)},
        )
        return adjusted
