"""A click on a time chart: the posts behind the point, and the notes about its days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.trends import Scope, TrendResult
from services.glossary import GlossaryEntry
from ui import reads
from ui.calendar_words import range_words
from ui.clicks import take_click
from ui.content.drilldown import show_posts
from ui.imports.wording import plain
from ui.notes.form import note_form
from ui.notes.list import line_words
from ui.notes.marks import NumberedNote
from ui.trend.layers import bucket_span

POSTS: Final = "Posts"
NOTES: Final = "Notes"


def clicked_day(key: str) -> date | None:
    """Return the day of the point that was clicked since the last run, once; the chart is drawn with `watch_clicks`."""
    point = take_click(key)
    try:
        return date.fromisoformat(str(point.x)[:10]) if point is not None else None
    except ValueError:
        return None


def point_days(result: TrendResult, clicked: date) -> tuple[date, date]:
    """Return the first and last day behind the point that stands at a day."""
    if result.stated:
        for series in result.series:
            for point in series.points:
                if point.start == clicked:
                    return point.start, point.finish
    return bucket_span(clicked, result.query.bucket, result.query.scope)


def open_point(brand: Brand, scope: Scope, entry: GlossaryEntry, span: tuple[date, date]) -> None:
    """Open what stands behind a point of some days: its posts first, its notes beside them."""
    first, last = span
    title = f"{entry.label}, {range_words(first, last)}"
    behind = replace(scope, first=first, last=last)
    st.dialog(plain(title), width="large", icon=":material/manage_search:")(_show_point)(
        brand, behind, entry.name, title
    )


def _show_point(brand: Brand, scope: Scope, metric: str, title: str) -> None:
    notes = [note for note in reads.notes(brand, scope.first, scope.last) if note.by_person]
    labels = {POSTS: POSTS, NOTES: f"Notes ({len(notes)})" if notes else "Add a note"}
    part = st.segmented_control(
        "What stands behind it",
        [POSTS, NOTES],
        default=POSTS,
        required=True,
        format_func=lambda name: labels[name],
        label_visibility="collapsed",
        key=f"point_part_{scope.first}_{scope.last}",
    )
    if part == POSTS:
        show_posts(brand, scope, metric, title)
        return
    for note in notes:
        st.markdown(line_words(NumberedNote(None, note)))
    st.caption(f"A note stands on every chart of {plain(brand.name)} that shows this day.")
    note_form(brand, scope.first, scope.last)
