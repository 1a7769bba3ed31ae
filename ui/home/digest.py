"""'This week': three sentences, each with a way to its trend and to the posts behind it."""

from __future__ import annotations

from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.digest import Movement, WeekDigest
from learning.domain.trends import Available, Scope
from ui import reads, runtime
from ui.addresses import go_to
from ui.calendar_words import range_words
from ui.content.drilldown import open_posts
from ui.filters.periods import Preset, choose_period
from ui.filters.state import DATES_KEY, PERIOD_KEY, Filters, data_period, link_of
from ui.home.reads import digest as read_digest
from ui.home.wording import digest_sentences, subject_words
from ui.numbers import count_words

METRIC_KEY: Final = "metric"
SKELETON_HEIGHT: Final = 180


def digest_block(brand: Brand, available: Available, filters: Filters) -> None:
    """Say what moved in the latest week, how sure that is, and where."""
    with st.container(border=True):
        with st.skeleton(SKELETON_HEIGHT):
            digest = read_digest(brand, filters.where)
        if digest is None:
            st.subheader("What moved this week?", anchor=False)
            st.caption("Totals of stated periods have no weeks. Import an export by day or by post to see what moves.")
            return
        st.subheader(_title(brand, digest), anchor=False)
        st.caption(_subtitle(digest))
        for place, sentence in enumerate(digest_sentences(digest, reads.glossary(brand))):
            with st.container(gap="xsmall", key=f"sentence_{place}"):
                st.markdown(f":material/{sentence.icon}: {sentence.text} {sentence.badge}")
                if sentence.movement:
                    _ways_on(brand, available, digest, sentence.movement, key=str(place))


def _title(brand: Brand, digest: WeekDigest) -> str:
    days = range_words(digest.first, digest.last)
    recent = (runtime.today(brand) - digest.last).days <= 7
    return f"This week, {days}" if recent else f"The latest week with data, {days}"


def _subtitle(digest: WeekDigest) -> str:
    before = range_words(digest.previous_first, digest.previous_last)
    return (
        f"Against {before}, weekday for weekday · {count_words(digest.looked_at, 'figure')} compared · "
        "ranges are 95 % intervals; “likely real” counts how many were looked at"
    )


def _ways_on(brand: Brand, available: Available, digest: WeekDigest, movement: Movement, *, key: str) -> None:
    """Lead to the trend of a movement and to the posts behind it."""
    entry = reads.glossary(brand)[movement.metric]
    with st.container(horizontal=True, gap="small"):
        st.button(
            "See the trend",
            key=f"trend_{key}",
            type="tertiary",
            icon=":material/monitoring:",
            on_click=go_to,
            args=("engagement",),
            kwargs=movement_link(brand, available, digest, movement),
        )
        by_post = "content" in available.dimensions
        if by_post and st.button("Posts behind it", key=f"posts_{key}", type="tertiary", icon=":material/article:"):
            open_posts(brand, movement_scope(digest, movement), movement.metric, subject_words(movement, entry))


def movement_scope(digest: WeekDigest, movement: Movement) -> Scope:
    """Return the part of the data that a movement is about."""
    where = {**digest.where, **movement.where}
    return Scope(digest.brand_id, digest.first, digest.last, where, movement.now.basis)


def movement_link(
    brand: Brand, available: Available, digest: WeekDigest, movement: Movement
) -> dict[str, str | list[str]]:
    """Return the filters of Engagement that show a movement as it was compared here."""
    week = choose_period(Preset.LAST_7, data_period(available), runtime.today(brand)).period
    link: dict[str, str | list[str]] = {METRIC_KEY: reads.glossary(brand)[movement.metric].label}
    if (week.first, week.last) == (digest.first, digest.last):
        link[PERIOD_KEY] = Preset.LAST_7.value
    else:
        link[PERIOD_KEY] = Preset.CUSTOM.value
        link[DATES_KEY] = [digest.first.isoformat(), digest.last.isoformat()]
    link.update(link_of({**digest.where, **movement.where}))
    return link
