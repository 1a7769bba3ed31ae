"""What a person keeps of the dashboard: saved views and when they last looked."""

from dataclasses import dataclass


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
