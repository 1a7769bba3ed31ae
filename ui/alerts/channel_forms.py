"""Adding a channel: a mailbox, or an address of a webhook or chat."""

from __future__ import annotations

from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.channels import MailRoute, MailSecurity
from learning.domain.errors import BellwetherError
from services.delivery.channels import HookDraft, MailDraft, add_channel
from ui import runtime
from ui.problems import show_error

SECURITY: Final = {
    "STARTTLS": MailSecurity.STARTTLS,
    "TLS from the start": MailSecurity.TLS,
    "None": MailSecurity.NONE,
}
HIDDEN: Final = (
    "Kept encrypted and never shown again. Or write env:NAME: then it is read from the variable BELLWETHER_SECRET_NAME."
)


def channel_forms(brand: Brand) -> None:
    """Draw the two forms."""
    with st.expander("Add e-mail", icon=":material/mail:"):
        _mail_form(brand)
    with st.expander("Add a webhook or chat", icon=":material/webhook:"):
        _hook_form(brand)


def _mail_form(brand: Brand) -> None:
    with st.form("mail_form", border=False):
        name = st.text_input("Name", placeholder="The team", key="mail_name")
        recipients = st.text_input("To", placeholder="ann@acme.example, bob@acme.example", key="mail_to")
        with st.container(horizontal=True, gap="small"):
            sender = st.text_input("From", placeholder="bellwether@acme.example", key="mail_from", width=280)
            host = st.text_input("Mail server", placeholder="smtp.acme.example", key="mail_host", width=240)
            port = st.number_input("Port", value=587, min_value=1, max_value=65_535, key="mail_port", width=120)
            security = SECURITY[str(st.selectbox("Encryption", list(SECURITY), key="mail_security", width=190))]
        with st.container(horizontal=True, gap="small"):
            user = st.text_input("User", key="mail_user", width=280, autocomplete="off")
            password = st.text_input(
                "Password",
                type="password",
                key="mail_password",
                width=280,
                help=HIDDEN,
                autocomplete="new-password",
            )
        pressed = st.form_submit_button("Add e-mail", type="primary", icon=":material/add:")
    if pressed:
        listed = tuple(one for one in recipients.replace(";", ",").split(",") if one.strip())
        route = MailRoute(host, sender, listed, int(port), security, user.strip())
        _add(brand, MailDraft(name, route, password))


def _hook_form(brand: Brand) -> None:
    with st.form("hook_form", border=False):
        name = st.text_input("Name", placeholder="Marketing channel", key="hook_name")
        address = st.text_input(
            "Address",
            type="password",
            placeholder="https://hooks.slack.com/services/…",
            key="hook_address",
            help=HIDDEN,
            autocomplete="new-password",
        )
        st.caption(
            "The address of an incoming webhook of Slack, Discord and others, any https:// address that takes JSON, or "
            "a chat as [Apprise](https://github.com/caronc/apprise/wiki) writes it."
        )
        pressed = st.form_submit_button("Add it", type="primary", icon=":material/add:")
    if pressed:
        _add(brand, HookDraft(name, address))


def _add(brand: Brand, draft: MailDraft | HookDraft) -> None:
    own = runtime.services()
    try:
        add_channel(own.store, own.settings, brand.id, draft, who=runtime.caller(), now=runtime.now())
    except BellwetherError as error:
        show_error(error)
    else:
        # What was typed, the secret above all, must not stand in the form any longer.
        for key in [key for key in st.session_state if str(key).startswith(("mail_", "hook_"))]:
            del st.session_state[key]
        st.rerun()
