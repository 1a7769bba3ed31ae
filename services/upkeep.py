"""Whether a database is sound: rollups against facts, versions against observations, schema against program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from db.engine import Store
from services.schema import SchemaState, state

AUDIT_NOTE: Final = "There is no audit trail yet, so nothing in it can be broken."


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found."""

    rollups_equal_facts: bool
    differences: tuple[str, ...]
    """One sentence per table and cut that differs."""
    audit_ok: bool
    audit_note: str
    schema: SchemaState

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return self.rollups_equal_facts and self.audit_ok and self.schema is SchemaState.HEAD


def check(store: Store) -> CheckReport:
    """Sum every rollup anew out of the facts and compare; a database of an older schema is not looked into."""
    found = state(store)
    if found is SchemaState.BEHIND:
        return CheckReport(
            rollups_equal_facts=False,
            differences=("The schema is behind: the rollups were not compared.",),
            audit_ok=True,
            audit_note=AUDIT_NOTE,
            schema=found,
        )
    with store.read() as work:
        differences = tuple(difference.sentence for difference in work.rollups.compare_with_facts())
    return CheckReport(not differences, differences, audit_ok=True, audit_note=AUDIT_NOTE, schema=found)
