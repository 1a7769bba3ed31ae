"""Words that the refusals of several rules share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

SHORTEST_REASON: Final = 20
UNCHANGED: Final = "nothing else happened"


def moment_words(moment: int) -> str:
    """Write a moment as in '21 November at 14:03 UTC'."""
    at = datetime.fromtimestamp(moment, UTC)
    return f"{at.day} {at:%B} at {at:%H:%M} UTC"
