"""What a rule would have said of the past."""

from __future__ import annotations

from typing import Final

from db.unit import UnitOfWork
from learning.domain.alerts import WITHOUT_SERIES, AlertDraft, AlertKind, AlertPreview, WatchedSeries
from learning.insights.alert_episodes import find_episodes, tell_days
from services.alerts.watching import read_watched

PREVIEW_DAYS: Final = 90
NO_SERIES: Final = {
    AlertKind.INSIGHT: "an alert on insights cannot be tried on the past",
    AlertKind.FEEDBACK: "an alert on waiting feedback cannot be tried on the past",
}


def preview_rule(work: UnitOfWork, brand_id: int, draft: AlertDraft) -> AlertPreview:
    """Try a rule on the newest 90 days: judged as each day would have been judged when it came.

    Raises:
        BadOption: The metric, a dimension or a value of the filters is not known.
    """
    if draft.kind in WITHOUT_SERIES:
        return AlertPreview(WatchedSeries((), ()), (), 0, NO_SERIES[draft.kind])
    watched = read_watched(work, brand_id, draft)
    series = watched.series
    if not series.days:
        return AlertPreview(series, (), 0, watched.reason)
    begin = max(series.days[0], series.days[-1] - PREVIEW_DAYS + 1)
    told = tell_days(find_episodes(draft, series), draft.cooldown_hours)
    shown = [place for place, day in enumerate(series.days) if day >= begin]
    kept = WatchedSeries(tuple(series.days[place] for place in shown), tuple(series.values[place] for place in shown))
    return AlertPreview(kept, tuple(day for day in told if day >= begin), series.days[-1] - begin + 1)
