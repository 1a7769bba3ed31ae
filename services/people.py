"""People and their roles: how they are added, given another role, and disabled."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Final

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.brands import Brand
from learning.domain.errors import BadOption, NotFound
from learning.domain.people import Person
from learning.domain.permissions import Permission
from learning.domain.policies import Actor, Role, SystemActor
from services.actions.trail import Trail
from services.callers import OPERATOR, Caller, Operator, Who
from services.clock import Clock

LONGEST_NAME: Final = 200
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
        with self._write(brand, by) as (work, actor):
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
        with self._write(brand, by) as (work, actor):
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
        with self._write(brand, by) as (work, actor):
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

    def _write(self, brand: Brand, by: Who | None) -> AbstractContextManager[tuple[UnitOfWork, Actor]]:
        caller = Caller(Operator() if by is None else by, self._trail, self._clock)
        return caller.write(self._store, brand.id, Permission.PEOPLE)

    def _note(
        self, work: UnitOfWork, brand: Brand, person: Person, kind: str, *, actor: Actor, body: Mapping[str, object]
    ) -> None:
        self._trail.note(
            work,
            brand_id=brand.id,
            at=int(self._clock.now().timestamp()),
            actor=actor.pseudonym,
            kind=kind,
            subject=person.pseudonym,
            body=body,
        )


def is_name(name: str) -> str:
    """Return a name that a person can have.

    Raises:
        BadOption: It is none.
    """
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or name in _RESERVED:
        raise BadOption("user", name[:40], f"a name of 1 to {LONGEST_NAME} characters other than a system's")
    return name


def _get(work: UnitOfWork, name: str) -> Person:
    person = work.people.find(name)
    if person is None:
        raise NotFound("user", name)
    return person
