"""Giving a command about an action from a page: once, however often the button is pressed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from learning.domain.actions import ActionCommand, ActionDraft
from learning.domain.brands import Brand
from learning.domain.errors import BellwetherError
from learning.governance.situation import Wish
from services.actions.cards import ActionCard
from services.actions.orders import Answer, Order
from ui import runtime

NONCE: Final = "_actions_nonce"
DONE: Final = "_action_done"


def command_key(card: ActionCard, command: ActionCommand) -> str:
    """Return the key of a command as the card was drawn: a second press of the same button has the same one."""
    record = card.record
    return f"page:{_nonce()}:{record.id}:{record.row_version}:{command.value}"


def give(
    brand: Brand,
    card: ActionCard,
    command: ActionCommand,
    wish: Wish | None = None,
    *,
    changes: Mapping[str, Any] | None = None,
) -> Answer:
    """Give a command about the action of a card.

    Raises:
        RuleRefused: A rule forbids it.
    """
    order = Order(
        brand,
        command,
        runtime.caller().who,
        command_key(card, command),
        card.record.id,
        wish or Wish(),
        changes=changes,
    )
    return runtime.services().actions.perform(order)


def start_after(brand: Brand, card: ActionCard, command: ActionCommand, wish: Wish) -> BellwetherError | None:
    """Start or schedule what was approved by the same click; return why it was not, if it was not."""
    key = f"{command_key(card, ActionCommand.APPROVE)}:{command.value}"
    try:
        runtime.services().actions.perform(Order(brand, command, runtime.caller().who, key, card.record.id, wish))
    except BellwetherError as refused:
        return refused
    return None


def propose(brand: Brand, draft: ActionDraft, form: str) -> Answer:
    """Draft a change from a form, which has a name of its own.

    Raises:
        BadOption: A value cannot be.
        RuleRefused: The person may not propose.
    """
    order = Order(brand, ActionCommand.PROPOSE, runtime.caller().who, f"page:{_nonce()}:{form}", draft=draft)
    return runtime.services().actions.perform(order)


def say_done(words: str) -> None:
    """Keep a sentence for the next run, and run the page anew."""
    st.session_state[DONE] = words
    st.rerun()


def show_done() -> None:
    """Show what was done in the run before."""
    done = st.session_state.pop(DONE, None)
    if done:
        st.success(done, icon=":material/check_circle:")


def _nonce() -> str:
    if NONCE not in st.session_state:
        st.session_state[NONCE] = secrets.token_hex(8)
    return str(st.session_state[NONCE])
