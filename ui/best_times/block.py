"""When to post: the map of the week on the Engagement page."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from learning.domain.best_times import BestTimes, BestTimesQuery, HourOf, Slot
from learning.domain.brands import Brand
from learning.domain.trends import Available, Scope
from learning.metrics.best_times import can_be_mapped
from learning.metrics.catalog import CATALOG
from services.glossary import GlossaryEntry
from ui import reads
from ui.answers import cache_key, drawn
from ui.best_times.charts import map_figure
from ui.best_times.words import (
    DAYS,
    alt_words,
    best_words,
    method_words,
    slot_words,
    subtitle_words,
    title_words,
    unit_words,
)
from ui.calendar_words import range_words
from ui.clicks import take_click, watch_clicks
from ui.content import reads as content_reads
from ui.content.drilldown import open_posts
from ui.exports import context_of, export_buttons
from ui.filters.state import BY_URL
from ui.imports.wording import plain

CHART_KEY: Final = "best_time_chart"
CHOICES: Final = {"Hour published": HourOf.PUBLICATION, "Hour it happened": HourOf.ACTIVITY}
HEADER: Final = (
    "Weekday",
    "Hour",
    "Metric",
    "Low (95 %)",
    "High (95 %)",
    "Factor against all hours",
    "Posts or days",
    "Enough of its own",
    "Likely real",
)


def best_time_block(brand: Brand, available: Available, scope: Scope) -> None:
    """Show a metric by weekday and hour."""
    place = st.container(gap="small")
    names = [one.name for one in available.metrics if one.name in CATALOG and can_be_mapped(CATALOG[one.name])]
    names.sort(key=lambda name: not CATALOG[name].denominator)
    if not names:
        place.subheader("When do posts do best?", anchor=False)
        st.info("No export of this brand has counts by post or by hour.", icon=":material/search_off:")
        return
    glossary = reads.glossary(brand)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        labels = {glossary[name].label: name for name in names}
        label = st.selectbox("Best time by", list(labels), key="times", bind=BY_URL, width=260)
        hour_of = st.segmented_control(
            "Which hour",
            list(CHOICES),
            default=next(iter(CHOICES)),
            key="hourof",
            bind=BY_URL,
            required=True,
            help="The hour in which a post was published, or in which people saw it and reacted.",
        )
    entry = glossary[labels[label]]
    which = CHOICES.get(hour_of or "", HourOf.PUBLICATION)
    found = content_reads.best_times(brand, BestTimesQuery(scope, entry.name, which, content_reads.gates(brand)))
    place.subheader(plain(title_words(entry, found)), anchor=False)
    if found.reason:
        st.info(_reason_words(found.reason), icon=":material/search_off:")
        return
    place.caption(plain(subtitle_words(entry, found, range_words(scope.first, scope.last), brand.time_zone)))
    _draw(brand, entry, found)


def _reason_words(reason: str) -> str:
    text = f"{reason[:1].upper()}{reason[1:]}."
    if "no hour" in reason:
        text += " An export that gives the time of publication, not only its day, fills it."
    return text


def _draw(brand: Brand, entry: GlossaryEntry, found: BestTimes) -> None:
    said = [f"{number}. {best_words(entry, found, slot)}" for number, slot in enumerate(found.best, start=1)]
    st.markdown("\n".join(said) if said else "No hour has enough of its own yet to be named.")
    dark = st.context.theme.type == "dark"
    key = cache_key(brand, "best_time_figure", (found.query, dark))
    figure = drawn(key, lambda: map_figure(entry, found, dark=dark))
    st.plotly_chart(
        figure,
        config={"displayModeBar": False},
        key=CHART_KEY,
        on_select=watch_clicks(CHART_KEY),
        selection_mode="points",
        alt=alt_words(entry, found),
    )
    clicked = take_click(CHART_KEY)
    if clicked is not None and clicked.note.isdigit():
        _open(brand, entry, found, int(clicked.note))
    st.caption(plain(" ".join(method_words(found))))
    export_buttons(
        f"{unit_words(entry, found)} by hour of the week",
        [unit_words(entry, found) if name == "Metric" else name for name in HEADER],
        lambda: [_row(slot) for slot in found.slots],
        context=context_of(brand, found.query.scope, basis=found.basis, cuts=found.cuts, notes=method_words(found)),
        figure=map_figure(entry, found) if dark else figure,
    )


def _open(brand: Brand, entry: GlossaryEntry, found: BestTimes, hour_of_week: int) -> None:
    """The store's hour of the week is that of publication for lifetime totals, else that of what happened."""
    slot = next((slot for slot in found.slots if slot.weekday * 24 + slot.hour == hour_of_week), None)
    if slot is None:
        return
    published = found.query.hour_of is HourOf.PUBLICATION
    scope = replace(found.query.scope, first=found.since or found.query.scope.first, basis=found.basis)
    if not slot.posts:
        scope = replace(scope, where={**scope.where, "hour_of_week": (str(hour_of_week),)})
    verb = "published on" if published else "active on"
    title = f"Posts {verb} {slot_words(slot)}: {entry.label.lower()}"
    open_posts(brand, scope, entry.name, title, only=slot.posts)


def _row(slot: Slot) -> tuple[object, ...]:
    return (
        DAYS[slot.weekday],
        f"{slot.hour:02d}:00",
        slot.value,
        slot.low,
        slot.high,
        slot.factor,
        slot.n,
        "yes" if slot.enough else "no",
        "yes" if slot.real else "no",
    )
