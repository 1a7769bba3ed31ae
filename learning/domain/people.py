"""People who work with the product."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from learning.domain.policies import Role


@dataclass(frozen=True, slots=True)
class Person:
    """One person."""

    id: int
    name: str
    active: bool
    is_sample: bool
    """Made up to try the approval with."""
    created_at: int
    """UTC seconds."""
    roles: Mapping[int, Role] = field(default_factory=dict)
    """By brand id."""

    @property
    def pseudonym(self) -> str:
        """How the audit trail calls them."""
        return f"person:{self.id}"
