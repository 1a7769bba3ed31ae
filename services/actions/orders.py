"""What is asked of the action service, and what it answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from learning.domain.actions import ActionCommand, ActionDraft, ActionRecord, ActionState
from learning.domain.brands import Brand
from learning.domain.errors import RuleRefused
from learning.governance.digest import canonical_json, proposal_values, text_hash
from learning.governance.situation import Wish
from services.callers import Who


@dataclass(frozen=True, slots=True)
class Order:
    """One command by one actor."""

    brand: Brand
    command: ActionCommand
    who: Who
    key: str
    """The caller's own key of the command: the same one again gives the same answer."""
    action_id: int | None = None
    """None only where an action is proposed."""
    wish: Wish = field(default_factory=Wish)
    draft: ActionDraft | None = None
    """Of 'propose': what is proposed."""
    changes: Mapping[str, Any] | None = None
    """Of 'edit': only the parts that change, as `draft_from_json` names them."""

    @property
    def arguments(self) -> str:
        """Hash of everything that was asked, except the moment."""
        proposal: object = None
        if self.changes is not None:
            proposal = json.dumps(self.changes, ensure_ascii=False, sort_keys=True)
        elif self.draft is not None:
            # The base version is set by the service from what serves at that moment.
            proposal = {name: part for name, part in proposal_values(self.draft).items() if name != "base_version"}
        # A person who says 'advance' once more gets the answer of before, though nothing but the end is left now.
        command = ActionCommand.ADVANCE if self.command is ActionCommand.FINISH else self.command
        asked = [self.brand.id, command.value, self.action_id, asdict(self.wish), proposal]
        return text_hash(canonical_json(asked))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command led to; the same for every repetition of it."""

    action_id: int
    state: ActionState
    stage: int | None
    round: int
    digest: str
    base_version: int
    applied_version: int | None
    restored_version: int | None
    event_id: int
    """The line of the history that it wrote."""
    refusal: Mapping[str, str] | None = None
    """What the actor is told although something was written."""
    new_action_id: int | None = None
    """Of 'undo': the proposal that takes the change back."""

    @classmethod
    def of(cls, record: ActionRecord, event_id: int, *, new_action_id: int | None = None) -> Answer:
        """Return the answer that an action's record gives."""
        progress = record.progress
        return cls(
            record.id,
            record.state,
            progress.stage,
            record.round,
            record.digest,
            record.draft.base_version,
            progress.applied_version,
            progress.restored_version,
            event_id,
            new_action_id=new_action_id,
        )

    def to_text(self) -> str:
        """Write it as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> Answer:
        """Read what `to_text` wrote."""
        values = json.loads(text)
        return cls(**{**values, "state": ActionState(values["state"])})

    def raise_refusal(self) -> None:
        """Tell the actor what went wrong, if something did.

        Raises:
            RuleRefused: The command wrote that it could not be done.
        """
        if self.refusal is not None:
            raise RuleRefused(self.refusal["code"], self.refusal["message"], self.refusal["fix"])
