"""Who calls a service: looked up where it writes, held to their role, remembered where they are refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.accounts import SessionKey
from learning.domain.errors import NotFound, RuleRefused
from learning.domain.people import Person
from learning.domain.permissions import ROLE_FOR, Permission
from learning.domain.policies import Actor, Role, SystemActor
from services.accounts.sessions import is_over, signed_out
from services.actions.trail import REFUSED, Trail
from services.clock import Clock

OPERATOR: Final = "operator"
"""How the trail calls whoever has the command line of the machine."""


@dataclass(frozen=True, slots=True)
class Operator:
    """Whoever has the command line of the machine, or sits at one that nobody signs in to; they may do everything."""

    name: str = OPERATOR


Who = str | SystemActor | SessionKey | Operator
"""Who gives a command: a person by name, a part of the system, whoever owns a session, or the machine's operator."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, with the trail that keeps what they were refused."""

    who: Who
    trail: Trail = field(repr=False)
    clock: Clock = field(repr=False)

    @contextmanager
    def write(
        self, store: Store, brand_id: int | None, permission: Permission, subject: str = ""
    ) -> Iterator[tuple[UnitOfWork, Actor]]:
        """Begin a transaction that writes, and say who does it; every service that writes for people begins it here.

        Args:
            store: The store.
            brand_id: The brand in which the role has to be; None = a role in any brand is enough.
            permission: What is done.
            subject: What it is done to, as the trail calls it: `note:3`; '' = the brand.

        Raises:
            RuleRefused: They are unknown, signed out, disabled, or their role is too low; it stands in the trail.
            NotFound: They do not belong to the brand, or what they ask for is none of it; it stands in the trail.
        """
        try:
            with store.write() as work:
                yield work, self._allowed(work, brand_id, permission)
        except (RuleRefused, NotFound) as refused:
            about = subject or (f"brand:{brand_id}" if brand_id is not None else "system:0")
            self.note_refusal(store, brand_id, permission.value, about, refused)
            raise

    def name(self, work: UnitOfWork, brand_id: int | None) -> str:
        """Return what they are called in lists and histories.

        Raises:
            RuleRefused: They are unknown, or signed out.
        """
        return actor_of(work, brand_id, self.who).name

    def require(self, store: Store, brand_id: int | None, permission: Permission) -> str:
        """Return the caller's name, before work that writes only later; what writes asks again.

        Raises:
            RuleRefused, NotFound: As `write`.
        """
        with self.write(store, brand_id, permission) as (_, actor):
            return actor.name

    def note_refusal(
        self, store: Store, brand_id: int | None, command: str, subject: str, refused: RuleRefused | NotFound
    ) -> None:
        """Write that they tried, in a transaction of its own: that of the attempt is rolled back."""
        now = int(self.clock.now().timestamp())
        body = {"command": command, "code": refused.code}
        with store.write() as work:
            try:
                actor = actor_of(work, brand_id, self.who).pseudonym
            except RuleRefused:
                actor = f"unknown:{self.trail.hide(str(self.who))[:16]}"
            self.trail.note(work, brand_id=brand_id, at=now, actor=actor, kind=REFUSED, subject=subject, body=body)
            work.commit()

    def _allowed(self, work: UnitOfWork, brand_id: int | None, permission: Permission) -> Actor:
        actor = actor_of(work, brand_id, self.who)
        if actor.system is not None:
            return actor
        if actor.role is None and brand_id is not None:
            # Who does not belong to the brand is not told what it has.
            raise NotFound("brand", str(brand_id))
        needed = ROLE_FOR[permission]
        if not actor.active or actor.role is None or not actor.role.covers(needed):
            raise not_allowed(actor, needed)
        return actor


def not_allowed(actor: Actor, needed: Role) -> RuleRefused:
    """Return the refusal of somebody whose role is too low, or who is disabled."""
    if not actor.active:
        message = f"The account of {actor.name} is disabled; nothing was changed."
        return RuleRefused("not_allowed", message, "Ask an administrator of the brand to enable it.")
    has = "has no role" if actor.role is None else f"is {_a(actor.role)}"
    return RuleRefused(
        "not_allowed",
        f"{actor.name} {has} here; this takes {_a(needed)}. Nothing was changed.",
        f"Ask {_a(needed)} to do it, or an administrator of the brand for that role.",
    )


def actor_of(work: UnitOfWork, brand_id: int | None, who: Who) -> Actor:
    """Return who gives a command, as the store knows them now; without a brand, with the highest of their roles.

    Raises:
        RuleRefused: Nobody has that name, or the session has ended.
    """
    if isinstance(who, SystemActor):
        return Actor(who.value, who.value, system=who)
    if isinstance(who, SessionKey):
        owner = _owner(work, who)
        return Actor(owner.name, owner.pseudonym, _role(owner, brand_id), owner.active)
    if isinstance(who, Operator):
        known = work.people.find(who.name)
        pseudonym = OPERATOR if known is None else known.pseudonym
        return Actor(who.name, pseudonym, Role.ADMINISTRATOR, known is None or known.active)
    person = work.people.find(who)
    if person is None:
        raise RuleRefused(
            "unknown_user",
            f"Nobody here is called {who[:40]!r}.",
            "An administrator adds people with `bellwether user add NAME --role ROLE`.",
        )
    return Actor(person.name, person.pseudonym, _role(person, brand_id), person.active)


def _a(role: Role) -> str:
    return f"{'an' if role.value[0] in 'aeiou' else 'a'} {role.value}"


def _role(person: Person, brand_id: int | None) -> Role | None:
    if brand_id is not None:
        return person.roles.get(brand_id)
    return max(person.roles.values(), key=list(Role).index, default=None)


def _owner(work: UnitOfWork, key: SessionKey) -> Person:
    """Whose session it is, looked up in the transaction of what is done in it."""
    session = work.accounts.find_session(key.id)
    person = None if session is None else work.people.find_id(session.person_id)
    if session is None or person is None or session.ended_at is not None or is_over(session, key.at):
        raise signed_out("You are not signed in any more; nothing was done.")
    return person
