"""Changes of a brand's settings."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SettingChange:
    """One setting that somebody changed."""

    brand_id: int
    key: str
    before: str | None
    """As it was stored; None where the default held."""
    after: str | None
    who: str
    changed_at: int
    """UTC seconds."""
