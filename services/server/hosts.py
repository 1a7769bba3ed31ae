"""Which names and addresses the server answers to."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from learning.domain.errors import NotServable
from services.settings import Settings

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_NAME = re.compile(r"[\w.-]+|\[[0-9A-Fa-f:.]+\]", re.ASCII)
DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Authority:
    """The host and port of a Host header or an origin, in one spelling."""

    host: str
    port: int | None


@dataclass(frozen=True, slots=True)
class HostPolicy:
    """The names that a request may be addressed to, and whether a proxy may stand in front."""

    names: frozenset[str]
    any_name: bool
    proxy_allowed: bool

    def admits(self, authority: Authority | None) -> bool:
        """Say whether a request to this authority is meant for us."""
        return authority is not None and (self.any_name or authority.host in self.names)


def host_policy(settings: Settings) -> HostPolicy:
    """Return the policy: this machine's own names; where people sign in the listed names too, or any if none is."""
    guarded = settings.sign_in
    listed = frozenset(name.strip("[]") for name in settings.allowed_hosts) if guarded else frozenset()
    return HostPolicy(
        names=LOOPBACK_NAMES | listed,
        # The cookie of a session belongs to one host name, so a page that was rebound to this address does not have it.
        any_name=guarded and not listed,
        proxy_allowed=guarded,
    )


def parse_authority(text: str) -> Authority | None:
    """Return the host and port of `host[:port]`, or None where it is not exactly that."""
    try:
        parts = urlsplit(f"//{text}")
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    spelled = text.rpartition(":")[0] if port is not None else text
    if not host or parts.netloc != text or not _NAME.fullmatch(spelled):
        return None
    return Authority(host.rstrip("."), port)


def parse_origin(text: str) -> Authority | None:
    """Return the authority of an Origin header with the port that it implies left out, or None ('null', a file)."""
    scheme, separator, rest = text.partition("://")
    authority = parse_authority(rest) if separator and scheme in DEFAULT_PORTS else None
    if authority is not None and authority.port == DEFAULT_PORTS[scheme]:
        return Authority(authority.host, None)
    return authority


def same_authority(origin: Authority, host: Authority) -> bool:
    """Say whether an origin is the server that is asked; a Host header may spell out the default port."""
    if origin.host != host.host:
        return False
    return origin.port == host.port or (origin.port is None and host.port in DEFAULT_PORTS.values())


def is_loopback(address: str) -> bool:
    """Say whether an address, not a name, can only be reached from this machine."""
    try:
        parsed = ipaddress.ip_address(address.strip("[]").partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return bool((mapped or parsed).is_loopback)


def require_servable(address: str, settings: Settings) -> None:
    """Refuse an address that other machines can reach, unless people have to sign in."""
    if settings.sign_in or address in {"127.0.0.1", "::1"}:
        return
    raise NotServable(
        f"The server must not listen on {address or 'all addresses'} where nobody has to sign in: anybody who reaches "
        "that address could read and change everything.",
        "Use --host 127.0.0.1 (or ::1), or set BELLWETHER_SIGN_IN=1 so that people sign in.",
    )


def allowed_names(settings: Settings) -> list[str]:
    """Return the names for servers with a check of their own; an empty list means that ours alone decides."""
    policy = host_policy(settings)
    return [] if policy.any_name else sorted(policy.names)
