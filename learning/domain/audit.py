"""The audit trail: what happened, in an order that nobody can change unseen."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One row; the fields stand in the order of the table."""

    sequence: int
    """From 1, without gaps."""
    brand_id: int | None
    at: int
    """UTC seconds."""
    actor: str
    """A pseudonym."""
    kind: str
    """The command, or 'refused'."""
    subject: str
    """As in 'action:12'."""
    body: str
    """Canonical JSON."""
    seal: str
    """Hex HMAC-SHA256 over the seal before, the sequence and the row."""


@dataclass(frozen=True, slots=True)
class AuditHead:
    """The newest row in short."""

    sequence: int
    seal: str


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """Which rows a person reads; what is left open does not restrict."""

    brand_id: int
    """Rows of this brand, and those of the whole installation such as sign-ins."""
    kinds: tuple[str, ...] = ()
    actor: str = ""
    """A pseudonym."""
    subject: str = ""
    """As in 'action:12'."""
    since: int | None = None
    """UTC seconds."""


@dataclass(frozen=True, slots=True)
class ReadableRow:
    """A row of the trail with the reason that the history of its action keeps in clear."""

    row: AuditRow
    reason: str
