"""What a person keeps of the dashboard: saved views and when they last looked."""

from dataclasses import dataclass

from learning.domain.annotations import Annotation
from learning.domain.batches import BatchRecord
from learning.domain.feedback_entries import FeedbackEntry
from learning.domain.findings import Finding


@dataclass(frozen=True, slots=True)
class SavedView:
    """A page with its filters under a name; `id` is 0 until it is stored."""

    brand_id: int
    name: str
    page: str
    query: str
    """The filters as they stand in the address, without the leading question mark."""
    who: str
    created_at: int
    """UTC seconds."""
    shared: bool = True
    id: int = 0


@dataclass(frozen=True, slots=True)
class Visit:
    """When a person looked at a brand: the visit under way and the one before."""

    brand_id: int
    who: str
    began_at: int
    """UTC seconds, like the others."""
    seen_at: int
    data_version: int
    previous_at: int | None = None
    """When the visit before this one ended; None on the first."""
    previous_data_version: int | None = None


@dataclass(frozen=True, slots=True)
class ViewDraft:
    """A view as a person keeps it."""

    name: str
    page: str
    query: str
    """The filters as they stand in the address."""
    shared: bool = True


@dataclass(frozen=True, slots=True)
class News:
    """What is new to a person since the visit before this one."""

    since: int
    """UTC seconds at which that visit ended."""
    imports: tuple[BatchRecord, ...]
    """That count, the newest first."""
    undone: tuple[BatchRecord, ...]
    """Imported since and taken back again."""
    notes: tuple[Annotation, ...]
    import_count: int
    undone_count: int
    """How many there are; the lists are cut."""
    findings: tuple[Finding, ...] = ()
    """Changes of level that were found since."""
    used: tuple[FeedbackEntry, ...] = ()
    """Notes of customers that were used for the first time since, the newest first."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.imports or self.undone or self.notes or self.findings)
