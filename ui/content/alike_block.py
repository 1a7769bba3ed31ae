"""The earlier posts that are most like a post, with what they got."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from learning.domain.brands import Brand
from learning.domain.posts import AlikePosts
from learning.domain.timekeys import day_of
from learning.metrics.catalog import CATALOG
from ui.content import reads as content_reads
from ui.content.post_words import post_words, safe_link
from ui.imports.wording import plain
from ui.numbers import count_words, interval_words, value_words

KEY: Final = "alike_posts"
POST_WIDTH: Final = 300


def alike_block(brand: Brand, content_id: int) -> None:
    """Draw them in an expander that reads them when it opens."""
    title = "Earlier posts like this one"
    opened = st.expander(title, icon=":material/join_inner:", key=f"{KEY}_{content_id}", on_change="rerun")
    if opened.open:
        with opened:
            _show(content_reads.alike_posts(brand, content_id))


def _show(found: AlikePosts) -> None:
    st.caption(alike_words(found))
    if not found.rows:
        return
    st.dataframe(
        alike_frame(found),
        hide_index=True,
        alt="Earlier posts by likeness, with what they got",
        column_config={
            "Post": st.column_config.TextColumn(width=POST_WIDTH),
            "Likeness": st.column_config.NumberColumn(
                format="%.2f",
                help="How alike the words are: 1 = the same; from 0.92 nearly the same, under 0.6 only some in common",
            ),
            CATALOG[found.metric].label: st.column_config.NumberColumn(format="%.2f %%"),
            "Seen": st.column_config.NumberColumn(
                format="localized", help="Impressions, or views where there are none"
            ),
            "Published": st.column_config.DateColumn(format="D MMM YYYY"),
            "Link": st.column_config.LinkColumn(display_text="Open", width="small"),
        },
    )


def alike_words(found: AlikePosts) -> str:
    """Say with how many posts it was compared, and what those that are alike got together."""
    compared = f"Compared by words with {count_words(found.compared, 'earlier post')} of the account."
    if not found.rows:
        closest = "" if found.closest is None else f" The closest has a likeness of {found.closest:.2f} of 1."
        reason = f"No earlier post to show: {plain(found.reason or '')}."
        return f"{compared} {reason}{closest}" if found.compared else reason
    metric, together = CATALOG[found.metric], found.together
    if together.value is None:
        return f"{compared} What they got is not known: {together.reason}."
    spread = interval_words(together.low, together.high, metric.unit) or f"no range: {together.reason}"
    return (
        f"{compared} The posts below together: {metric.label.lower()} {value_words(together.value, metric.unit)} "
        f"({spread}; {count_words(together.n, 'post')}). What they got is no promise: other things differ too."
    )


def alike_frame(found: AlikePosts) -> pd.DataFrame:
    """Put the posts into columns that sort as numbers; columns that no post fills are left out."""
    metric, rows = CATALOG[found.metric], [one.row for one in found.rows]
    days = [None if row.card.published_day is None else day_of(row.card.published_day) for row in rows]
    columns: dict[str, list[object]] = {
        "Post": [post_words(row.card) for row in rows],
        "Likeness": [round(one.likeness, 2) for one in found.rows],
        metric.label: [None if row.value is None else row.value * 100 for row in rows],
        "95 % range": [interval_words(row.low, row.high, metric.unit).removeprefix("about ") or "–" for row in rows],
        "Seen": [row.exposure for row in rows],
        "Published": list(days),
        "Link": [safe_link(row.card.permalink) for row in rows],
    }
    return pd.DataFrame({name: own for name, own in columns.items() if any(one is not None for one in own)})
