"""What the rules look at: everything about an action, its brand and its actor, read in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, field

from learning.domain.actions import ActionDraft, ActionEvent, ActionRecord, ActionState, HandStep, Vote
from learning.domain.judgements import Judgement
from learning.domain.pins import Pin
from learning.domain.policies import Actor, AutomaticRule, Gate, Policy
from learning.governance.refusals import moment_words


@dataclass(frozen=True, slots=True)
class Wish:
    """What an actor says with a command."""

    reason: str = ""
    seen_round: int | None = None
    seen_digest: str | None = None
    seen_stage: int | None = None
    at: int | None = None
    """Of 'schedule': UTC seconds."""
    prediction: str = ""
    """Of 'approve': better, same or worse."""
    cause: str = ""
    """Of what the scheduler does: why."""


@dataclass(frozen=True, slots=True)
class Situation:
    """One moment of one action."""

    action: ActionRecord
    actor: Actor
    now: int
    policy: Policy
    """Of the brand, as it is now."""
    time_zone: str = "UTC"
    """Of the brand: in which moments are written."""
    gate: Gate = field(default_factory=Gate)
    live_version: int = 0
    lease_holder: int | None = None
    """The action that holds the parameter."""
    starts_today: int = 0
    starts_this_cycle: int = 0
    votes: tuple[Vote, ...] = ()
    """All of this action, of every round."""
    editors: frozenset[str] = frozenset()
    """Who wrote what this round proposes."""
    inactive: tuple[str, ...] = ()
    """The author and the approvers who may no longer act."""
    last: ActionEvent | None = None
    """The latest thing that happened to it."""
    judgement: Judgement | None = None
    """A look at the data of just now; None where none was asked for."""
    report_attached: bool = False
    rule: AutomaticRule | None = None
    """The automatic rule that covers it, if one does."""
    edited: ActionDraft | None = None
    """Of an edit: the proposal as it would be."""
    value_problem: str = ""
    """Why the parameter does not take the proposed value; '' = it does."""
    pin: Pin | None = None
    """What a person holds, and the change would move."""
    undone_by: int | None = None
    """The proposal that takes it back, which is on its way or was kept."""
    hand_step: HandStep | None = None
    """What a person is to do elsewhere, and has not confirmed."""
    author_registered: bool = True
    """Whether the author is a person who can act: a program or a file may have proposed it."""

    @property
    def state(self) -> ActionState:
        """Where the action stands."""
        return self.action.state

    @property
    def proposal(self) -> ActionDraft:
        """What is proposed, after the edit where there is one."""
        return self.edited or self.action.draft

    @property
    def snapshot(self) -> Policy:
        """The policy that holds for this action: that of its submission."""
        return self.action.progress.policy or self.policy

    @property
    def valid_votes(self) -> tuple[Vote, ...]:
        """The votes of the round and the digest that stand now."""
        return tuple(
            vote for vote in self.votes if vote.round == self.action.round and vote.digest == self.action.digest
        )

    def words_of(self, moment: int) -> str:
        """Write a moment (UTC seconds) where the brand is."""
        return moment_words(moment, self.time_zone)
