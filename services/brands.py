"""Which brand a person or a command works on."""

from __future__ import annotations

from typing import Final

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.brands import Brand
from learning.domain.errors import AmbiguousBrand, NotFound, Refused
from services.clock import Clock

FIRST_BRAND: Final = "My brand"
DEFAULT_ZONE: Final = "UTC"


def find_brand(work: UnitOfWork, name: str | None) -> Brand | None:
    """Return the named brand, or the only one that is no demo; None where there is none yet.

    Raises:
        NotFound: There is no brand of that name.
        AmbiguousBrand: Several brands and none named.
    """
    if name is not None:
        found = work.brands.find_named(name)
        if found is None:
            raise NotFound("brand", name)
        return found
    own = [brand for brand in work.brands.list_all() if not brand.is_demo]
    if len(own) > 1:
        raise AmbiguousBrand([brand.name for brand in own])
    return own[0] if own else None


def get_import_brand(store: Store, name: str | None, clock: Clock) -> Brand:
    """Return the brand that an import goes to; a name that is not there yet makes a new brand.

    Raises:
        Refused: It is the demo brand, whose numbers are made up.
    """
    return find_import_brand(store, name) or add_brand(store, name or FIRST_BRAND, clock)


def find_import_brand(store: Store, name: str | None) -> Brand | None:
    """Return the brand that an import goes to, or None where it would be created.

    Raises:
        Refused: It is the demo brand, whose numbers are made up.
    """
    with store.read() as work:
        found = work.brands.find_named(name) if name is not None else find_brand(work, None)
    if found is not None and found.is_demo:
        raise demo_refusal(found)
    return found


def add_brand(store: Store, name: str, clock: Clock, *, time_zone: str = DEFAULT_ZONE, is_demo: bool = False) -> Brand:
    """Create a brand, or return the one of that name that another process has just created."""
    with store.write() as work:
        found = work.brands.find_named(name)
        if found is None:
            created_at = int(clock.now().timestamp())
            found = work.brands.add(name, time_zone=time_zone, created_at=created_at, is_demo=is_demo)
            work.commit()
    return found


def demo_refusal(brand: Brand) -> Refused:
    """Return the refusal to mix real numbers into made-up ones."""
    refusal = Refused(
        f"{brand.name} is the demo brand; its numbers are made up and it takes no imports.",
        "Choose or create a brand of your own and import there.",
    )
    refusal.code = "demo_brand"
    return refusal
