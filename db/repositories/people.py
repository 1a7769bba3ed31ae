"""People, and what each may do in a brand."""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping, select

from db.dialects import Dialect
from db.schema.people import person, person_role
from learning.domain.people import Person
from learning.domain.policies import Role


class People:
    """The people of a store."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        """Work within a transaction."""
        self._connection = connection
        self._dialect = dialect

    def add(self, name: str, *, now: int, is_sample: bool = False) -> Person:
        """Store a person without any role."""
        values = {"name": name, "active": True, "is_sample": is_sample, "created_at": now}
        row = self._connection.execute(person.insert().values(**values).returning(*person.c)).mappings().one()
        return self._record(row)

    def find(self, name: str) -> Person | None:
        """The person of a name, if there is one."""
        row = self._connection.execute(select(person).where(person.c.name == name)).mappings().first()
        return None if row is None else self._record(row)

    def find_id(self, person_id: int) -> Person | None:
        """The person of an id, if there is one."""
        row = self._connection.execute(select(person).where(person.c.id == person_id)).mappings().first()
        return None if row is None else self._record(row)

    def list_all(self) -> tuple[Person, ...]:
        """All people by name."""
        rows = self._connection.execute(select(person).order_by(person.c.name)).mappings().all()
        return tuple(self._record(row) for row in rows)

    def disable(self, person_id: int, now: int) -> None:
        """Let a person act no more."""
        statement = person.update().where(person.c.id == person_id, person.c.active)
        self._connection.execute(statement.values(active=False, disabled_at=now))

    def enable(self, person_id: int) -> None:
        """Let a person act again."""
        statement = person.update().where(person.c.id == person_id)
        self._connection.execute(statement.values(active=True, disabled_at=None))

    def put_role(self, person_id: int, brand_id: int, role: Role) -> None:
        """Store what a person may do in a brand."""
        statement = self._dialect.upsert(person_role).values(person_id=person_id, brand_id=brand_id, role=role.value)
        self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["person_id", "brand_id"], set_={"role": statement.excluded.role}
            )
        )

    def remove_role(self, person_id: int, brand_id: int) -> None:
        """Let a person do nothing more in a brand."""
        mine = (person_role.c.person_id == person_id, person_role.c.brand_id == brand_id)
        self._connection.execute(person_role.delete().where(*mine))

    def _record(self, row: RowMapping) -> Person:
        found = select(person_role.c.brand_id, person_role.c.role).where(person_role.c.person_id == row["id"])
        roles = {each.brand_id: Role(each.role) for each in self._connection.execute(found)}
        return Person(row["id"], row["name"], row["active"], row["is_sample"], row["created_at"], roles)
