"""Values that can be read but hardly be true: noted, and kept."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from learning.domain.enums import Basis, MeasureKind, Unit
from learning.domain.facts import MISSING, SCALE, Fact
from learning.domain.imports import Issue
from learning.domain.observations import Ints
from learning.domain.timekeys import day_key, day_of
from learning.imports.converting.columns import Mask
from learning.imports.converting.placing import Places, Publication
from learning.imports.converting.problems import problem_like
from learning.imports.converting.quantities import Quantities
from learning.imports.converting.table import OpenChunk

EARLIEST: Final = day_key(datetime(1990, 1, 1).date())  # noqa: DTZ001 - a calendar date, no moment
"""No platform reported anything before."""
CHECK: Final = "Compare with the platform's screen; leave the row out if it is wrong."


def note_implausible(chunk: OpenChunk, quantities: Quantities) -> None:
    """Warn of more engagements than impressions and of rates outside 0-100 %.

    Args:
        chunk: The opened chunk.
        quantities: Its numbers.
    """
    _note_engagements(chunk, quantities)
    _note_rates(chunk, quantities)


def note_odd_days(chunk: OpenChunk, places: Places, publication: Publication | None, now: datetime) -> None:
    """Warn of days to come, and of days before any platform.

    Args:
        chunk: The opened chunk.
        places: The time of its rows.
        publication: When the contents were published.
        now: The present moment, aware.
    """
    today = day_key(now.astimezone(ZoneInfo(chunk.plan.settings.brand_zone)).date())
    if chunk.plan.basis is not Basis.LIFETIME:
        _note_days(chunk, places.finish if chunk.plan.basis is Basis.PERIOD else places.day_key, today)
    elif publication is not None:
        _note_days(chunk, publication.days, today)


def _note_engagements(chunk: OpenChunk, quantities: Quantities) -> None:
    engagements, impressions = (quantities.facts.get(fact) for fact in (Fact.ENGAGEMENTS, Fact.IMPRESSIONS))
    if engagements is None or impressions is None:
        return
    odd = (engagements != MISSING) & (impressions != MISSING) & (engagements > impressions)
    like = problem_like(
        "implausible",
        "more engagements than impressions.",
        CHECK,
        column=chunk.bound(Fact.ENGAGEMENTS.value)[0].header,
        warning=True,
    )
    _warn(chunk, odd, like, engagements)


def _note_rates(chunk: OpenChunk, quantities: Quantities) -> None:
    for measure in quantities.measures:
        if measure.spec.unit is Unit.PERCENT and measure.spec.kind in (MeasureKind.AVERAGE, MeasureKind.SHARE):
            odd = (measure.values != MISSING) & ((measure.values < 0) | (measure.values > SCALE))
            like = problem_like(
                "implausible", "a rate outside of 0 to 100 %.", CHECK, column=measure.spec.header, warning=True
            )
            _warn(chunk, odd, like, measure.values)


def _note_days(chunk: OpenChunk, days: Ints, today: int) -> None:
    known = days != MISSING
    # One day of grace: the platform's day may have begun where the brand's has not.
    for odd, reason in (
        (days > today + 1, "the date lies in the future."),
        (days < EARLIEST, "the date lies before 1990."),
    ):
        rows = np.flatnonzero(known & odd & ~chunk.problems.rejected)
        if len(rows):
            like = problem_like("implausible", reason, "Check the order of day and month, and the year.", warning=True)
            chunk.problems.warn(rows, like, [day_of(day).isoformat() for day in days[rows].tolist()])


def _warn(chunk: OpenChunk, odd: Mask, like: Issue, values: Ints) -> None:
    rows = np.flatnonzero(odd & ~chunk.problems.rejected)
    if len(rows):
        chunk.problems.warn(rows, like, [f"{value / SCALE:g}" for value in values[rows].tolist()])
