"""The rolling window: what programs decided in the last half hour, and what came of it so far."""

from __future__ import annotations

import math
from typing import Final

from scipy import stats

from db.unit import UnitOfWork
from learning.domain.facts import Fact
from learning.domain.live import LiveOutcome, LiveSums, LiveWindow

MINUTES: Final = 30
MINUTE: Final = 60
MOST_LOOKED_AT: Final = 20_000
"""The newest decisions of the store: a window costs no more, however many there are."""
CONFIDENCE: Final = 0.95
LEAST_REPORTS: Final = 5
"""From fewer a range would be wider than anybody could use, and hold what cannot be."""
ADDITIVE: Final = frozenset(fact.value for fact in Fact)


def live_window(work: UnitOfWork, brand_id: int, now: int) -> LiveWindow | None:
    """Return the window that ends at a moment (UTC seconds); None where no program decides for the brand."""
    since = now - MINUTES * MINUTE
    found = work.decisions.read_window(brand_id, since, now, most=MOST_LOOKED_AT, additive=ADDITIVE)
    if found is None or found.latest is None:
        return None
    return LiveWindow(
        until=now,
        minutes=MINUTES,
        per_minute=tuple(found.per_minute.get(minute, 0) for minute in range(MINUTES)),
        by_component=found.by_component,
        outcomes=tuple(mean_outcome(sums) for sums in found.outcomes),
        latest=found.latest,
        is_cut=found.is_cut,
    )


def mean_outcome(sums: LiveSums) -> LiveOutcome:
    """The mean of a decision with the interval of Student's t.

    Without one where reports are few or all alike, or where it would hold what cannot be: less than nothing, or of
    reports that are all 0 or 1 (their squares are themselves) more than all.
    """
    mean = sums.total / sums.n
    spread = (sums.squares - sums.n * mean**2) / (sums.n - 1) if sums.n >= LEAST_REPORTS else 0.0
    if spread <= 0:
        return LiveOutcome(sums.metric, mean, None, None, sums.n)
    reach = float(stats.t.ppf((1 + CONFIDENCE) / 2, sums.n - 1)) * math.sqrt(spread / sums.n)
    low, high = mean - reach, mean + reach
    is_share = sums.squares == sums.total
    if low < 0 <= mean or (is_share and high > 1):
        return LiveOutcome(sums.metric, mean, None, None, sums.n)
    return LiveOutcome(sums.metric, mean, low, high, sums.n)
