"""The unsaved note: what stands in the fields survives a reload, another page and a save that failed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any, Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.errors import BellwetherError
from services.feedback.drafts import DraftKeeper, Fields
from ui import runtime

TEXT: Final = "feedback_text"
FIELDS: Final = ("feeling", "kind", "themes", "about", "source", "persona", "when", "strength", "suggestion", "keep")
_PENDING: Final = "_feedback_draft"
_KEPT: Final = "_feedback_draft_kept"


def restore_draft(brand: Brand) -> None:
    """Put what the person was writing back, once the box is drawn anew."""
    if TEXT in st.session_state:
        return
    fields: Fields = {}
    try:
        fields = _keeper(brand).find(runtime.who())
    except BellwetherError:
        # Whoever begins to write must not be kept from it by a draft that cannot be read; saving says what is wrong.
        st.caption("A draft that you may have begun could not be read.")
    st.session_state[TEXT] = str(fields.get("text", ""))
    st.session_state[_PENDING] = dict(fields)


def field(key: str, name: str, suggested: Any, read: Callable[[str], Any] | None = None) -> str:
    """Return the key of a field, which holds the draft's value or the suggested one before it is first drawn."""
    own = f"{key}_{name}"
    if own not in st.session_state:
        pending = st.session_state.get(_PENDING, {})
        value = suggested
        if pending.get("text") == st.session_state[TEXT] and name in pending:
            value = pending[name]
            value = read(value) if read is not None and isinstance(value, str) else value
        st.session_state[own] = value
    return own


def keep_draft(brand: Brand, key: str) -> None:
    """Keep what stands in the fields now, if that is new."""
    told = st.session_state
    fields = {"text": told[TEXT]} | {name: _plain(told.get(f"{key}_{name}")) for name in FIELDS}
    text = f"{brand.id}\n{json.dumps(fields, sort_keys=True)}"
    if told.get(_KEPT) == text:
        return
    try:
        _keeper(brand).keep(runtime.caller(), fields)
        told[_KEPT] = text
    except BellwetherError:
        st.caption("This draft is not kept at the moment: save it before you leave the page.")


def forget_draft(brand: Brand) -> None:
    """Forget what was kept, once the box is empty."""
    told = st.session_state
    if not (told.get(_KEPT) or told.get(_PENDING)):
        return
    told[_PENDING] = {}
    try:
        _keeper(brand).drop(runtime.caller())
        told[_KEPT] = ""
    except BellwetherError:
        st.caption("The draft could not be removed; it stands here again after a reload.")


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, list | tuple) else value


def _keeper(brand: Brand) -> DraftKeeper:
    own = runtime.services()
    return DraftKeeper(own.store, own.settings, brand, own.clock)
