"""What a person does about an action: one button for each command that stands open, and why the others do not."""

from __future__ import annotations

from typing import Final

import streamlit as st

from learning.domain.actions import ActionCommand as Command
from learning.domain.actions import ActionState
from learning.domain.brands import Brand
from learning.domain.errors import RuleRefused
from learning.governance.situation import Wish
from services.actions.cards import ActionCard
from ui.actions.approve import approve_dialog
from ui.actions.asks import ASKS, FIRST_ROW
from ui.actions.edit import edit_dialog
from ui.actions.orders import give, say_done, show_done
from ui.actions.rollback import rollback_dialog
from ui.actions.schedule import schedule_dialog
from ui.actions.words import title_words
from ui.imports.wording import plain
from ui.problems import shown_problems

SILENT: Final = frozenset({"not_allowed", "no_bypass", "no_review", "nothing_to_confirm", "wrong_state"})
"""Refusals that only say that a button is for somebody else: the button is left out."""
NOTED: Final = (Command.APPROVE, Command.START, Command.ADVANCE, Command.FINISH, Command.RESUME, Command.KEEP)
"""Commands of which a person is told why they cannot be given now."""


def decide_bar(brand: Brand, card: ActionCard) -> None:
    """Draw what can be done, and why the rest cannot be done now."""
    show_done()
    choices = {command: refusal for command, refusal in card.choices.items() if not _hidden(card, command, refusal)}
    with st.container(horizontal=True, gap="small"):
        for command in FIRST_ROW:
            if command in choices:
                _button(brand, card, command, choices[command])
    for command in NOTED:
        refusal = card.choices.get(command)
        if refusal is not None:
            st.caption(f":material/block: **{ASKS[command].button}**: {plain(refusal.message)} {plain(refusal.fix)}")


def _hidden(card: ActionCard, command: Command, refusal: RuleRefused | None) -> bool:
    if refusal is not None and refusal.code in SILENT:
        return True
    if command is Command.REVIEW and card.review is None:
        return True
    if command is Command.FINISH and refusal is not None and refusal.code == "stages_left":
        return True
    return command is Command.ADVANCE and refusal is not None and refusal.code == "last_stage"


def _button(brand: Brand, card: ActionCard, command: Command, refusal: RuleRefused | None) -> None:
    ask = ASKS[command]
    pressed = st.button(
        ask.button,
        key=f"do_{command.value}",
        icon=f":material/{ask.icon}:",
        type="primary" if ask.is_primary else "secondary",
        disabled=refusal is not None,
        help=None if refusal is None else f"{refusal.message} {refusal.fix}",
    )
    if not pressed:
        return
    match command:
        case Command.APPROVE:
            approve_dialog(brand, card)
        case Command.EDIT:
            edit_dialog(brand, card)
        case Command.ROLLBACK:
            rollback_dialog(brand, card)
        case Command.SCHEDULE:
            schedule_dialog(brand, card)
        case _ if ask.words:
            _ask(brand, card, command)
        case _:
            with shown_problems("the command"):
                give(brand, card, command, _wish(card, ""))
                say_done(ask.done)


def _ask(brand: Brand, card: ActionCard, command: Command) -> None:
    """Open the dialog that asks once more, under the name of what it is about."""
    ask = ASKS[command]
    st.dialog(f"{ask.button}?", icon=f":material/{ask.icon}:")(_asked)(brand, card, command)


def _asked(brand: Brand, card: ActionCard, command: Command) -> None:
    ask = ASKS[command]
    st.markdown(f"**{plain(title_words(card.record.draft))}**")
    st.markdown(ask.words)
    reason = st.text_area(ask.reason, key=f"reason_{command.value}", max_chars=1000)
    if st.button(ask.button, type="primary", icon=f":material/{ask.icon}:", key=f"sure_{command.value}"):
        with shown_problems("the command"):
            if ask.needs_reason and not (reason or "").strip():
                raise RuleRefused("reason_missing", "This needs a reason.", "Say why, in a sentence.")
            answer = give(brand, card, command, _wish(card, reason or ""))
            if answer.new_action_id is not None:
                say_done(f"Action {answer.new_action_id} proposes to take it back. Hand it in for approval.")
            say_done(ask.done)


def _wish(card: ActionCard, reason: str) -> Wish:
    stage = card.record.progress.stage if card.record.state is ActionState.ROLLING else None
    return Wish(reason=reason.strip(), seen_stage=stage)
