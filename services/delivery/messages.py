"""A message as the outbox keeps it and as receivers get it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from learning.domain.outbox import OutboxEntry


@dataclass(frozen=True, slots=True)
class Message:
    """What a person or a program is told."""

    title: str
    text: str
    """Plain text, lines by line breaks."""
    brand: str

    def payload(self) -> dict[str, str]:
        """What the outbox keeps."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message on its way: with the id by which the receiver knows a repeat."""

    public_id: str
    kind: str
    message: Message


def parcel_of(entry: OutboxEntry) -> Parcel:
    """Return what is sent for an entry; every try of it is the same."""
    told: Mapping[str, str] = entry.payload
    return Parcel(entry.public_id, entry.kind.value, Message(told["title"], told["text"], told["brand"]))
