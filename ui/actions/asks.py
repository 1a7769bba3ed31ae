"""What a person is asked before each command about an action, and what they are told after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from learning.domain.actions import ActionCommand as Command


@dataclass(frozen=True, slots=True)
class Ask:
    """One command on the page."""

    button: str
    icon: str
    words: str
    """What it does; '' = it is done at once, without a second step."""
    done: str
    needs_reason: bool = False
    reason: str = "Why? (kept in the history)"
    is_primary: bool = False


ASKS: Final = {
    Command.SUBMIT: Ask(
        "Hand in for approval", "send", "", "Handed in. Somebody else can approve it now.", is_primary=True
    ),
    Command.APPROVE: Ask("Approve", "check", "", "", is_primary=True),
    Command.REQUEST_CHANGES: Ask(
        "Ask for changes",
        "rate_review",
        "It goes back to its author as a draft. Nothing changes.",
        "Sent back to its author.",
        needs_reason=True,
        reason="What should be different?",
    ),
    Command.REJECT: Ask(
        "Reject",
        "close",
        "It ends here. Nothing changes; the reason stays with it.",
        "Rejected. Nothing has changed.",
        needs_reason=True,
    ),
    Command.EDIT: Ask("Edit", "edit", "", ""),
    Command.START: Ask(
        "Start now",
        "play_arrow",
        "Programs get the new value for the first share of units at once.",
        "Started.",
        is_primary=True,
    ),
    Command.SCHEDULE: Ask("Schedule", "schedule", "", ""),
    Command.ADVANCE: Ask(
        "Next stage",
        "skip_next",
        "More units get the new value. The scheduler does this by itself when the stage has lasted its time.",
        "The next stage has begun.",
    ),
    Command.FINISH: Ask(
        "End the measurement",
        "flag",
        "The report is written and attached; then somebody keeps the change or rolls it back.",
        "Measured. The report is attached.",
        is_primary=True,
    ),
    Command.KEEP: Ask(
        "Keep it",
        "check_circle",
        "Everybody gets the new value, the holdout too. Taking it back later is a proposal of its own.",
        "Kept. It stands in the ledger with its measured effect.",
        needs_reason=True,
        reason="Why is it kept? (an unclear effect needs a reason of 20 characters)",
        is_primary=True,
    ),
    Command.PAUSE: Ask(
        "Pause",
        "pause",
        "It stays at its stage: no more units get the new value, and none lose it.",
        "Paused. Nothing moves until somebody resumes it or rolls it back.",
        needs_reason=True,
    ),
    Command.RESUME: Ask(
        "Resume",
        "play_arrow",
        "It goes on at the same stage. Say why the cause of the pause no longer holds.",
        "It goes on.",
        needs_reason=True,
        is_primary=True,
    ),
    Command.ROLLBACK: Ask("Stop and roll back", "undo", "", ""),
    Command.WITHDRAW: Ask("Withdraw", "delete", "It ends here. Nothing changes.", "Withdrawn. Nothing has changed."),
    Command.UNDO: Ask(
        "Propose to take it back",
        "undo",
        "It becomes a proposal with the old value, filled in. One approver is enough.",
        "",
        needs_reason=True,
    ),
    Command.REVIEW: Ask(
        "I have looked at it",
        "policy",
        "You say that you have seen what was done past the approval, and what you think of it.",
        "The look is noted.",
        needs_reason=True,
        reason="What do you think of it?",
        is_primary=True,
    ),
    Command.CONFIRM: Ask(
        "I have done it",
        "task_alt",
        "You say that what this change, or its end, asks for was done by hand elsewhere.",
        "Confirmed.",
        is_primary=True,
    ),
    Command.BYPASS: Ask(
        "Emergency: start without approval",
        "emergency_home",
        "It starts at once, past the approval. The kill switch and the limits still hold. Somebody else owes it a look "
        "within 24 hours, and it stands on Home until then.",
        "Started past the approval. Somebody else has to look at it within 24 hours.",
        needs_reason=True,
        reason="Why can it not wait? (at least 20 characters)",
    ),
}
FIRST_ROW: Final = (
    Command.REVIEW,
    Command.CONFIRM,
    Command.APPROVE,
    Command.SUBMIT,
    Command.START,
    Command.RESUME,
    Command.FINISH,
    Command.KEEP,
    Command.ROLLBACK,
    Command.REQUEST_CHANGES,
    Command.REJECT,
    Command.EDIT,
    Command.SCHEDULE,
    Command.ADVANCE,
    Command.PAUSE,
    Command.UNDO,
    Command.WITHDRAW,
    Command.BYPASS,
)
"""The order of the buttons."""
