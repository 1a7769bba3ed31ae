"""What was rejected or rolled back lately holds its like down: read from the history, said in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from db.unit import UnitOfWork
from learning.domain.actions import ActionCommand, ActionDraft, ActionRecord
from learning.domain.errors import RuleRefused
from learning.domain.policies import Policy
from learning.governance.damping import Failed, HeldDown, held_down, same_parameter
from services.actions.policies import policy_of

FAILURES = (ActionCommand.REJECT, ActionCommand.ROLLBACK)
LONGEST_REASON = 200


def read_failures(work: UnitOfWork, brand_id: int, now: int, policy: Policy | None = None) -> tuple[Failed, ...]:
    """Return what was rejected or rolled back and still holds its like down, the newest first."""
    seconds = (policy or policy_of(work, brand_id)).damp_seconds
    return tuple(
        Failed(
            event.action_id,
            work.actions.get(brand_id, event.action_id).draft,
            event.command is ActionCommand.ROLLBACK,
            event.at,
            event.who,
            event.reason,
        )
        for event in work.action_log.list_newest(brand_id, FAILURES, since=now - seconds + 1)
    )


def holds_of(work: UnitOfWork, brand_id: int, drafts: Sequence[ActionDraft], now: int) -> tuple[HeldDown | None, ...]:
    """Return for each proposal what holds it down, None where nothing does."""
    policy = policy_of(work, brand_id)
    failed = read_failures(work, brand_id, now, policy)
    return tuple(held_down(draft, failed, now, policy.damp_seconds) for draft in drafts)


def hold_of(work: UnitOfWork, record: ActionRecord, now: int) -> HeldDown | None:
    """Return what held an action down when it was proposed, or does now."""
    draft = record.draft
    policy = policy_of(work, draft.brand_id)
    failed = [one for one in read_failures(work, draft.brand_id, now, policy) if one.action_id < record.id]
    return held_down(draft, failed, now, policy.damp_seconds)


def failures_of_parameter(work: UnitOfWork, draft: ActionDraft, now: int) -> tuple[Failed, ...]:
    """Return what failed of late with the parameter of a proposal, in whatever direction."""
    return tuple(one for one in read_failures(work, draft.brand_id, now) if same_parameter(one.draft, draft))


def require_free(work: UnitOfWork, draft: ActionDraft, now: int) -> None:
    """Refuse what the system proposes by itself if the like of it failed lately.

    Raises:
        RuleRefused: With what failed, why, and until when.
    """
    (hold,) = holds_of(work, draft.brand_id, [draft], now)
    if hold is not None:
        raise damped(hold)


def damped(hold: HeldDown) -> RuleRefused:
    """Return the refusal of a proposal that is held down."""
    return RuleRefused(
        "damped", hold_words(hold), "A person can propose it with a reason that says what is different now."
    )


def hold_words(hold: HeldDown) -> str:
    """Say what holds a proposal down, why, and until when."""
    return f"{failure_words(hold.by)} Its like is held down until {_day(hold.until)}."


def failure_words(failed: Failed) -> str:
    """Say what failed, by whom and why."""
    deed = "rolled back" if failed.rolled_back else "rejected"
    reason = failed.reason if len(failed.reason) <= LONGEST_REASON else f"{failed.reason[: LONGEST_REASON - 1]}…"
    change = f"{failed.draft.from_value} → {failed.draft.to_value}"
    return f"Action {failed.action_id} ({change}) was {deed} by {failed.who} on {_day(failed.at)}: “{reason}”."


def _day(moment: int) -> str:
    at = datetime.fromtimestamp(moment, UTC)
    return f"{at.day} {at:%B %Y}"
