"""How a post is named, dated and linked, wherever it stands."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from learning.domain.holdings import ContentCard
from learning.domain.timekeys import day_of
from ui.calendar_words import day_words

LONGEST_TEXT: Final = 140
WEB: Final = ("https://", "http://")


def post_words(card: ContentCard, longest: int = LONGEST_TEXT) -> str:
    """Name a post by its title or its text, shortened; by its id where it has neither."""
    text = " ".join((card.title or card.text or "").split())
    if not text:
        return f"Post {card.external_id}"
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def safe_link(link: str | None) -> str | None:
    """Give a link only where it leads to the web: a file may hold 'javascript:' as well."""
    return link if link and link.lower().startswith(WEB) else None


def published_words(card: ContentCard) -> str:
    """Write the day on which a post was published."""
    return day_words(day_of(card.published_day)) if card.published_day is not None else "–"


def published_moment(card: ContentCard, zone: str) -> date | datetime | None:
    """Give the day of publication, with the wall clock of the brand where the export has the time of day."""
    if card.published_at is None or not card.timed:
        return day_of(card.published_day) if card.published_day is not None else None
    return datetime.fromtimestamp(card.published_at, UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
