"""Notes on the time line."""

from dataclasses import dataclass
from datetime import date
from typing import Final

FROM_PERSON: Final = "person"
"""The source of a note that somebody wrote; of an import's note it is the id of the batch."""
ACTION_TAG: Final = "action"
"""Of the notes that a change leaves: its approval, its stages, its end; their source is 'action:' with its id."""
ALERT_TAG: Final = "alert"
"""Of the note that an alert leaves on the charts; its source is 'alert:' with the alert's id."""


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
    source: str = FROM_PERSON
    """'person', or what the note is about: the id of an import batch, an alert, an action."""
    tags: tuple[str, ...] = ()
    shared: bool = True
    hour_first: int | None = None
    hour_last: int | None = None
    id: int = 0

    @property
    def by_person(self) -> bool:
        """Whether somebody wrote it; else an import, an alert or a change did."""
        return self.source == FROM_PERSON


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """What a person wants to keep about some days; nothing is checked yet."""

    first: date
    last: date
    text: str
    tags: tuple[str, ...] = ()
    shared: bool = True
    """False = only the author sees it."""
