"""Accounts, and the sessions that were opened with them."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import Connection, func, select

from db.dialects import Dialect
from db.schema.accounts import login_session, sign_in
from db.schema.people import person_role
from learning.domain.accounts import Account, LoginSession


class Accounts:
    """How people sign in."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        """Work within a transaction."""
        self._connection = connection
        self._dialect = dialect

    def put(self, one: Account) -> None:
        """Store an account in place of an earlier one."""
        values = asdict(one)
        statement = self._dialect.upsert(sign_in).values(**values)
        changed = {name: statement.excluded[name] for name in values if name != "person_id"}
        self._connection.execute(statement.on_conflict_do_update(index_elements=["person_id"], set_=changed))

    def find(self, person_id: int) -> Account | None:
        """The account of a person, if they have one."""
        row = self._connection.execute(select(sign_in).where(sign_in.c.person_id == person_id)).mappings().first()
        return None if row is None else Account(**row)

    def find_subject(self, subject: str) -> Account | None:
        """The account of somebody whom a single sign-on names."""
        row = self._connection.execute(select(sign_in).where(sign_in.c.subject == subject)).mappings().first()
        return None if row is None else Account(**row)

    def count_usable(self) -> int:
        """How many accounts somebody can sign in with."""
        usable = sign_in.c.password_hash.is_not(None) | sign_in.c.subject.is_not(None)
        return int(self._connection.execute(select(func.count()).select_from(sign_in).where(usable)).scalar_one())

    def list_owned_brands(self) -> frozenset[int]:
        """The brands in which somebody with an account has a role."""
        statement = select(person_role.c.brand_id).join(sign_in, sign_in.c.person_id == person_role.c.person_id)
        return frozenset(self._connection.execute(statement.distinct()).scalars())

    def add_session(self, one: LoginSession) -> None:
        """Store a session."""
        self._connection.execute(login_session.insert().values(**asdict(one)))

    def find_session(self, session_id: str) -> LoginSession | None:
        """The session of an id, ended or not."""
        row = self._connection.execute(select(login_session).where(login_session.c.id == session_id)).mappings().first()
        return None if row is None else LoginSession(**row)

    def touch_session(self, session_id: str, at: int) -> None:
        """Note that somebody works in a session that has not ended."""
        statement = login_session.update().where(login_session.c.id == session_id, login_session.c.ended_at.is_(None))
        self._connection.execute(statement.values(seen_at=at))

    def end_session(self, session_id: str, at: int, cause: str) -> None:
        """End a session, if it has not ended."""
        statement = login_session.update().where(login_session.c.id == session_id, login_session.c.ended_at.is_(None))
        self._connection.execute(statement.values(ended_at=at, cause=cause))

    def end_sessions_of(self, person_id: int, at: int, cause: str) -> int:
        """End every session of a person and return how many."""
        mine = (login_session.c.person_id == person_id, login_session.c.ended_at.is_(None))
        return self._connection.execute(login_session.update().where(*mine).values(ended_at=at, cause=cause)).rowcount
