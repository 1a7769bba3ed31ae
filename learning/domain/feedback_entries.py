"""What one customer said, as the store keeps it, and the clock that runs until it is used or answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from learning.domain.feedback import FeedbackKind, FeedbackStrength, Feeling

AGEING_SECONDS = 18 * 3_600
"""From this age on an unused note is about to be late."""
LATE_SECONDS = 24 * 3_600
"""Within this time a note is used or answered."""


class FeedbackSource(StrEnum):
    """Where a note comes from."""

    SALES_CALL = "sales call"
    COMMENT = "comment"
    DIRECT_MESSAGE = "direct message"
    SURVEY = "survey"
    SUPPORT = "support"
    PARTNER = "partner"
    OWN_VIEW = "own view"


class LinkKind(StrEnum):
    """What a note may be linked to."""

    CONTENT = "content"
    CAMPAIGN = "campaign"
    TEST = "test"
    ACTION = "action"
    INSIGHT = "insight"


class Relation(StrEnum):
    """How a note stands to what it is linked to."""

    ABOUT = "about"
    USED_IN = "used in"
    LED_TO = "led to"


class EntryState(StrEnum):
    """How far a note has come."""

    NEW = "new"
    READ = "read by the system"
    USED = "used in insight"
    ACTED = "led to action"
    """Or to a test."""
    ANSWERED = "no change, because"


class Labeller(StrEnum):
    """Who set a label."""

    MACHINE = "machine"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class EntryLink:
    """One link of a note."""

    relation: Relation
    kind: LinkKind
    target: str
    """Id or name of what it is linked to."""
    at: int
    """UTC seconds."""


@dataclass(frozen=True, slots=True)
class FeedbackDraft:
    """What a person enters; only the text is needed."""

    text: str
    source: FeedbackSource | None = None
    persona: str = ""
    said_day: int | None = None
    """Epoch day; None where it is not told."""
    about: tuple[tuple[LinkKind, str], ...] = ()
    feeling: Feeling | None = None
    """None leaves it to the machine, as the next two."""
    kind: FeedbackKind | None = None
    themes: tuple[str, ...] | None = None
    strength: FeedbackStrength | None = None
    """None leaves it to the machine as well."""
    suggestion: str = ""
    """What should we do?"""
    keep_names: bool = False
    """The tick: the person agreed that the words are kept as they are, sealed."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture or a text that came with a note."""

    name: str
    """Masked."""
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class FeedbackUpload:
    """A file of notes that was taken in as a whole; `id` is 0 until it is stored."""

    brand_id: int
    file: str
    checksum: str
    """Hex SHA-256 of its bytes."""
    columns: str
    """Which columns were read as what, canonical JSON."""
    who: str
    at: int
    """UTC seconds."""
    notes: int
    skipped: int
    """Rows without words."""
    undone_at: int | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class FeedbackEntry:
    """A note in the store; `id` is 0 until it is stored."""

    brand_id: int
    text: str
    """Masked."""
    masked: Mapping[str, int]
    """How many parts of each kind were masked."""
    who: str
    """Who entered it."""
    entered_at: int
    """UTC seconds."""
    source: FeedbackSource | None = None
    persona: str = ""
    said_day: int | None = None
    language: str | None = None
    feeling: Feeling | None = None
    feeling_by: Labeller = Labeller.MACHINE
    score: float | None = None
    kind: FeedbackKind | None = None
    kind_by: Labeller = Labeller.MACHINE
    themes: tuple[str, ...] = ()
    themes_by: Labeller = Labeller.MACHINE
    cause: str | None = None
    unread: str | None = None
    """Why the machine could not read it."""
    strength: FeedbackStrength | None = None
    strength_by: Labeller = Labeller.MACHINE
    suggestion: str = ""
    read_at: int | None = None
    """When a batch of the loop took it up."""
    first_used_at: int | None = None
    answered_at: int | None = None
    answer: str = ""
    same_as: int | None = None
    """The note that says the same and stands for both."""
    upload_id: int | None = None
    """The file that it came with."""
    is_sealed: bool = False
    """Whether the words as they were said are kept, sealed."""
    links: tuple[EntryLink, ...] = field(default=())
    id: int = 0

    @property
    def state(self) -> EntryState:
        """How far it has come."""
        if any(link.relation is Relation.LED_TO for link in self.links):
            return EntryState.ACTED
        if any(link.relation is Relation.USED_IN for link in self.links):
            return EntryState.USED
        if self.answered_at is not None:
            return EntryState.ANSWERED
        return EntryState.NEW if self.read_at is None else EntryState.READ

    @property
    def stopped_at(self) -> int | None:
        """When the clock stopped: first used or answered; None while it runs."""
        ends = [moment for moment in (self.first_used_at, self.answered_at) if moment is not None]
        return min(ends, default=None)

    def is_ageing(self, now: int) -> bool:
        """Whether nobody has used or answered it and it is about to be late."""
        return self._is_open and self.waited(now) > AGEING_SECONDS

    def is_late(self, now: int) -> bool:
        """Whether nobody has used or answered it within LATE_SECONDS; a note that another one stands for is not."""
        return self._is_open and self.waited(now) > LATE_SECONDS

    @property
    def _is_open(self) -> bool:
        return self.stopped_at is None and self.same_as is None

    def waited(self, now: int) -> int:
        """Seconds from entry to first use or answer, or to now while the clock runs; never below 0."""
        return max(0, (now if self.stopped_at is None else self.stopped_at) - self.entered_at)
