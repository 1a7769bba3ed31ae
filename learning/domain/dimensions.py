"""The names of the things a figure can be split by."""

from typing import Final

SEGMENT_DIMENSIONS: Final = ("persona", "device", "channel", "strategy")
"""Dimensions of an observation that have their own column in every segment."""

CONTENT_DIMENSIONS: Final = ("format", "topic", "hook", "generator", "campaign")
"""Dimensions that belong to the content and so to all of its observations."""

PEER: Final = "peer"
"""Mark of a cut that holds somebody else's numbers: no own figure is ever read from it."""

TIME_DIMENSIONS: Final = ("date", "hour", "hour_of_week")
STANDARD_DIMENSIONS: Final = (
    "platform",
    "account",
    "content",
    *SEGMENT_DIMENSIONS,
    *CONTENT_DIMENSIONS,
)


def comes_from_content(dimension: str, cut_dimensions: tuple[str, ...]) -> bool:
    """Say whether a cut is split by a dimension through its contents, and not by a segment of its own."""
    if dimension == "content":
        return True
    return dimension in (*CONTENT_DIMENSIONS, "strategy") and dimension not in cut_dimensions
