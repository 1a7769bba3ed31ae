"""Actions: changes that a person has to approve; here as far as their first state, the draft."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class ActionState(StrEnum):
    """Where an action stands; the states behind the draft belong to the service that approves."""

    DRAFT = "draft"


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
    from_value: str
    to_value: str
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
    ramp: tuple[float, ...] = (0.10, 0.25, 0.50, 1.0)
    """Shares of the units that are not held out, stage by stage."""
    holdout: float = 0.10
    """Share of the units that keep the old value until the effect is measured."""
    undo: str = ""
    base_version: int = 0
    """Version of the live value that it changes; 0 where there is none yet."""


@dataclass(frozen=True, slots=True)
class ActionRecord:
    """A stored action."""

    id: int
    draft: ActionDraft
    state: ActionState
    digest: str
    """Hex SHA-256 of what is proposed: an approval names the digest that was seen."""
    round: int
    row_version: int
