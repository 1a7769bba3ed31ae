"""`bellwether channels`: where a brand's messages go."""

from __future__ import annotations

import argparse
import sys
from typing import Final

from learning.domain.brands import Brand
from learning.domain.channels import Channel, MailRoute, MailSecurity
from learning.domain.errors import BadOption, BellwetherError, NotFound
from learning.domain.outbox import OutboxStatus
from services.bootstrap import Services, services_of
from services.brands import find_brand
from services.callers import Operator
from services.cli.shared_options import shared_options
from services.cli.verb import Answer, Call, Verb
from services.delivery.channels import HookDraft, MailDraft, add_channel, ask_for_test, remove_channel
from services.delivery.delivering import deliver_due

WHO: Final = "command line"
FROM_INPUT: Final = "-"
SECRET_HELP: Final = "'env:NAME' for the variable BELLWETHER_SECRET_NAME, or - for one line of standard input"  # noqa: S105


def _configure(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="what", required=True, metavar="list|mail|hook|test|remove")
    shared = [shared_options()]
    verbs.add_parser("list", help="every channel", parents=shared)
    mail = verbs.add_parser("mail", help="add mailboxes", parents=shared)
    mail.add_argument("name")
    mail.add_argument("--host", required=True, help="the mail server")
    mail.add_argument("--port", type=int, default=587)
    mail.add_argument("--security", choices=[one.value for one in MailSecurity], default="starttls")
    mail.add_argument("--from", dest="sender", required=True, metavar="ADDRESS")
    mail.add_argument("--to", nargs="+", required=True, metavar="ADDRESS")
    mail.add_argument("--user", default="")
    mail.add_argument("--password", default="", help=SECRET_HELP)
    hook = verbs.add_parser("hook", help="add a webhook or a chat", parents=shared)
    hook.add_argument("name")
    hook.add_argument("address", help=SECRET_HELP)
    for name, words in (("test", "send a message to it now"), ("remove", "send nothing to it any more")):
        verbs.add_parser(name, help=words, parents=shared).add_argument("name")


def _run(call: Call) -> Answer:
    with services_of(call.settings) as services:
        with services.store.read() as work:
            brand = find_brand(work, call.brand)
            if brand is None:
                raise NotFound("brand", call.brand or "with data")
            found = work.channels.list_of(brand.id)
        if call.options.what == "list":
            lines = [f"{one.name}: {one.kind.value} to {one.shown}" for one in found]
            return Answer({"channels": [_json(one) for one in found]}, "\n".join(lines) or "No channels yet.")
        if call.options.what in {"mail", "hook"}:
            return _added(services, call, brand)
        named = next((one for one in found if one.name == call.options.name), None)
        if named is None:
            raise NotFound("channel", call.options.name)
        if call.options.what == "test":
            return _tested(services, brand, named)
        remove_channel(services.store, brand.id, named.id, who=services.caller(Operator(WHO)), now=services.clock.now())
        return Answer({"removed": named.name}, f"{named.name} is removed.")


def _added(services: Services, call: Call, brand: Brand) -> Answer:
    chosen = call.options
    draft: MailDraft | HookDraft
    if chosen.what == "hook":
        draft = HookDraft(chosen.name, _secret(chosen.address))
    else:
        security = MailSecurity(chosen.security)
        route = MailRoute(chosen.host, chosen.sender, tuple(chosen.to), chosen.port, security, chosen.user)
        draft = MailDraft(chosen.name, route, _secret(chosen.password) if chosen.password else "")
    now, who = services.clock.now(), services.caller(Operator(WHO))
    stored = add_channel(services.store, services.settings, brand.id, draft, who=who, now=now)
    return Answer({"channel": _json(stored)}, f"{stored.name}: {stored.kind.value} to {stored.shown}")


def _secret(given: str) -> str:
    """A secret among the arguments could be read by everybody on this machine."""
    if given == FROM_INPUT:
        return sys.stdin.readline().strip()
    if given.startswith("env:"):
        return given
    raise BadOption("a secret", "(hidden)", SECRET_HELP)


def _tested(services: Services, brand: Brand, channel: Channel) -> Answer:
    key = ask_for_test(
        services.store, brand.id, channel.id, who=services.caller(Operator(WHO)), now=services.clock.now()
    )
    deliver_due(services)
    with services.store.read() as work:
        entry = work.outbox.list_under(key)[0]
    payload = {"channel": channel.name, "id": entry.public_id, "status": entry.status.value}
    if entry.status is OutboxStatus.SENT:
        return Answer(payload, f"{channel.name} took the message {entry.public_id[:12]}.")
    failure = BellwetherError(entry.last_error or "It waits.", "It is tried again by the worker; see the address.")
    error = {"code": "not_delivered", "message": failure.message, "fix": failure.fix}
    return Answer(payload | {"error": error}, f"{failure.message}\n{failure.fix}", 1)


def _json(one: Channel) -> dict[str, object]:
    return {"id": one.id, "name": one.name, "kind": one.kind.value, "to": one.shown, "enabled": one.enabled}


CHANNELS: Final = Verb(_configure, _run)
