"""What a column of date texts says about its own order, years and times."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from learning.domain.enums import DateOrder
from learning.domain.imports import Period
from learning.imports.values.date_forms import NumericDate, WrittenMoment, read_moment
from learning.imports.values.order_clues import OrderClues, Verdict, weigh_orders

_DAY: Final = 86_400
_HOUR: Final = 3_600
_BARE: Final = re.compile(r"\d+(?:\.\d+)?")
_MOSTLY: Final = 0.8
"""Share of steps of one day in a daily column that may miss some days."""


@dataclass(frozen=True, slots=True)
class DateEvidence:
    """What a column of dates shows."""

    filled: int
    """Texts that are neither blank, a placeholder nor 'Lifetime'."""
    readable: int
    """How many of them are dates: in a column of dates `readable` comes close to `filled`."""
    order: DateOrder | None
    """The decided order of numeric dates; None where there are none to order, or where it is open."""
    ambiguous: bool
    """True where a person must be asked: the readings differ and nothing decides."""
    proposed: DateOrder | None
    """What a careful person would pick; equals `order` where that is decided."""
    readings: tuple[tuple[DateOrder, date], ...]
    """Both readings of `example`."""
    example: str | None
    """The first text with two readings."""
    reasons: tuple[str, ...]
    """Sentences: why the order is decided or open."""
    yearless: bool
    """Some date has no year."""
    has_time: bool
    """Some text gives a time of day other than midnight."""
    daily: bool
    """At most one text a day, all at one time of day (an hour's shift at most, as clock changes make it): these are
    dates."""
    zoned: bool
    """Every time of day carries its own zone or offset."""
    lifetime: bool
    """Texts such as 'Lifetime' occur."""
    bare: bool
    """Every date is a bare number (20260501, 45000): in a column that is not headed as a date these may be counts."""
    span: Period | None
    """First and last day under the decided or proposed order; None without a dated text."""


def date_order_evidence(
    texts: Sequence[str], *, period: Period | None = None, latest: date | None = None, language: str | None = None
) -> DateEvidence:
    """Weigh what a column of dates says of itself.

    Args:
        texts: distinct texts in the order of the file.
        period: the range that the file is known to cover, if any.
        latest: the last possible day (that of the upload); no date lies more than a day after it.
        language: two-letter language of the headers, if known.

    Returns:
        The evidence. Open is an order only where two readings of some text are possible and differ, and neither the
        other texts, the dots, the period, the future, the sequence nor the language tells them apart.
    """
    moments = [read_moment(text) for text in texts]
    pairs = list(zip(texts, moments, strict=True))
    filled = [moment for moment in moments if not moment.blank and not moment.lifetime]
    dated = [moment for moment in filled if moment.is_date]
    numeric = [moment.numeric for moment in dated if moment.numeric is not None]
    clues = OrderClues(period, latest, language, any(m.time is not None and m.time.halves for m in dated))
    verdict = weigh_orders(numeric, clues)
    example = _open_example(pairs) if numeric else None
    days = _days(dated, verdict)
    timed = [moment.time for moment in dated if moment.time is not None]
    return DateEvidence(
        filled=len(filled),
        readable=len(dated),
        order=verdict.order,
        ambiguous=verdict.ambiguous,
        proposed=verdict.proposed,
        readings=_both_readings(example[1]) if example else (),
        example=example[0] if example else None,
        reasons=verdict.reasons,
        yearless=any(_is_yearless(moment) for moment in dated),
        has_time=any(time.clock for time in timed),
        daily=_is_daily(dated, verdict),
        zoned=bool(timed) and all(time.offset is not None for time in timed),
        lifetime=any(moment.lifetime for moment in moments),
        bare=bool(dated) and all(_BARE.fullmatch(text.strip()) for text, m in pairs if m.is_date),
        span=Period(min(days), max(days)) if days else None,
    )


def _is_yearless(moment: WrittenMoment) -> bool:
    if moment.numeric is not None:
        return moment.numeric.third is None
    return moment.parts is not None and moment.parts.year is None


def _open_example(pairs: Sequence[tuple[str, WrittenMoment]]) -> tuple[str, NumericDate] | None:
    """The first text with two readings that differ."""
    for text, moment in pairs:
        readings = _both_readings(moment.numeric) if moment.numeric is not None else ()
        if moment.numeric is not None and len({day for _, day in readings}) == 2:
            return text, moment.numeric
    return None


def _both_readings(numeric: NumericDate) -> tuple[tuple[DateOrder, date], ...]:
    if numeric.year_first:
        return ()
    readings = ((order, numeric.reading(order)) for order in (DateOrder.DMY, DateOrder.MDY))
    days = ((order, parts.on(2000)) for order, parts in readings if parts is not None)
    return tuple((order, day) for order, day in days if day is not None)


def _days(dated: Sequence[WrittenMoment], verdict: Verdict) -> list[date]:
    """The dates with a year, numeric ones under the decided or proposed order."""
    found: list[date] = []
    for moment in dated:
        order = verdict.order or verdict.proposed or DateOrder.DMY
        parts = moment.parts if moment.numeric is None else moment.numeric.reading(order)
        if parts is not None and parts.year is not None:
            day = parts.on(parts.year)
            if day is not None:
                found.append(day)
    return found


def _is_daily(dated: Sequence[WrittenMoment], verdict: Verdict) -> bool:
    """Whether the texts are dates even if they carry a time: one a day, always at the same time of day."""
    clocks = {moment.time.clock if moment.time is not None else 0 for moment in dated}
    if clocks <= {0}:
        return bool(dated)
    days = _days(dated, verdict)
    # Midnight of another zone is written as 23:00, and as 00:00 after the clocks changed.
    apart = (max(clocks) - min(clocks)) % _DAY
    steady = len(clocks) == 1 or (len(clocks) == 2 and apart in (_HOUR, _DAY - _HOUR))
    if not steady or len(days) < 3 or len(set(days)) != len(days):
        return False
    steps = [abs((right - left).days) for left, right in pairwise(days)]
    return steps.count(1) >= _MOSTLY * len(steps) or set(steps) == {7}
