"""Where nobody signs in: who sits at the screen, clearly labelled, and made-up people to try four eyes with."""

from __future__ import annotations

from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from services.accounts.local import LOCAL_ADMINISTRATOR, ensure_local_administrator, people_to_act_as
from ui import runtime
from ui.imports.wording import plain
from ui.sign_in_gate import sign_out

ENSURED: Final = "_local_brands"
OPEN_NOTE: Final = "Open on this machine only: nobody signs in."


def acting_as(brand: Brand) -> None:
    """Say as whom the person acts, and let them play somebody else where the brand has made-up people."""
    services = runtime.services()
    if runtime.has_to_sign_in():
        _signed_in(brand)
        return
    ensured: set[int] = st.session_state.setdefault(ENSURED, set())
    if brand.id not in ensured:
        ensure_local_administrator(services, brand)
        ensured.add(brand.id)
    people = {person.name: person for person in people_to_act_as(services, brand)}
    if len(people) < 2:
        st.caption(f":material/person: {LOCAL_ADMINISTRATOR}. {OPEN_NOTE}")
        return
    if st.session_state.get(runtime.ACTING_AS) not in people:
        st.session_state.pop(runtime.ACTING_AS, None)
    st.selectbox(
        "You act as",
        list(people),
        key=runtime.ACTING_AS,
        help=f"{OPEN_NOTE} The made-up people are there to try an approval by two people.",
    )


def _signed_in(brand: Brand) -> None:
    name, role = runtime.who(), runtime.role(brand)
    st.caption(f":material/person: **{plain(name)}**, {role.value if role else 'no role'} of this brand")
    st.button("Sign out", icon=":material/logout:", type="tertiary", key="sign_out", on_click=sign_out)
