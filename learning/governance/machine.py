"""What a command leads to: the table, the actor and the guards put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from learning.domain.actions import OPEN_STATES, TERMINAL_STATES, ActionState
from learning.domain.actions import ActionCommand as Command
from learning.domain.errors import RuleRefused
from learning.domain.policies import Role, SystemActor
from learning.governance.guards import CHECKS
from learning.governance.refusals import UNCHANGED
from learning.governance.situation import Situation, Wish
from learning.governance.transitions import Guard, Party, Transition, commands_in, find_transition

_WORDS: Final = {
    ActionState.DRAFT: "is a draft",
    ActionState.IN_REVIEW: "is in review",
    ActionState.APPROVED: "is approved",
    ActionState.SCHEDULED: "is scheduled",
    ActionState.ROLLING: "is being rolled out",
    ActionState.PAUSED: "is paused",
    ActionState.AWAITING_DECISION: "waits for the decision to keep it or not",
    ActionState.REJECTED: "was rejected",
    ActionState.WITHDRAWN: "was withdrawn",
    ActionState.EXPIRED: "has expired",
    ActionState.STALE: "is stale: what it changes has changed since",
    ActionState.KEPT: "was kept",
    ActionState.ROLLED_BACK: "was rolled back",
    ActionState.FAILED: "could not be started",
}
_ROLES: Final = {
    Party.MARKETER: Role.MARKETER,
    Party.AUTHOR: Role.MARKETER,
    Party.OPERATOR: Role.MARKETER,
    Party.APPROVER: Role.APPROVER,
    Party.ADMINISTRATOR: Role.ADMINISTRATOR,
}
_SYSTEM: Final = {
    Party.ENGINE: SystemActor.ENGINE,
    Party.POLICY: SystemActor.POLICY,
    Party.SCHEDULER: SystemActor.SCHEDULER,
}
_DECIDING: Final = {Command.APPROVE, Command.REJECT, Command.REQUEST_CHANGES, Command.KEEP, Command.ROLLBACK}


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be written."""

    transition: Transition
    after: ActionState
    refusal: RuleRefused | None = None
    """What the actor is told although something is written: that the action went stale."""


def next_step(command: Command, now: Situation, wish: Wish) -> Step:
    """Say what a command leads to.

    Args:
        command: What is to be done.
        now: The action, its brand and the actor, read in the transaction that will write.
        wish: What the actor says with it.

    Returns:
        The row of the table and the state afterwards.

    Raises:
        RuleRefused: The actor may not, the state does not allow it, or a guard does not hold.
    """
    transition = find_transition(command, now.state)
    _require_actor(now, transition, command)
    if transition is None:
        raise _wrong_state(command, now)
    for guard in transition.guards:
        refusal = CHECKS[guard](now, wish) if guard in CHECKS else None
        if refusal is None:
            continue
        if guard is Guard.BASE_LIVE:
            return Step(transition, ActionState.STALE, refusal)
        raise refusal
    return Step(transition, _after(transition, now))


def _after(transition: Transition, now: Situation) -> ActionState:
    if transition.command is Command.APPROVE:
        enough = len({vote.voter for vote in now.valid_votes} | {now.actor.name}) >= now.snapshot.quorum
        return ActionState.APPROVED if enough else ActionState.IN_REVIEW
    return transition.after[0] if transition.after else now.state


def may(now: Situation, party: Party) -> bool:
    """Say whether the actor belongs to a party.

    Args:
        now: With the actor, as the store knows them at this moment.
        party: Who may.

    Returns:
        Whether they do; somebody whose account is disabled belongs to none.
    """
    actor = now.actor
    if not actor.active:
        return False
    if party in _SYSTEM or actor.system is not None:
        return actor.system is not None and actor.system is _SYSTEM.get(party)
    if actor.role is None or not actor.role.covers(_ROLES[party]):
        return False
    # What a program drafted any marketer may take on, and counts as its editor from then on.
    return party is not Party.AUTHOR or actor.name == now.action.draft.author or not now.author_registered


def _require_actor(now: Situation, transition: Transition | None, command: Command) -> None:
    actor = now.actor
    if not actor.active:
        raise RuleRefused(
            "person_inactive", f"{actor.name} may no longer act here.", "Ask an administrator of the brand."
        )
    parties = transition.parties if transition else (Party.OPERATOR, *_SYSTEM)
    if any(may(now, party) for party in parties):
        return
    role = f"{actor.role.value} of this brand" if actor.role else "no member of this brand"
    wanted = " or ".join(party.value for party in parties)
    raise RuleRefused(
        "not_allowed",
        f"{actor.name} is {role}; to {command.value.replace('_', ' ')} it takes {wanted}.",
        f"Ask {wanted}, or have an administrator change the role.",
    )


def _wrong_state(command: Command, now: Situation) -> RuleRefused:
    last, state = now.last, now.state
    if command in _DECIDING and last is not None and state not in {ActionState.DRAFT, ActionState.IN_REVIEW}:
        return RuleRefused(
            "already_decided",
            f"Already decided by {last.who} on {now.words_of(last.at)}: it {_WORDS[state]}. {UNCHANGED.capitalize()}.",
            _possible(state),
        )
    verb = command.value.replace("_", " ")
    return RuleRefused("wrong_state", f"The action {_WORDS[state]}; nobody can {verb} it now.", _possible(state))


def _possible(state: ActionState) -> str:
    names = [each.value.replace("_", " ") for each in commands_in(state)]
    if state in TERMINAL_STATES and state is not ActionState.KEPT:
        return "Propose it again if it is still wanted."
    if state in OPEN_STATES:
        names = [name for name in names if name not in {"approve by policy", "expire", "fail", "ask anew", "confirm"}]
    return f"What can be done with it: {', '.join(names)}."
