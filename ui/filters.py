"""The filters that the pages share: period, comparison, platform; a copied address shows the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import streamlit as st

from learning.domain.enums import Basis
from learning.domain.imports import Period
from learning.domain.platforms import platform_name
from learning.domain.trends import Available
from ui.periods import DEFAULT_COMPARE, DEFAULT_PRESET, ChosenPeriod, Compare, Preset, choose_period

PERIOD_KEY: Final = "period"
DATES_KEY: Final = "dates"
COMPARE_KEY: Final = "compare"
PLATFORM_KEY: Final = "platform"
BY_URL: Final = "query-params"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the person asks to see."""

    chosen: ChosenPeriod
    compare: Compare
    platforms: tuple[str, ...]
    """Platform ids; empty = all."""

    @property
    def words(self) -> str:
        """What is shown, in words."""
        names = " and ".join(platform_name(platform) for platform in self.platforms)
        return f"{self.chosen.words} · {names}" if names else self.chosen.words

    @property
    def period(self) -> Period:
        """The days that are shown."""
        return self.chosen.period


def data_period(available: Available) -> Period:
    """Return the days that any of a brand's data covers.

    Raises:
        ValueError: There are none; a page asks first.
    """
    if available.span is None:
        raise ValueError("the brand has no dated data")
    return Period(*available.span)


def default_preset(available: Available) -> Preset:
    """Totals of stated periods answer only for ranges that hold them whole: alone, all of them are shown."""
    return Preset.ALL if set(available.spans) == {Basis.PERIOD} else DEFAULT_PRESET


def default_filters(available: Available, today: date) -> Filters:
    """Return the filters that nobody has touched."""
    chosen = choose_period(default_preset(available), data_period(available), today)
    return Filters(chosen, DEFAULT_COMPARE, ())


def filter_bar(available: Available, today: date) -> Filters:
    """Draw the row of filters and read it."""
    data, default = data_period(available), default_preset(available)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        preset = Preset(
            st.selectbox(
                "Period",
                _with_first(default),
                key=PERIOD_KEY,
                bind=BY_URL,
                width=165,
            )
        )
        custom = _custom_dates(data) if preset is Preset.CUSTOM else ()
        compare = Compare(
            st.selectbox(
                "Compare with",
                [choice.value for choice in Compare],
                key=COMPARE_KEY,
                bind=BY_URL,
                width=205,
                help="Whole weeks apart, so that weekdays meet weekdays.",
            )
        )
        chosen_platforms = _platforms(available.platforms)
        st.button(
            "Reset",
            on_click=_reset,
            args=(default,),
            type="tertiary",
            icon=":material/restart_alt:",
            help="Back to the defaults",
        )
    return Filters(choose_period(preset, data, today, custom), compare, chosen_platforms)


def _with_first(default: Preset) -> list[str]:
    """The default stands first: a widget with another one could not be reset from outside without a warning."""
    return [default.value, *(choice.value for choice in Preset if choice is not default)]


def _custom_dates(data: Period) -> tuple[date, ...]:
    default = choose_period(DEFAULT_PRESET, data, data.last).period
    first = max(default.first, data.first)
    picked = st.date_input(
        "Days",
        value=(first, default.last),
        min_value=data.first,
        max_value=max(data.last, first),
        key=DATES_KEY,
        bind=BY_URL,
        width=230,
        format="YYYY-MM-DD",
    )
    return tuple(picked)


def _platforms(platforms: Sequence[str]) -> tuple[str, ...]:
    """With one platform there is nothing to choose."""
    if len(platforms) < 2:
        return ()
    names = {platform_name(platform): platform for platform in platforms}
    picked = st.multiselect(
        "Platform", sorted(names), key=PLATFORM_KEY, bind=BY_URL, placeholder="All platforms", width=240
    )
    return tuple(sorted(names[name] for name in picked if name in names))


def _reset(default: Preset) -> None:
    st.session_state[PERIOD_KEY] = default.value
    st.session_state[COMPARE_KEY] = DEFAULT_COMPARE.value
    if PLATFORM_KEY in st.session_state:
        st.session_state[PLATFORM_KEY] = []


ALL_DATA: Final = {PERIOD_KEY: Preset.ALL.value}
"""The part of an address that shows everything there is: what somebody wants to see right after an import."""
