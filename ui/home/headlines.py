"""The four big numbers of Home, each with its course as a small line."""

from __future__ import annotations

from dataclasses import replace

from learning.domain.brands import Brand
from learning.domain.trends import Available, Headline, Scope
from ui import reads
from ui.engagement_blocks import first_day, headlines
from ui.headlines import card, show_cards


def home_headlines(brand: Brand, available: Available, scope: Scope) -> None:
    """Show the headline figures; the small lines are only drawn here, where no other charts are."""
    found = headlines(brand, available, scope)
    if not found:
        return
    glossary = reads.glossary(brand)
    courses = reads.sparklines(brand, scope, {one.metric: one.value.basis for one in found if _has_course(one)})
    show_cards(
        [
            replace(
                card(glossary[one.metric], one, first_day(available, one.value.basis)),
                spark=courses.get(one.metric, ()),
            )
            for one in found
        ]
    )


def _has_course(one: Headline) -> bool:
    return one.value.value is not None
