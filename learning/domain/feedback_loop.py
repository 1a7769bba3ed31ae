"""What parts of the system and customers report of a thing, and the suggestions that are made of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EntityKind(StrEnum):
    """What feedback is grouped by."""

    CONTENT = "content"
    CAMPAIGN = "campaign"
    TEST = "test"
    ACTION = "action"
    INSIGHT = "insight"
    THEME = "theme"
    PERSONA = "persona"
    PROFILE = "profile"
    """An account, generator or template whose output is watched."""
    BRAND = "brand"
    """Where a note names nothing else."""


class ReportType(StrEnum):
    """What is reported."""

    LOW_ENGAGEMENT = "low engagement"
    HIGH_ENGAGEMENT = "high engagement"
    COMPLAINT = "complaint"
    PRAISE = "praise"
    QUESTION = "question"
    IDEA = "idea"


class SuggestionTarget(StrEnum):
    """What a suggestion would change."""

    SEGMENT_STRATEGY = "segment strategy"
    TOPIC = "topic"
    CONTENT_FIX = "content fix"
    TEST_IDEA = "test idea"


class SuggestionState(StrEnum):
    """What became of a suggestion."""

    OPEN = "open"
    PROPOSED = "proposed"
    """A proposal was drafted of it."""
    TESTED = "planned as a test"
    """The draft of an A/B test was made of it."""
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing that feedback is about."""

    kind: EntityKind
    name: str
    """Id or name; '' of the brand."""


@dataclass(frozen=True, slots=True)
class Report:
    """What one part of the system tells about an entity; `id` is 0 until it is stored."""

    brand_id: int
    source: str
    """The part that reports."""
    target: str
    """The part that it is meant for."""
    entity: Entity
    type: ReportType
    at: int
    """UTC seconds."""
    content_id: str = ""
    engagement_score: float | None = None
    benchmark_score: float | None = None
    processed_at: int | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Signal:
    """One report of an entity, or one note about it, as the suggestions take it."""

    type: ReportType
    words: str = ""
    """What should be done, or the reason, in the words of the note; masked."""
    note: int | None = None


@dataclass(frozen=True, slots=True)
class SuggestedChange:
    """What the signals of one entity suggest."""

    target: SuggestionTarget
    change: str
    confidence: float
    """0-1: lower bound of the share of signals that say so."""
    reasoning: str
    n: int
    """Signals that say so."""
    of: int
    """Signals that could have said the opposite, these included."""
    notes: tuple[int, ...]
    """The newest of them."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggested change as the store keeps it."""

    brand_id: int
    entity: Entity
    suggested: SuggestedChange
    made_at: int
    """UTC seconds of the newest look."""
    state: SuggestionState = SuggestionState.OPEN
    who: str = ""
    """Who decided."""
    action_id: int | None = None
    experiment_id: int | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class LoopBatch:
    """One batch that the worker took up, whole."""

    brand_id: int
    at: int
    """UTC seconds."""
    notes: int
    reports: int
    entities: int
    used: int
    """Notes that were used for the first time."""
    insight_run: int
    """The newest run of insights that notes were held against."""
    id: int = 0
