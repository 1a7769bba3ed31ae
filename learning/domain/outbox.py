"""Effects outside of the store that a change in it asks for: what is to be sent, where, and how far that has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class OutboxStatus(StrEnum):
    """How far an effect has come."""

    WAITING = "waiting"
    """To be tried, for the first time or again."""
    SENT = "sent"
    """The receiver took it."""
    FAILED = "failed"
    """Given up after the last try; a person may ask for another one."""
    WITHDRAWN = "withdrawn"
    """Taken back before it was sent."""


class OutboxKind(StrEnum):
    """What an effect is about."""

    ALERT = "alert"
    ALERT_WITHDRAWN = "alert_withdrawn"
    """That an alert which was sent no longer holds."""
    CHANNEL_TEST = "channel_test"
    ACTION = "action"
    """That a change waits for somebody, or has come to an end."""
    SYSTEM = "system"
    """A trouble of the system itself."""


@dataclass(frozen=True, slots=True)
class OutboxDraft:
    """One effect as it is asked for, in the transaction of what caused it."""

    brand_id: int
    dedupe_key: str
    """Names the effect: a second draft with the same key is the same effect and is not kept."""
    kind: OutboxKind
    target: str
    """Who carries it out, as 'carrier:key': 'channel:3'."""
    payload: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """One effect as the store keeps it. Times are UTC seconds."""

    id: int
    brand_id: int
    dedupe_key: str
    public_id: str
    """What a receiver sees with every try: it knows a repeat by it."""
    kind: OutboxKind
    target: str
    payload: Mapping[str, str]
    status: OutboxStatus
    attempts: int
    created_at: int
    next_attempt_at: int
    """Of one that waits: when it may be tried."""
    finished_at: int | None = None
    last_error: str | None = None


@dataclass(frozen=True, slots=True)
class OutboxDepth:
    """How much waits, and since when."""

    waiting: int
    failed: int
    oldest_waiting_at: int | None = None
