"""Signing in: with a password, with an invitation that lets a person choose one, or by a single sign-on."""

from __future__ import annotations

import hashlib
import hmac
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.accounts import Account
from learning.domain.errors import BadOption, BellwetherError, NotFound, RuleRefused
from learning.domain.people import Person
from learning.domain.policies import Role
from services.accounts.passwords import check_new_password, hash_password, is_outdated, is_password
from services.accounts.sessions import SessionService
from services.actions.trail import Trail
from services.callers import OPERATOR
from services.clock import Clock
from services.master_key import derive_key, load_master_key
from services.people import is_name
from services.settings import Settings

WRONG_IN_A_ROW: Final = 5
LOCK_SECONDS: Final = 300
LONGEST_LOCK: Final = 3_600
LOOK_EVERY_S: Final = 2.0
WRONG: Final = RuleRefused("wrong_password", "Name and password do not belong together.", "Try again.")


class AccountService:
    """Lets people in."""

    def __init__(self, store: Store, trail: Trail, clock: Clock, settings: Settings) -> None:
        """Work on a store."""
        self._store = store
        self._trail = trail
        self._clock = clock
        self._settings = settings
        self.sessions = SessionService(store, clock)
        self._lock = threading.Lock()
        self._looked = (-LOOK_EVERY_S, False)
        self._blank: str | None = None

    def is_required(self) -> bool:
        """Say whether people have to sign in: where others can reach the server, and as soon as one account exists."""
        if self._settings.sign_in:
            return True
        return self._any_account()

    def needs_first(self) -> bool:
        """Say whether nobody can sign in yet."""
        with self._store.read() as work:
            return work.accounts.count_usable() == 0

    def sign_in(self, name: str, password: str) -> str:
        """Return the secret of a new session.

        Raises:
            RuleRefused: Name and password do not belong together, the account is locked, or the person is disabled.
        """
        now = self._moment()
        with self._store.read() as work:
            person = work.people.find(name.strip())
            account = None if person is None else work.accounts.find(person.id)
        if account is not None and account.locked_until is not None and now < account.locked_until:
            wait = (account.locked_until - now) // 60 + 1
            fix = f"Try again in about {wait} min, or ask an administrator for a link."
            raise RuleRefused("locked", "Too many wrong passwords for this name.", fix)
        stored = None if account is None else account.password_hash
        if not is_password(password, stored or self._nobody()) or stored is None or person is None or account is None:
            self._note_wrong(person, account, name, now)
            raise WRONG
        if not person.active:
            raise RuleRefused("person_inactive", "This account is disabled.", "Ask an administrator.")
        fresh = hash_password(password) if is_outdated(stored) else stored
        with self._store.write() as work:
            work.accounts.put(replace(account, password_hash=fresh, failures=0, locked_until=None))
            token = self.sessions.open(work, person)
            self._note(work, person, "signed_in", {})
            work.commit()
        return token

    def sign_out(self, token: str) -> None:
        """End a session."""
        self.sessions.end(token, "signed out")

    def set_password(self, name: str, password: str) -> Person:
        """Give a person a password; all their sessions end.

        Raises:
            NotFound: There is no such person.
            BadOption: The password cannot be used.
        """
        with self._store.read() as work:
            person = work.people.find(name)
        if person is None:
            raise NotFound("user", name)
        if person.is_sample:
            raise BadOption("user", name, "a real person: made-up ones sign in nowhere")
        fresh = hash_password(check_new_password(password, name))
        now = self._moment()
        with self._store.write() as work:
            account = work.accounts.find(person.id) or Account(person.id, keeper=work.accounts.count_usable() == 0)
            work.accounts.put(replace(account, password_hash=fresh, failures=0, locked_until=None, changed_at=now))
            work.accounts.end_sessions_of(person.id, now, "the password was changed")
            self._note(work, person, "password_set", {})
            work.commit()
        with self._lock:
            self._looked = (-LOOK_EVERY_S, False)
        return person

    def make_first(self, name: str, password: str) -> Person:
        """Make the first administrator, of every brand that is there.

        Raises:
            RuleRefused: Somebody can sign in already.
            BadOption: Name or password cannot be used.
        """
        name = is_name(name)
        check_new_password(password, name)
        now = self._moment()
        with self._store.write() as work:
            if work.accounts.count_usable():
                raise RuleRefused("not_first", "There is an administrator already.", "Sign in, or ask for a link.")
            person = work.people.find(name) or work.people.add(name, now=now)
            for brand in work.brands.list_all():
                work.people.put_role(person.id, brand.id, Role.ADMINISTRATOR)
            work.accounts.put(Account(person.id, keeper=True, changed_at=now))
            self._note(work, person, "user_added", {"role": "administrator", "first": True})
            work.commit()
        return self.set_password(name, password)

    def invitation_purpose(self, person: Person) -> str:
        """Return what an invitation of a person is good for: it ends with the password that it sets."""
        with self._store.read() as work:
            account = work.accounts.find(person.id)
        mark = "none" if account is None else hashlib.sha256((account.password_hash or "").encode()).hexdigest()[:16]
        return f"invitation {person.id} {mark}"

    def adopt_brands(self, person: Person) -> bool:
        """Give a keeper the role of an administrator in brands that nobody belongs to; say whether there were any."""
        with self._store.read() as work:
            account = work.accounts.find(person.id)
            if account is None or not account.keeper:
                return False
            brands = {brand.id for brand in work.brands.list_all()} - work.accounts.list_owned_brands()
        if not brands:
            return False
        with self._store.write() as work:
            for brand_id in sorted(brands):
                work.people.put_role(person.id, brand_id, Role.ADMINISTRATOR)
                self._note(work, person, "user_role", {"role": "administrator"}, brand_id=brand_id)
            work.commit()
        return True

    def link_subject(self, person: Person, issuer: str, subject: str) -> None:
        """Let whom a single sign-on names by issuer and subject be a person here."""
        with self._store.write() as work:
            account = work.accounts.find(person.id) or Account(person.id, keeper=work.accounts.count_usable() == 0)
            work.accounts.put(replace(account, subject=self.subject_mark(issuer, subject), changed_at=self._moment()))
            self._note(work, person, "sign_on_linked", {})
            work.commit()

    def open_for_subject(self, issuer: str, subject: str, token: str) -> Person:
        """Open the session of somebody whom a single sign-on names, under the secret of the sign-on's own cookie.

        Raises:
            RuleRefused: Nobody here is linked to them, or the person is disabled.
        """
        with self._store.write() as work:
            account = work.accounts.find_subject(self.subject_mark(issuer, subject))
            person = None if account is None else work.people.find_id(account.person_id)
            if person is None:
                raise RuleRefused(
                    "not_linked",
                    "You are signed in elsewhere, but nobody here is linked to that account.",
                    "Ask an administrator to add you with `bellwether user link`.",
                )
            if not person.active:
                raise RuleRefused("person_inactive", "This account is disabled.", "Ask an administrator.")
            self.sessions.open(work, person, token=token)
            self._note(work, person, "signed_in", {"by": "single sign-on"})
            work.commit()
        return person

    def subject_mark(self, issuer: str, subject: str) -> str:
        """Return what is stored of somebody whom a single sign-on names."""
        key = derive_key(load_master_key(self._settings), "single sign-on")
        return hmac.new(key, f"{issuer}\n{subject}".encode(), hashlib.sha256).hexdigest()

    def _note_wrong(self, person: Person | None, account: Account | None, name: str, now: int) -> None:
        with self._store.write() as work:
            body: dict[str, object] = {"command": "sign_in", "code": "wrong_password"}
            if account is not None:
                failures = account.failures + 1
                locked = None
                if failures >= WRONG_IN_A_ROW:
                    # Each further one waits longer, up to an hour.
                    locked = now + min(LOCK_SECONDS * 2 ** (failures - WRONG_IN_A_ROW), LONGEST_LOCK)
                work.accounts.put(replace(account, failures=failures, locked_until=locked))
                body["failures"] = failures
            unknown = f"unknown:{self._trail.hide(name)[:16]}"
            self._trail.note(
                work,
                brand_id=None,
                at=now,
                actor=unknown if person is None else person.pseudonym,
                kind="refused",
                subject="sign_in",
                body=body,
            )
            work.commit()

    def _note(
        self, work: UnitOfWork, person: Person, kind: str, body: Mapping[str, object], *, brand_id: int | None = None
    ) -> None:
        actor = person.pseudonym if kind == "signed_in" else OPERATOR
        self._trail.note(
            work, brand_id=brand_id, at=self._moment(), actor=actor, kind=kind, subject=person.pseudonym, body=body
        )

    def _any_account(self) -> bool:
        with self._lock:
            looked, found = self._looked
        if found or time.monotonic() - looked < LOOK_EVERY_S:
            return found
        try:
            found = not self.needs_first()
        except BellwetherError:
            # A store that does not answer shows nothing to anybody; what was known last stands.
            return found
        with self._lock:
            self._looked = (time.monotonic(), found)
        return found

    def _nobody(self) -> str:
        """A hash that nothing fits: checking a name that is not there takes as long as one that is."""
        if self._blank is None:
            self._blank = hash_password("nobody has this password")
        return self._blank

    def _moment(self) -> int:
        return int(self._clock.now().timestamp())
