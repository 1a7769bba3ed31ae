"""What is season and what is not: level, weekdays, hours, and what is left; each drawn when its tab is opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import plotly.graph_objects as go
import streamlit as st

from learning.domain.analyses import SeasonFactor
from learning.domain.annotations import Annotation
from learning.domain.brands import Brand
from learning.domain.trends import Scope
from services.glossary import GlossaryEntry
from ui import reads
from ui.answers import cache_key, drawn
from ui.charts.drawing import trend_figure
from ui.charts.figure import ChartFigure
from ui.clicks import watch_clicks
from ui.exports import context_of, export_buttons
from ui.imports.wording import plain
from ui.notes.marks import flag_words
from ui.season.charts import season_figure
from ui.season.clicks import open_clicked_day, open_clicked_place
from ui.season.lines import left_chart, level_chart, season_bars
from ui.season.reads import SeriesAnalyses, age_words, not_yet_words, whole_words
from ui.season.words import (
    change_lines,
    factor_words,
    left_finding,
    level_finding,
    place_words,
    season_finding,
    season_subtitle,
)
from ui.wording import BASIS_WORDS, cuts_words

QUIET_BAR: Final = {"displayModeBar": False}
LEFT_HELP: Final = (
    "What neither the level nor the weekday explains. The range in which a day was expected was made of the days "
    "before it alone; a diamond marks a day outside it."
)


@dataclass(frozen=True, slots=True)
class SeasonView:
    """What the tabs of the season draw from."""

    brand: Brand
    scope: Scope
    entry: GlossaryEntry
    found: SeriesAnalyses
    notes: Sequence[Annotation] = ()
    cuts: Mapping[str, str] = field(default_factory=dict)
    """Platform -> the report that the figures come from."""


def show_level(view: SeasonView) -> None:
    """Draw the series without its weekdays, with the changes of level in words."""
    parts, shifts = view.found.parts, view.found.shifts
    first, last = view.scope.first, view.scope.last
    _head(view, level_finding(view.entry, shifts, first, last))
    if parts is None or parts.reason:
        _explain(view, parts.reason if parts else None)
        return
    st.caption(f"Level without weekdays · {BASIS_WORDS[view.found.series.basis]} · {parts.n:,} days with data")
    chart = level_chart(view.entry, parts, shifts, view.notes, view.scope)
    figure = _drawn(view, "level", lambda: trend_figure(chart))
    _plot(figure, "level", f"Line chart: {level_finding(view.entry, shifts, first, last)}.")
    open_clicked_day(view.brand, _asked(view), view.entry, chart_key("level"))
    lines = change_lines(view.entry, shifts, first, last)
    if lines:
        st.markdown("  \n".join(f":small[{plain(line)}]" for line in lines))
    days = [day for day in parts.days if first <= day.day <= last]
    _export(view, "level", ("Day", "Value", "Level"), [(day.day, day.value, day.trend) for day in days], figure)


def show_weekdays(view: SeasonView) -> None:
    """Draw what each weekday does."""
    parts = view.found.parts
    _show_factors(view, parts.weekdays if parts else (), parts.reason if parts else None, hours=False)


def show_hours(view: SeasonView) -> None:
    """Draw what each hour of the day does."""
    parts = view.found.parts
    _show_factors(view, parts.hours if parts else (), parts.hours_reason if parts else None, hours=True)


def _show_factors(view: SeasonView, factors: Sequence[SeasonFactor], reason: str | None, *, hours: bool) -> None:
    noun, entry, parts = "hour" if hours else "weekday", view.entry, view.found.parts
    if parts is None or not any(factor.is_known for factor in factors):
        _head(view, f"Does the {noun} matter for {entry.label.lower()}?")
        _explain(view, reason)
        if hours and view.cuts:
            st.caption(f"The figures come from {cuts_words(view.cuts)}. Hours need an export that has the time of day.")
        return
    finding = season_finding(entry, factors, parts.scale, hours=hours)
    _head(view, finding)
    st.caption(season_subtitle(parts, factors, noun))
    bars = season_bars(entry, factors, parts.scale, hours=hours)
    figure = _drawn(view, noun, lambda: season_figure(bars.bars, percent=bars.percent, unit=entry.unit))
    _plot(figure, noun, f"Bar chart by {noun}: {finding}.")
    open_clicked_place(view.brand, _asked(view), entry, parts, chart_key(noun), hours=hours)
    rows = [
        (
            place_words(factor.place, hours=hours),
            factor_words(factor.factor, parts.scale, entry),
            factor_words(factor.low, parts.scale, entry),
            factor_words(factor.high, parts.scale, entry),
            factor.n,
        )
        for factor in factors
    ]
    _export(view, noun, (noun.capitalize(), "Against the mean", "Low (95 %)", "High (95 %)", "Days"), rows, figure)


def show_left(view: SeasonView) -> None:
    """Draw what neither level nor weekday explains."""
    parts, first, last = view.found.parts, view.scope.first, view.scope.last
    if parts is None or parts.reason:
        _head(view, f"{view.entry.label}: what is left?")
        _explain(view, parts.reason if parts else None)
        return
    finding = left_finding(view.entry, parts, first, last)
    _head(view, finding)
    st.caption(f"{LEFT_HELP}{f' No expected range: {parts.band_reason}.' if parts.band_reason else ''}")
    chart = left_chart(view.entry, parts, view.notes, view.scope)
    figure = _drawn(view, "left", lambda: trend_figure(chart))
    _plot(figure, "left", f"Dots by day: {finding}.")
    open_clicked_day(view.brand, _asked(view), view.entry, chart_key("left"))
    days = [day for day in parts.days if first <= day.day <= last]
    header = ("Day", "Value", "What is left", "Expected", "Low (95 %)", "High (95 %)")
    rows = [(day.day, day.value, day.remainder, day.expected, day.low_95, day.high_95) for day in days]
    _export(view, "what is left", header, rows, figure)


def _head(view: SeasonView, finding: str) -> None:
    st.markdown(f"##### {plain(finding)}")
    found = view.found
    said = [whole_words(view.brand, found), age_words(view.brand, found.decomposition or found.changes)]
    for words in said:
        if words:
            st.caption(f":material/info: {words}")


def _explain(view: SeasonView, reason: str | None) -> None:
    failed = view.found.decomposition.failure if view.found.decomposition else None
    if reason:
        st.info(f"Nothing to show: {plain(reason)}.", icon=":material/search_off:")
    elif not failed:
        labels = {entry.name: entry.label for entry in reads.glossary(view.brand).values()}
        st.info(not_yet_words(view.entry, labels), icon=":material/hourglass_empty:")


def _drawn(view: SeasonView, part: str, draw: Callable[[], ChartFigure]) -> go.Figure:
    scope = view.scope
    question = (part, view.found.series, view.found.stamp, scope.first, scope.last, [note.id for note in view.notes])
    return drawn(cache_key(view.brand, "season", question), draw)


def _plot(figure: go.Figure, part: str, alt: str) -> None:
    key = chart_key(part)
    st.plotly_chart(figure, config=QUIET_BAR, alt=alt, key=key, on_select=watch_clicks(key), selection_mode="points")


def chart_key(part: str) -> str:
    """Name the chart of a part of the season."""
    return f"season_{part}"


def _asked(view: SeasonView) -> Scope:
    """The posts behind a point are those on the basis of the series."""
    return replace(view.scope, basis=view.found.series.basis)


def _export(
    view: SeasonView, part: str, header: Sequence[str], rows: Sequence[Sequence[object]], figure: go.Figure
) -> None:
    notes = flag_words(view.notes, view.scope.first, view.scope.last)
    whole = whole_words(view.brand, view.found)
    context = context_of(
        view.brand, view.scope, basis=view.found.series.basis, notes=[*([whole] if whole else []), *notes]
    )
    export_buttons(f"{view.entry.label}, {part}", header, rows, context=context, figure=figure)
