"""Who may do what in the brand: roles, links with which people choose a password, and letting nobody in any more."""

from __future__ import annotations

from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.errors import RuleRefused
from learning.domain.people import Person
from learning.domain.policies import Role
from services.accounts.local import LOCAL_ADMINISTRATOR
from ui import runtime
from ui.actions.orders import say_done, show_done
from ui.imports.wording import plain
from ui.problems import shown_problems

ROLE_WORDS: Final = {
    Role.VIEWER: "looks only",
    Role.MARKETER: "proposes, edits own proposals, pauses and rolls back",
    Role.APPROVER: "also approves, starts, resumes and keeps",
    Role.ADMINISTRATOR: "also changes policy, limits, people, and may bypass in an emergency",
}
LINK: Final = "_invitation"


def people_list(brand: Brand) -> None:
    """Draw everybody with a role in the brand; administrators can change roles."""
    show_done()
    link = st.session_state.pop(LINK, None)
    if link:
        st.info("Give them this link: it lets them choose a password, once, within three days.")
        st.code(link, language=None, wrap_lines=True)
    services = runtime.services()
    people = [person for person in services.people.list_all() if brand.id in person.roles]
    st.subheader("Who may do what", anchor=False)
    st.caption(" · ".join(f"**{role.value}** {words}" for role, words in ROLE_WORDS.items()))
    may = runtime.role(brand) is Role.ADMINISTRATOR
    for person in people:
        _person(brand, person, may=may)


def _person(brand: Brand, person: Person, *, may: bool) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
        badge = " :gray-badge[made up]" if person.is_sample else ""
        badge += "" if person.active else " :red-badge[disabled]"
        st.markdown(f"**{plain(person.name)}**, {person.roles[brand.id].value}{badge}", width="stretch")
        if not may or person.name == runtime.who():
            return
        key = f"person_{person.id}"
        roles = [role.value for role in Role]
        chosen = st.selectbox(
            "Role",
            roles,
            index=roles.index(person.roles[brand.id].value),
            key=f"{key}_role",
            label_visibility="collapsed",
            width=170,
        )
        if chosen != person.roles[brand.id].value and st.button("Keep the role", key=f"{key}_keep", type="primary"):
            with shown_problems("the role"):
                runtime.services().people.put_role(brand, person.name, Role(str(chosen)), by=runtime.caller().who)
                say_done(f"{plain(person.name)} is {chosen} now.")
        if person.is_sample or person.name == LOCAL_ADMINISTRATOR:
            return
        if person.active and st.button("Link to a password", key=f"{key}_link", type="tertiary"):
            with shown_problems("the link"):
                _invite(brand, person)
        label = "Disable" if person.active else "Enable"
        if st.button(label, key=f"{key}_active", type="tertiary"):
            with shown_problems("the account"):
                runtime.services().people.set_active(
                    brand, person.name, active=not person.active, by=runtime.caller().who
                )
                done = "is signed out everywhere" if person.active else "can work again"
                say_done(f"{plain(person.name)} {done}.")


def person_form(brand: Brand) -> None:
    """Offer to add a person."""
    if runtime.role(brand) is not Role.ADMINISTRATOR:
        st.caption("Only administrators of this brand add people.")
        return
    with st.expander("Add a person", icon=":material/person_add:", key="add_person"), st.form("person", border=False):
        name = st.text_input("Name (they sign in with it)", key="person_name", max_chars=200)
        role = st.selectbox("Role", [role.value for role in Role], index=1, key="person_role")
        if st.form_submit_button("Add and make a link", type="primary"):
            with shown_problems("the person"):
                _invite(
                    brand, runtime.services().people.add(brand, name or "", Role(str(role)), by=runtime.caller().who)
                )


def _invite(brand: Brand, person: Person) -> None:
    _require_administrator(brand)
    base = (st.context.url or "").split("/settings")[0].rstrip("/")
    st.session_state[LINK] = f"{base}{runtime.invitation_path(person)}"
    st.rerun()


def _require_administrator(brand: Brand) -> None:
    if runtime.role(brand) is not Role.ADMINISTRATOR:
        raise RuleRefused(
            "not_allowed", f"{runtime.who()} is no administrator of {brand.name}.", "Ask an administrator of the brand."
        )
