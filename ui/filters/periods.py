"""Which days a person asks for: the presets of the period filter, always placed where the data is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from learning.domain.imports import Period
from ui.calendar_words import range_words


class Preset(StrEnum):
    """The choices of the period filter; the value is what stands in the menu and in the address."""

    LAST_7 = "Last 7 days"
    LAST_28 = "Last 28 days"
    LAST_90 = "Last 90 days"
    MONTH = "This month"
    QUARTER = "This quarter"
    ALL = "All data"
    CUSTOM = "Custom"


class Compare(StrEnum):
    """What a figure is compared with."""

    PREVIOUS = "Previous period"
    LAST_YEAR = "Same period last year"
    CUSTOM = "Custom range"
    OFF = "Off"


DEFAULT_PRESET = Preset.LAST_28
DEFAULT_COMPARE = Compare.PREVIOUS
_DAYS = {Preset.LAST_7: 7, Preset.LAST_28: 28, Preset.LAST_90: 90}


@dataclass(frozen=True, slots=True)
class ChosenPeriod:
    """The days that are shown, and how they came to be."""

    preset: Preset
    period: Period
    words: str
    """What a person reads: 'Last 90 days, 1 Jan - 31 Mar 2019'."""
    moved: bool
    """True where the data ends before today, so that the preset was placed at the end of the data."""


def choose_period(preset: Preset, data: Period, today: date, custom: Sequence[date] = ()) -> ChosenPeriod:
    """Place a preset: it ends with the last day that has data, so that it never opens on an empty screen."""
    end = min(today, data.last) if data.first <= today else data.last
    moved = end < today - timedelta(days=1)
    if preset is Preset.CUSTOM:
        period = _custom(custom, data, end)
        return ChosenPeriod(preset, period, range_words(period.first, period.last), moved=False)
    if preset is Preset.ALL:
        return ChosenPeriod(preset, data, f"All data, {range_words(data.first, data.last)}", moved=False)
    if preset in _DAYS:
        period = Period(end - timedelta(days=_DAYS[preset] - 1), end)
        label = f"{preset.value} with data" if moved else preset.value
        return ChosenPeriod(preset, period, f"{label}, {range_words(period.first, period.last)}", moved)
    return _calendar(preset, end, today)


def natural_against(shown: Period, data: Period) -> Period:
    """Propose days to compare with: as many, right before those shown, or where the data begin."""
    last = shown.first - timedelta(days=1)
    if last < data.first:
        return Period(data.first, min(data.first + timedelta(days=shown.days - 1), data.last))
    return Period(last - timedelta(days=shown.days - 1), last)


def _custom(custom: Sequence[date], data: Period, end: date) -> Period:
    """A half-chosen range (one click of two) is that one day; none at all is the default preset."""
    if not custom:
        return Period(max(data.first, end - timedelta(days=_DAYS[DEFAULT_PRESET] - 1)), end)
    return Period(min(custom), max(custom))


def _calendar(preset: Preset, end: date, today: date) -> ChosenPeriod:
    if preset is Preset.MONTH:
        first, noun, first_now = end.replace(day=1), "month", today.replace(day=1)
    else:
        first, noun, first_now = _quarter_start(end), "quarter", _quarter_start(today)
    moved = first != first_now
    label = f"Latest {noun} with data" if moved else preset.value
    return ChosenPeriod(preset, Period(first, end), f"{label}, {range_words(first, end)}", moved)


def _quarter_start(day: date) -> date:
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
