"""A brand: the frame of everything that is stored."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Brand:
    """One brand as the store holds it."""

    id: int
    name: str
    time_zone: str
    """IANA name; local days and hours are keyed in it."""
    is_demo: bool
    data_version: int
    """Raised by every commit that changes facts."""
    settings_version: int
    notes_version: int
    created_at: int
    """UTC seconds."""
