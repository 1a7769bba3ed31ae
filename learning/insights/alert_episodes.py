"""On which days would a rule have spoken: episodes of a daily figure, each told once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from learning.domain.alerts import (
    WITHOUT_SERIES,
    AlertDirection,
    AlertDraft,
    AlertKind,
    Episode,
    Sensitivity,
    WatchedSeries,
)
from learning.domain.anomalies import TimedSeries
from learning.domain.timekeys import day_of
from learning.insights.anomalies import score_anomalies
from learning.insights.anomaly_settings import DEFAULT, AnomalySettings
from learning.insights.daily_series import make_daily_series
from learning.insights.expected_band import expect_days

FACTORS: Final = {Sensitivity.CALM: 1.5, Sensitivity.USUAL: 1.0, Sensitivity.KEEN: 0.75}
"""What thresholds of the unusual are multiplied with."""
BAND_REACH: Final = 1.5
"""A day is told from so many half widths of its 95 % band: every twentieth day leaves the band itself by chance."""
DAY_SECONDS: Final = 86_400
HOURS_OF_A_DAY: Final = 24


def find_episodes(draft: AlertDraft, series: WatchedSeries) -> tuple[Episode, ...]:
    """Find the stretches of days on which the condition of a rule holds.

    A threshold: days in a row beyond it. The expected range: days in a row whose distance from the forecast made of
    the days before (`expect_days`) is at least `BAND_REACH` half widths of its 95 % band, times the sensitivity's
    factor. An anomaly: each alert of the online detector (`score_anomalies`), which speaks once a day at most and has a
    monthly budget. A day's verdict never depends on later days, so that the past is judged as it would have been.

    Args:
        draft: The rule; one on insights has no series and no episode.
        series: The figure by day; days without data are left out, and end no stretch.

    Returns:
        Episodes in the order of time.
    """
    if not series.days or draft.kind in WITHOUT_SERIES:
        return ()
    if draft.kind is AlertKind.ANOMALY:
        return _anomalies(draft, series)
    if draft.kind is AlertKind.EXPECTED_RANGE:
        return _unexpected(draft, series)
    values, threshold = np.array(series.values), draft.threshold or 0.0
    beyond = values > threshold if draft.direction is AlertDirection.ABOVE else values < threshold
    plain = [Episode(day, day, value) for day, value in zip(series.days, series.values, strict=True)]
    return _stretches(plain, beyond.tolist())


def tell_days(episodes: Sequence[Episode], cooldown_hours: int) -> tuple[int, ...]:
    """Choose the days on which a rule speaks: once an episode, and never within a cool-down of the day before.

    An episode that begins within a cool-down is told when that is over, if it still lasts.

    Args:
        episodes: In the order of time.
        cooldown_hours: Silence after an alert; daily figures come with the day, so 24 hours are one day.

    Returns:
        Epoch days.
    """
    told: list[int] = []
    silence = max(1, -(-cooldown_hours // HOURS_OF_A_DAY))
    for episode in episodes:
        day = max(episode.first, told[-1] + silence) if told else episode.first
        if day <= episode.last:
            told.append(day)
    return tuple(told)


def _unexpected(draft: AlertDraft, series: WatchedSeries) -> tuple[Episode, ...]:
    daily = make_daily_series([day_of(day) for day in series.days], series.values)
    if daily.refusal() is not None:
        return ()
    band = expect_days(daily.scaled, daily.weekdays)
    distance = (daily.scaled - band.expected) / band.reach_95
    low, high = daily.unscale(band.expected - band.reach_95), daily.unscale(band.expected + band.reach_95)
    reach = BAND_REACH * FACTORS[draft.sensitivity]
    episodes: list[Episode] = []
    outside: list[bool] = []
    for day, value in zip(series.days, series.values, strict=True):
        place = day - daily.first
        far = float(distance[place])
        episodes.append(Episode(day, day, value, float(low[place]), float(high[place])))
        # Where nothing could be expected yet the distance is no number, and no comparison holds.
        outside.append(
            (draft.direction is not AlertDirection.BELOW and far >= reach)
            or (draft.direction is not AlertDirection.ABOVE and far <= -reach)
        )
    return _stretches(episodes, outside)


def _anomalies(draft: AlertDraft, series: WatchedSeries) -> tuple[Episode, ...]:
    times = np.array(series.days, dtype=np.int64) * DAY_SECONDS
    values = np.array(series.values, dtype=np.float64)
    scores = score_anomalies(TimedSeries(times, values), _settings(draft.sensitivity))
    # The median of the four weeks before tells on which side: the detector itself does not care.
    found: list[Episode] = []
    for row in np.flatnonzero(scores.alerts).tolist():
        usual = float(np.median(values[max(0, row - 28) : row])) if row else values[row]
        above = bool(values[row] >= usual)
        if draft.direction in (AlertDirection.EITHER, AlertDirection.ABOVE if above else AlertDirection.BELOW):
            found.append(Episode(series.days[row], series.days[row], series.values[row]))
    return tuple(found)


def _settings(sensitivity: Sensitivity) -> AnomalySettings:
    factor = FACTORS[sensitivity]
    return replace(
        DEFAULT,
        row_threshold=DEFAULT.row_threshold * factor,
        hour_threshold=DEFAULT.hour_threshold * factor,
        quarter_threshold=DEFAULT.quarter_threshold * factor,
        day_threshold=DEFAULT.day_threshold * factor,
        week_threshold=DEFAULT.week_threshold * factor,
    )


def _stretches(days: Sequence[Episode], holds: Sequence[bool]) -> tuple[Episode, ...]:
    """Put neighbours together for which it holds."""
    found: list[Episode] = []
    open_since: int | None = None
    for one, held in zip(days, holds, strict=True):
        if not held:
            open_since = None
        elif open_since is None:
            open_since = one.first
            found.append(one)
        else:
            found[-1] = replace(one, first=open_since)
    return tuple(found)
