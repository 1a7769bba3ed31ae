"""Holding a parameter, or one arm of it, where it is: by a person, with a reason, until a moment."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from db.engine import Store
from db.repositories.action_log import StoredCommand
from db.unit import UnitOfWork
from learning.domain.brands import Brand
from learning.domain.errors import NotFound, RuleRefused
from learning.domain.parameters import Parameter, ParameterKey, ParameterKind, Value
from learning.domain.permissions import Permission
from learning.domain.pins import Pin
from learning.domain.policies import Actor, SystemActor
from learning.governance.digest import canonical_json, text_hash
from learning.governance.pins import check_terms, held_part, pin_words
from learning.governance.proposals import same_value
from learning.governance.values import check_value
from services.actions.attempts import find_earlier
from services.actions.drafting import live_value
from services.actions.policies import policy_of
from services.actions.trail import Trail
from services.callers import Caller

PINNED, UNPINNED, PIN_OVER = "pinned", "unpinned", "pin_over"
TIME_IS_UP, TAKEN_BACK = "its time is up", "the change that brought it was rolled back"


@dataclass(frozen=True, slots=True)
class PinWish:
    """What a person wants to hold."""

    key: ParameterKey
    until: int
    """UTC seconds."""
    reason: str
    arm: str = ""
    """'' = the whole value."""
    value: Value = None
    """What they saw; None = what was approved last, whatever that is."""


class PinService:
    """Pins and unpins; what a pin holds is looked at where values change, in the same transaction."""

    def __init__(self, store: Store) -> None:
        """Work on a store."""
        self._store = store

    def pin(self, brand: Brand, wish: PinWish, who: Caller, command: str) -> Pin:
        """Hold what was approved last, at once: it only takes freedom away from the learning.

        Raises:
            RuleRefused: It is pinned already, a change is on its way, another value is meant, or they may not.
            BadOption: The arm or the end cannot be.
            NotFound: The brand has no such parameter.
        """
        key, now = wish.key, int(who.clock.now().timestamp())
        asked = [PINNED, key.component, key.operation, key.name, dict(key.context), wish.arm, wish.until, wish.reason]
        arguments = text_hash(canonical_json([*asked, wish.value]))
        with who.write(self._store, brand.id, Permission.PIN, _subject(key)) as (work, actor):
            work.gates.lock(brand.id)
            earlier = find_earlier(work, brand, actor, key=command, arguments=arguments)
            if earlier is not None:
                return Pin(**json.loads(earlier))
            check_terms(wish.reason, wish.until, now, policy_of(work, brand.id).pin_seconds)
            pin = add_pin(work, who.trail, self._wanted(work, brand, wish, actor, now=now), brand.id, actor)
            work.action_log.add_command(brand.id, command, _stored(actor, arguments, pin), now)
            work.commit()
        return pin

    def unpin(self, brand: Brand, key: ParameterKey, arm: str, *, reason: str, who: Caller, command: str) -> Pin:
        """Let changes and the learning move again what was pinned.

        Raises:
            RuleRefused: Nothing is pinned, no reason is given, or they may not.
            NotFound: The brand has no such parameter.
        """
        now = int(who.clock.now().timestamp())
        asked = [UNPINNED, key.component, key.operation, key.name, dict(key.context), arm, reason]
        arguments = text_hash(canonical_json(asked))
        with who.write(self._store, brand.id, Permission.PIN, _subject(key)) as (work, actor):
            work.gates.lock(brand.id)
            earlier = find_earlier(work, brand, actor, key=command, arguments=arguments)
            if earlier is not None:
                return Pin(**json.loads(earlier))
            _require_person(actor)
            if not reason.strip():
                raise RuleRefused("reason_missing", "This needs a reason.", "Say why, in a sentence.")
            parameter = _known(work, key)
            found = [pin for pin in work.pins.list_standing(parameter.id, now) if pin.arm == arm]
            if not found:
                what = f"{arm} of {key.name}" if arm else key.name
                raise RuleRefused("not_pinned", f"{what} is not pinned now.", "There is nothing to unpin.")
            ended = end_pin(
                work, who.trail, found[0], actor, brand_id=brand.id, why=reason.strip(), now=now, kind=UNPINNED
            )
            work.action_log.add_command(brand.id, command, _stored(actor, arguments, ended), now)
            work.commit()
        return ended

    def _wanted(self, work: UnitOfWork, brand: Brand, wish: PinWish, actor: Actor, *, now: int) -> Pin:
        _require_person(actor)
        parameter = _known(work, wish.key)
        if parameter.spec.kind is ParameterKind.ENVELOPE:
            raise RuleRefused(
                "no_pin", "An envelope is not pinned itself.", "Pin the parameter that it is about: nothing adjusts it."
            )
        holder = work.parameters.find_lease(parameter.id)
        if holder is not None:
            raise RuleRefused(
                "key_taken",
                f"Action {holder} is changing {wish.key.name}: two values serve now.",
                f"Keep action {holder} or roll it back first, then pin what serves.",
            )
        standing = work.pins.list_standing(parameter.id, now)
        blocked = next((pin for pin in standing if pin.arm in {"", wish.arm}), None)
        if blocked is not None:
            words = f"{pin_words(blocked, wish.key.name, brand.time_zone)}; nothing else happened."
            raise RuleRefused("pinned", words, "Unpin it first where another end or reason is wanted.")
        held = held_part(live_value(work, parameter)[1], wish.arm)
        if wish.value is not None and not same_value(_checked(parameter, wish), held):
            raise RuleRefused(
                "other_value",
                f"{wish.key.name} was approved at {held!r}, not {wish.value!r}: to pin another value is a change.",
                "Propose that value with `pin_until`: the pin begins when the change starts.",
            )
        return Pin(0, parameter.id, wish.arm, held, wish.until, wish.reason.strip(), actor.name, now)


def add_pin(work: UnitOfWork, trail: Trail, pin: Pin, brand_id: int, actor: Actor) -> Pin:
    """Store a pin with its row of the trail; one of the same that is over gives way."""
    for open_one in work.pins.list_open(brand_id):
        if (open_one.parameter_id, open_one.arm) == (pin.parameter_id, pin.arm):
            end_pin(work, trail, open_one, actor, brand_id=brand_id, why=TIME_IS_UP, now=pin.at, kind=PIN_OVER)
    stored = work.pins.add_pin(pin)
    body = {"pin": stored.id, "arm": pin.arm, "until": pin.until, "action": pin.action_id}
    trail.note(
        work,
        brand_id=brand_id,
        at=pin.at,
        actor=actor.pseudonym,
        kind=PINNED,
        subject=f"parameter:{pin.parameter_id}",
        body=body | {"value": pin.value, "reason": trail.hide(pin.reason)},
    )
    return stored


def end_pin(
    work: UnitOfWork, trail: Trail, pin: Pin, actor: Actor, *, brand_id: int, why: str, now: int, kind: str
) -> Pin:
    """Store that a pin is over, once, with its row of the trail."""
    if work.pins.end_pin(pin, at=now, who=actor.name, why=why):
        trail.note(
            work,
            brand_id=brand_id,
            at=now,
            actor=actor.pseudonym,
            kind=kind,
            subject=f"parameter:{pin.parameter_id}",
            body={"pin": pin.id, "arm": pin.arm, "reason": trail.hide(why)},
        )
    return next(each for each in work.pins.list_of(pin.parameter_id) if each.id == pin.id)


def end_those_over(work: UnitOfWork, trail: Trail, brand_id: int, now: int) -> int:
    """Write down which pins of a brand are over, and return how many; the gate of the brand has to be locked."""
    scheduler = Actor(SystemActor.SCHEDULER.value, SystemActor.SCHEDULER.value, system=SystemActor.SCHEDULER)
    over: Sequence[Pin] = [pin for pin in work.pins.list_open(brand_id) if now >= pin.until]
    for pin in over:
        end_pin(work, trail, pin, scheduler, brand_id=brand_id, why=TIME_IS_UP, now=now, kind=PIN_OVER)
    return len(over)


def _known(work: UnitOfWork, key: ParameterKey) -> Parameter:
    found = work.parameters.find(key)
    if found is None:
        raise NotFound("parameter", f"{key.component}.{key.operation}.{key.name}")
    return found


def _checked(parameter: Parameter, wish: PinWish) -> Value:
    return wish.value if wish.arm else check_value(parameter.spec, wish.value, option="value")


def _require_person(actor: Actor) -> None:
    if actor.system is not None:
        raise RuleRefused("not_allowed", "Only a person pins or unpins.", "Ask a marketer of the brand.")


def _stored(actor: Actor, arguments: str, pin: Pin) -> StoredCommand:
    return StoredCommand(actor.pseudonym, arguments, json.dumps(asdict(pin), ensure_ascii=False))


def _subject(key: ParameterKey) -> str:
    return f"parameter:{key.component}.{key.operation}.{key.name}"
