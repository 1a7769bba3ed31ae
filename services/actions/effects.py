"""Writing what a command leads to: the state by compare-and-set, then everything that the table says is recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from db.repositories.action_rows import draft_values, policy_to_text
from db.unit import UnitOfWork
from learning.domain.actions import (
    ActionCommand,
    ActionRecord,
    ActionState,
    AfterReview,
    HandKind,
    LedgerRow,
    StageRecord,
    Vote,
    VoteKind,
)
from learning.domain.errors import RuleRefused
from learning.domain.judgements import HOLDOUT, Judgement
from learning.domain.parameters import SettingKind, SettingVersion
from learning.governance.digest import difference, digest_of
from learning.governance.gains import gain_of
from learning.governance.machine import Step
from learning.governance.situation import Situation, Wish
from services.actions.judging import ADDITIVE, report_to_text
from services.actions.orders import Order

REVIEW_SECONDS: Final = 24 * 3_600


@dataclass(frozen=True, slots=True)
class Change:
    """One step that is about to be written."""

    work: UnitOfWork
    order: Order
    now: Situation
    step: Step

    @property
    def record(self) -> ActionRecord:
        """The action as it was read."""
        return self.now.action

    @property
    def wish(self) -> Wish:
        """What the actor said."""
        return self.order.wish

    @property
    def before(self) -> ActionState:
        """The state as it was read."""
        return self.now.state


def write_change(change: Change) -> Mapping[str, object]:
    """Write a step and return what the history says about it.

    Raises:
        RuleRefused: Somebody else changed the action, or holds its parameter.
    """
    values: dict[str, Any] = {"state": change.step.after.value}
    detail: dict[str, object] = {}
    refusal = change.step.refusal
    if refusal is not None:
        values["cause"] = detail["cause"] = refusal.message
        _move(change, values)
        return detail
    effect = EFFECTS.get(change.order.command)
    later = effect(change, values, detail) if effect is not None else None
    _move(change, values)
    if later is not None:
        later()
    return detail


def _move(change: Change, values: dict[str, Any]) -> None:
    states = change.step.transition.before
    if not change.work.actions.update_where(change.record, states, **values):
        raise RuleRefused(
            "changed_meanwhile", "Somebody else has changed the action; nothing else happened.", "Look at it again."
        )


Later = Callable[[], None] | None
"""What is written behind the state: it refers to it, or may only stand if it changed."""


def _submit(change: Change, values: dict[str, Any], detail: dict[str, object]) -> Later:
    _new_round(change, values)
    detail["round"] = values["round"]
    return None


def _new_round(change: Change, values: dict[str, Any]) -> None:
    policy = change.now.policy
    if change.record.draft.undo_of is not None:
        # The fast lane: one approver takes a kept change back.
        policy = replace(policy, quorum=1)
    values["round"] = change.record.round + 1
    values["policy"] = policy_to_text(policy)
    values["expires_at"] = change.now.now + policy.expiry_seconds
    values["scheduled_at"] = None
    values["cause"] = ""


def _approve(change: Change, values: dict[str, Any], detail: dict[str, object]) -> Later:
    now = change.now
    kind = VoteKind.PERSON
    if change.order.command is ActionCommand.APPROVE_BY_POLICY:
        kind = VoteKind.POLICY
    elif now.actor.name == change.record.draft.author or now.actor.name in now.editors:
        kind = VoteKind.SELF
    if change.step.after is ActionState.APPROVED:
        values["cause"] = ""
    return _vote(change, kind, detail, round_number=change.record.round)


def _vote(change: Change, kind: VoteKind, detail: dict[str, object], *, round_number: int) -> Later:
    now, wish = change.now, change.wish
    reason = now.rule.title if kind is VoteKind.POLICY and now.rule is not None else wish.reason
    vote = Vote(
        change.record.id, round_number, now.actor.name, change.record.digest, kind, reason, wish.prediction, now.now
    )
    detail["vote"] = kind.value
    if wish.prediction:
        detail["prediction"] = wish.prediction
    return lambda: change.work.action_log.add_vote(vote)


def _edit(change: Change, values: dict[str, Any], detail: dict[str, object]) -> Later:
    record, edited = change.record, change.now.proposal
    values |= draft_values(edited) | {"digest": digest_of(edited)}
    detail["changed"] = difference(record.draft, edited)
    detail["digest"] = values["digest"]
    if change.before is not ActionState.DRAFT:
        _new_round(change, values)
    return None


def _ask_anew(change: Change, values: dict[str, Any], detail: dict[str, object]) -> Later:
    _new_round(change, values)
    values["cause"] = detail["cause"] = change.wish.cause or change.wish.reason
    detail["round"] = values["round"]
    return None


def _schedule(change: Change, values: dict[str, Any], detail: dict[str, object]) -> Later:
    values["scheduled_at"] = detail["at"] = change.wish.at
    return None


def _start(change: Change, values: dict[str, Any], detail: dict[str, object]) -> Later:
    record, now, work = change.record, change.now.now, change.work
    version = change.now.live_version + 1
    values |= {"stage": 0, "stage_since": now, "started_at": now, "applied_version": version, "cause": ""}
    share = record.draft.ramp[0]
    detail |= {"version": version, "stage": 0, "share": share}

    def later() -> None:
        if not work.parameters.take_lease(record.progress.parameter_id, record.id, now):
            raise RuleRefused("key_taken", "Another action is changing the same parameter.", "Wait until it is done.")
        _write_version(change, version, SettingKind.APPLY)
        work.action_log.add_stage(StageRecord(record.id, 0, share, now))
        if record.draft.by_hand:
            work.action_log.ask_by_hand(record.id, HandKind.APPLY, now)

    return later


def _bypass(change: Change, values: dict[str, Any], detail: dict[str, object]) -> Later:
    record, now = change.record, change.now
    # A round of its own: who has said yes in the present one may still be the one who bypasses the others.
    _new_round(change, values)
    vote = _vote(change, VoteKind.BYPASS, detail, round_number=record.round + 1)
    start = _start(change, values, detail)
    review = AfterReview(record.id, now.now + REVIEW_SECONDS, now.actor.name)

    def later() -> None:
        for step in (vote, start):
            if step is not None:
                step()
        change.work.action_log.add_review(review)

    return later


def _review(change: Change, values: dict[str, Any], detail: dict[str, object]) -> Later:
    del values, detail
    if not change.work.action_log.close_review(change.record.id, change.now.actor.name, change.now.now):
        raise RuleRefused(
            "no_review", "No look is owed here any more; nothing else happened.", "There is nothing to do."
        )
    return None


def _advance(change: Change, values: dict[str, Any], detail: dict[str, object]) -> Later:
    record, now = change.record, change.now.now
    stage = (record.progress.stage or 0) + 1
    share = record.draft.ramp[stage]
    values |= {"stage": stage, "stage_since": now}
    detail |= {"stage": stage, "share": share}
    numbers = _numbers(change.now.judgement)
    log = change.work.action_log

    def later() -> None:
        log.end_stage(record.id, stage - 1, now, numbers)
        log.add_stage(StageRecord(record.id, stage, share, now))

    return later


def _pause(change: Change, values: dict[str, Any], detail: dict[str, object]) -> Later:
    values["cause"] = detail["cause"] = change.wish.cause or change.wish.reason
    detail["numbers"] = _numbers(change.now.judgement)
    return None


def _resume(change: Change, values: dict[str, Any], detail: dict[str, object]) -> Later:
    detail["cause"] = change.record.progress.cause
    values["cause"] = ""
    return None


def _rollback(change: Change, values: dict[str, Any], detail: dict[str, object]) -> Later:
    record, now, work = change.record, change.now.now, change.work
    version = change.now.live_version + 1
    values["cause"] = detail["cause"] = change.wish.cause or change.wish.reason
    values["restored_version"] = detail["version"] = version
    numbers = _numbers(change.now.judgement)

    def later() -> None:
        _write_version(change, version, SettingKind.ROLLBACK)
        work.parameters.release_lease(record.id)
        work.action_log.end_stage(record.id, record.progress.stage or 0, now, numbers)
        work.action_log.add_ledger(_ledger(change, "rolled_back"))
        if record.draft.by_hand:
            work.action_log.ask_by_hand(record.id, HandKind.UNDO, now)

    return later


def _finish(change: Change, values: dict[str, Any], detail: dict[str, object]) -> Later:
    judged = change.now.judgement
    if judged is None:
        return None
    values["report"] = report_to_text(judged)
    numbers = detail["report"] = _numbers(judged)
    stage, record = change.record.progress.stage or 0, change.record
    return lambda: change.work.action_log.end_stage(record.id, stage, change.now.now, numbers)


def _keep(change: Change, values: dict[str, Any], detail: dict[str, object]) -> Later:
    del values, detail
    record = change.record

    def later() -> None:
        change.work.parameters.release_lease(record.id)
        change.work.action_log.add_ledger(_ledger(change, "kept"))

    return later


def _confirm(change: Change, values: dict[str, Any], detail: dict[str, object]) -> Later:
    del values
    step, now = change.now.hand_step, change.now
    if step is not None:
        detail["by_hand"] = step.kind.value
        change.work.action_log.confirm_by_hand(change.record.id, now.actor.name, now.now)
    return None


def _fail(change: Change, values: dict[str, Any], detail: dict[str, object]) -> Later:
    values["cause"] = detail["cause"] = change.wish.cause
    return None


def _write_version(change: Change, version: int, kind: SettingKind) -> None:
    draft = change.record.draft
    value = draft.to_value if kind is SettingKind.APPLY else draft.from_value
    change.work.parameters.add_version(
        SettingVersion(
            change.record.progress.parameter_id,
            version,
            value,
            change.record.id,
            kind,
            change.now.actor.name,
            change.now.now,
        )
    )


def _ledger(change: Change, decision: str) -> LedgerRow:
    record, judged = change.record, change.now.judgement
    primary = None if judged is None else judged.primary
    gain = gain_of(judged, adds_up=record.draft.expected.metric in ADDITIVE)
    return LedgerRow(
        action_id=record.id,
        decision=decision,
        metric=record.draft.expected.metric,
        effect=None if primary is None else primary.lift,
        low=None if primary is None else primary.low,
        high=None if primary is None else primary.high,
        n=0 if judged is None else judged.treated + judged.holdout,
        method=HOLDOUT if judged is None else judged.method,
        who=change.now.actor.name,
        at=change.now.now,
        value=gain.value,
        value_low=gain.low,
        value_high=gain.high,
        reason=_reason(judged),
    )


def _reason(judged: Judgement | None) -> str:
    """Why there is no effect, or that it did not last."""
    if judged is None:
        return "no look was taken"
    return judged.course.reason if judged.course is not None and judged.fades else judged.primary.reason


def _numbers(judged: Judgement | None) -> dict[str, Any] | None:
    return None if judged is None else asdict(judged)


EFFECTS: Final[Mapping[ActionCommand, Callable[[Change, dict[str, Any], dict[str, object]], Later]]] = {
    ActionCommand.SUBMIT: _submit,
    ActionCommand.APPROVE: _approve,
    ActionCommand.APPROVE_BY_POLICY: _approve,
    ActionCommand.EDIT: _edit,
    ActionCommand.ASK_ANEW: _ask_anew,
    ActionCommand.SCHEDULE: _schedule,
    ActionCommand.START: _start,
    ActionCommand.BYPASS: _bypass,
    ActionCommand.REVIEW: _review,
    ActionCommand.ADVANCE: _advance,
    ActionCommand.PAUSE: _pause,
    ActionCommand.RESUME: _resume,
    ActionCommand.ROLLBACK: _rollback,
    ActionCommand.FINISH: _finish,
    ActionCommand.KEEP: _keep,
    ActionCommand.FAIL: _fail,
    ActionCommand.CONFIRM: _confirm,
}
"""Of every command that writes more than the state."""
