"""Checking a question for figures before anything is read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from learning.domain.dimensions import STANDARD_DIMENSIONS
from learning.domain.errors import BadOption
from learning.domain.facts import EXTRA_PREFIX
from learning.domain.figures import FigureQuery
from learning.domain.holdings import CutHolding
from learning.metrics.catalog import CATALOG
from learning.metrics.cuts import CALENDAR_DIMENSIONS

LONGEST_RANGE_DAYS: Final = 36_600
"""A century: longer ranges are typing errors, and every day of a range is looked at."""
MOST_NAMES: Final = 12
"""How many names an error lists."""
HOURS_IN_WEEK: Final = 168


def check_question(query: FigureQuery, holdings: Iterable[CutHolding]) -> None:
    """Refuse a question that cannot be meant.

    Raises:
        BadOption: If the range is reversed or endless, or a dimension, a metric or a value is not known.
    """
    if query.last < query.first:
        raise BadOption("--to", query.last.isoformat(), f"a date on or after {query.first.isoformat()}")
    if (query.last - query.first).days >= LONGEST_RANGE_DAYS:
        raise BadOption("--from", query.first.isoformat(), "a range of at most a hundred years")
    held = tuple(holdings)
    _check_dimensions(query, held)
    _check_metrics(query, held)
    for text in query.where.get("date", ()):
        _check_date(text)
    for text in query.where.get("hour_of_week", ()):
        if not (text.isascii() and text.isdigit() and int(text) < HOURS_IN_WEEK):
            raise BadOption("--where hour_of_week", text, "0 (Monday 00:00) to 167 (Sunday 23:00)")


def _check_dimensions(query: FigureQuery, held: tuple[CutHolding, ...]) -> None:
    named = {name for holding in held for name in holding.spec.dimensions}
    splits = {*STANDARD_DIMENSIONS, *CALENDAR_DIMENSIONS, "hour_of_week", "currency", *named}
    filters = splits - {"week", "month"}
    for option, names, known in (("--by", query.by, splits), ("--where", tuple(query.where), filters)):
        for name in names:
            if name not in known:
                raise BadOption(option, name, f"one of {', '.join(sorted(known))}")
    if len(set(query.by)) < len(query.by):
        twice = next(name for name in query.by if query.by.count(name) > 1)
        raise BadOption("--by", twice, "each dimension once")


def _check_metrics(query: FigureQuery, held: tuple[CutHolding, ...]) -> None:
    extras = {measure.name for holding in held for measure in holding.measures}
    for name in query.metrics:
        if name in CATALOG or name in extras:
            continue
        known = sorted(extras) if name.startswith(EXTRA_PREFIX) else list(CATALOG)
        shown = ", ".join(known[:MOST_NAMES]) + (" ..." if len(known) > MOST_NAMES else "")
        raise BadOption("--metric", name, f"one of {shown}" if known else "a metric of the glossary")


def _check_date(text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError as error:
        raise BadOption("--where date", text, "a date such as 2026-11-21") from error
