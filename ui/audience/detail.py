"""One segment in a dialog: its figure and change, its own trend beside that of all, and its own top posts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from learning.domain.audience import Gap, Segment
from learning.domain.brands import Brand
from learning.domain.trends import Bucket, Comparison, Scope, TrendQuery, TrendResult
from services.audience.breakdown import segment_where
from services.glossary import GlossaryEntry
from ui import reads
from ui.answers import cache_key, drawn
from ui.audience.words import capital, gap_numbers, segment_title, segment_words, sureness_words
from ui.charts.drawing import Line, TrendChart, trend_figure
from ui.content.drilldown import show_posts
from ui.headlines import card, show_cards
from ui.imports.wording import plain
from ui.notes.marks import note_marks
from ui.numbers import interval_words, value_words
from ui.problems import shown_problems

HEIGHT: Final = 260
FEWEST_WEEKS: Final = 3
LONGEST_BY_WEEK: Final = 366


def open_segment(brand: Brand, entry: GlossaryEntry, scope: Scope, segment: Segment, gaps: Sequence[Gap]) -> None:
    """Open the detail of a segment; to be called in the run in which it was clicked."""
    title = plain(segment_title(segment))
    st.dialog(title, width="large", icon=":material/groups:")(show_segment)(brand, entry, scope, segment, gaps)


def show_segment(brand: Brand, entry: GlossaryEntry, scope: Scope, segment: Segment, gaps: Sequence[Gap]) -> None:
    """Show what a segment does: figure, gap to the rest, trend, posts."""
    narrowed = replace(scope, where=segment_where(scope.where, segment))
    st.caption(f"{capital(segment_words(segment))} · {entry.label.lower()}")
    with shown_problems("the figure of this segment"):
        found = reads.headlines(brand, narrowed, (entry.name,))
        show_cards([card(entry, one) for one in found])
        for gap in gaps:
            if gap.segment == segment and gap.metric == entry.name:
                st.markdown(f"{capital(gap_numbers(gap, entry))} {sureness_words(gap)}")
    with shown_problems("the trend of this segment"):
        _trend(brand, entry, scope, narrowed, segment)
    st.subheader("The posts that weigh most in it", anchor=False)
    show_posts(brand, narrowed, entry.name, segment_title(segment))


def _trend(brand: Brand, entry: GlossaryEntry, scope: Scope, narrowed: Scope, segment: Segment) -> None:
    bucket = _bucket(scope)
    plainly = replace(narrowed, compare=Comparison.OFF, compare_first=None, compare_last=None)
    own = reads.trend(brand, TrendQuery(plainly, entry.name, bucket))
    if not any(point.value.value is not None for series in own.series for point in series.points):
        st.caption("No trend: these days hold too little of it.")
        return
    everyone = replace(scope, compare=Comparison.OFF, compare_first=None, compare_last=None, basis=own.basis)
    whole = reads.trend(brand, TrendQuery(everyone, entry.name, bucket))
    key = cache_key(brand, "segment_trend", (own.query, whole.query))
    chart = TrendChart(
        (*_lines(entry, own, segment_title(segment), 0), *_lines(entry, whole, "Everyone", 1)),
        entry.unit,
        note_marks(reads.notes(brand, scope.first, scope.last), scope.first, scope.last),
    )
    figure = drawn(key, lambda: trend_figure(replace(chart, height=HEIGHT)))
    st.plotly_chart(
        figure,
        config={"displayModeBar": False},
        key="segment_trend",
        alt=f"{entry.label} of {segment_title(segment)} over time, beside that of everyone",
    )


def _bucket(scope: Scope) -> Bucket:
    """Single days of a small segment are noise: weeks from three of them on."""
    days = (scope.last - scope.first).days + 1
    if days < FEWEST_WEEKS * 7:
        return Bucket.DAY
    return Bucket.WEEK if days <= LONGEST_BY_WEEK else Bucket.MONTH


def _lines(entry: GlossaryEntry, result: TrendResult, name: str, colour: int) -> list[Line]:
    """Of days the mean of seven: single days of a small segment are noise."""
    found: list[Line] = []
    for series in result.series:
        rolling = [one for one in series.rolling if one.value is not None]
        points = rolling if result.query.bucket is Bucket.DAY and rolling else None
        days = [one.day for one in points] if points else [point.start for point in series.points]
        values = [one.value for one in points] if points else [point.value.value for point in series.points]
        lows = [one.low for one in points] if points else [point.value.low for point in series.points]
        highs = [one.high for one in points] if points else [point.value.high for point in series.points]
        shown = f"{name}, mean of 7 days" if points else name
        hover = [
            f"{shown}: {value_words(value, entry.unit)} {interval_words(low, high, entry.unit)}"
            for value, low, high in zip(values, lows, highs, strict=True)
        ]
        main = colour == 0
        found.append(
            Line(
                shown,
                tuple(days),
                tuple(values),
                tuple(lows) if main else (),
                tuple(highs) if main else (),
                tuple(hover),
                dashed=not main,
                colour=colour,
            )
        )
    return found
