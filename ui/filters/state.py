"""What a person asks to see: the days, what they are compared with, and which part of the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from learning.domain.brands import Brand
from learning.domain.enums import Basis
from learning.domain.imports import Period
from learning.domain.platforms import platform_name
from learning.domain.trends import Available, Comparison, Scope
from ui.calendar_words import range_words
from ui.filters.periods import DEFAULT_COMPARE, DEFAULT_PRESET, ChosenPeriod, Compare, Preset, choose_period
from ui.wording import listed_words

PERIOD_KEY: Final = "period"
DATES_KEY: Final = "dates"
COMPARE_KEY: Final = "compare"
AGAINST_KEY: Final = "against"
PLATFORM_KEY: Final = "platform"
NAMED_PREFIX: Final = "dim."
"""A file may name a dimension as it likes, 'page' or 'period' too: in the address it stands behind this."""
STANDARD_KEYS: Final = (
    PLATFORM_KEY,
    "campaign",
    "persona",
    "device",
    "account",
    "channel",
    "strategy",
    "format",
    "topic",
    "hook",
    "generator",
)
"""Dimensions that stand in the address under their own name, in the order in which they are offered."""
TIME_KEYS: Final = (PERIOD_KEY, DATES_KEY, COMPARE_KEY, AGAINST_KEY)
BY_URL: Final = "query-params"
NOT_STATED: Final = "(not stated)"
ALL_DATA: Final = {PERIOD_KEY: Preset.ALL.value}
"""The part of an address that shows everything there is: what somebody wants to see right after an import."""
COMPARISONS: Final = {
    Compare.PREVIOUS: Comparison.PREVIOUS,
    Compare.LAST_YEAR: Comparison.LAST_YEAR,
    Compare.CUSTOM: Comparison.OFF,
    Compare.OFF: Comparison.OFF,
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the person asks to see."""

    chosen: ChosenPeriod
    compare: Compare = DEFAULT_COMPARE
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Dimension -> values, both as the data have them; a dimension that is not here is not filtered."""
    against: Period | None = None
    """The days that `Compare.CUSTOM` compares with."""

    @property
    def platforms(self) -> tuple[str, ...]:
        """Platform ids; empty = all."""
        return self.where.get(PLATFORM_KEY, ())

    @property
    def period(self) -> Period:
        """The days that are shown."""
        return self.chosen.period

    @property
    def words(self) -> str:
        """What is shown, in words."""
        return " · ".join((self.chosen.words, *where_words(self.where)))

    @property
    def against_words(self) -> str | None:
        """Say what is unequal about a comparison of one's own choice; None where nothing is."""
        if self.compare is not Compare.CUSTOM or self.against is None:
            return None
        shown, own = range_words(self.against.first, self.against.last), self.period
        if self.against.first <= own.last and self.against.last >= own.first:
            return f"{shown} overlaps with the days shown: the same days stand on both sides of the change."
        if self.against.days != own.days:
            return f"Unequal lengths: {own.days} days here, {self.against.days} in {shown}. Totals are not compared."
        return None


def scope_of(brand: Brand, filters: Filters) -> Scope:
    """Turn the filters into the scope of a question."""
    period, against = filters.period, filters.against if filters.compare is Compare.CUSTOM else None
    return Scope(
        brand.id,
        period.first,
        period.last,
        filters.where,
        compare=COMPARISONS[filters.compare],
        compare_first=against.first if against else None,
        compare_last=against.last if against else None,
    )


def default_filters(available: Available, today: date) -> Filters:
    """Return the filters that nobody has touched."""
    return Filters(choose_period(default_preset(available), data_period(available), today))


def data_period(available: Available) -> Period:
    """Return the days that any of a brand's data covers.

    Raises:
        ValueError: There are none; a page asks first.
    """
    if available.span is None:
        raise ValueError("the brand has no dated data")
    return Period(*available.span)


def default_preset(available: Available) -> Preset:
    """Totals of stated periods answer only for ranges that hold them whole: alone, all of them are shown."""
    return Preset.ALL if set(available.spans) == {Basis.PERIOD} else DEFAULT_PRESET


def dimension_key(dimension: str) -> str:
    """Name the part of the address that holds a dimension."""
    return dimension if dimension in STANDARD_KEYS else f"{NAMED_PREFIX}{dimension}"


def dimension_of(key: str) -> str | None:
    """Name the dimension of a part of the address; None where it is none."""
    if key.startswith(NAMED_PREFIX):
        return key.removeprefix(NAMED_PREFIX)
    return key if key in STANDARD_KEYS else None


def is_filter_key(key: str) -> bool:
    """Tell whether a part of the address belongs to the filters."""
    return key in TIME_KEYS or dimension_of(key) is not None


def dimension_label(dimension: str) -> str:
    """Write the name of a dimension."""
    return dimension.replace("_", " ").capitalize()


def option_of(dimension: str, value: str) -> str:
    """Write a value as a list of choices shows it and the address holds it."""
    if value == "":
        return NOT_STATED
    return platform_name(value) if dimension == PLATFORM_KEY else value


def where_words(where: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Write the parts of the data that are shown: 'X and TikTok', 'persona Parents'."""
    found: list[str] = []
    for dimension, values in where.items():
        named = listed_words([option_of(dimension, value) for value in values])
        found.append(named if dimension == PLATFORM_KEY else f"{dimension.replace('_', ' ')} {named}")
    return found


def link_of(filters: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """Give the parts of an address that filter to values of dimensions."""
    return {
        dimension_key(dimension): [option_of(dimension, value) for value in values]
        for dimension, values in filters.items()
    }
