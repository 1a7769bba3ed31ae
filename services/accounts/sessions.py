"""Sessions: opened at each sign-in under a new secret, looked up at every use, ended everywhere at once."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from typing import Final

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.accounts import LoginSession, SignedIn
from learning.domain.errors import RuleRefused
from learning.domain.people import Person
from services.clock import Clock

IDLE_SECONDS: Final = 30 * 60
LONGEST_SECONDS: Final = 12 * 3_600
TOUCH_SECONDS: Final = 60
"""So often at most it is written that somebody works: reading a page must not wait for a writer each time."""
FRESH_SECONDS: Final = 1.0
"""How long one look at the store is believed."""
MOST_KEPT: Final = 10_000


class SessionService:
    """Opens, looks up and ends sessions."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Work on a store."""
        self._store = store
        self._clock = clock
        self._seen: dict[str, tuple[float, SignedIn]] = {}
        self._lock = threading.Lock()

    def open(self, work: UnitOfWork, person: Person, *, token: str | None = None) -> str:
        """Open a session in the caller's transaction and return the secret of its cookie, which nothing else keeps."""
        token = token or secrets.token_urlsafe(32)
        now = self._moment()
        work.accounts.add_session(LoginSession(session_id(token), person.id, now, now))
        return token

    def check(self, token: str, *, works: bool = False) -> SignedIn:
        """Return whose session it is.

        Args:
            token: What the cookie holds.
            works: Whether the person does something, so that the time of idleness begins anew.

        Raises:
            RuleRefused: There is no such session, it has ended, or its time is over.
        """
        number = session_id(token)
        held = self._seen.get(number)
        if held is not None and time.monotonic() - held[0] < FRESH_SECONDS and not self._is_over(held[1].session):
            found = held[1]
        else:
            found = self._look(number)
        if works and self._moment() - found.session.seen_at >= TOUCH_SECONDS:
            with self._store.write() as work:
                work.accounts.touch_session(number, self._moment())
                work.commit()
            self.forget(number)
        return found

    def end(self, token: str, cause: str) -> None:
        """End a session."""
        number = session_id(token)
        with self._store.write() as work:
            work.accounts.end_session(number, self._moment(), cause)
            work.commit()
        self.forget(number)

    def end_all(self, person_id: int, cause: str) -> int:
        """End every session of a person and return how many."""
        with self._store.write() as work:
            count = work.accounts.end_sessions_of(person_id, self._moment(), cause)
            work.commit()
        with self._lock:
            self._seen.clear()
        return count

    def is_known(self, number: str) -> bool:
        """Say whether a session of this id was ever opened."""
        with self._store.read() as work:
            return work.accounts.find_session(number) is not None

    def forget(self, number: str) -> None:
        """Look a session up anew with its next use."""
        with self._lock:
            self._seen.pop(number, None)

    def _look(self, number: str) -> SignedIn:
        with self._store.read() as work:
            session = work.accounts.find_session(number)
            person = None if session is None else work.people.find_id(session.person_id)
        if session is None or person is None:
            raise signed_out("You are not signed in.")
        if session.ended_at is not None or not person.active:
            self.forget(number)
            raise signed_out(f"This session has ended: {session.cause or 'the account is disabled'}.")
        if self._is_over(session):
            cause = "nothing was done for 30 minutes"
            if self._moment() - session.created_at >= LONGEST_SECONDS:
                cause = "12 hours are over"
            with self._store.write() as work:
                work.accounts.end_session(number, self._moment(), cause)
                work.commit()
            self.forget(number)
            raise signed_out(f"This session has ended: {cause}.")
        found = SignedIn(session, person)
        with self._lock:
            if len(self._seen) >= MOST_KEPT:
                self._seen.clear()
            self._seen[number] = (time.monotonic(), found)
        return found

    def _is_over(self, session: LoginSession) -> bool:
        return is_over(session, self._moment())

    def _moment(self) -> int:
        return int(self._clock.now().timestamp())


def is_over(session: LoginSession, now: int) -> bool:
    """Say whether the time of a session is over."""
    return now - session.seen_at >= IDLE_SECONDS or now - session.created_at >= LONGEST_SECONDS


def session_id(token: str) -> str:
    """Return the id under which the store knows a session: its secret cannot be read from it."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def signed_out(message: str) -> RuleRefused:
    """Return the refusal of whoever is not signed in."""
    return RuleRefused("signed_out", message, "Sign in again; the page that you were on opens afterwards.")
