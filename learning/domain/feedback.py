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
    """Why feeling, score and kind are missing; None where they are there."""
