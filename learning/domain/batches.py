"""Import batches: one per file, what became of it and what is needed to take it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from learning.domain.enums import Outcome


class BatchStatus(StrEnum):
    """Whether a batch counts."""

    LIVE = "live"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class BatchDraft:
    """What is known of a file before its rows are written."""

    brand_id: int
    file: str
    size: int
    checksum: str
    """Hex SHA-256 of the file's bytes."""
    fingerprint: str
    """Canonical text of the explicit options: the same file with other options is another import."""
    templates: tuple[str, ...]
    who: str
    created_at: int
    """UTC seconds of the upload."""
    captured_at: int
    """UTC seconds as of which the numbers stand, unless a table says otherwise."""


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What became of a file: stored with its batch."""

    outcomes: Mapping[Outcome, int]
    tables: str
    """JSON of the table reports."""
    templates: tuple[str, ...]
    day_min: int | None
    """Epoch days of the first and the last observation."""
    day_max: int | None


@dataclass(frozen=True, slots=True)
class BatchRecord:
    """A stored batch."""

    id: str
    brand_id: int
    file: str
    size: int
    checksum: str
    fingerprint: str
    templates: tuple[str, ...]
    who: str
    created_at: int
    captured_at: int
    import_order: int | None
    """Rank among all imports; None while undone."""
    status: BatchStatus
    outcomes: Mapping[Outcome, int]
    tables: str
    day_min: int | None
    day_max: int | None
    undone_at: int | None = None
    """UTC seconds of the latest undo; None where it counts."""
