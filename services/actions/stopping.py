"""The kill switch of a brand: every change stops at once, the last approved values serve, until a person lifts it."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

from db.engine import Store
from db.repositories.action_log import StoredCommand
from db.unit import UnitOfWork
from learning.domain.actions import ActionCommand, ActionState
from learning.domain.brands import Brand
from learning.domain.errors import RuleRefused
from learning.domain.policies import Actor, Gate, Role
from learning.governance.digest import canonical_json, text_hash
from learning.governance.machine import next_step
from learning.governance.situation import Wish
from services.actions.attempts import find_earlier
from services.actions.effects import Change, write_change
from services.actions.orders import Order
from services.actions.recording import record_effect
from services.actions.situations import load_situation
from services.actions.trail import Trail
from services.callers import Caller, Who, actor_of
from services.clock import Clock

KILL, UNKILL = "kill", "unkill"


class StopService:
    """Stops all changes of a brand, and lifts the stop."""

    def __init__(self, store: Store, trail: Trail, clock: Clock) -> None:
        """Work on a store."""
        self._store = store
        self._trail = trail
        self._clock = clock

    def kill(self, brand: Brand, who: Who, reason: str, key: str) -> Gate:
        """Stop every change: what is being rolled out pauses in the same transaction. Any marketer may.

        Raises:
            RuleRefused: The person may not act in the brand, or gives no reason.
        """
        return self._switch(brand, who, reason, key, killed=True)

    def unkill(self, brand: Brand, who: Who, reason: str, key: str) -> Gate:
        """Lift the stop and close the breaker; what is paused stays so until somebody resumes it. Approvers may.

        Raises:
            RuleRefused: The person is no approver of the brand, or gives no reason.
        """
        return self._switch(brand, who, reason, key, killed=False)

    def _switch(self, brand: Brand, who: Who, reason: str, key: str, *, killed: bool) -> Gate:
        kind, now = KILL if killed else UNKILL, int(self._clock.now().timestamp())
        try:
            with self._store.write() as work:
                gate = work.gates.lock(brand.id)
                actor = actor_of(work, brand.id, who)
                arguments = text_hash(canonical_json([kind, reason]))
                earlier = find_earlier(work, brand, actor, key=key, arguments=arguments)
                if earlier is not None:
                    return Gate(**json.loads(earlier))
                _require_may(actor, kind, reason)
                # Who stopped it first stays named.
                if not (killed and gate.killed):
                    gate = self._put(work, brand, actor, gate, killed=killed, reason=reason, now=now)
                command = StoredCommand(actor.pseudonym, arguments, json.dumps(asdict(gate), ensure_ascii=False))
                work.action_log.add_command(brand.id, key, command, now)
                work.commit()
        except RuleRefused as refused:
            caller = Caller(who, self._trail, self._clock)
            caller.note_refusal(self._store, brand.id, kind, f"brand:{brand.id}", refused)
            raise
        return gate

    def _put(
        self, work: UnitOfWork, brand: Brand, actor: Actor, gate: Gate, *, killed: bool, reason: str, now: int
    ) -> Gate:
        if killed:
            changed = replace(gate, killed=True, killed_by=actor.name, killed_at=now, reason=reason)
        else:
            changed = replace(gate, killed=False, killed_by="", killed_at=None, reason="", breaker_open=False)
        work.gates.put(brand.id, changed)
        self._trail.note(
            work,
            brand_id=brand.id,
            at=now,
            actor=actor.pseudonym,
            kind=KILL if killed else UNKILL,
            subject=f"brand:{brand.id}",
            body={"reason": self._trail.hide(reason)},
        )
        if killed:
            self._pause_all(work, brand, actor, changed, now)
        return changed

    def _pause_all(self, work: UnitOfWork, brand: Brand, actor: Actor, gate: Gate, now: int) -> None:
        for record in work.actions.list_of(brand.id, {ActionState.ROLLING}):
            wish = Wish(cause=f"kill switch: {gate.reason}")
            order = Order(brand, ActionCommand.PAUSE, actor.name, "", record.id, wish)
            situation = load_situation(work, order, record, actor, gate=gate, now=now)
            change = Change(work, order, situation, next_step(order.command, situation, wish))
            detail = write_change(change)
            record_effect(change, self._trail, work.actions.get(brand.id, record.id), detail)


def _require_may(actor: Actor, kind: str, reason: str) -> None:
    wanted, words = (Role.MARKETER, "a marketer") if kind == KILL else (Role.APPROVER, "an approver")
    if not actor.active or actor.role is None or not actor.role.covers(wanted):
        raise RuleRefused(
            "not_allowed",
            f"{actor.name} may not {kind} the changes of this brand; it takes {words}.",
            f"Ask {words} of the brand.",
        )
    if not reason.strip():
        raise RuleRefused("reason_missing", "This needs a reason.", "Say why, in a sentence.")
