"""What a metric is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from learning.domain.facts import MONEY_FACTS, Fact


class Form(StrEnum):
    """How a metric is put together from facts."""

    TOTAL = "total"
    """The sum of one additive fact."""
    UNIQUE = "unique"
    """A count of distinct people: shown only where one observation stands behind it."""
    RATIO = "ratio"
    """A sum of facts by another sum."""
    RATIO_OF_ONE = "ratio_of_one"
    """A ratio by distinct people: shown for one content at a time."""
    PER_POST = "per_post"
    """A sum by the number of posts."""
    SCORE = "score"
    """A weighted sum of facts by what is usual for the brand: r / (1 + r), so that 0.5 is as usual."""
    MEASURED = "measured"
    """From measures that only some files bring: a mean rating, or one count by another."""


class MetricUnit(StrEnum):
    """How a figure is written."""

    COUNT = "count"
    RATE = "rate"
    """A fraction, shown in percent."""
    SECONDS = "seconds"
    MONEY = "money"
    NUMBER = "number"


class Direction(StrEnum):
    """Which way is good."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric: its parts, and what a person should know of it."""

    name: str
    label: str
    formula: str
    """In words, for the glossary."""
    form: Form
    numerator: tuple[Fact, ...]
    unit: MetricUnit
    good: Direction
    denominator: tuple[Fact, ...] = ()
    """Alternatives: for each post or day the first that was reported."""
    factor: float = 1.0
    caveat: str = ""
    platforms: Mapping[str, str] = field(default_factory=dict)
    """Platform -> what it means there."""
    weights: tuple[float, ...] = ()
    """Of the numerator's facts, in their order; empty = each counts once."""
    measures: tuple[str, ...] = ()
    """Of a measured metric: the names of the measures that give it (alternatives), or its numerator."""
    wholes: tuple[str, ...] = ()
    """Alternatives for the denominator, where the measures count."""
    unmeasured: str = ""
    """What to say where no file brings it."""

    @property
    def needs(self) -> tuple[tuple[str, ...], ...]:
        """Groups of names of facts: a cut can answer where it has one of each group."""
        if self.measures:
            return (self.measures, self.wholes) if self.wholes else (self.measures,)
        groups = [tuple(fact.value for fact in self.numerator)]
        if self.denominator:
            groups.append(tuple(fact.value for fact in self.denominator))
        return tuple(groups)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact that may enter."""
        return (*self.numerator, *self.denominator)

    @property
    def is_money(self) -> bool:
        """Whether the figure has a currency: not where money is divided by money."""
        return any(fact in MONEY_FACTS for fact in self.facts) and self.unit is MetricUnit.MONEY

    @property
    def uses_money(self) -> bool:
        """Whether amounts enter, so that currencies must not be mixed."""
        return any(fact in MONEY_FACTS for fact in self.facts)
