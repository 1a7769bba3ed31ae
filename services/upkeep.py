"""Whether a database is sound: rollups against facts, the audit trail against its seals, schema against program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from db.engine import Store
from services.actions.trail import Trail
from services.schema import SchemaState, state

NOT_LOOKED_AT: Final = "The schema is behind: the audit trail was not read."


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


def check(store: Store, trail: Trail) -> CheckReport:
    """Sum every rollup anew and walk along the audit trail; a database of an older schema is not looked into."""
    found = state(store)
    if found is SchemaState.BEHIND:
        return CheckReport(
            rollups_equal_facts=False,
            differences=("The schema is behind: the rollups were not compared.",),
            audit_ok=True,
            audit_note=NOT_LOOKED_AT,
            schema=found,
        )
    with store.read() as work:
        differences = tuple(difference.sentence for difference in work.rollups.compare_with_facts())
    chain = trail.verify(store)
    note = f"{chain.rows:,} rows, all as they were written." if chain.sound else f"The trail is broken: {chain.reason}."
    return CheckReport(not differences, differences, audit_ok=chain.sound, audit_note=note, schema=found)
