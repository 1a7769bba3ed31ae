"""Noting that a person looks at a brand, without making a page wait for it or fail by it."""

from __future__ import annotations

import logging
import threading
from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.errors import BellwetherError
from learning.domain.views import Visit
from services.bootstrap import Services
from services.visits import current_visit, find_visit, is_due, record_visit
from ui import runtime

STORED: Final = "_visit_stored"
CURRENT: Final = "_visit"
_log = logging.getLogger(__name__)


def note_visit(brand: Brand) -> Visit | None:
    """Return the visit that this page belongs to and have it written beside the page; None where it cannot be told."""
    try:
        return _note(brand)
    except BellwetherError as error:
        _log.warning("a visit was not noted: %s", error)
        return None


def current_visit_of(brand: Brand) -> Visit | None:
    """Return the visit that this page belongs to."""
    held: Visit | None = st.session_state.get(f"{CURRENT}_{brand.id}")
    return held


def _note(brand: Brand) -> Visit:
    stored = _stored(brand)
    seen = current_visit(
        st.session_state.get(f"{CURRENT}_{brand.id}", stored),
        brand_id=brand.id,
        who=runtime.who(),
        now=int(runtime.now().timestamp()),
        data_version=brand.data_version,
    )
    st.session_state[f"{CURRENT}_{brand.id}"] = seen
    if is_due(stored, seen):
        st.session_state[f"{STORED}_{brand.id}"] = seen
        # The write waits for the disk, and maybe for an import: nobody waits for it.
        threading.Thread(target=_write, args=(runtime.services(), seen), name="visit", daemon=True).start()
    return seen


def _stored(brand: Brand) -> Visit | None:
    """The visit as the store has it, read once a session."""
    key = f"{STORED}_{brand.id}"
    if key not in st.session_state:
        with runtime.services().store.read() as work:
            st.session_state[key] = find_visit(work, brand.id, who=runtime.who())
    held: Visit | None = st.session_state[key]
    return held


def _write(services: Services, seen: Visit) -> None:
    try:
        record_visit(services.store, seen)
    except Exception:  # noqa: BLE001 - a visit that is not noted is told to nobody but the log
        _log.warning("a visit was not noted", exc_info=True)
