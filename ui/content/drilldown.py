"""The posts behind a point, a bar or a cell, in a dialog over the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from learning.domain.brands import Brand
from learning.domain.facts import Fact
from learning.domain.holdings import ContentCard
from learning.domain.platforms import platform_name
from learning.domain.posts import PostRow, PostsBehind, PostsQuery
from learning.domain.timekeys import day_of
from learning.domain.trends import Scope
from learning.metrics.catalog import CATALOG
from learning.metrics.definitions import MetricUnit
from learning.metrics.personalization import metric_of_posts
from services.glossary import GlossaryEntry
from ui import reads
from ui.calendar_words import range_words
from ui.content import reads as content_reads
from ui.content.pages_behind import show_pages
from ui.content.post_view import show_post
from ui.content.post_words import post_words, published_moment, safe_link
from ui.exports import context_of, export_buttons, filters_words
from ui.imports.wording import plain
from ui.numbers import count_words, interval_words
from ui.problems import shown_problems
from ui.wording import BASIS_WORDS, cuts_words

LONGEST_TITLE: Final = 80
MOST_POSTS: Final = 500
PAGE: Final = 25
POST_WIDTH: Final = 260
TABLE_KEY: Final = "posts_behind_table"
PAGE_KEY: Final = "posts_behind_page"
COLUMNS: Final = (Fact.CLICKS, Fact.FOLLOWS)
"""Facts with a column of their own beside exposure and interactions."""


def open_posts(brand: Brand, scope: Scope, metric: str, title: str, *, only: tuple[int, ...] = ()) -> None:
    """Open the list of the posts behind a figure: those of the scope's days and filters, those that weigh most first.

    To be called in the run in which something was clicked (see `ui.clicks`); one dialog a run. `only` names contents.
    """
    dialog = st.dialog(plain(title), width="large", icon=":material/manage_search:")
    dialog(show_posts)(brand, scope, metric, title, only)


def open_post(brand: Brand, card: ContentCard) -> None:
    """Open one post; to be called in the run in which it was picked."""
    title = plain(post_words(card, LONGEST_TITLE))
    st.dialog(title, width="large", icon=":material/article:")(_show_one)(brand, card.content_id)


def _show_one(brand: Brand, content_id: int) -> None:
    with shown_problems("the post"):
        show_post(brand, content_id)


def show_posts(brand: Brand, scope: Scope, metric: str, title: str, only: tuple[int, ...] = ()) -> None:
    """Draw the list of the posts behind a figure, for a dialog that holds more than it."""
    with shown_problems("the posts"):
        metric = metric_of_posts(metric)
        entry = reads.glossary(brand)[metric]
        found = content_reads.posts_behind(brand, PostsQuery(scope, metric, MOST_POSTS, only))
        if not found.rows and show_pages(brand, entry, scope, title):
            return
        st.caption(subtitle_words(entry, found))
        if found.note:
            st.caption(f":material/info: {found.note}")
        if not found.rows:
            st.info(f"No posts to show: {found.reason}.", icon=":material/search_off:")
            return
        rows = _page(found.rows)
        picked = _table(entry, rows, found.facts)
        _export(brand, entry, found, title)
        if picked is not None:
            show_post(brand, picked.card.content_id)
        else:
            st.caption("Tick a row to see everything that is known of that post.")


def subtitle_words(entry: GlossaryEntry, found: PostsBehind) -> str:
    """Give metric, n, period, filters and origin of a list of posts."""
    scope = found.query.scope
    shown = f"{count_words(found.total, 'post')}"
    if found.total > len(found.rows) > 0:
        shown += f", the {len(found.rows):,} with the most"
    parts = [entry.label, shown, range_words(scope.first, scope.last)]
    if scope.where:
        parts.append(filters_words(scope))
    if found.basis:
        parts.append(BASIS_WORDS[found.basis])
    if found.cuts:
        parts.append(f"from {cuts_words(found.cuts)}")
    return " · ".join(plain(part) for part in parts)


def _page(rows: Sequence[PostRow]) -> Sequence[PostRow]:
    """With more than one page's worth a person leafs; the order is that of the weight in the figure."""
    pages = -(-len(rows) // PAGE)
    if pages < 2:
        return rows
    number = st.number_input(
        f"Page (of {pages})", min_value=1, max_value=pages, key=PAGE_KEY, width=160, help=f"{PAGE} posts a page"
    )
    return rows[(number - 1) * PAGE : number * PAGE]


def _table(entry: GlossaryEntry, rows: Sequence[PostRow], facts: Sequence[Fact]) -> PostRow | None:
    frame = posts_frame(entry, rows, facts)
    event = st.dataframe(
        frame,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key=TABLE_KEY,
        alt=f"Posts by {entry.label.lower()}",
        column_config=_column_settings(entry),
    )
    picked = event.selection.rows
    return rows[picked[0]] if picked and picked[0] < len(rows) else None


def posts_frame(entry: GlossaryEntry, rows: Sequence[PostRow], facts: Sequence[Fact]) -> pd.DataFrame:
    """Put posts into columns that sort as numbers; columns that no post fills are left out."""
    scale = 100 if entry.unit is MetricUnit.RATE else 1
    plain_total = entry.name in {fact.value for fact in Fact}
    columns: dict[str, list[object]] = {
        "Post": [post_words(row.card) for row in rows],
        entry.label: [None if row.value is None else row.value * scale for row in rows],
    }
    if any(row.low is not None for row in rows):
        columns["95 % range"] = [
            interval_words(row.low, row.high, entry.unit).removeprefix("about ") or "–" for row in rows
        ]
    if any(row.share is not None for row in rows):
        columns["Part of all"] = [None if row.share is None else row.share * 100 for row in rows]
    columns |= {
        "Platform": [platform_name(row.card.platform) for row in rows],
        "Published": [day_of(row.card.published_day) if row.card.published_day is not None else None for row in rows],
        "Format": [row.card.format for row in rows],
        "Seen": [row.exposure for row in rows],
        "Interactions": [row.interactions for row in rows],
    }
    for fact in COLUMNS:
        if fact in facts and not (plain_total and entry.name == fact.value):
            columns[fact.value.capitalize()] = [row.facts.get(fact) for row in rows]
    columns["Link"] = [safe_link(row.card.permalink) for row in rows]
    filled = {name: values for name, values in columns.items() if any(value is not None for value in values)}
    return pd.DataFrame(filled)


def _column_settings(entry: GlossaryEntry) -> dict[str, ColumnConfig]:
    rate = entry.unit is MetricUnit.RATE
    number = st.column_config.NumberColumn
    return {
        "Post": st.column_config.TextColumn(width=POST_WIDTH, pinned=True),
        entry.label: number(format="%.2f %%" if rate else "localized"),
        "Part of all": number(format="%.1f %%", help=f"Part of this post in {_whole_words(entry)} of all these posts"),
        "Published": st.column_config.DateColumn(format="D MMM YYYY"),
        "Seen": number(format="localized", help="Impressions, or views where there are none"),
        "Interactions": number(format="localized", help="Likes + comments + shares + saves"),
        "Clicks": number(format="localized"),
        "Follows": number(format="localized"),
        "Link": st.column_config.LinkColumn(display_text="Open", width="small"),
    }


def _whole_words(entry: GlossaryEntry) -> str:
    metric = CATALOG.get(entry.name)
    if metric is None or not metric.denominator:
        return entry.label.lower()
    return " and ".join(fact.value.replace("_", " ") for fact in metric.numerator)


HEADER: Final = (
    "Post",
    "Platform",
    "Account",
    "Published",
    "Format",
    "Metric",
    "Low (95 %)",
    "High (95 %)",
    "Part of all",
    "Impressions or views",
    "Interactions",
)


def _export(brand: Brand, entry: GlossaryEntry, found: PostsBehind, title: str) -> None:
    header = [entry.label if name == "Metric" else name for name in HEADER]
    header += [f"{fact.value.replace('_', ' ').capitalize()}" for fact in found.facts] + ["Link", "Id"]
    notes = (f"{entry.label} = {entry.formula}", *((found.note,) if found.note else ()))
    export_buttons(
        f"{title}, posts",
        header,
        lambda: [_row(row, found.facts, brand.time_zone) for row in found.rows],
        context=context_of(brand, found.query.scope, basis=found.basis, cuts=found.cuts, notes=notes),
    )


def _row(row: PostRow, facts: Sequence[Fact], zone: str) -> tuple[object, ...]:
    card = row.card
    return (
        card.title or card.text or card.external_id,
        platform_name(card.platform),
        card.account,
        published_moment(card, zone),
        card.format,
        row.value,
        row.low,
        row.high,
        row.share,
        row.exposure,
        row.interactions,
        *(row.facts.get(fact) for fact in facts),
        card.permalink,
        card.external_id,
    )
