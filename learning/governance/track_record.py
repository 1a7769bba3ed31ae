"""How good were the guesses: what people and the system expected of changes, against what was measured."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from learning.domain.actions import LedgerRow
from learning.governance.directions import METRICS_DOWN
from learning.stats.proportions import wilson_interval


class Guess(StrEnum):
    """What an approver says beforehand, and what was measured, in a word."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class Scored:
    """One guess beside what came of it."""

    who: str
    """A person's name, or 'system'."""
    action_id: int
    guess: str
    """In words: 'better', or a range."""
    came: str
    right: bool


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """How often somebody was right."""

    who: str
    n: int
    right: int
    rate: float | None
    """None without any guess that can be scored."""
    low: float | None
    high: float | None
    """95 % range of the rate (Wilson)."""


def measured_word(row: LedgerRow) -> Guess | None:
    """Say in a word what was measured.

    Args:
        row: The end of an action.

    Returns:
        Better or worse where the whole range lies on one side of zero, else the same; None where nothing was measured.
    """
    if row.low is None or row.high is None:
        return None
    sign = -1 if row.metric in METRICS_DOWN else 1
    ends = sorted((sign * row.low, sign * row.high))
    if ends[0] > 0:
        return Guess.BETTER
    return Guess.WORSE if ends[1] < 0 else Guess.SAME


def range_held(low: float | None, high: float | None, row: LedgerRow) -> bool | None:
    """Say whether an expected range agrees with what was measured.

    Args:
        low: Lower end of what was expected, relative; None = open.
        high: Upper end likewise.
        row: The end of the action.

    Returns:
        Whether the two ranges meet; None where nothing was expected or measured.
    """
    if (low is None and high is None) or row.low is None or row.high is None:
        return None
    return (high is None or row.low <= high) and (low is None or row.high >= low)


def track_records(scored: Iterable[Scored]) -> tuple[TrackRecord, ...]:
    """Count how often each was right.

    Args:
        scored: Guesses beside what came of them.

    Returns:
        One record for each who guessed, by name.
    """
    by_who: dict[str, list[bool]] = {}
    for each in scored:
        by_who.setdefault(each.who, []).append(each.right)
    return tuple(_record(who, found) for who, found in sorted(by_who.items()))


def _record(who: str, found: list[bool]) -> TrackRecord:
    n, right = len(found), sum(found)
    low, high = wilson_interval(np.array([float(n)]), np.array([float(right)]))
    return TrackRecord(who, n, right, right / n, float(low[0]), float(high[0]))
