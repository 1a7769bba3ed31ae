"""Which states a test goes through, and what may be done in each: one table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from learning.domain.errors import Refused
from learning.domain.experiment_records import Choice, EventKind, ExperimentState
from learning.domain.experiment_verdicts import Rule, Verdict


class Command(StrEnum):
    """What a person or a program can do to a test."""

    EDIT = "edit"
    START = "start"
    ADD_DATA = "add data to"
    END = "end"
    EXTEND = "extend"
    REALLOCATE = "give people to other versions of"
    DECIDE = "decide"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the table."""

    state: ExperimentState
    """The state afterwards."""
    event: EventKind
    """What the history says."""


_DRAFT, _RUNNING = ExperimentState.DRAFT, ExperimentState.RUNNING
_DECIDED, _ARCHIVED = ExperimentState.DECIDED, ExperimentState.ARCHIVED
TRANSITIONS: Final[dict[tuple[ExperimentState, Command], Step]] = {
    (_DRAFT, Command.EDIT): Step(_DRAFT, EventKind.EDITED),
    (_DRAFT, Command.START): Step(_RUNNING, EventKind.STARTED),
    (_DRAFT, Command.ARCHIVE): Step(_ARCHIVED, EventKind.ARCHIVED),
    (_RUNNING, Command.ADD_DATA): Step(_RUNNING, EventKind.DATA),
    (_RUNNING, Command.END): Step(_RUNNING, EventKind.ENDED),
    (_RUNNING, Command.EXTEND): Step(_RUNNING, EventKind.EXTENDED),
    (_RUNNING, Command.REALLOCATE): Step(_RUNNING, EventKind.REALLOCATED),
    (_RUNNING, Command.DECIDE): Step(_DECIDED, EventKind.DECIDED),
    (_DECIDED, Command.ARCHIVE): Step(_ARCHIVED, EventKind.ARCHIVED),
}
_WORDS: Final = {
    _DRAFT: "is still a draft",
    _RUNNING: "is running",
    _DECIDED: "is decided",
    _ARCHIVED: "is in the archive",
}


def next_step(state: ExperimentState, command: Command) -> Step:
    """Return what a command leads to.

    Args:
        state: The state of the test.
        command: What is to be done.

    Returns:
        The step.

    Raises:
        Refused: The command has no place in this state.
    """
    step = TRANSITIONS.get((state, command))
    if step is not None:
        return step
    possible = [other.value.split()[0] for before, other in TRANSITIONS if before is state]
    refusal = Refused(
        f"The test {_WORDS[state]}; nobody can {command.value} it now.",
        f"What can be done with it: {', '.join(possible)}." if possible else "Design a new test.",
    )
    refusal.code = "wrong_state"
    raise refusal


def check_choice(choice: Choice, verdict: Verdict) -> None:
    """Refuse a choice that the data cannot carry.

    Args:
        choice: What the person wants.
        verdict: What the report says.

    Raises:
        Refused: A winner is to be chosen though the split is uneven, people saw several versions, or there is no data.
    """
    if choice is not Choice.CHOOSE or verdict.may_choose:
        return
    refusal = Refused(
        f"No version can be chosen: {verdict.reason}",
        "Find out why, repair it and run the test again; keeping the control or stopping is possible.",
    )
    refusal.code = "uneven_split" if verdict.rule is Rule.UNEVEN_SPLIT else "not_trusted"
    raise refusal
