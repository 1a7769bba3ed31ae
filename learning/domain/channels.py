"""Where messages go: mailboxes, webhooks and chats that a brand's people have named."""

from dataclasses import dataclass
from enum import StrEnum


class ChannelKind(StrEnum):
    """How a channel is reached."""

    EMAIL = "email"
    WEBHOOK = "webhook"
    """A JSON object posted to an address."""
    CHAT = "chat"
    """Slack, Discord, Teams and others, in the words of Apprise."""


class MailSecurity(StrEnum):
    """How the way to a mail server is kept private."""

    STARTTLS = "starttls"
    TLS = "tls"
    """From the first byte."""
    NONE = "none"
    """Only without a password, or on this machine."""


@dataclass(frozen=True, slots=True)
class MailRoute:
    """The way of a mail; the password is a secret of its own."""

    host: str
    sender: str
    recipients: tuple[str, ...]
    port: int = 587
    security: MailSecurity = MailSecurity.STARTTLS
    user: str = ""


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel of a brand."""

    brand_id: int
    name: str
    kind: ChannelKind
    shown: str
    """Where it goes, as a page may show it: without any secret."""
    who: str
    created_at: int
    route: MailRoute | None = None
    """Of e-mail."""
    sealed: str | None = None
    """The password or the whole address, encrypted, or the name of an environment variable; never in clear."""
    enabled: bool = True
    id: int = 0
