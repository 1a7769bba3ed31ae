"""Which proposals are like one that was rejected or rolled back lately, and until when they are held down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from learning.domain.actions import ActionDraft
from learning.domain.parameters import Value
from learning.governance.proposals import same_value


@dataclass(frozen=True, slots=True)
class Failed:
    """A proposal that was rejected, or a change that was rolled back."""

    action_id: int
    draft: ActionDraft
    rolled_back: bool
    """False = it was rejected."""
    at: int
    """UTC seconds."""
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class HeldDown:
    """Why a proposal is held down."""

    by: Failed
    until: int
    """UTC seconds."""


def held_down(draft: ActionDraft, failed: Iterable[Failed], now: int, seconds: int) -> HeldDown | None:
    """Return what holds a proposal down: the newest failure of its like within a span; None = nothing does.

    Alike are changes of one parameter for the same people, in the same direction (of numbers) or to the same value.
    A proposal that takes a change back is never held down.

    Args:
        draft: The proposal.
        failed: What was rejected or rolled back before.
        now: UTC seconds.
        seconds: How long a failure holds its like down; 0 = not at all.
    """
    if draft.undo_of is not None:
        return None
    like = [one for one in failed if one.at <= now < one.at + seconds and is_like(draft, one.draft)]
    newest = max(like, key=lambda one: one.at, default=None)
    return None if newest is None else HeldDown(newest, newest.at + seconds)


def is_like(one: ActionDraft, other: ActionDraft) -> bool:
    """Say whether two changes are of the same parameter in the same direction, or to the same value."""
    return same_parameter(one, other) and (
        same_value(one.to_value, other.to_value) or _direction(one) == _direction(other) != 0
    )


def same_parameter(one: ActionDraft, other: ActionDraft) -> bool:
    """Say whether two changes are about the same parameter for the same people."""
    return (one.component, one.operation, one.name, dict(one.context)) == (
        other.component,
        other.operation,
        other.name,
        dict(other.context),
    )


def _direction(draft: ActionDraft) -> int:
    """1 up, -1 down, 0 where the values are no numbers."""
    before, after = draft.from_value, draft.to_value
    if not (_is_number(before) and _is_number(after)):
        return 0
    return int(float(after) > float(before)) - int(float(after) < float(before))  # type: ignore[arg-type]  # numbers


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
