"""Accounts and sessions: how a person is known to be who they say."""

from __future__ import annotations

from dataclasses import dataclass, field

from learning.domain.people import Person


@dataclass(frozen=True, slots=True)
class Account:
    """How a person signs in."""

    person_id: int
    password_hash: str | None = field(default=None, repr=False)
    subject: str | None = field(default=None, repr=False)
    """Keyed hash of who the single sign-on says they are."""
    keeper: bool = False
    """Administers the installation: also brands that nobody belongs to yet."""
    failures: int = 0
    """Wrong passwords in a row."""
    locked_until: int | None = None
    """UTC seconds."""
    changed_at: int = 0


@dataclass(frozen=True, slots=True)
class LoginSession:
    """A session as the store has it; every time in UTC seconds."""

    id: str
    """Hex SHA-256 of what the cookie holds."""
    person_id: int
    created_at: int
    seen_at: int
    ended_at: int | None = None
    cause: str = ""
    """Why it ended."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that holds, and whose it is."""

    session: LoginSession
    person: Person


@dataclass(frozen=True, slots=True)
class SessionKey:
    """Who gives a command: whoever owns this session, if it still holds where the command is carried out."""

    id: str = field(repr=False)
    at: int
    """UTC seconds of the call."""
