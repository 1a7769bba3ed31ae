"""Why an insight is believed, what would change one's mind, and what else it could be: numbers, not sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from learning.domain.insights import Rival


@dataclass(frozen=True, slots=True)
class KnownTest:
    """A finished A/B test of the brand: one arm against its control."""

    id: int
    name: str
    metric: str
    attribute: str
    """What was varied."""
    level: str
    """Of the arm."""
    against: str
    """Of the control."""
    lift: float
    """Relative (0.2 = +20 %), with its 95 % interval."""
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class KnownNote:
    """What somebody wrote down about some days."""

    id: int
    first: date
    last: date
    text: str


@dataclass(frozen=True, slots=True)
class KnownQuote:
    """What somebody said."""

    id: int
    day: date
    text: str
    sentiment: float
    """-1 (bad) to 1 (good)."""
    about: tuple[tuple[str, str], ...] = ()
    """(attribute or dimension, level) pairs that it is about: ('topic', 'trail guides')."""
    contents: tuple[int, ...] = ()
    """Content ids that it is about."""
    is_direct: bool = False
    """Whether whoever entered it said that it is about this very insight, its test or its action."""
    weight: float = 1.0
    """How much it counts among the quotes; never beside the numbers."""
    reason: str = ""
    """Why it has this weight."""
    source: str = ""
    """Where it was said."""


@dataclass(frozen=True, slots=True)
class Bearings:
    """What the brand knows besides its numbers, and may bear on an insight."""

    tests: tuple[KnownTest, ...] = ()
    notes: tuple[KnownNote, ...] = ()
    quotes: tuple[KnownQuote, ...] = ()


class Stance(StrEnum):
    """How something else stands to a finding."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class TestBearing:
    """A test beside a finding."""

    __test__ = False

    test: KnownTest
    stance: Stance
    """Undecided where its interval holds zero."""
    distance: float | None
    """By how many standard errors the two effects differ; None where an interval cannot be read on the log scale."""


@dataclass(frozen=True, slots=True)
class QuoteBearing:
    """A quote beside a finding; a single one never changes it."""

    quote: KnownQuote
    stance: Stance


@dataclass(frozen=True, slots=True)
class Why:
    """What a finding rests on."""

    effect: float | None
    """Drawn to what the whole run taught; relative for log ratios, else a correlation."""
    raw: float | None
    """As the posts alone say."""
    low: float | None
    high: float | None
    wrong_sign: float | None
    """Probability that there is no effect or one of the other sign."""
    n: int
    value: float | None
    rest: float | None
    posts_with: int | None
    posts_without: int | None
    platforms: int | None
    """On which both sides have posts."""
    platforms_agreeing: int | None
    posts: tuple[int, ...]
    """Content ids, the most telling first."""
    tests: tuple[TestBearing, ...]
    notes: tuple[KnownNote, ...]
    quotes: tuple[QuoteBearing, ...]


class MindChangeKind(StrEnum):
    """In which way a finding could fall or rise."""

    NO_DIFFERENCE = "no_difference"
    """The next posts show no difference."""
    OPPOSITE = "opposite"
    """The next posts show the opposite difference."""
    SAME = "same"
    """The next posts show the same difference: it would be confirmed."""
    SMALLER = "smaller"
    """An effect of this size, measured as exactly as now, would not stand."""
    FACT_ENDS = "fact_ends"
    """What was counted is not so any more."""


@dataclass(frozen=True, slots=True)
class MindChange:
    """One thing that would change the verdict."""

    kind: MindChangeKind
    more: int | None
    """How many further posts (or days); None where no number does it."""
    effect: float | None
    """The difference in these (relative, or a correlation), or the size at which it does not stand."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that a person may ask of an insight."""

    why: Why
    mind: tuple[MindChange, ...]
    rivals: tuple[Rival, ...]
    """The strongest first."""
