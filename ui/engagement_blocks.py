"""The blocks of the Engagement page: each asks for one thing, draws it, and fails alone."""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from typing import Final

from learning.domain.brands import Brand
from learning.domain.enums import Basis
from learning.domain.trends import Available, Headline, Scope
from ui import reads
from ui.headlines import card, show_cards

SLOTS: Final = (
    ("engagement_rate", "conversion_rate", "click_through_rate", "bounce_rate"),
    ("impressions", "views", "sessions"),
    ("reach_per_post", "follows", "conversions", "comments"),
    ("clicks", "shares", "revenue", "spend"),
)
"""Of each row the first metric that the exports have for the days shown, and that is not there yet, is a headline."""
MOST_ROUNDS: Final = 3


def headline_block(brand: Brand, available: Available, scope: Scope) -> None:
    """Show up to four big numbers."""
    glossary = reads.glossary(brand)
    found = headlines(brand, available, scope)
    if found:
        show_cards([card(glossary[one.metric], one, first_day(available, one.value.basis)) for one in found])


def headlines(brand: Brand, available: Available, scope: Scope) -> tuple[Headline, ...]:
    """Read the big numbers; a metric that other days have and these do not gives its place to the next of its row."""
    absent: set[str] = set()
    first: tuple[Headline, ...] = ()
    for _ in range(MOST_ROUNDS):
        names = headline_names(available, without=absent)
        found = reads.headlines(brand, scope, names) if names else ()
        first = first or found
        missing = {one.metric for one in found if one.value.value is None and not one.value.n}
        if not missing:
            return found or first
        absent |= missing
    return first


def first_day(available: Available, basis: Basis) -> date | None:
    """Return the first day that has data on a basis."""
    span = available.spans.get(basis)
    return span[0] if span else None


def headline_names(available: Available, *, without: Container[str] = ()) -> list[str]:
    """Choose the metrics of the headline."""
    known = {metric.name for metric in available.metrics}
    chosen: list[str] = []
    for slot in SLOTS:
        chosen += [name for name in slot if name in known and name not in chosen and name not in without][:1]
    return chosen
