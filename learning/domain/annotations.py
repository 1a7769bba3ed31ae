"""Notes on the time line."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Annotation:
    """A note about a range of days (or hours) of a brand; `id` is 0 until it is stored."""

    brand_id: int
    day_first: int
    """Epoch days, both ends counted."""
    day_last: int
    text: str
    who: str
    created_at: int
    """UTC seconds."""
    source: str = "person"
    """'person', or the id of the import batch that the note is about: it goes when the batch is undone."""
    tags: tuple[str, ...] = ()
    shared: bool = True
    hour_first: int | None = None
    hour_last: int | None = None
    id: int = 0
