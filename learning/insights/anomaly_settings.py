"""The parameters of anomaly detection, frozen: what docs/statistics.md states was measured with these."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Span(StrEnum):
    """Over how long a deviation is averaged before it is judged."""

    ROW = "row"
    HOUR = "hour"
    QUARTER = "quarter of a day"
    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class AnomalySettings:
    """How much is unusual, and how often one wants to hear of it. Lengths are in days, or in rows where said."""

    row_threshold: float = 8.0
    """Deviations are in units of their running median: 8 of them are 5.4 standard deviations of normal noise."""
    hour_threshold: float = 10.0
    quarter_threshold: float = 8.0
    day_threshold: float = 6.0
    week_threshold: float = 8.0
    """Only of series with less than four rows a day."""
    record_half_life: float = 30.0
    """An alert has to exceed the largest deviation so far, which is forgotten at this pace."""
    record_growth: float = 4.0
    """One extreme raises the record at most this many times."""
    refractory: float = 1.0
    """Silence after an alert."""
    budget: int = 8
    """Most alerts in `budget_days`."""
    budget_days: float = 30.0
    warm_up: float = 2.0
    warm_up_rows: int = 28
    day_warm_up: float = 8.0
    """Whole days are judged after a week only, or every first weekend would be an alert; they make records before."""

    def threshold(self, span: Span) -> float:
        """Give the least deviation over a span that is worth an alert."""
        return {
            Span.ROW: self.row_threshold,
            Span.HOUR: self.hour_threshold,
            Span.QUARTER: self.quarter_threshold,
            Span.DAY: self.day_threshold,
            Span.WEEK: self.week_threshold,
        }[span]


DEFAULT: Final = AnomalySettings()
