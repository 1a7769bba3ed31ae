"""Which values a brand's data have in a dimension: what a filter offers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DimensionValue:
    """One value and how much stands behind it."""

    text: str
    """As the data have it; '' = not stated."""
    count: int
    """Contents of an attribute; rows of data of a segment or a named dimension."""


@dataclass(frozen=True, slots=True)
class DimensionValues:
    """The values of one dimension, the most frequent first."""

    dimension: str
    values: tuple[DimensionValue, ...]
    """At most as many as were asked for."""
    total: int
    """How many there are."""

    @property
    def texts(self) -> tuple[str, ...]:
        """The values without their counts."""
        return tuple(value.text for value in self.values)

    @property
    def is_choice(self) -> bool:
        """Whether there is anything to choose: a second value, be it 'not stated'."""
        return self.total > 1
