"""The number beside 'Actions' in the menu: how many wait for the person."""

from __future__ import annotations

from collections.abc import Sequence

from learning.domain.brands import Brand
from ui.actions import reads as action_reads
from ui.frame import chosen_brand
from ui.navigation import PageEntry


def waiting_badge(brands: Sequence[Brand]) -> int:
    """Return how many actions of the brand that this run shows wait for the person."""
    brand = chosen_brand(brands)
    return 0 if brand is None else action_reads.waiting(brand)


def titled(entry: PageEntry, waiting: int) -> str:
    """Return a line of the menu, with the number where something waits."""
    if entry.url_path != action_reads.PAGE or not waiting:
        return entry.title
    return f"{entry.title} ({waiting:,})"
