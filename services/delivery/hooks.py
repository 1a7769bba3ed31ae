"""Messages to webhooks and chats, through Apprise."""

from __future__ import annotations

import logging
import re
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import apprise

from learning.domain.channels import ChannelKind
from learning.domain.errors import BadOption, NotDelivered
from services.delivery.messages import Parcel

CONNECT_SECONDS, ANSWER_SECONDS = 5, 10
ID_HEADER: Final = "X-Bellwether-Delivery"
WEB: Final = {"http": "json", "https": "jsons"}
CHATS: Final = frozenset(
    {
        *("discord", "gchat", "guilded", "line", "matrix", "matrixs", "mmost", "mmosts", "ntfy", "ntfys", "revolt"),
        *("rocket", "rockets", "ryver", "slack", "tgram", "twist", "wxteams", "workflow", "workflows", "zulip"),
    }
)
"""Schemes of Apprise that lead to people; others of its services run programs or reach into this machine."""
LONGEST_REASON: Final = 200
_LIMITS: Final = {"cto": str(CONNECT_SECONDS), "rto": str(ANSWER_SECONDS)}


def check_address(address: str) -> ChannelKind:
    """Say what an address leads to: a chat that Apprise knows, or a program that takes JSON.

    Raises:
        BadOption: It leads to neither.
    """
    try:
        parts = urlsplit(address)
        known = parts.port != 0 and (parts.scheme in CHATS or parts.scheme in WEB)
    except ValueError:
        raise BadOption("the address", "(hidden)", "an address that begins with https://") from None
    plugin = _understand(address) if known else None
    if plugin is not None and parts.scheme not in WEB:
        return ChannelKind.CHAT
    if plugin is not None and _own_scheme(plugin) in CHATS:
        return ChannelKind.CHAT
    if known and parts.scheme in WEB and parts.hostname:
        return ChannelKind.WEBHOOK
    raise BadOption(
        "the address",
        shown_address(address),
        "an address that begins with https://, or one of a chat as Apprise writes it (slack://..., discord://...)",
    )


def _understand(address: str) -> apprise.NotifyBase | None:
    """Read an address; what Apprise logs of one that it does not know would hold the address, and so the secret."""
    logger, silence = logging.getLogger("apprise"), logging.Filter("apprise.nothing")
    logger.addFilter(silence)
    try:
        return apprise.Apprise.instantiate(address, suppress_exceptions=True)
    finally:
        logger.removeFilter(silence)


def _own_scheme(plugin: apprise.NotifyBase) -> str:
    """The scheme of a service behind a plain web address."""
    return str(plugin.url()).partition(":")[0]  # type: ignore[no-untyped-call]  # no types there


def shown_address(address: str) -> str:
    """Write where an address leads without what is secret about it: no path, user, password or query."""
    parts = urlsplit(address)
    if parts.scheme not in WEB or not parts.hostname:
        # Of a chat the host is a token already.
        return f"{parts.scheme}://…" if parts.scheme in CHATS else "(hidden)"
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname}{port}/…"


def send_hook(name: str, address: str, kind: ChannelKind, parcel: Parcel) -> None:
    """Post a message; every try carries the same id, in the body and, of a webhook, in a header too.

    Raises:
        NotDelivered: Nobody answered in time, or with anything but success.
    """
    text = parcel.message.text
    if kind is ChannelKind.CHAT:
        text = f"{text}\n(message {parcel.public_id[:12]})"
        address = _with_parameters(address, _LIMITS)
    else:
        address = json_address(address, parcel)
    plugin = _understand(address)
    if plugin is None:
        raise NotDelivered(name, "its address is not understood any more")
    sender = apprise.Apprise()
    sender.add(plugin)
    # At this level Apprise tells the answer's status, and neither address nor body.
    capture = apprise.LogCapture(level=logging.WARNING, fmt="%(message)s")  # type: ignore[no-untyped-call]  # no types there
    with capture as told:
        taken = sender.notify(body=text, title=parcel.message.title, body_format=apprise.NotifyFormat.TEXT)
        reason = " ".join(told.getvalue().split())
    if not taken:
        raise NotDelivered(name, without_secrets(reason, address)[:LONGEST_REASON].rstrip(".") or "no reason was given")


def json_address(address: str, parcel: Parcel) -> str:
    """Write a web address as Apprise takes it for a JSON post: the query stays one, id and kind go into the body."""
    parts = urlsplit(address)
    query = {f"-{key}": value for key, value in parse_qsl(parts.query, keep_blank_values=True)}
    extras = {":id": parcel.public_id, ":kind": parcel.kind, ":brand": parcel.message.brand}
    headers = {f"+{ID_HEADER}": parcel.public_id, "+Idempotency-Key": parcel.public_id}
    changed = parts._replace(scheme=WEB[parts.scheme], query="", fragment="")
    return f"{urlunsplit(changed)}?{urlencode({**query, **extras, **headers, **_LIMITS}, quote_via=quote)}"


def _with_parameters(address: str, parameters: dict[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(parameters)}"


def without_secrets(reason: str, address: str) -> str:
    """Leave out of a reason whatever part of the address it repeats; of a web address the host may stay."""
    parts = urlsplit(address)
    pieces = {parts.query, *parts.path.split("/"), parts.username or "", parts.password or ""}
    pieces |= {value for _, value in parse_qsl(parts.query)}
    if parts.scheme not in WEB and parts.scheme not in WEB.values():
        pieces |= {parts.netloc, parts.hostname or ""}
    # The longest first: a short piece within a long one would leave the rest of it.
    for piece in sorted(pieces, key=len, reverse=True):
        if len(piece) > 3:
            reason = re.sub(re.escape(piece), "…", reason, flags=re.IGNORECASE)
    return reason
