"""People and their roles: who they are when a command comes, and how they are added and disabled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.accounts import SessionKey
from learning.domain.brands import Brand
from learning.domain.errors import BadOption, NotFound, RuleRefused
from learning.domain.people import Person
from learning.domain.policies import Actor, Role, SystemActor
from services.accounts.sessions import is_over, signed_out
from services.actions.trail import Trail
from services.clock import Clock

OPERATOR: Final = "operator"
"""Whoever has the command line of the machine."""
LONGEST_NAME: Final = 200
Who = str | SystemActor | SessionKey
"""Who gives a command: a person by name, a part of the system, or whoever owns a session."""
_RESERVED: Final = {*SystemActor, OPERATOR}


class PeopleService:
    """Adds people, changes their roles, disables them; each change stands in the audit trail."""

    def __init__(self, store: Store, trail: Trail, clock: Clock) -> None:
        """Work on a store."""
        self._store = store
        self._trail = trail
        self._clock = clock

    def add(self, brand: Brand, name: str, role: Role, *, is_sample: bool = False, by: Who | None = None) -> Person:
        """Add a person with a role in a brand; somebody who is known gets the role.

        Raises:
            BadOption: The name cannot be used.
            RuleRefused: Who does it is no administrator of the brand; None = whoever has the command line.
        """
        name = is_name(name)
        now = int(self._clock.now().timestamp())
        with self._store.write() as work:
            actor = _administrator(work, brand, by)
            person = work.people.find(name) or work.people.add(name, now=now, is_sample=is_sample)
            work.people.put_role(person.id, brand.id, role)
            self._note(work, brand, person, "user_added", actor=actor, body={"role": role.value})
            work.commit()
        return self.get(name)

    def put_role(self, brand: Brand, name: str, role: Role | None, *, by: Who | None = None) -> Person:
        """Give a person another role in a brand, or none.

        Raises:
            NotFound: There is no such person.
        """
        with self._store.write() as work:
            actor = _administrator(work, brand, by)
            person = _get(work, name)
            if role is None:
                work.people.remove_role(person.id, brand.id)
            else:
                work.people.put_role(person.id, brand.id, role)
            self._note(work, brand, person, "user_role", actor=actor, body={"role": role.value if role else None})
            work.commit()
        return self.get(name)

    def set_active(self, brand: Brand, name: str, *, active: bool, by: Who | None = None) -> Person:
        """Disable a person everywhere at once, or let them act again.

        Raises:
            NotFound: There is no such person.
        """
        now = int(self._clock.now().timestamp())
        with self._store.write() as work:
            actor = _administrator(work, brand, by)
            person = _get(work, name)
            if active:
                work.people.enable(person.id)
            else:
                work.people.disable(person.id, now)
                work.accounts.end_sessions_of(person.id, now, "the account was disabled")
            self._note(work, brand, person, "user_enabled" if active else "user_disabled", actor=actor, body={})
            work.commit()
        return self.get(name)

    def get(self, name: str) -> Person:
        """Return the person of a name.

        Raises:
            NotFound: There is no such person.
        """
        with self._store.read() as work:
            return _get(work, name)

    def list_all(self) -> tuple[Person, ...]:
        """Return everybody by name."""
        with self._store.read() as work:
            return work.people.list_all()

    def _note(
        self, work: UnitOfWork, brand: Brand, person: Person, kind: str, *, actor: str, body: Mapping[str, object]
    ) -> None:
        self._trail.note(
            work,
            brand_id=brand.id,
            at=int(self._clock.now().timestamp()),
            actor=actor,
            kind=kind,
            subject=person.pseudonym,
            body=body,
        )


def _administrator(work: UnitOfWork, brand: Brand, who: Who | None) -> str:
    """Return how the trail calls who changes people."""
    if who is None:
        return OPERATOR
    actor = actor_of(work, brand.id, who)
    if not actor.active or actor.role is not Role.ADMINISTRATOR:
        found = f"{actor.name} is no administrator of {brand.name}."
        raise RuleRefused("not_allowed", found, "Ask an administrator of the brand.")
    return actor.pseudonym


def is_name(name: str) -> str:
    """Return a name that a person can have.

    Raises:
        BadOption: It is none.
    """
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or name in _RESERVED:
        raise BadOption("user", name[:40], f"a name of 1 to {LONGEST_NAME} characters other than a system's")
    return name


def actor_of(work: UnitOfWork, brand_id: int, who: Who) -> Actor:
    """Return who gives a command, as the store knows them now.

    Raises:
        RuleRefused: Nobody has that name.
    """
    if isinstance(who, SystemActor):
        return Actor(who.value, who.value, system=who)
    if isinstance(who, SessionKey):
        owner = _owner(work, who)
        return Actor(owner.name, owner.pseudonym, owner.roles.get(brand_id), owner.active)
    person = work.people.find(who)
    if person is None:
        raise RuleRefused(
            "unknown_user",
            f"Nobody here is called {who[:40]!r}.",
            "An administrator adds people with `bellwether user add NAME --role ROLE`.",
        )
    return Actor(person.name, person.pseudonym, person.roles.get(brand_id), person.active)


def _owner(work: UnitOfWork, key: SessionKey) -> Person:
    """Whose session it is, looked up in the transaction of what is done in it."""
    session = work.accounts.find_session(key.id)
    person = None if session is None else work.people.find_id(session.person_id)
    if session is None or person is None or session.ended_at is not None or is_over(session, key.at):
        raise signed_out("You are not signed in any more; nothing was done.")
    return person


def _get(work: UnitOfWork, name: str) -> Person:
    person = work.people.find(name)
    if person is None:
        raise NotFound("user", name)
    return person
