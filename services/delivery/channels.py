"""Channels as people name, test and remove them."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.channels import Channel, ChannelKind, MailRoute, MailSecurity
from learning.domain.errors import BadOption
from learning.domain.outbox import OutboxDraft, OutboxKind
from learning.domain.permissions import Permission
from services.callers import Caller
from services.delivery.messages import Message
from services.delivery.secrets import REFERENCE, seal, unseal
from services.server.hosts import is_loopback
from services.settings import Settings

CARRIER: Final = "channel"
DELIVERY_JOB: Final = "delivery"
LONGEST_NAME: Final = 60
MOST_RECIPIENTS: Final = 50
HIGHEST_PORT: Final = 65_535
MAILBOX: Final = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+")


@dataclass(frozen=True, slots=True)
class MailDraft:
    """A mailbox as a person enters it."""

    name: str
    route: MailRoute
    password: str = ""
    """Or 'env:NAME'; '' where the server wants none."""


@dataclass(frozen=True, slots=True)
class HookDraft:
    """A webhook or a chat as a person enters it."""

    name: str
    address: str
    """Or 'env:NAME'."""


def add_channel(
    store: Store, settings: Settings, brand_id: int, draft: MailDraft | HookDraft, *, who: Caller, now: datetime
) -> Channel:
    """Store a channel and return it with its id; its secret is encrypted before it is stored.

    Raises:
        BadOption: A name, an address or a number that cannot be used, or a name that is taken.
    """
    kept = _mail_channel(settings, draft) if isinstance(draft, MailDraft) else _hook_channel(settings, draft)
    with who.write(store, brand_id, Permission.CHANNEL) as (work, actor):
        wanted = replace(kept, brand_id=brand_id, who=actor.name, created_at=int(now.timestamp()))
        if work.channels.find_named(brand_id, wanted.name) is not None:
            raise BadOption("the name of a channel", wanted.name, "a name that no other channel has")
        stored = work.channels.add(wanted)
        work.commit()
    return stored


def remove_channel(store: Store, brand_id: int, channel_id: int, *, who: Caller, now: datetime) -> None:
    """Remove a channel; what still waits for it is taken back, and no rule names it any longer.

    The store gives its number to the next channel, which nobody has chosen for those rules.

    Raises:
        NotFound: The brand has no such channel.
    """
    with who.write(store, brand_id, Permission.CHANNEL, f"channel:{channel_id}") as (work, _):
        work.channels.remove(brand_id, channel_id)
        for rule in work.alerts.list_rules(brand_id):
            left = tuple(one for one in rule.draft.channels if one != channel_id)
            if left != rule.draft.channels:
                work.alerts.update_rule(replace(rule, draft=replace(rule.draft, channels=left)))
        work.outbox.withdraw_target(target_of(channel_id), int(now.timestamp()))
        work.commit()


def switch_channel(store: Store, brand_id: int, channel_id: int, *, who: Caller, enabled: bool) -> None:
    """Send nothing new to a channel, or send again.

    Raises:
        NotFound: The brand has no such channel.
    """
    with who.write(store, brand_id, Permission.CHANNEL, f"channel:{channel_id}") as (work, _):
        work.channels.update(replace(work.channels.get(brand_id, channel_id), enabled=enabled))
        work.commit()


def ask_for_test(store: Store, brand_id: int, channel_id: int, *, who: Caller, now: datetime) -> str:
    """Put a test message for a channel into the outbox and return its dedupe key.

    Raises:
        NotFound: The brand has no such channel.
    """
    key = f"test:{channel_id}:{secrets.token_hex(8)}"
    with who.write(store, brand_id, Permission.CHANNEL, f"channel:{channel_id}") as (work, _):
        found = work.channels.get(brand_id, channel_id)
        text = f"This is a test of the channel {found.name}. Alerts will look like this one."
        message = Message("Bellwether: a test", text, work.brands.get(brand_id).name)
        post(work, OutboxDraft(brand_id, key, OutboxKind.CHANNEL_TEST, target_of(channel_id), message.payload()), now)
        work.commit()
    return key


def send_again(store: Store, brand_id: int, entry_id: int, *, who: Caller, now: datetime) -> None:
    """Try a message again that was given up.

    Raises:
        NotFound: The brand has no such message.
    """
    with who.write(store, brand_id, Permission.CHANNEL, f"message:{entry_id}") as (work, _):
        work.outbox.retry(brand_id, entry_id, int(now.timestamp()))
        ask_delivery(work, int(now.timestamp()))
        work.commit()


def post(work: UnitOfWork, draft: OutboxDraft, now: datetime) -> bool:
    """Put an effect into the outbox and wake the worker for it, in the caller's transaction; False for a repeat."""
    moment = int(now.timestamp())
    kept = work.outbox.add(draft, moment)
    if kept:
        ask_delivery(work, moment)
    return kept


def ask_delivery(work: UnitOfWork, now: int) -> None:
    """Wake the worker for what waits, in the caller's transaction."""
    work.jobs.add_request(DELIVERY_JOB, "the outbox", now)


def target_of(channel_id: int) -> str:
    """Name a channel as the target of an effect."""
    return f"{CARRIER}:{channel_id}"


def _mail_channel(settings: Settings, draft: MailDraft) -> Channel:
    route = draft.route
    host, recipients = (
        route.host.strip().lower(),
        tuple(dict.fromkeys(one.strip() for one in route.recipients if one.strip())),
    )
    _require(bool(re.fullmatch(r"[a-z0-9._:-]+", host)), "the mail server", route.host, "a host name without port")
    _require(0 < route.port <= HIGHEST_PORT, "the port", str(route.port), "1 to 65535 (587 is usual)")
    _require(bool(MAILBOX.fullmatch(route.sender.strip())), "the sender", route.sender, "one address (a@b.example)")
    _require(0 < len(recipients) <= MOST_RECIPIENTS, "the recipients", str(len(recipients)), "1 to 50 addresses")
    for one in recipients:
        _require(bool(MAILBOX.fullmatch(one)), "a recipient", one, "addresses such as a@b.example, by commas")
    here = host == "localhost" or is_loopback(host)
    _require(
        route.security is not MailSecurity.NONE or not draft.password or here,
        "encryption",
        "none",
        "STARTTLS or TLS where a password is sent to another machine",
    )
    _require(bool(route.user) or not draft.password, "the user", "", "the user that the password belongs to")
    kept = replace(route, host=host, sender=route.sender.strip(), recipients=recipients)
    more = f" and {len(recipients) - 1} more" if len(recipients) > 1 else ""
    sealed = seal(settings, draft.password) if draft.password else None
    return Channel(0, _name(draft.name), ChannelKind.EMAIL, f"{recipients[0]}{more}", "", 0, kept, sealed)


def _hook_channel(settings: Settings, draft: HookDraft) -> Channel:
    from services.delivery.hooks import check_address, shown_address  # noqa: PLC0415 - Apprise takes half a second

    given = draft.address.strip()
    sealed = seal(settings, given)
    address = unseal(settings, sealed)
    kind = check_address(address)
    shown = f"{shown_address(address)} ({given})" if given.startswith(REFERENCE) else shown_address(address)
    return Channel(0, _name(draft.name), kind, shown, "", 0, None, sealed)


def _name(name: str) -> str:
    plain = " ".join(name.split())
    _require(0 < len(plain) <= LONGEST_NAME, "the name of a channel", plain, f"1 to {LONGEST_NAME} characters")
    return plain


def _require(met: bool, option: str, value: str, allowed: str) -> None:  # noqa: FBT001 - read as a sentence
    if not met:
        raise BadOption(option, value, allowed)
