"""What a rule would have said of the past."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from db.unit import UnitOfWork
from learning.domain.alerts import AlertDraft, AlertKind, AlertPreview, Episode, WatchedSeries
from learning.domain.feedback_entries import LATE_SECONDS
from learning.insights.alert_episodes import find_episodes, tell_days
from services.alerts.insight_alerts import fits
from services.alerts.watching import read_watched

PREVIEW_DAYS: Final = 90
DAY_SECONDS: Final = 86_400
NOTHING: Final = WatchedSeries((), ())


def preview_rule(work: UnitOfWork, brand_id: int, draft: AlertDraft, moment: int) -> AlertPreview:
    """Try a rule on the newest 90 days: judged as each day would have been judged when it came.

    Insights are judged by what is kept of them: by when they were found first, and how sure they are by now.

    Args:
        work: A transaction.
        brand_id: The brand.
        draft: The rule.
        moment: Now, in UTC seconds: rules without a figure look back from here, others from the newest day of data.

    Raises:
        BadOption: The metric, a dimension or a value of the filters is not known.
    """
    if draft.kind is AlertKind.INSIGHT:
        found = [one.first_seen for one in work.insights.list_of(brand_id) if fits(draft, one)]
        return _of_moments(found, draft, moment)
    if draft.kind is AlertKind.FEEDBACK:
        notes = work.feedback_entries.list_since(brand_id, moment - (PREVIEW_DAYS + 1) * DAY_SECONDS)
        late = [one for one in notes if one.same_as is None and one.waited(moment) > LATE_SECONDS]
        return _of_moments([one.entered_at + LATE_SECONDS for one in late], draft, moment)
    watched = read_watched(work, brand_id, draft)
    series = watched.series
    if not series.days:
        return AlertPreview(series, (), 0, watched.reason)
    begin = max(series.days[0], series.days[-1] - PREVIEW_DAYS + 1)
    told = tell_days(find_episodes(draft, series), draft.cooldown_hours)
    shown = [place for place, day in enumerate(series.days) if day >= begin]
    kept = WatchedSeries(tuple(series.days[place] for place in shown), tuple(series.values[place] for place in shown))
    return AlertPreview(kept, tuple(day for day in told if day >= begin), series.days[-1] - begin + 1)


def _of_moments(moments: Iterable[int], draft: AlertDraft, moment: int) -> AlertPreview:
    """What is told of events: all of a day together, and never within a cool-down of the time before."""
    first = moment // DAY_SECONDS - PREVIEW_DAYS + 1
    days = sorted({one // DAY_SECONDS for one in moments})
    silence = max(1, -(-draft.cooldown_hours // 24))
    # What comes within a cool-down is told with the next.
    told = tell_days([Episode(day, day + silence, 0.0) for day in days], draft.cooldown_hours)
    return AlertPreview(NOTHING, tuple(day for day in told if first <= day <= moment // DAY_SECONDS), PREVIEW_DAYS)
