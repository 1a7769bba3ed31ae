"""Follower growth on the Engagement page: follows per impression, per visit of the profile, and by post."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from learning.domain.brands import Brand
from learning.domain.facts import Fact
from learning.domain.followers import FollowerGrowth, FollowersQuery
from learning.domain.imports import Period
from learning.domain.platforms import platform_name
from learning.domain.trends import Available, ContentRow, ContentTable, Scope, TrendResult
from learning.metrics.definitions import MetricUnit
from ui import reads
from ui.answers import cache_key, drawn
from ui.charts.drawing import trend_figure
from ui.charts.figure import ChartFigure
from ui.clicks import take_row, watch_rows
from ui.content import reads as content_reads
from ui.content.drilldown import open_post
from ui.content.post_words import post_words, published_moment, published_words, safe_link
from ui.engagement_blocks import first_day
from ui.exports import context_of, export_buttons
from ui.imports.wording import plain
from ui.numbers import NO_BREAK, value_words
from ui.trend.layers import Layers
from ui.trend.lines import trend_chart
from ui.trend.rows import TREND_HEADER, trend_rows
from ui.trend.view import alt_words, finding_words, natural_bucket, source_words, subtitle_words

CHART_WIDTH: Final = 360
CHART_HEIGHT: Final = 240
SHOWN_POSTS: Final = 5
TABLE_KEY: Final = "posts_by_follows"
NO_FOLLOWS: Final = (
    "No export of this brand counts new follows. Those of X by post or by day, Instagram posts, LinkedIn posts and "
    "YouTube (subscribers) do."
)
HEADER: Final = ("Post", "Platform", "Account", "Published", "Follows", "Link", "Id")


def follower_block(brand: Brand, available: Available, scope: Scope) -> None:
    """Show where follows come from."""
    if Fact.FOLLOWS.value not in {one.name for one in available.metrics}:
        st.subheader("Where do follows come from?", anchor=False)
        st.info(NO_FOLLOWS, icon=":material/search_off:")
        return
    bucket = natural_bucket(Period(scope.first, scope.last))
    found = content_reads.follower_growth(brand, FollowersQuery(scope, bucket, SHOWN_POSTS))
    st.subheader(title_words(found), anchor=False)
    trends = [one for one in (found.per_impressions, found.per_visit) if one is not None]
    if trends:
        with st.grid(len(trends), min_column_width=CHART_WIDTH):
            for one in trends:
                with st.container(gap="xsmall"):
                    _show_trend(brand, available, one)
    if found.posts is not None:
        _show_posts(brand, found, found.posts)
    for reason in found.reasons:
        st.caption(f":material/info: {plain(reason)}")


def title_words(found: FollowerGrowth) -> str:
    """State what brought the follows, where it is known."""
    if found.posts is None or found.share_of_first is None:
        return "Where do follows come from?"
    count = len([row for row in found.posts.rows if row.volume > 0])
    ranked = found.posts.ranked
    part = value_words(found.share_of_first, MetricUnit.RATE)
    return f"{count} of {ranked:,} posts brought {part} of the follows" if count < ranked else "Follows by post"


def _show_trend(brand: Brand, available: Available, result: TrendResult) -> None:
    entry = reads.glossary(brand)[result.query.metric]
    first = first_day(available, result.basis)
    st.markdown(f"**{plain(finding_words(entry, result.headline, first))}**")
    st.caption(plain(subtitle_words(entry, result, first)))
    key = cache_key(brand, "follower_figure", result.query)
    figure = drawn(key, lambda: _figure(brand, result))
    st.plotly_chart(
        figure, config={"displayModeBar": False}, alt=alt_words(entry, result), key=f"follower_{entry.name}"
    )
    st.caption(" ".join(source_words(result)[:1]))
    context = context_of(brand, result.query.scope, basis=result.basis, cuts=result.headline.value.cuts)
    export_buttons(
        f"{entry.label} over time", TREND_HEADER, lambda: trend_rows(result, ()), context=context, figure=figure
    )


def _figure(brand: Brand, result: TrendResult) -> ChartFigure:
    scope = result.query.scope
    layers = Layers(notes=reads.notes(brand, scope.first, scope.last))
    chart = trend_chart(reads.glossary(brand)[result.query.metric], result, layers)
    figure = trend_figure(chart)
    figure.update_layout(height=CHART_HEIGHT)
    return figure


def _show_posts(brand: Brand, found: FollowerGrowth, table: ContentTable) -> None:
    rows = [row for row in table.rows if row.volume > 0]
    total = table.total or 0.0
    columns: dict[str, list[object]] = {
        "Post": [post_words(row.card) for row in rows],
        "Follows": [f"{row.volume:,.0f}" for row in rows],
        "Part of all": [value_words(row.volume / total, MetricUnit.RATE) if total > 0 else "–" for row in rows],
        "Platform": [platform_name(row.card.platform) for row in rows],
        "Published": [published_words(row.card) for row in rows],
    }
    links = [safe_link(row.card.permalink) for row in rows]
    frame = pd.DataFrame(columns | ({"Link": links} if any(links) else {}))
    st.dataframe(
        frame,
        hide_index=True,
        on_select=watch_rows(TABLE_KEY),
        selection_mode="single-row",
        key=TABLE_KEY,
        alt="Posts that brought most follows",
        column_config={
            "Post": st.column_config.TextColumn(width=290),
            "Link": st.column_config.LinkColumn(display_text="Open", width="small"),
        },
    )
    st.caption(
        f"The posts that brought most follows, of {total:,.0f}{NO_BREAK}follows over {table.ranked:,}{NO_BREAK}posts. "
        "Follows that no post is named for are not among them."
    )
    export_buttons(
        "Posts by follows",
        HEADER,
        lambda: [_row(row, brand.time_zone) for row in rows],
        context=context_of(brand, found.query.scope, basis=table.basis, cuts=table.cuts),
    )
    picked = take_row(TABLE_KEY)
    if picked is not None and picked < len(rows):
        open_post(brand, rows[picked].card)


def _row(row: ContentRow, zone: str) -> tuple[object, ...]:
    card = row.card
    return (
        card.title or card.text or card.external_id,
        platform_name(card.platform),
        card.account,
        published_moment(card, zone),
        row.volume,
        card.permalink,
        card.external_id,
    )
