"""When people look: hour of the day, day of the week, holidays and growth."""

from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_PEAKS: Final = ((7.0, 20.5), (8.0, 17.5), (12.5, 21.0), (11.0, 20.0))
"""Two daily peaks per persona, in local hours, in the order of the vocabulary's personas."""
_WEEKEND: Final = (0.85, 0.7, 1.35, 1.1)
"""Weekend activity of each persona against a weekday."""


def hourly_activity() -> Floats:
    """Share of a persona's day that falls into each local hour.

    Returns:
        Array (personas, 24); each row sums to 1.
    """
    hours = np.arange(24)
    curves = np.full((len(_PEAKS), 24), 0.15)
    for persona, peaks in enumerate(_PEAKS):
        for peak in peaks:
            apart = np.minimum(np.abs(hours - peak), 24 - np.abs(hours - peak))
            curves[persona] += np.exp(-0.5 * (apart / 2.2) ** 2)
    curves[:, 1:5] *= 0.25
    shares: Floats = curves / curves.sum(axis=1, keepdims=True)
    return shares


def daily_activity(days: list[date], yearly_growth: float) -> Floats:
    """How active each persona is on each day, against an ordinary weekday at the start.

    Args:
        days: the calendar days of the history.
        yearly_growth: relative growth in 365 days.

    Returns:
        Array (days, personas), positive.
    """
    weekend = np.array([day.weekday() >= 5 for day in days])
    activity = np.where(weekend[:, None], np.array(_WEEKEND), 1.0)
    growth = (1.0 + yearly_growth) ** (np.arange(len(days)) / 365.0)
    common = growth * np.array([holiday_factor(day) for day in days])
    scaled: Floats = activity * common[:, None]
    return scaled


def holiday_factor(day: date) -> float:
    """Less is read around the turn of the year, more in the last week of November."""
    if (day.month, day.day) >= (12, 24) or (day.month, day.day) <= (1, 1):
        return 0.6
    if day.month == 11 and 23 <= day.day <= 30:
        return 1.4
    return 1.0
