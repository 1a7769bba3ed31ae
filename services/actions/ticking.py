"""What the scheduler does with actions: expire, start, judge, advance, pause, roll back; each in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from db.engine import Store
from learning.domain.actions import (
    LIVE_STATES,
    OPEN_STATES,
    ActionCommand,
    ActionRecord,
    ActionState,
    HandKind,
    HandStep,
    VoteKind,
)
from learning.domain.brands import Brand
from learning.domain.errors import BellwetherError, NotFound, RuleRefused
from learning.domain.judgements import Finding, Judgement
from learning.domain.policies import Policy, SystemActor
from learning.governance.reasons import reason_of
from learning.governance.situation import Wish
from services.actions.alarms import HELD, watch_held
from services.actions.judging import judge_action
from services.actions.orders import Order
from services.actions.performing import ActionService
from services.actions.pinned import trial_note
from services.actions.telling import BROKEN
from services.clock import Clock
from services.parameters.pinning import end_those_over

log = logging.getLogger("bellwether.actions")
READY_STATES: Final = frozenset({ActionState.APPROVED, ActionState.SCHEDULED})
UNMEASURED: Final = "nothing new is measured while it is pinned: {}"
_WATCHED: Final = OPEN_STATES | (LIVE_STATES - {ActionState.PAUSED, ActionState.AWAITING_DECISION})


def tick(store: Store, service: ActionService, clock: Clock, brand: Brand) -> int:
    """Do what is due for the actions of a brand and return how many changed.

    A clock that went back does nothing. Nothing is remembered between ticks: every one reads what is due anew, and
    each command carries a key of the action's state, so that two schedulers do it once.
    """
    now = int(clock.now().timestamp())
    with store.write() as work:
        gate = work.gates.lock(brand.id)
        if now < gate.ticked_at:
            return 0
        work.gates.put(brand.id, replace(gate, ticked_at=now))
        ended = end_those_over(work, service.trail, brand.id, now)
        records = work.actions.list_of(brand.id, _WATCHED)
        due = []
        for record in reversed(records):
            votes = work.action_log.list_votes(record.id)
            by_rule = any((vote.kind, vote.round) == (VoteKind.POLICY, record.round) for vote in votes)
            is_rolling, by_hand = record.state is ActionState.ROLLING, record.draft.by_hand
            judged = judge_action(work, record, now) if is_rolling and not by_hand else None
            pinned = trial_note(work, record.draft, now) if is_rolling else ""
            found = _due(record, judged, now, by_rule=by_rule, pinned=pinned)
            if is_rolling and by_hand:
                found = _of_hand(record, work.action_log.list_hand_steps(record.id), now)
            if found is not None and not (gate.killed and found[0] in {ActionCommand.START, ActionCommand.ADVANCE}):
                due.append((record, *found))
        watch_held(work, brand, now)
        work.commit()
    # Each in a transaction of its own: a second scheduler's command of the same key gets the first one's answer.
    return ended + sum(_perform(service, brand, record, command, wish) for record, command, wish in due)


def tick_all(store: Store, service: ActionService, clock: Clock) -> int:
    """Do what is due in every brand that has an action on its way or a pin, and return how many changed."""
    with store.read() as work:
        brands = [
            brand
            for brand in work.brands.list_all()
            if work.pins.list_open(brand.id) or work.actions.list_of(brand.id, _WATCHED | HELD)
        ]
    return sum(tick(store, service, clock, brand) for brand in brands)


def _perform(service: ActionService, brand: Brand, record: ActionRecord, command: ActionCommand, wish: Wish) -> bool:
    key = f"scheduler:{record.id}:{record.row_version}:{command.value}"
    try:
        service.perform(Order(brand, command, SystemActor.SCHEDULER, key, record.id, wish))
    except (RuleRefused, NotFound):
        # What the rules forbid now, such as a limit, is tried again at the next tick.
        return False
    except BellwetherError:
        raise
    except Exception:
        # A fault of ours in one action must not keep the others waiting.
        log.exception("action %d: %s broke off", record.id, command.value)
        if command is ActionCommand.START:
            service.count_failed_start(brand, record)
        return False
    return True


def _due(
    record: ActionRecord, judged: Judgement | None, now: int, *, by_rule: bool, pinned: str
) -> tuple[ActionCommand, Wish] | None:
    progress = record.progress
    if record.state in OPEN_STATES:
        if now > progress.expires_at:
            return ActionCommand.EXPIRE, Wish(cause="nobody decided in time")
        if record.state in READY_STATES and progress.attempts >= (progress.policy or Policy()).start_attempts:
            return ActionCommand.FAIL, Wish(cause=f"the start broke off {progress.attempts} times")
        scheduled = progress.scheduled_at is not None and progress.scheduled_at <= now
        if record.state is ActionState.SCHEDULED and scheduled:
            return ActionCommand.START, Wish(cause="its time has come")
        if record.state is ActionState.APPROVED and by_rule:
            return ActionCommand.START, Wish(cause="approved by a rule")
        return None
    return None if judged is None else _of_ramp(record, judged, now, pinned)


def _of_hand(record: ActionRecord, steps: Sequence[HandStep], now: int) -> tuple[ActionCommand, Wish] | None:
    """What is applied by hand is measured for its window from the moment that somebody confirmed it."""
    confirmed = next((step.confirmed_at for step in steps if step.kind is HandKind.APPLY), None)
    policy = record.progress.policy or Policy()
    over = now >= (confirmed or record.progress.started_at or 0) + policy.window_seconds
    return (ActionCommand.FINISH, Wish(seen_stage=0)) if over else None


def _of_ramp(record: ActionRecord, judged: Judgement, now: int, pinned: str) -> tuple[ActionCommand, Wish] | None:
    progress, policy = record.progress, record.progress.policy or Policy()
    since, stage = progress.stage_since or 0, progress.stage or 0
    match judged.finding:
        case Finding.BROKEN:
            return ActionCommand.ROLLBACK, Wish(cause=f"{BROKEN}: {reason_of(judged)}")
        case Finding.MISMATCH:
            return ActionCommand.PAUSE, Wish(cause=reason_of(judged))
        case Finding.MISSING if now - since > policy.fresh_seconds:
            return ActionCommand.PAUSE, Wish(cause=UNMEASURED.format(pinned) if pinned else reason_of(judged))
        case _:
            pass
    over = now >= (progress.started_at or 0) + policy.window_seconds
    baked = now >= since + policy.bake_seconds
    if stage + 1 >= len(record.draft.ramp):
        return (ActionCommand.FINISH, Wish(seen_stage=stage)) if over and baked else None
    if judged.finding is Finding.HOLDS and baked:
        return ActionCommand.ADVANCE, Wish(seen_stage=stage)
    if over:
        # A ramp that never got its data waits for a person, not for ever.
        return ActionCommand.PAUSE, Wish(
            cause=f"the measurement window is over: {reason_of(judged) or 'stages are left'}"
        )
    return None
