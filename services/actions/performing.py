"""The one way by which an action changes: one transaction with guards, effects, history and audit row."""

from __future__ import annotations

from dataclasses import replace

from db.engine import Store
from db.repositories.action_log import StoredCommand
from db.unit import UnitOfWork
from learning.domain.actions import OPEN_STATES, ActionCommand, ActionRecord
from learning.domain.brands import Brand
from learning.domain.errors import NotFound, RuleRefused
from learning.domain.policies import Actor, Gate, Policy, SystemActor
from learning.governance.machine import Step, next_step
from learning.governance.situation import Wish
from services.actions.attempts import find_earlier
from services.actions.damping import require_free
from services.actions.drafting import draft_action
from services.actions.effects import Change, write_change
from services.actions.orders import Answer, Order
from services.actions.pages import keep_page
from services.actions.pinned import follow_pins, require_unpinned
from services.actions.proposing import draft_as, edited_draft, inverse_of
from services.actions.recording import record_effect
from services.actions.situations import load_situation
from services.actions.trail import Trail
from services.callers import Caller, actor_of
from services.clock import Clock
from services.insights.following import follow_action


class ActionService:
    """Carries out every command about actions."""

    def __init__(self, store: Store, trail: Trail, clock: Clock) -> None:
        """Work on a store."""
        self._store = store
        self._trail = trail
        self._clock = clock

    @property
    def trail(self) -> Trail:
        """Where everything is remembered."""
        return self._trail

    def perform(self, order: Order) -> Answer:
        """Carry out a command, once for each key; what a person is refused stands in the audit trail too.

        Raises:
            RuleRefused: A rule forbids it; the sentence says which, and what to do next.
            NotFound: The brand has no such action, or the actor does not belong to the brand.
            BadOption: A value of the proposal cannot be.
        """
        try:
            answer = self._perform(order)
        except (RuleRefused, NotFound) as refused:
            # The scheduler asks every minute for what a rule holds back: that is no attempt to be remembered.
            if order.who is not SystemActor.SCHEDULER:
                caller, subject = Caller(order.who, self._trail, self._clock), f"action:{order.action_id or 0}"
                caller.note_refusal(self._store, order.brand.id, order.command.value, subject, refused)
            raise
        answer.raise_refusal()
        return answer

    def count_failed_start(self, brand: Brand, record: ActionRecord) -> None:
        """Note that a start broke off by a fault of ours; after the last attempt the breaker of the brand opens."""
        attempts = record.progress.attempts + 1
        limit = (record.progress.policy or Policy()).start_attempts
        with self._store.write() as work:
            gate = work.gates.lock(brand.id)
            if not work.actions.update_where(record, OPEN_STATES, attempts=attempts):
                return
            if attempts >= limit:
                work.gates.put(brand.id, replace(gate, breaker_open=True))
            self._trail.note(
                work,
                brand_id=brand.id,
                at=self._moment(),
                actor=SystemActor.SCHEDULER.value,
                kind="start_failed",
                subject=f"action:{record.id}",
                body={"attempts": attempts, "breaker_open": attempts >= limit},
            )
            work.commit()

    def _perform(self, order: Order) -> Answer:
        with self._store.write() as work:
            gate = work.gates.lock(order.brand.id)
            actor = actor_of(work, order.brand.id, order.who)
            earlier = find_earlier(work, order.brand, actor, key=order.key, arguments=order.arguments)
            if earlier is not None:
                return Answer.from_text(earlier)
            now = self._moment()
            if order.command is ActionCommand.PROPOSE:
                draft = draft_as(order, actor, now)
                if actor.system is not None:
                    require_free(work, draft, now)
                    require_unpinned(work, draft, now)
                record = draft_action(work, draft, self._trail, actor)
                answer = Answer.of(record, work.action_log.list_events(record.id)[-1].id)
            else:
                answer = self._change(work, order, actor, gate, now)
            command = StoredCommand(actor.pseudonym, order.arguments, answer.to_text())
            work.action_log.add_command(order.brand.id, order.key, command, now)
            work.commit()
        return answer

    def _change(self, work: UnitOfWork, order: Order, actor: Actor, gate: Gate, now: int) -> Answer:
        if actor.system is None and actor.role is None:
            # Who does not belong to the brand is not told what it has.
            raise NotFound("action", str(order.action_id))
        record = work.actions.get(order.brand.id, order.action_id or 0)
        edited = edited_draft(work, order, record) if order.command is ActionCommand.EDIT else None
        situation = load_situation(work, order, record, actor, gate=gate, now=now, edited=edited)
        change = Change(work, order, situation, next_step(order.command, situation, order.wish))
        answer = self._write(change)
        if order.command is ActionCommand.SUBMIT:
            return self._approve_by_rule(change, work.actions.get(order.brand.id, record.id)) or answer
        return answer

    def _write(self, change: Change) -> Answer:
        order, work = change.order, change.work
        detail = dict(write_change(change))
        new = None
        if order.command is ActionCommand.UNDO:
            new = draft_action(work, inverse_of(change.now, order), self._trail, change.now.actor)
            detail["new_action"] = new.id
        after = work.actions.get(order.brand.id, change.record.id)
        event = record_effect(change, self._trail, after, detail)
        follow_pins(change, self._trail, after)
        keep_page(work, after, event, change.now.judgement)
        follow_action(work, after)
        answer = Answer.of(after, event.id, new_action_id=None if new is None else new.id)
        return replace(answer, refusal=_told(change.step))

    def _approve_by_rule(self, change: Change, record: ActionRecord) -> Answer | None:
        """Let an automatic rule approve what was just handed in, if one covers it."""
        work, before = change.work, change.now
        order = replace(change.order, command=ActionCommand.APPROVE_BY_POLICY, who=SystemActor.POLICY, wish=Wish())
        actor = actor_of(work, order.brand.id, SystemActor.POLICY)
        situation = load_situation(work, order, record, actor, gate=before.gate, now=before.now)
        if situation.rule is None:
            return None
        return self._write(Change(work, order, situation, next_step(order.command, situation, order.wish)))

    def _moment(self) -> int:
        return int(self._clock.now().timestamp())


def _told(step: Step) -> dict[str, str] | None:
    refusal = step.refusal
    return None if refusal is None else {"code": refusal.code, "message": refusal.message, "fix": refusal.fix}
