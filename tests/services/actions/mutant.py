"""A fault as a change of the source."""

from __future__ import annotations

from dataclasses import dataclass

STORY = "tests.services.actions.story:Story"


@dataclass(frozen=True)
class Mutant:
    """One fault."""

    name: str
    file: str
    old: str
    new: str
    story: str = STORY
    """Which story is to find it."""
