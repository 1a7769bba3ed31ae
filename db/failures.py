"""What an error of an engine means, in words for a person."""

from __future__ import annotations

from typing import Final

from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError

from db.limits import numbers_too_large
from learning.domain.errors import BellwetherError, StoreCannotWrite, StoreUnavailable

SIGNS_OF_OVERFLOW: Final = ("integer overflow", "bigint out of range")
"""In the drivers' words: SQLite's sum() and Postgres' cast of a sum."""
SIGNS_OF_NO_ROOM: Final = ("disk is full", "readonly database", "disk I/O error")
"""In SQLite's words, of a transaction that writes."""
STATES_OF_NO_ROOM: Final = ("53100", "25006", "58030")
"""Postgres: disk full, read-only transaction, I/O error."""


def in_words(error: DBAPIError, *, writes: bool) -> BellwetherError | DBAPIError:
    """Return what a person is told; an error that is our own fault stays what it is."""
    reason = reason_of(error)
    if any(sign in reason for sign in SIGNS_OF_OVERFLOW):
        return numbers_too_large()
    no_room = any(sign in reason for sign in SIGNS_OF_NO_ROOM)
    if writes and (no_room or getattr(error.orig, "sqlstate", None) in STATES_OF_NO_ROOM):
        return StoreCannotWrite(reason)
    # The class itself stands for 'this is no database'; its other subclasses are faults of a statement.
    return StoreUnavailable(reason) if type(error) in {DatabaseError, OperationalError} else error


def reason_of(error: DBAPIError) -> str:
    """The driver's own words in one line; they hold no statement and no password."""
    return " ".join(str(error.orig).split()).rstrip(".")
