"""What planning knows besides the table itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from learning.domain.enums import DateOrder
from learning.domain.imports import ImportOptions, Period


@dataclass(frozen=True, slots=True)
class SiblingEvidence:
    """What another table of the same import says."""

    file: str
    index: int
    template: str
    platform: str | None
    """None where its own file leaves it open."""
    account: str | None
    """None where the table does not say."""
    period: Period | None
    """First and last day of its dates, or the range that it states."""
    has_days: bool = False
    """True where the period comes from a column of days."""
    partial: bool = False
    """True where the days were only seen in a sample: more of them may follow."""
    date_order: DateOrder | None = None
    currency: str | None = None
    title: str = ""
    cut: tuple[str, ...] = ()
    """Basis and dimensions of its rows."""
    numbers: frozenset[str] = frozenset()
    """Fields of its number columns."""
    prints: frozenset[int] = frozenset()
    """Checksums of its first rows, one per number: key, field and value."""


@dataclass(frozen=True, slots=True)
class PlanContext:
    """Where and with what a table is imported."""

    brand_zone: str
    now: datetime
    """Aware; no date of a finished day can lie behind it."""
    options: ImportOptions = field(default_factory=ImportOptions)
    siblings: tuple[SiblingEvidence, ...] = ()
    """Of all tables of the import; the table's own is recognised by file and index and left aside."""
    remembered: Mapping[str, str] | None = None
    """Header -> field of an earlier import of the same header row."""
    known_accounts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Platform -> accounts that the brand has."""
    last_currency: str | None = None
    """The brand's last used currency: the proposal where a file names none."""
