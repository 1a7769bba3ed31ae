"""Words that the refusals of several rules share."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

SHORTEST_REASON: Final = 20
UNCHANGED: Final = "nothing else happened"


def moment_words(moment: int, zone: str) -> str:
    """Write a moment (UTC seconds) where the brand is, as in '21 November at 14:03 (Europe/Berlin)'."""
    at = datetime.fromtimestamp(moment, ZoneInfo(zone))
    return f"{at.day} {at:%B} at {at:%H:%M} ({zone})"
