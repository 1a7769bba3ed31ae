"""The best and the worst posts: what they say, how they did, how sure that is, and where they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pyarrow as pa
import streamlit as st

from learning.domain.brands import Brand
from learning.domain.platforms import platform_name
from learning.domain.trends import ContentRow, ContentTable, Ranking
from services.glossary import GlossaryEntry
from ui.answers import cache_key, cached
from ui.clicks import take_row, watch_rows
from ui.content.drilldown import open_post
from ui.content.post_words import post_words, published_moment, published_words, safe_link
from ui.exports import context_of, export_buttons
from ui.gates_view import gates_words
from ui.numbers import count_words, interval_words, value_words
from ui.wording import BASIS_WORDS, cuts_words

POST_WIDTH: Final = 250
"""Pixels; with it all columns stand side by side on a laptop."""
TABLE_KEY: Final = "ranked_posts"
HEADER: Final = (
    "Post",
    "Platform",
    "Account",
    "Published",
    "Format",
    "Metric",
    "Drawn to the mean",
    "Low (95 %)",
    "High (95 %)",
    "Volume",
    "Seen",
    "Success",
    "Link",
    "Id",
)
SUCCESS_WORDS: Final = {True: "Yes", False: "No", None: "Too early"}


def show_content(brand: Brand, entry: GlossaryEntry, table: ContentTable) -> None:
    """Draw the list, its reading aid and its files; a ticked row opens the post."""
    if not table.rows:
        st.info(f"Nothing to rank: {table.reason or 'no posts in these days'}.", icon=":material/search_off:")
        return
    rated = table.rows[0].exposure is not None
    st.dataframe(
        _shown(brand, entry, table, rated=rated),
        hide_index=True,
        on_select=watch_rows(TABLE_KEY),
        selection_mode="single-row",
        key=TABLE_KEY,
        alt=f"Posts ranked by {entry.label.lower()}",
        column_config={
            "Post": st.column_config.TextColumn(width=POST_WIDTH),
            "Link": st.column_config.LinkColumn(display_text="Open", width="small"),
        },
    )
    st.caption(reading_words(entry, table, rated=rated))
    export_buttons(
        file_title(entry, table),
        [entry.label if name == "Metric" else name for name in HEADER],
        lambda: [_export_row(row, brand.time_zone) for row in table.rows],
        context=context_of(
            brand,
            table.query.scope,
            basis=table.basis,
            cuts=table.cuts,
            notes=(f"{entry.label} = {entry.formula}", reading_words(entry, table, rated=rated)),
        ),
    )
    picked = take_row(TABLE_KEY)
    if picked is not None and picked < len(table.rows):
        open_post(brand, table.rows[picked].card)


def file_title(entry: GlossaryEntry, table: ContentTable) -> str:
    """Name the files of the list."""
    return f"{'Best' if table.query.best_first else 'Worst'} posts by {entry.label.lower()}"


def _shown(brand: Brand, entry: GlossaryEntry, table: ContentTable, *, rated: bool) -> pa.Table:
    """Arrow is what the browser is sent: kept, it is not made anew with every click."""
    key = cache_key(brand, "content_rows", table.query)
    return cached(key, lambda: pa.table(_columns(entry, table.rows, rated=rated)))


def _columns(entry: GlossaryEntry, rows: Sequence[ContentRow], *, rated: bool) -> dict[str, list[str | None]]:
    columns: dict[str, list[str | None]] = {
        "Post": [post_words(row.card) for row in rows],
        entry.label: [value_words(row.value, entry.unit, full=True) for row in rows],
    }
    if any(row.low is not None for row in rows):
        columns["Likely rate (95 % range)"] = [_likely_words(entry, row) for row in rows]
    if rated:
        columns["Seen"] = [f"{row.exposure:,.0f}" if row.exposure is not None else "–" for row in rows]
    columns |= {
        "Success": [SUCCESS_WORDS[row.success] for row in rows],
        "Platform": [platform_name(row.card.platform) for row in rows],
        "Published": [published_words(row.card) for row in rows],
    }
    links = [safe_link(row.card.permalink) for row in rows]
    return columns | ({"Link": links} if any(links) else {})


def _likely_words(entry: GlossaryEntry, row: ContentRow) -> str:
    spread = interval_words(row.low, row.high, entry.unit).removeprefix("about ")
    return f"{value_words(row.shrunken, entry.unit)} ({spread})" if spread else value_words(row.shrunken, entry.unit)


def reading_words(entry: GlossaryEntry, table: ContentTable, *, rated: bool) -> str:
    """Say how many posts there are, how the order came to be, what was left out, and where it was read."""
    parts = [f"{count_words(table.ranked, 'post')} ranked"]
    if table.mean is not None:
        parts.append(f"{value_words(table.mean, entry.unit)} over all of them")
    if rated and table.query.ranking is Ranking.RATE and any(row.low is not None for row in table.rows):
        parts.append(
            "sorted by the likely rate: a post that few saw is drawn towards the mean, so chance does not lead the list"
        )
    if table.below_minimum:
        least = table.query.minimum_exposure
        minimum = f"{table.query.gates.minimum_views if least is None else least:,.0f}"
        parts.append(f"{count_words(table.below_minimum, 'post')} left out, seen fewer than {minimum} times")
    if table.too_young:
        hours = f"{table.query.gates.minimum_age_hours:g}"
        parts.append(f"{count_words(table.too_young, 'post')} left out, captured within {hours} hours of publication")
    if table.judged:
        parts.append(f"{table.successes:,} of {table.judged:,} were a success ({gates_words(table.query.gates)})")
    if table.basis:
        parts.append(BASIS_WORDS[table.basis])
    return " · ".join([*parts, f"from {cuts_words(table.cuts)}" if table.cuts else entry.label]) + "."


def _export_row(row: ContentRow, zone: str) -> tuple[object, ...]:
    card = row.card
    return (
        card.title or card.text or card.external_id,
        platform_name(card.platform),
        card.account,
        published_moment(card, zone),
        card.format,
        row.value,
        row.shrunken,
        row.low,
        row.high,
        row.volume,
        row.exposure,
        SUCCESS_WORDS[row.success],
        card.permalink,
        card.external_id,
    )
