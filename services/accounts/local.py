"""Who acts on a machine that nobody signs in to: its own administrator, and people made up to try four eyes with."""

from __future__ import annotations

from typing import Final

from learning.domain.brands import Brand
from learning.domain.people import Person
from learning.domain.policies import Role
from services.bootstrap import Services

LOCAL_ADMINISTRATOR: Final = "Local administrator"


def ensure_local_administrator(services: Services, brand: Brand) -> None:
    """Give whoever sits at this machine the role of an administrator in a brand, unless a role was given before.

    A local administrator who was disabled stays so.
    """
    with services.store.read() as work:
        found = work.people.find(LOCAL_ADMINISTRATOR)
    if found is None or brand.id not in found.roles:
        services.people.add(brand, LOCAL_ADMINISTRATOR, Role.ADMINISTRATOR)


def people_to_act_as(services: Services, brand: Brand) -> tuple[Person, ...]:
    """Return the local administrator and, of a brand that has them, the made-up people; never real ones."""
    people = [person for person in services.people.list_all() if brand.id in person.roles and person.active]
    local = [person for person in people if person.name == LOCAL_ADMINISTRATOR]
    return (*local, *(person for person in people if person.is_sample))
