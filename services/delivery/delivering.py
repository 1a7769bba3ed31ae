"""Carrying out what waits in the outbox: tried again with growing waits, under one id, until the receiver took it."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Final

from db.unit import UnitOfWork
from learning.domain.channels import Channel, ChannelKind
from learning.domain.errors import BellwetherError, NotDelivered
from learning.domain.outbox import OutboxEntry, OutboxStatus
from services.bootstrap import Services
from services.delivery.channels import CARRIER
from services.delivery.mail import send_mail
from services.delivery.messages import parcel_of
from services.delivery.secrets import unseal
from services.log_lines import logged_with
from services.operations import track_operation

log = logging.getLogger("bellwether.delivery")

WAITS: Final = (30, 60, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200)
"""Seconds from the begin of a try to the next one; after the last of them, a day and a quarter, it is given up."""
BUDGET_SECONDS: Final = 60.0
"""A run begins no further try after this: the worker has other things to do."""
MOST_READ: Final = 200

Carrier = Callable[[Services, str, OutboxEntry], str | None]
"""Carries out one entry for the key of its target, or raises; returns what is to be known of one that was taken."""


def deliver_due(services: Services) -> int:
    """Try everything that is due once and return how many receivers took.

    A try is noted before it begins and its end after it, in transactions of their own: whoever is killed between
    sending and noting leaves an entry that is tried again with the same id. A target that failed is left alone for the
    rest of the run, so that one dead receiver does not hold up the others.
    """
    sent, failed_targets, began = 0, set[str](), time.monotonic()
    with services.store.read() as work:
        due = work.outbox.list_due(_moment(services), limit=MOST_READ)
    for entry in due:
        if time.monotonic() - began > BUDGET_SECONDS:
            break
        if entry.target in failed_targets:
            continue
        tried = _claim(services, entry)
        if tried is None:
            continue
        if _attempt(services, tried):
            sent += 1
        else:
            failed_targets.add(entry.target)
    return sent


def _claim(services: Services, entry: OutboxEntry) -> OutboxEntry | None:
    wait = WAITS[min(entry.attempts, len(WAITS) - 1)]
    with services.store.write() as work:
        tried = work.outbox.claim(entry, _moment(services) + wait)
        work.commit()
    return tried


def _attempt(services: Services, entry: OutboxEntry) -> bool:
    carrier, _, key = entry.target.partition(":")
    taken = False
    try:
        with logged_with(delivery=entry.public_id), track_operation("delivery", carrier, delivery=entry.public_id):
            told = CARRIERS[carrier](services, key, entry)
        taken = True
    except BellwetherError as raised:
        told = raised.message
    except Exception:
        fault = secrets.token_hex(4)
        log.exception("fault %s in the delivery of %s", fault, entry.public_id)
        told = f"A fault of ours; the log names it {fault}."
    if told is not None:
        log.warning("delivery %s, try %d: %s", entry.public_id, entry.attempts, told)
    _note(services, entry, told, taken=taken)
    return taken


def _note(services: Services, entry: OutboxEntry, told: str | None, *, taken: bool) -> None:
    status = OutboxStatus.SENT
    if not taken:
        status = OutboxStatus.WAITING if entry.attempts < len(WAITS) else OutboxStatus.FAILED
    with services.store.write() as work:
        work.outbox.finish(entry, status, _moment(services), error=told)
        work.commit()


def _carry_to_channel(services: Services, key: str, entry: OutboxEntry) -> str | None:
    with services.store.read() as work:
        channel = _channel(work, key)
    secret = None if channel.sealed is None else unseal(services.settings, channel.sealed)
    if channel.kind is ChannelKind.EMAIL and channel.route is not None:
        return send_mail(channel.name, channel.route, secret, parcel_of(entry))
    if secret is not None:
        from services.delivery.hooks import send_hook  # noqa: PLC0415 - Apprise takes half a second

        send_hook(channel.name, secret, channel.kind, parcel_of(entry))
    return None


def _channel(work: UnitOfWork, key: str) -> Channel:
    found = work.channels.find(int(key))
    if found is None:
        raise NotDelivered(f"channel {key}", "it was removed")
    return found


def _moment(services: Services) -> int:
    return int(services.clock.now().timestamp())


CARRIERS: Final[Mapping[str, Carrier]] = {CARRIER: _carry_to_channel}
"""Who carries out an effect, by the first part of its target; one line each."""
