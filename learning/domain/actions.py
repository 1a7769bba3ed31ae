"""Actions: changes that a person has to approve, and where each of them stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from learning.domain.parameters import Value
from learning.domain.policies import Policy


class ActionState(StrEnum):
    """Where an action stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    ROLLING = "rolling"
    PAUSED = "paused"
    AWAITING_DECISION = "awaiting_decision"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    STALE = "stale"
    KEPT = "kept"
    ROLLED_BACK = "rolled_back"
    FAILED = "failed"


class ActionCommand(StrEnum):
    """What can be done with an action."""

    PROPOSE = "propose"
    SUBMIT = "submit"
    APPROVE = "approve"
    APPROVE_BY_POLICY = "approve_by_policy"
    REJECT = "reject"
    REQUEST_CHANGES = "request_changes"
    EDIT = "edit"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    SCHEDULE = "schedule"
    START = "start"
    ADVANCE = "advance"
    PAUSE = "pause"
    RESUME = "resume"
    ROLLBACK = "rollback"
    FINISH = "finish"
    KEEP = "keep"
    FAIL = "fail"
    UNDO = "undo"
    BYPASS = "bypass"
    REVIEW = "review"
    """The look afterwards at a change that went past the approval."""
    ASK_ANEW = "ask_anew"
    """That what was approved is approved once more: the database went back in time."""
    CONFIRM = "confirm"
    """That a person has done elsewhere what a change, or its end, asks for."""


LIVE_STATES = frozenset({ActionState.ROLLING, ActionState.PAUSED, ActionState.AWAITING_DECISION})
"""The new value serves a share of the units, and nobody else may change the parameter."""
OPEN_STATES = frozenset({ActionState.DRAFT, ActionState.IN_REVIEW, ActionState.APPROVED, ActionState.SCHEDULED})
"""Nothing is changed yet."""
TERMINAL_STATES = frozenset(ActionState) - LIVE_STATES - OPEN_STATES
DEFAULT_RAMP = (0.10, 0.25, 0.50, 1.0)
DEFAULT_HOLDOUT = 0.10


@dataclass(frozen=True, slots=True)
class ExpectedEffect:
    """What a change is expected to do to a metric, as a relative lift."""

    metric: str
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class GuardrailMargin:
    """A metric that must not fall by more than a relative margin."""

    metric: str
    margin: float


@dataclass(frozen=True, slots=True)
class ActionDraft:
    """A change as it is proposed."""

    brand_id: int
    component: str
    operation: str
    name: str
    from_value: Value
    to_value: Value
    reason: str
    evidence: str
    """What it rests on, as in 'experiment:12'."""
    analysis_version: str
    expected: ExpectedEffect
    author: str
    created_at: int
    """UTC seconds."""
    command_key: str
    """The caller's own key: the same command twice drafts once."""
    context: Mapping[str, str] = field(default_factory=dict)
    """Whom it is about: persona, device, and so on."""
    guardrails: tuple[GuardrailMargin, ...] = ()
    ramp: tuple[float, ...] = DEFAULT_RAMP
    """Shares of the units that are not held out, stage by stage."""
    holdout: float = DEFAULT_HOLDOUT
    """Share of the units that keep the old value until the effect is measured."""
    undo: str = ""
    base_version: int = 0
    """Version of the live value that it changes; 0 where there is none yet."""
    undo_of: int | None = None
    """The kept action that it takes back."""
    by_hand: bool = False
    """A person applies it elsewhere, for everybody at once: no ramp, no holdout, no guardrail can watch it."""
    pin_until: int | None = None
    """Until when the new value is pinned from the start on, UTC seconds; None = not at all."""


@dataclass(frozen=True, slots=True)
class ActionProgress:
    """How far an action has come; every time in UTC seconds."""

    parameter_id: int
    expires_at: int
    policy: Policy | None = None
    """As it stood when the action was submitted."""
    scheduled_at: int | None = None
    stage: int | None = None
    """From 0; None before the start."""
    stage_since: int | None = None
    started_at: int | None = None
    applied_version: int | None = None
    """Version of the parameter that the start wrote."""
    restored_version: int | None = None
    """Version that the rollback wrote."""
    cause: str = ""
    """Why it is paused, or how it ended."""
    attempts: int = 0
    """Starts that failed."""


@dataclass(frozen=True, slots=True)
class ActionRecord:
    """A stored action."""

    id: int
    draft: ActionDraft
    state: ActionState
    digest: str
    """Hex SHA-256 of what is proposed: an approval names the digest that was seen."""
    round: int
    """Submissions, and edits after them, so far."""
    row_version: int
    progress: ActionProgress


class VoteKind(StrEnum):
    """Who stands behind a yes."""

    PERSON = "person"
    SELF = "self"
    """The author, where the brand is run by one person."""
    POLICY = "policy"
    """A rule that an administrator switched on."""
    BYPASS = "bypass"
    """An administrator, in an emergency."""


@dataclass(frozen=True, slots=True)
class Vote:
    """One yes."""

    action_id: int
    round: int
    voter: str
    digest: str
    kind: VoteKind
    reason: str
    prediction: str
    """What the approver expects: better, same, worse, or ''."""
    at: int


@dataclass(frozen=True, slots=True)
class ActionEvent:
    """One line of the history of an action."""

    id: int
    action_id: int
    at: int
    who: str
    command: ActionCommand
    before: ActionState | None
    after: ActionState
    round: int
    """The round whose content it belongs to."""
    reason: str
    detail: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class StageRecord:
    """One stage of a ramp."""

    action_id: int
    stage: int
    share: float
    started_at: int
    ended_at: int | None = None
    numbers: Mapping[str, object] | None = None
    """What was judged at its end."""


@dataclass(frozen=True, slots=True)
class AfterReview:
    """The look that a bypassed approval owes."""

    action_id: int
    due_at: int
    bypassed_by: str
    done_at: int | None = None
    done_by: str | None = None


class HandKind(StrEnum):
    """What a person does elsewhere."""

    APPLY = "apply"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class HandStep:
    """Something that a person is to do elsewhere, and to confirm."""

    action_id: int
    kind: HandKind
    asked_at: int
    confirmed_at: int | None = None
    confirmed_by: str | None = None


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """What came of an action, for good."""

    action_id: int
    decision: str
    """'kept' or 'rolled_back'."""
    metric: str
    effect: float | None
    """Relative; None where nothing could be measured."""
    low: float | None
    high: float | None
    n: int
    method: str
    who: str
    at: int
    value: float | None
    """What it brought while it was measured, in the unit of the metric; None where that cannot be told."""
    value_low: float | None
    value_high: float | None
    reason: str
    """Why there is no effect, or ''."""
