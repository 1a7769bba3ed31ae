"""How people come to a conversion: the contacts that programs had with them, in order."""

from __future__ import annotations

from dataclasses import dataclass

from learning.domain.estimates import Estimate, Share


@dataclass(frozen=True, slots=True)
class Touch:
    """One contact of a program with somebody: a decision that names a person, with what came of it."""

    person: str
    """Keyed hash."""
    session: str
    """Keyed hash; '' where the program told none."""
    at: int
    """UTC seconds."""
    component: str
    device: str
    """'' where the program told none."""
    tokens: float | None
    spend: float | None
    """Money that was reported for it, in the brand's currency."""
    conversions: float
    """0 where none was reported."""


@dataclass(frozen=True, slots=True)
class Contacts:
    """The contacts of a range, and what cannot be a part of anybody's way."""

    touches: tuple[Touch, ...]
    nameless: int
    """Decisions of the range that name nobody."""
    reports_conversions: bool
    """Whether any outcome of the range has conversions, zeros included."""
    is_cut: bool = False
    """Whether there were more than were read; the newest were."""


@dataclass(frozen=True, slots=True)
class Journeys:
    """What the contacts of a range say of the way to a conversion."""

    people: int
    sessions: int
    """0 where no program tells them."""
    touches: int
    nameless: int
    is_cut: bool
    converted: Estimate
    """Share of people with a conversion."""
    conversions_per_session: Estimate
    """Ratio of sums over people: the sessions of one person are not independent."""
    touches_to_conversion: Estimate
    """Median contacts up to and with the first conversion, of those who converted."""
    hours_to_conversion: Estimate
    """Median hours from the first contact to the first conversion, likewise."""
    cross_device: Estimate
    """Of those who converted after more than one contact: share with more than one device on the way."""
    tokens_per_conversion: Estimate
    spend_per_conversion: Estimate
    by_touches: tuple[Share, ...]
    """By the number of contacts, '1' to '5 and more'."""
    paths: tuple[Share, ...]
    """By the components on the way, most people first; the rest together."""
    devices: tuple[Share, ...]
    """By the first and the last device on the way, of those with more than one contact."""
    reason: str | None = None
    """Why there is nothing to say."""
