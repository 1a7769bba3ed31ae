"""How values are written: short where a person scans, full where a person compares."""

from __future__ import annotations

import math
from typing import Final

from learning.metrics.definitions import MetricUnit

NO_BREAK: Final = "\u00a0"
MINUS: Final = "\u2212"
_FULL_UP_TO: Final = 10_000
_HOUR: Final = 3600
_MINUTE: Final = 60


def value_words(value: float | None, unit: MetricUnit, *, currency: str | None = None, full: bool = False) -> str:
    """Write one value: '3.2 %', '12.4 k', '1 min 20 s'; a dash where there is none. `full` writes counts out."""
    if value is None:
        return "–"
    sign = MINUS if value < 0 else ""
    return sign + _positive(abs(value), unit, currency, full)


def _positive(value: float, unit: MetricUnit, currency: str | None, full: bool) -> str:  # noqa: FBT001 - internal
    if unit is MetricUnit.RATE:
        return f"{_digits(value * 100)}{NO_BREAK}%"
    if unit is MetricUnit.SECONDS:
        return _duration(value)
    if unit is MetricUnit.MONEY:
        amount = f"{value:,.2f}" if full or value < _FULL_UP_TO else _short(value)
        return f"{amount}{NO_BREAK}{currency}" if currency else amount
    if unit is MetricUnit.COUNT:
        return f"{value:,.0f}" if full or value < _FULL_UP_TO else _short(value)
    return _digits(value)


def _digits(value: float) -> str:
    """Three significant digits, at most two after the point, never '0.00' for something that is not nothing."""
    if value == 0:
        return "0"
    if value >= 100:
        return f"{value:,.0f}"
    if value >= 10:
        return f"{value:.1f}"
    if value >= 0.1:
        return f"{value:.2f}"
    places = min(6, 1 - math.floor(math.log10(value)))
    return f"{value:.{places}f}"


def _short(value: float) -> str:
    for limit, letter in ((1e9, "bn"), (1e6, "M"), (1e3, "k")):
        if value >= limit * 0.9995:
            return f"{_digits(value / limit)}{NO_BREAK}{letter}"
    return f"{value:,.0f}"


def _duration(seconds: float) -> str:
    if seconds >= 100 * _HOUR:
        return f"{seconds / _HOUR:,.0f}{NO_BREAK}h"
    whole = round(seconds)
    if whole >= _HOUR:
        return f"{whole // _HOUR}{NO_BREAK}h {whole % _HOUR // _MINUTE}{NO_BREAK}min"
    if whole >= _MINUTE:
        return f"{whole // _MINUTE}{NO_BREAK}min {whole % _MINUTE}{NO_BREAK}s"
    return f"{_digits(seconds)}{NO_BREAK}s"


def interval_words(low: float | None, high: float | None, unit: MetricUnit, *, currency: str | None = None) -> str:
    """Write a range of which one may be about 95 % sure; nothing where it could not be computed."""
    if low is None or high is None:
        return ""
    shown_low, shown_high = (value_words(edge, unit, currency=currency) for edge in (low, high))
    return f"about {shown_low}" if shown_low == shown_high else f"about {shown_low} to {shown_high}"


def change_words(lift: float) -> str:
    """Write a relative change with its sign: '+4.1 %', or as a factor where percent would no longer be read."""
    if lift >= 9:
        return f"×{NO_BREAK}{_digits(lift + 1)}"
    sign = MINUS if lift < 0 else "+"
    digits = f"{abs(lift) * 100:.1f}" if abs(lift) < 0.0995 else f"{abs(lift) * 100:,.0f}"
    return f"±0{NO_BREAK}%" if float(digits.replace(",", "")) == 0 else f"{sign}{digits}{NO_BREAK}%"


def count_words(number: int, noun: str, plural: str | None = None) -> str:
    """Write a number of things: '1 file', '37 files'."""
    return f"{number:,}{NO_BREAK}{noun if number == 1 else plural or noun + 's'}"
