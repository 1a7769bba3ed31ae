"""What would this post get? A choice of what is known beforehand, and what is expected of it beside the usual post."""

from __future__ import annotations

from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.outcome_models import Forecast, ModelTask
from learning.domain.platforms import platform_name
from learning.domain.post_forecasts import OfferedAttribute, PostForecast, TaskForecast
from learning.domain.trends import Available, Scope
from learning.metrics.definitions import MetricUnit
from learning.models.outcomes.planned import HOUR, LAST_HOUR, PLATFORM, offered_attributes
from services.models.forecasting import why_not_told
from ui.content import reads as content_reads
from ui.content.format_words import NOT_STATED
from ui.gates_view import gates_words
from ui.imports.wording import plain
from ui.numbers import NO_BREAK, count_words, value_words

TITLE: Final = "What would this post get?"
FIRST: Final = (PLATFORM, "format", "topic", "hook", "generator", "length", "weekday", HOUR)
"""Drawn at once; the others under More."""
NAMES: Final = {ModelTask.SUCCESS: "Chance of a success", ModelTask.ENGAGEMENT: "Engagement rate"}
LABELS: Final = {HOUR: "Hour (0 to 23)", "length": "Length (characters, or seconds of a video)"}
NEXT: Final = "The versions of the models, and when they learn, are under Feedback, Learned."


def forecast_block(brand: Brand, available: Available, scope: Scope) -> None:
    """Draw the choice and what is expected; all posts that teach count, whatever days are shown."""
    del available, scope
    st.subheader(TITLE, anchor=False)
    lesson = content_reads.lesson(brand)
    reason = why_not_told(lesson)
    if reason:
        st.info(f"Nothing can be told yet: {plain(reason)}.", icon=":material/search_off:")
        return
    st.caption("Told from all your posts that were seen enough, by what is known before a post is published.")
    offered = offered_attributes(lesson)
    chosen = {one.name: _field(one, "") for one in offered if one.name == PLATFORM}
    platform = chosen.get(PLATFORM, "")
    chosen |= _choose(offered_attributes(lesson, platform), platform)
    _answer(brand, content_reads.post_forecast(brand, chosen))


def _choose(offered: tuple[OfferedAttribute, ...], platform: str) -> dict[str, str]:
    """What is not touched is the usual of the platform."""
    others = [one for one in offered if one.name != PLATFORM]
    first = sorted((one for one in others if one.name in FIRST), key=lambda one: FIRST.index(one.name))
    with st.grid(3, min_column_width=220):
        chosen = {one.name: _field(one, platform) for one in first}
    rest = [one for one in others if one.name not in FIRST]
    if rest:
        with st.expander("More about it"), st.grid(3, min_column_width=220):
            chosen |= {one.name: _field(one, platform) for one in rest}
    return chosen


def _field(one: OfferedAttribute, platform: str) -> str:
    # The key names the platform: another one has other levels, and another usual post.
    key, label = f"forecast_{platform}_{one.name}", LABELS.get(one.name, one.name.capitalize())
    if one.levels:
        return str(st.selectbox(label, list(one.levels), format_func=lambda level: _level(one, level), key=key))
    most = LAST_HOUR if one.name == HOUR else None
    return str(st.number_input(label, 0, most, int(float(one.usual)), key=key))


def _level(one: OfferedAttribute, level: str) -> str:
    name = platform_name(level) if one.name == PLATFORM else level
    return f"{name or NOT_STATED} ({count_words(one.levels[level], 'post')})"


def _answer(brand: Brand, found: PostForecast) -> None:
    with st.grid(2, min_column_width=280):
        for one in found.tasks:
            _task(one)
    for note in found.notes:
        st.caption(f":material/info: {plain(note)}.")
    st.caption(f"By what you set, {gates_words(content_reads.gates(brand))}. {NEXT}")


def _task(one: TaskForecast) -> None:
    shown = one.model or one.baseline
    with st.container(border=True, gap="xsmall", key=f"forecast_{one.task}"):
        st.metric(NAMES[one.task], value_words(shown.value, MetricUnit.RATE))
        if shown.low is not None:
            st.caption(f"Nine in ten such posts get {_range(shown)}.")
        if one.model is None:
            st.markdown(":gray-badge[:material/horizontal_rule: the baseline]")
            st.caption(
                f"This is the baseline, what any post of yours gets ({count_words(one.posts, 'post')}), whatever you "
                f"choose: {plain(one.why)}."
            )
            return
        st.markdown(f":violet-badge[:material/model_training: version {one.version}]")
        ends = f" ({_range(one.baseline)})" if one.baseline.low is not None else ""
        st.caption(
            f"Learned from {count_words(one.learned_from, 'post')}{_newer(one)}. The baseline, any post of yours: "
            f"{value_words(one.baseline.value, MetricUnit.RATE)}{ends}, {count_words(one.posts, 'post')}."
        )


def _newer(one: TaskForecast) -> str:
    return f", brought up to date with {count_words(one.updated_with, 'newer post')}" if one.updated_with else ""


def _range(told: Forecast) -> str:
    low, high = (value_words(end, MetricUnit.RATE) for end in (told.low, told.high))
    return f"about {low} to {high}, 90{NO_BREAK}% range"
