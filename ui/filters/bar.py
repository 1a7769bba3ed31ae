"""The row of filters on top of a page: drawn from what the brand's data have, kept in the address and across pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import streamlit as st

from learning.domain.brands import Brand
from learning.domain.dimension_values import DimensionValues
from learning.domain.imports import Period
from learning.domain.trends import Available
from ui import reads
from ui.filters.periods import DEFAULT_COMPARE, DEFAULT_PRESET, Compare, Preset, choose_period, natural_against
from ui.filters.state import (
    AGAINST_KEY,
    BY_URL,
    COMPARE_KEY,
    DATES_KEY,
    PERIOD_KEY,
    Filters,
    data_period,
    default_preset,
    dimension_key,
    dimension_label,
    dimension_of,
    option_of,
)
from ui.imports.wording import plain
from ui.numbers import count_words
from ui.runtime import today
from ui.wording import listed_words

OPEN_FIRST: Final = ("platform", "campaign", "persona", "device")
MOST_OPEN: Final = 3
"""So many filters stand open beside period and comparison; the rest is under 'More'."""
PLACEHOLDERS: Final = {"platform": "All platforms", "campaign": "All campaigns", "persona": "All personas"}
WIDTH: Final = 142
CHOSEN: Final = "_filters"


def page_filters() -> Filters:
    """Return what the filters on top of this page say; where they could not be drawn, their error stands there."""
    filters: Filters | None = st.session_state.get(CHOSEN)
    if filters is None:
        st.stop()
    return filters


def draw_filters(brand: Brand | None) -> None:
    """Draw the row of filters for the page below it; a brand without dated data has none.

    The entry draws them, not the page: a widget of a page loses its value with the page.
    """
    st.session_state[CHOSEN] = None
    available = reads.available(brand) if brand else None
    if brand and available and available.span:
        st.session_state[CHOSEN] = filter_bar(brand, available, today(brand))


def filter_bar(brand: Brand, available: Available, now: date) -> Filters:
    """Draw the row of filters, say what of the address cannot be filtered by, and return what was chosen."""
    data, default = data_period(available), default_preset(available)
    # One value is no choice, but an address or a click may filter by it.
    offered = [values for values in reads.dimension_values(brand) if values.is_choice or _is_on(values)]
    opened = [values for name in OPEN_FIRST for values in offered if values.dimension == name][:MOST_OPEN]
    rest = [values for values in offered if values not in opened]
    lost = _cannot_honour(offered)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="filters"):
        preset = _preset(default)
        custom = _custom_dates(data) if preset is Preset.CUSTOM else ()
        compare = _compare()
        chosen = choose_period(preset, data, now, custom)
        against = _against(chosen.period, data) if compare is Compare.CUSTOM else None
        where = {values.dimension: _pick(values, WIDTH) for values in opened}
        where |= _more(rest)
        filters = Filters(chosen, compare, {name: values for name, values in where.items() if values}, against)
        if (preset, compare) != (default, DEFAULT_COMPARE) or filters.where:
            _reset_button(default)
    for words in (lost, filters.against_words):
        if words:
            st.caption(f":material/info: {words}")
    return filters


def _reset_button(default: Preset) -> None:
    st.button(
        "Reset",
        on_click=reset_filters,
        args=(default,),
        type="tertiary",
        icon=":material/restart_alt:",
        help="Back to the defaults",
        key="reset_filters",
    )


def reset_filters(default: Preset = DEFAULT_PRESET) -> None:
    """Set every filter back with the next run."""
    st.session_state[PERIOD_KEY] = default.value
    st.session_state[COMPARE_KEY] = DEFAULT_COMPARE.value
    for key in list(st.session_state):
        if isinstance(key, str) and dimension_of(key) is not None:
            st.session_state[key] = []


def _preset(default: Preset) -> Preset:
    """The default stands first: a widget with another one could not be reset from outside without a warning."""
    names = [default.value, *(choice.value for choice in Preset if choice is not default)]
    return Preset(st.selectbox("Period", names, key=PERIOD_KEY, bind=BY_URL, width=145))


def _compare() -> Compare:
    return Compare(
        st.selectbox(
            "Compare with",
            [choice.value for choice in Compare],
            key=COMPARE_KEY,
            bind=BY_URL,
            width=185,
            help="The previous period and last year lie whole weeks earlier, so that weekdays meet weekdays.",
        )
    )


def _custom_dates(data: Period) -> tuple[date, ...]:
    default = choose_period(DEFAULT_PRESET, data, data.last).period
    first = max(default.first, data.first)
    return _days("Days", DATES_KEY, Period(first, default.last), Period(data.first, max(data.last, first)))


def _against(shown: Period, data: Period) -> Period:
    default = natural_against(shown, data)
    picked = _days("Compare with days", AGAINST_KEY, default, Period(min(data.first, default.first), data.last))
    return Period(min(picked), max(picked)) if picked else default


def _days(label: str, key: str, default: Period, within: Period) -> tuple[date, ...]:
    picked = st.date_input(
        label,
        value=(default.first, default.last),
        min_value=within.first,
        max_value=within.last,
        key=key,
        bind=BY_URL,
        width=235,
        format="YYYY-MM-DD",
    )
    return tuple(picked)


def _pick(values: DimensionValues, width: int | str) -> tuple[str, ...]:
    """Draw the choice of one dimension; a long list takes what is typed as well."""
    name = values.dimension
    options = {option_of(name, text): text for text in values.texts}
    picked = st.multiselect(
        dimension_label(name),
        sorted(options) if name == "platform" else list(options),
        key=dimension_key(name),
        bind=BY_URL,
        placeholder=PLACEHOLDERS.get(name, "All"),
        width="stretch" if isinstance(width, str) else width,
        accept_new_options=values.total > len(values.values),
        help=_help(values),
    )
    return tuple(sorted(options.get(option, option) for option in picked))


def _help(values: DimensionValues) -> str | None:
    shown = len(values.values)
    if values.total <= shown:
        return None
    return f"The {shown} most frequent of {values.total:,}. Type the name of any other."


def _more(rest: Sequence[DimensionValues]) -> dict[str, tuple[str, ...]]:
    """Draw what stands under 'More', with the number of filters that are on there."""
    if not rest:
        return {}
    active = sum(_is_on(values) for values in rest)
    label = f"More · {active} on" if active else "More"
    tip = _active_words(rest)
    menu = st.popover(label, icon=":material/tune:", key="more_filters", help=tip, on_change="rerun")
    # Closed, it holds only the filters that are on: without them they would lose what they say.
    drawn = rest if menu.open else [values for values in rest if _is_on(values)]
    with menu:
        return {values.dimension: _pick(values, "stretch") for values in drawn}


def _active_words(rest: Sequence[DimensionValues]) -> str:
    names = [dimension_label(values.dimension).lower() for values in rest if _is_on(values)]
    return f"On: {listed_words(names)}" if names else f"{count_words(len(rest), 'more filter')}"


def _is_on(values: DimensionValues) -> bool:
    return any(_knows(values, option) for option in _wanted(values.dimension))


def _wanted(dimension: str) -> list[str]:
    """The values that the widget, or before it was drawn the address, has."""
    key = dimension_key(dimension)
    if key in st.session_state:
        held: Sequence[str] = st.session_state[key]
        return list(held)
    return [value for value in st.query_params.get_all(key) if value]


def _cannot_honour(offered: Sequence[DimensionValues]) -> str | None:
    """Say which filters of an address the brand's data know nothing of; they would else vanish without a word."""
    known = {dimension_key(values.dimension): values for values in offered}
    found: list[str] = []
    for key in st.query_params:
        dimension = dimension_of(key)
        if dimension is None:
            continue
        values = known.get(key)
        strange = [text for text in st.query_params.get_all(key) if text and not _knows(values, text)]
        if strange:
            found.append(f"{dimension.replace('_', ' ')} {listed_words([plain(text) for text in strange])}")
    if not found:
        return None
    return f"The link also asks for {listed_words(found)}, which this brand's data do not have: it is left out."


def _knows(values: DimensionValues | None, option: str) -> bool:
    if values is None:
        return False
    return values.total > len(values.values) or option in {option_of(values.dimension, text) for text in values.texts}
