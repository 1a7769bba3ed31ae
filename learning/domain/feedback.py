"""What customers say: the closed words for it, and what is read out of one note."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Feeling(StrEnum):
    """How whoever said it feels about it."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    MIXED = "mixed"
    POSITIVE = "positive"


class FeedbackKind(StrEnum):
    """What a note wants."""

    PRAISE = "praise"
    COMPLAINT = "complaint"
    QUESTION = "question"
    IDEA = "idea"


class FeedbackStrength(StrEnum):
    """How much it matters to whoever said it."""

    NICE_TO_KNOW = "nice to know"
    MATTERS = "matters"
    DEAL_BREAKER = "deal-breaker"


class Label(StrEnum):
    """What of a note a person can correct, and a brand's models learn."""

    FEELING = "feeling"
    KIND = "kind"
    THEMES = "themes"
    STRENGTH = "strength"

    @property
    def is_one_of(self) -> bool:
        """Whether a note has one of its values at most; it may have several themes."""
        return self is not Label.THEMES


class Personal(StrEnum):
    """What may tell who a person is."""

    NAME = "name"
    MAIL = "mail"
    PHONE = "phone"
    HANDLE = "handle"
    LINK = "link"
    """A link to a profile, or one that carries a mail address."""
    ADDRESS = "address"
    CARD = "card"
    IBAN = "iban"
    NUMBER = "number"
    """A number of a person: social security, passport, tax."""


@dataclass(frozen=True, slots=True)
class MaskedPart:
    """One place of a text that was masked."""

    kind: Personal
    start: int
    """Where it begins in the text as it was given."""
    end: int


@dataclass(frozen=True, slots=True)
class MaskedText:
    """A text without what tells who a person is."""

    text: str
    """Each masked part is replaced by its kind in brackets, e.g. [name]."""
    parts: tuple[MaskedPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Language:
    """The language of a text."""

    code: str | None
    """ISO 639-1; None where the text has no words to tell by."""
    reason: str | None = None
    """Why there is none."""

    @property
    def is_read(self) -> bool:
        """Whether Bellwether reads this language."""
        return self.code == READ_LANGUAGE


READ_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read out of a note."""

    language: Language
    feeling: Feeling | None
    score: float | None
    """-1 (very negative) to 1 (very positive)."""
    kind: FeedbackKind | None
    themes: tuple[str, ...]
    """What it is about, the clearest first."""
    cause: str | None
    """The clause of the note that gives the reason, in its own words."""
    reason: str | None = None
    """Why feeling, score, kind and strength are missing; None where they are there."""
    strength: FeedbackStrength | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person said of one label of some words; `number` is 0 until it is stored."""

    digest: str
    """Of the words: the newest correction of the same label of the same words stands."""
    text: str
    """Masked."""
    label: Label
    told: tuple[str, ...]
    """What the label should be: one value, or any number of themes."""
    who: str
    at: int
    """UTC seconds."""
    number: int = 0
    """Grows with every correction of the brand."""


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """A model that was made from corrections, and how it did against the method that was live."""

    label: Label
    """What of a note it tells; every label has versions of its own."""
    version: int
    made_at: int
    """UTC seconds."""
    who: str
    seen_until: int
    """The number of the last correction that it learned from."""
    corrections: int
    rows: int
    """Held-back corrections that both were judged on."""
    candidate_f1: float
    live_f1: float
    p_value: float
    why: str
    is_live: bool
    packed: bytes | None = None
    """None where it never went live or was let go."""
