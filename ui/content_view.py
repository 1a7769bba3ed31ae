"""The best and the worst posts: what they say, how they did, how sure that is, and where they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import pandas as pd
import streamlit as st

from learning.domain.holdings import ContentCard
from learning.domain.platforms import platform_name
from learning.domain.timekeys import day_of
from learning.domain.trends import ContentRow, ContentTable, Ranking
from services.glossary import GlossaryEntry
from ui.calendar_words import day_words
from ui.downloads import csv_bytes
from ui.numbers import count_words, interval_words, value_words
from ui.wording import BASIS_WORDS, cuts_words

LONGEST_TEXT: Final = 140
POST_WIDTH: Final = 290
"""Pixels; with it all columns stand side by side on a laptop."""
WEB: Final = ("https://", "http://")
HEADER: Final = ("Post", "Platform", "Published", "Format", "Value", "Low", "High", "Volume", "Exposure", "Link")


def show_content(entry: GlossaryEntry, table: ContentTable) -> None:
    """Draw the list, its reading aid and its download."""
    if not table.rows:
        st.info(f"Nothing to rank: {table.reason or 'no posts in these days'}.", icon=":material/search_off:")
        return
    rated = table.rows[0].exposure is not None
    st.dataframe(
        _frame(entry, table.rows, rated=rated),
        hide_index=True,
        alt=f"Posts ranked by {entry.label.lower()}",
        column_config={
            "Post": st.column_config.TextColumn(width=POST_WIDTH),
            "Link": st.column_config.LinkColumn(display_text="Open", width="small"),
        },
    )
    st.caption(_reading_words(entry, table, rated=rated))
    st.download_button(
        "Download as CSV",
        csv_bytes(HEADER, [_csv_row(row) for row in table.rows]),
        file_name=f"posts by {entry.label.lower()}.csv",
        mime="text/csv",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
    )


def _frame(entry: GlossaryEntry, rows: Sequence[ContentRow], *, rated: bool) -> pd.DataFrame:
    columns: dict[str, list[object]] = {
        "Post": [post_words(row.card) for row in rows],
        entry.label: [value_words(row.value, entry.unit, full=True) for row in rows],
    }
    if rated:
        columns["95 % range"] = [
            interval_words(row.low, row.high, entry.unit).removeprefix("about ") or "–" for row in rows
        ]
        columns["Seen"] = [f"{row.exposure:,.0f}" if row.exposure is not None else "–" for row in rows]
    columns |= {
        "Platform": [platform_name(row.card.platform) for row in rows],
        "Published": [_published(row.card) for row in rows],
    }
    links = [safe_link(row.card.permalink) for row in rows]
    return pd.DataFrame(columns | ({"Link": links} if any(links) else {}))


def post_words(card: ContentCard) -> str:
    """Name a post by its title or its text, shortened; by its id where it has neither."""
    text = " ".join((card.title or card.text or "").split())
    if not text:
        return f"Post {card.external_id}"
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1].rstrip() + "…"


def safe_link(link: str | None) -> str | None:
    """Give a link only where it leads to the web: a file may hold 'javascript:' as well."""
    return link if link and link.lower().startswith(WEB) else None


def _published(card: ContentCard) -> str:
    return day_words(day_of(card.published_day)) if card.published_day is not None else "–"


def _reading_words(entry: GlossaryEntry, table: ContentTable, *, rated: bool) -> str:
    parts = [f"{count_words(table.ranked, 'post')} ranked"]
    if rated and table.query.ranking is Ranking.RATE:
        parts.append("posts that few saw are drawn towards the mean, so the order is not that of luck")
    if table.below_minimum:
        minimum = f"{table.query.minimum_exposure:,.0f}"
        parts.append(f"{count_words(table.below_minimum, 'post')} left out, seen fewer than {minimum} times")
    if table.basis:
        parts.append(BASIS_WORDS[table.basis])
    return " · ".join([*parts, f"from {cuts_words(table.cuts)}" if table.cuts else entry.label]) + "."


def _csv_row(row: ContentRow) -> tuple[object, ...]:
    card = row.card
    published = datetime.fromtimestamp(card.published_at, UTC).isoformat() if card.published_at is not None else None
    return (
        card.title or card.text or card.external_id,
        platform_name(card.platform),
        published,
        card.format,
        row.value,
        row.low,
        row.high,
        row.volume,
        row.exposure,
        card.permalink,
    )
