"""From deviations to alerts: records that fade, one alert a day, a limited number a month."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

import numpy as np

from learning.domain.anomalies import Floats, Mask
from learning.domain.observations import Ints
from learning.insights.anomaly_forms import DAY_SECONDS, SeriesForm
from learning.insights.anomaly_settings import AnomalySettings, Span


class Judge:
    """Decides row by row, and remembers what it has seen and said.

    A deviation z is unusual where it exceeds both the threshold of its span and the record: the largest z so far, which
    fades with a half life. Of n rows alike, the k-th is a record with probability 1/k, whatever their distribution
    (Renyi 1962), so a series calibrates itself and false alerts grow with the logarithm of its length.
    """

    def __init__(self, settings: AnomalySettings, size: int) -> None:
        """Begin before the first of `size` rows."""
        self.scores: Floats = np.zeros(size)
        self.alerts: Mask = np.zeros(size, dtype=np.bool_)
        self.spans: dict[int, Span] = {}
        """By row with an alert: the span over which it was seen."""
        self._settings = settings
        self._records = dict.fromkeys(Span, 0.0)
        self._given: deque[int] = deque(maxlen=max(1, settings.budget))
        """Seconds of the latest alerts."""

    def judge(self, rows: range, deviations: Mapping[Span, Floats], times: Ints, form: SeriesForm) -> None:
        """Judge the next rows.

        Args:
            rows: Their places in the series.
            deviations: By span, one per row of `rows`.
            times: UTC seconds of all rows.
            form: The sampling of the series.
        """
        fade = 0.5 ** (1 / (self._settings.record_half_life * form.cycle))
        growth = self._settings.record_growth
        measured = [(span, self._settings.threshold(span), one.tolist()) for span, one in deviations.items()]
        begin = rows.start
        first = int(times[0]) + self._settings.day_warm_up * DAY_SECONDS
        for row in rows:
            strongest, widest = 0.0, Span.ROW
            for span, threshold, values in measured:
                size = values[row - begin]
                record = self._records[span] * fade
                share = size / max(record, threshold)
                if share > strongest and (span is not Span.DAY or times[row] >= first):
                    strongest, widest = share, span
                self._records[span] = max(record, min(size, growth * max(record, threshold)))
            score = strongest / (1 + strongest)
            if strongest > 1:
                if self._may_speak(row, int(times[row]), int(times[0]), form.cycle):
                    self._given.append(int(times[row]))
                    self.alerts[row] = True
                    self.spans[row] = widest
                else:
                    score = 0.5
            self.scores[row] = score

    def _may_speak(self, row: int, moment: int, begin: int, cycle: int) -> bool:
        wanted = self._settings
        # Of a series in seconds the cycle is shorter than a day, and its rows are enough to begin with.
        young = moment - begin < wanted.warm_up * DAY_SECONDS and row < wanted.warm_up * cycle
        if young or row < wanted.warm_up_rows:
            return False
        if not self._given:
            return True
        if moment - self._given[-1] < wanted.refractory * DAY_SECONDS:
            return False
        full = len(self._given) == self._given.maxlen
        return not (full and moment - self._given[0] < wanted.budget_days * DAY_SECONDS)
