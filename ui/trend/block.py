"""The trend of the Engagement page: one metric over time, what lies over it, and its season in tabs."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, cast

import plotly.graph_objects as go
import streamlit as st

from learning.domain.analyses import SeriesScale
from learning.domain.annotations import Annotation
from learning.domain.brands import Brand
from learning.domain.goals import Goal
from learning.domain.trends import Available, Scope, TrendQuery, TrendResult
from services.figures.trends import judged_together
from services.goals import goal_for, goal_progress, is_total
from ui import reads
from ui.answers import CacheKey, cache_key, cached, drawn
from ui.charts.drawing import HEIGHT, TrendChart, trend_figure
from ui.clicks import watch_clicks
from ui.engagement_blocks import first_day, headlines
from ui.exports import context_of, export_buttons
from ui.filters.state import BY_URL
from ui.goal_form import goal_form
from ui.goal_words import progress_words
from ui.imports.wording import plain
from ui.notes.list import add_note_button, notes_block, with_tags
from ui.notes.marks import flag_words
from ui.problems import shown_problems
from ui.season.block import SeasonView, show_hours, show_left, show_level, show_weekdays
from ui.season.reads import PLATFORM, SeriesAnalyses, age_words, read_series, series_of
from ui.trend.clicks import clicked_day, open_point, point_days
from ui.trend.controls import Layer, TrendChoice, trend_controls
from ui.trend.layers import Layers, outside_words, part_words, shift_words, shifts_within
from ui.trend.lines import takes_expected, trend_chart
from ui.trend.rows import TREND_HEADER, trend_rows
from ui.trend.view import alt_words, has_points, nothing_words, point_words, show_finding, source_words

CHART_KEY: Final = "trend_chart"
TABS: Final = ("Over time", "Level and changes", "Weekdays", "Hours", "What is left")
TABS_KEY: Final = "look"


def trend_block(brand: Brand, available: Available, scope: Scope) -> None:
    """Show one metric over time, with everything that can be chosen about it."""
    head = st.container(gap="small")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        choice = trend_controls(brand, available, scope)
    if choice is None:
        return
    wanted = replace(scope, basis=choice.basis)
    query = TrendQuery(wanted, choice.entry.name, choice.bucket, by_platform=choice.by_platform)
    with st.skeleton(height=HEIGHT):
        result = _beside_the_cards(brand, available, scope, reads.trend(brand, query))
    with head:
        show_finding(choice.entry, result, first_day(available, result.basis))
    found, notes, goal = _beside(brand, scope, choice, result)
    tabs = st.tabs(TABS, key=TABS_KEY, on_change="rerun", bind=BY_URL)
    view = SeasonView(brand, scope, choice.entry, found, notes, result.headline.value.cuts)
    if tabs[0].open:
        with tabs[0]:
            _over_time(view, choice, result, goal)
    for tab, show in zip(tabs[1:], (show_level, show_weekdays, show_hours, show_left), strict=True):
        if tab.open:
            with tab, shown_problems("this part of the trend"):
                show(view)


def _beside_the_cards(brand: Brand, available: Available, scope: Scope, result: TrendResult) -> TrendResult:
    """Judge the change together with the big numbers above: a page must not call one figure real and not real."""
    own = result.headline
    others = [one for one in headlines(brand, available, scope) if one.metric != own.metric]
    return replace(result, headline=judged_together([own, *others])[0])


def _beside(
    brand: Brand, scope: Scope, choice: TrendChoice, result: TrendResult
) -> tuple[SeriesAnalyses, list[Annotation], Goal | None]:
    """Season, notes and goal; what of them cannot be had is told, and the trend is drawn without it."""
    series, narrowed = series_of(scope, choice.entry.name, result.basis)
    found, notes, goal = SeriesAnalyses(series, None, None, narrowed), list[Annotation](), None
    with shown_problems("season and changes"):
        found = read_series(brand, scope, choice.entry.name, result.basis)
    with shown_problems("the notes"):
        if Layer.NOTES in choice.layers:
            notes = with_tags(reads.notes(brand, scope.first, scope.last), choice.tags)
    with shown_problems("the goal"):
        goal = goal_for(reads.goals(brand), choice.entry.name, tuple(scope.where.get(PLATFORM, ())))
    return found, notes, goal


def _over_time(view: SeasonView, choice: TrendChoice, result: TrendResult, goal: Goal | None) -> None:
    entry, scope = view.entry, view.scope
    if has_points(result):
        layers = _layers(view, choice, result, goal)
        key = _key(view, choice, result, layers, "trend_lines")
        chart = cast("TrendChart", cached(key, lambda: trend_chart(entry, result, layers)))
        key = _key(view, choice, result, layers, "trend_figure")
        figure = drawn(key, lambda: trend_figure(chart))
        said = over_words(view, result, layers, chart)
        st.plotly_chart(
            figure,
            config={"displayModeBar": False},
            alt=" ".join([alt_words(entry, result), *said, *flag_words(view.notes, scope.first, scope.last)]),
            key=CHART_KEY,
            on_select=watch_clicks(CHART_KEY),
            selection_mode="points",
        )
        if said:
            st.markdown("  \n".join(f":small[{plain(words)}]" for words in said))
    else:
        figure = None
        st.info(nothing_words(entry, result), icon=":material/search_off:")
    st.caption(" ".join(source_words(result)))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        add_note_button(view.brand, scope.last, key="trend")
        platforms = tuple(scope.where.get(PLATFORM, ()))
        goal_form(view.brand, entry, goal, platforms[0] if len(platforms) == 1 else None)
        _export(view, result, figure)
    notes_block(view.brand, view.notes, scope.first, scope.last, key="trend")
    clicked = clicked_day(CHART_KEY)
    if clicked is not None:
        span = point_days(result, clicked)
        open_point(view.brand, replace(scope, basis=result.basis), entry, span)


def _layers(view: SeasonView, choice: TrendChoice, result: TrendResult, goal: Goal | None) -> Layers:
    """What was computed for more than the page shows is told in the tabs; it is not laid over a part."""
    found, whole = view.found, not view.found.narrowed and not result.query.by_platform
    shifts = found.shifts if whole and Layer.CHANGES in choice.layers else None
    return Layers(
        notes=view.notes,
        expected=found.parts if whole and Layer.EXPECTED in choice.layers else None,
        shifts=shifts.points if shifts else (),
        goal=goal if Layer.GOAL in choice.layers and not _is_part_of_total(view, goal) else None,
        scale=shifts.scale if shifts else SeriesScale.LOG,
    )


def _is_part_of_total(view: SeasonView, goal: Goal | None) -> bool:
    """The goal of a total says nothing of a persona's or a campaign's part of it."""
    others = any(values for name, values in view.scope.where.items() if name != PLATFORM)
    return goal is not None and others and is_total(goal.metric)


def over_words(view: SeasonView, result: TrendResult, layers: Layers, chart: TrendChart) -> list[str]:
    """Say in words what lies over the lines: changes of level, days outside the expected range, and their age."""
    scope = view.scope
    said = [_progress(view, result, layers.goal)] if layers.goal else []
    said += [
        f"◆ {shift_words(view.entry, point, layers.scale)}."
        for point in shifts_within(layers.shifts, scope.first, scope.last)
    ]
    said.append(part_words(chart.lines, result.query.bucket))
    if chart.expected is not None:
        said.append(outside_words(chart.lines))
        age = age_words(view.brand, view.found.decomposition)
        said.append(f"Expected range: {age}" if age else "")
    elif layers.expected is not None and not takes_expected(result.query):
        said.append("The expected range is one of single days: choose By Day to see it.")
    return [words for words in said if words]


def _progress(view: SeasonView, result: TrendResult, goal: Goal) -> str:
    value, scope = result.headline.value, view.scope
    days = (scope.last - scope.first).days + 1 - len(value.missing_days)
    return f"⚑ {progress_words(view.entry, goal_progress(goal, value, days))}"


def _key(view: SeasonView, choice: TrendChoice, result: TrendResult, layers: Layers, part: str) -> CacheKey:
    """A chart is kept as long as everything on it stands."""
    found = view.found
    question = (result.query, sorted(choice.layers), choice.tags, layers.goal, found.stamp, found.narrowed)
    return cache_key(view.brand, part, question)


def _export(view: SeasonView, result: TrendResult, figure: go.Figure | None) -> None:
    value = result.headline.value
    notes = [*flag_words(view.notes, view.scope.first, view.scope.last), *result.notes]
    context = context_of(view.brand, view.scope, basis=result.basis, cuts=value.cuts, notes=notes)
    name = f"{view.entry.label} by {point_words(result)}"
    export_buttons(name, TREND_HEADER, lambda: trend_rows(result, view.notes), context=context, figure=figure)
