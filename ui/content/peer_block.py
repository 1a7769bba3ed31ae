"""Peers' posts as context on the Engagement page: beside own posts, never among them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from learning.domain.brands import Brand
from learning.domain.peers import PeerRow, PeersContext, PeersQuery, PostSpread
from learning.domain.platforms import platform_name
from learning.domain.trends import Available, ContentRow, Scope
from learning.metrics.catalog import CATALOG
from services.content.peers import FORMS
from services.glossary import GlossaryEntry
from ui import reads
from ui.calendar_words import range_words
from ui.clicks import take_row, watch_rows
from ui.content import reads as content_reads
from ui.content.drilldown import open_post
from ui.content.post_words import post_words, published_moment, published_words, safe_link
from ui.exports import context_of, export_buttons
from ui.filters.state import BY_URL
from ui.imports.wording import plain
from ui.numbers import interval_words, value_words
from ui.wording import cuts_words

TABLE_KEY: Final = "peer_posts"
HEADER: Final = ("Whose", "Platform", "Account", "Post", "Published", "Metric", "Likely rate", "Seen", "Link")
UNEQUAL: Final = (
    "Peers' figures come from their exports or from what can be seen of their posts: they may count differently. "
    "They are context and never part of your own numbers."
)


def peer_block(brand: Brand, available: Available, scope: Scope) -> None:
    """Show own posts beside those of peers."""
    place = st.container(gap="small")
    names = [one.name for one in available.metrics if one.name in CATALOG and CATALOG[one.name].form in FORMS]
    names.sort(key=lambda name: not CATALOG[name].denominator)
    if not names:
        place.subheader("How do peers do?", anchor=False)
        st.info("There is no metric of single posts to compare.", icon=":material/search_off:")
        return
    glossary = reads.glossary(brand)
    labels = {glossary[name].label: name for name in names}
    label = st.selectbox("Compared by", list(labels), key="peers", bind=BY_URL, width=260)
    entry = glossary[labels[label]]
    found = content_reads.peers(brand, PeersQuery(scope, entry.name, content_reads.gates(brand)))
    place.subheader(plain(title_words(entry, found)), anchor=False)
    if found.reason:
        st.info(f"{found.reason[:1].upper()}{found.reason[1:]}.", icon=":material/search_off:")
        return
    place.caption(f"{plain(entry.label)} of single posts · {range_words(scope.first, scope.last)}")
    st.dataframe(
        pd.DataFrame([line for row in found.rows for line in _lines(entry, row)]),
        hide_index=True,
        alt=f"{entry.label} of own posts and of peers' posts",
    )
    st.caption(f"{UNEQUAL} Peers read from {plain(cuts_words(found.cuts))}.")
    _show_posts(brand, entry, found)


def title_words(entry: GlossaryEntry, found: PeersContext) -> str:
    """Say where own posts stand where the ranges of the medians do not meet; else ask."""
    pairs = [(row, row.own, row.peers) for row in found.rows]
    for row, own, peers in pairs:
        if own and peers and _apart(own, peers):
            side = "above" if own.median > peers.median else "below"
            return f"On {platform_name(row.platform)}, your median {entry.label.lower()} is {side} that of peers"
    return f"How do peers do, by {entry.label.lower()}?"


def _apart(own: PostSpread, peers: PostSpread) -> bool:
    if own.low is None or own.high is None or peers.low is None or peers.high is None:
        return False
    return own.low > peers.high or own.high < peers.low


def _lines(entry: GlossaryEntry, row: PeerRow) -> list[dict[str, object]]:
    sides = (("You", row.own), ("Peers", row.peers))
    return [_line(entry, row.platform, whose, spread) for whose, spread in sides]


def _line(entry: GlossaryEntry, platform: str, whose: str, spread: PostSpread | None) -> dict[str, object]:
    return {
        "Platform": platform_name(platform),
        "Whose": whose,
        "Median": value_words(spread.median, entry.unit) if spread else "–",
        "95 % range": (interval_words(spread.low, spread.high, entry.unit).removeprefix("about ") or "too few posts")
        if spread
        else "–",
        "Best post": value_words(spread.best, entry.unit) if spread else "–",
        "Posts": f"{spread.n:,}" if spread else "0",
    }


def _show_posts(brand: Brand, entry: GlossaryEntry, found: PeersContext) -> None:
    if not found.posts:
        return
    st.markdown("**The best posts of peers**")
    columns: dict[str, list[object]] = {
        "Post": [post_words(row.card) for row in found.posts],
        entry.label: [value_words(row.value, entry.unit, full=True) for row in found.posts],
        "Account": [row.card.account for row in found.posts],
        "Platform": [platform_name(row.card.platform) for row in found.posts],
        "Published": [published_words(row.card) for row in found.posts],
    }
    links = [safe_link(row.card.permalink) for row in found.posts]
    st.dataframe(
        pd.DataFrame(columns | ({"Link": links} if any(links) else {})),
        hide_index=True,
        on_select=watch_rows(TABLE_KEY),
        selection_mode="single-row",
        key=TABLE_KEY,
        alt=f"Posts of peers by {entry.label.lower()}",
        column_config={
            "Post": st.column_config.TextColumn(width=290),
            "Link": st.column_config.LinkColumn(display_text="Open", width="small"),
        },
    )
    export_buttons(
        f"Posts of peers by {entry.label.lower()}",
        [entry.label if name == "Metric" else name for name in HEADER],
        lambda: _rows(found.posts, brand.time_zone),
        context=context_of(brand, found.query.scope, cuts=found.cuts, notes=(UNEQUAL,)),
    )
    picked = take_row(TABLE_KEY)
    if picked is not None and picked < len(found.posts):
        open_post(brand, found.posts[picked].card)


def _rows(posts: Sequence[ContentRow], zone: str) -> list[tuple[object, ...]]:
    return [
        (
            "Peers",
            platform_name(row.card.platform),
            row.card.account,
            row.card.title or row.card.text or row.card.external_id,
            published_moment(row.card, zone),
            row.value,
            row.shrunken,
            row.exposure,
            row.card.permalink,
        )
        for row in posts
    ]
