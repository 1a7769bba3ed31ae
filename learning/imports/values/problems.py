"""What was wrong with a cell: the record that every reader of values returns beside its array."""

from dataclasses import dataclass

from learning.domain.enums import Severity


@dataclass(frozen=True, slots=True)
class ValueProblem:
    """One distinct text that could not be read, or was read with a reservation."""

    index: int
    """0-based place among the texts that were given."""
    value: str
    reason: str
    fix: str
    code: str
    """'number', 'hidden', 'fraction', 'implausible', 'overflow', 'date', 'date_order', 'year', 'duration', 'id', ..."""
    severity: Severity = Severity.ERROR
    """ERROR: the value is missing from the array. WARNING: see the reason; a hidden value is missing, others are
    read."""
