"""What somebody did, as a sentence about them goes on: 'approved it', 'gave access'."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from learning.domain.actions import ActionCommand
from services.actions.trail import REFUSED

COMMAND_WORDS: Final[Mapping[ActionCommand, str]] = {
    ActionCommand.PROPOSE: "drafted it",
    ActionCommand.SUBMIT: "handed it in for approval",
    ActionCommand.APPROVE: "approved it",
    ActionCommand.APPROVE_BY_POLICY: "approved it by a rule",
    ActionCommand.REJECT: "rejected it",
    ActionCommand.REQUEST_CHANGES: "asked for changes",
    ActionCommand.EDIT: "edited it",
    ActionCommand.WITHDRAW: "withdrew it",
    ActionCommand.EXPIRE: "let it expire",
    ActionCommand.ASK_ANEW: "asked for approval once more",
    ActionCommand.SCHEDULE: "scheduled it",
    ActionCommand.START: "started it",
    ActionCommand.ADVANCE: "went to the next stage",
    ActionCommand.PAUSE: "paused it",
    ActionCommand.RESUME: "resumed it",
    ActionCommand.ROLLBACK: "rolled it back",
    ActionCommand.FINISH: "ended the measurement",
    ActionCommand.KEEP: "kept it",
    ActionCommand.FAIL: "gave the start up",
    ActionCommand.UNDO: "proposed to take it back",
    ActionCommand.BYPASS: "started it past the approval",
    ActionCommand.REVIEW: "looked at it afterwards",
    ActionCommand.CONFIRM: "confirmed that it was done by hand",
}
_KINDS: Final[Mapping[str, str]] = {
    REFUSED: "was refused",
    "kill": "stopped all changes",
    "unkill": "let changes go on",
    "policy": "changed what a change needs",
    "parameter": "defined a parameter",
    "adjusted": "adjusted a value inside of its envelope",
    "shadow_begun": "began to run in shadow",
    "shadow_adjusted": "said in shadow what it would set",
    "shadow_passed": "let a mechanism go on from shadow",
    "shadow_stopped": "stopped a mechanism in shadow",
    "pinned": "pinned it where it is",
    "unpinned": "unpinned it",
    "pin_over": "ended a pin whose time was up",
    "parameter_reviewed": "looked at what was changed for good",
    "start_failed": "could not start it",
    "model_version": "changed which version of a model is used",
    "restored": "restored a backup",
    "user_added": "gave access",
    "user_role": "changed the role",
    "user_enabled": "let them act again",
    "user_disabled": "took the access away",
    "signed_in": "signed in",
    "password_set": "chose a password",
    "sign_on_linked": "linked the single sign-on",
}
_ALL: Final[Mapping[str, str]] = {command.value: words for command, words in COMMAND_WORDS.items()} | dict(_KINDS)


def kind_words(kind: str) -> str:
    """Say what a row of the trail tells of, by its kind."""
    return _ALL.get(kind, kind.replace("_", " "))
