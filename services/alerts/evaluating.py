"""Looking at every rule after a change of data, and raising what it finds: alert, messages and run request at once."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.alerts import (
    WITHOUT_SERIES,
    Alert,
    AlertDraft,
    AlertFinding,
    AlertKind,
    AlertRule,
    AlertStatus,
    Episode,
)
from learning.domain.annotations import ALERT_TAG, Annotation
from learning.domain.brands import Brand
from learning.domain.errors import BellwetherError, StoreUnavailable
from learning.domain.outbox import OutboxDraft, OutboxKind
from learning.domain.timekeys import day_of
from learning.insights.alert_episodes import find_episodes
from services.alerts.causes import find_posts, find_segments
from services.alerts.feedback_alerts import late_feedback_alerts
from services.alerts.insight_alerts import new_insight_alerts
from services.alerts.sentences import (
    alert_message,
    finding_words,
    mark_of,
    message_keys_of,
    metric_label,
    rule_words,
    segment_words,
)
from services.alerts.watching import read_watched
from services.delivery.channels import post, target_of

log = logging.getLogger("bellwether.alerts")

HOUR: Final = 3_600
LATE_DAYS: Final = 7
"""Figures of the newest days are still corrected by later exports: so far back a rule looks again."""
FOLLOW_UP_JOBS: Final = ("insights", "adaptation")
"""What an alert asks for: a fresh look at the segments of the brand, and at what rules may adjust."""


@dataclass(frozen=True, slots=True)
class _Look:
    """What a look at a rule came to, before it is written."""

    rule: AlertRule
    brand: Brand
    version: int
    day: int | None
    due_at: int | None
    raised: tuple[Alert, ...] = ()


def evaluate_behind(store: Store, now: datetime) -> int:
    """Look at every rule whose data changed since its last look, and return how many alerts were raised."""
    moment = int(now.timestamp())
    with store.read() as work:
        brands = {brand.id: brand for brand in work.brands.list_all()}
        due = [rule for rule in work.alerts.list_rules() if _is_due(work, rule, brands[rule.brand_id], moment)]
    return sum(_evaluate(store, rule, now) for rule in due)


def _is_due(work: UnitOfWork, rule: AlertRule, brand: Brand, moment: int) -> bool:
    if rule.draft.kind is AlertKind.FEEDBACK:
        # Time alone makes a note late.
        return moment >= _silent_until(work, rule) and bool(late_feedback_alerts(work, rule, moment))
    if rule.draft.kind is AlertKind.INSIGHT:
        run = work.insight_log.find_run(brand.id, succeeded=True)
        version = 0 if run is None else run.id
    else:
        version = brand.data_version
    return version > rule.evaluated_version or (rule.due_at is not None and rule.due_at <= moment)


def _evaluate(store: Store, rule: AlertRule, now: datetime) -> int:
    """Look at one rule; a rule that cannot be looked at leaves the others."""
    try:
        with store.read() as work:
            look = _look(work, rule, int(now.timestamp()))
        return _keep(store, look, now)
    except StoreUnavailable:
        raise
    except BellwetherError as error:
        log.warning("alert rule %d could not be looked at: %s", rule.id, error.message)
    except Exception:
        log.exception("fault %s at alert rule %d", secrets.token_hex(4), rule.id)
    return 0


def _look(work: UnitOfWork, rule: AlertRule, moment: int) -> _Look:
    brand = work.brands.get(rule.brand_id)
    silent_until = _silent_until(work, rule)
    if rule.draft.kind is AlertKind.INSIGHT:
        version, raised = new_insight_alerts(work, rule, moment)
        look = _Look(rule, brand, version, rule.evaluated_day, None, raised)
    elif rule.draft.kind is AlertKind.FEEDBACK:
        raised = late_feedback_alerts(work, rule, moment)
        look = _Look(rule, brand, rule.evaluated_version, rule.evaluated_day, None, raised)
    else:
        look = _look_at_series(work, rule, brand, moment)
    if not look.raised or moment >= silent_until:
        return look
    # It waits: the rule looks again when the silence ends, as though it had not looked.
    return replace(look, day=rule.evaluated_day, due_at=silent_until, raised=())


def _silent_until(work: UnitOfWork, rule: AlertRule) -> int:
    """The end of the cool-down after the last alert, or of a silence that a person asked for."""
    raised = [one.raised_at for one in work.alerts.list_of_rule(rule.id) if one.status is not AlertStatus.WITHDRAWN]
    cooled = max(raised, default=0) + rule.draft.cooldown_hours * HOUR if raised else 0
    return max(cooled, rule.muted_until or 0)


def _look_at_series(work: UnitOfWork, rule: AlertRule, brand: Brand, moment: int) -> _Look:
    watched = read_watched(work, rule.brand_id, rule.draft)
    days = watched.series.days
    if not days or watched.basis is None:
        return _Look(rule, brand, brand.data_version, rule.evaluated_day, None)
    told = {one.day for one in work.alerts.list_of_rule(rule.id) if one.status is not AlertStatus.WITHDRAWN}
    seen = rule.evaluated_day if rule.evaluated_day is not None else days[-1]
    begin = max(rule.watch_from or 0, seen - LATE_DAYS + 1)
    episodes = [
        one
        for one in find_episodes(rule.draft, watched.series)
        if one.last >= begin and not any(one.first <= day <= one.last for day in told)
    ]
    raised: tuple[Alert, ...] = ()
    if episodes:
        newest, earlier = episodes[-1], [day_of(one.last) for one in episodes[:-1]]
        finding = AlertFinding(
            words=finding_words(rule.draft, newest),
            value=newest.value,
            low=newest.low,
            high=newest.high,
            n=rule.draft.window_days,
            posts=find_posts(work, rule.brand_id, rule.draft, newest.last, watched.basis),
            segments=find_segments(work, rule.brand_id, rule.draft, newest.last, watched.basis),
            earlier_days=tuple(earlier),
        )
        raised = (_alert(rule, brand, newest, finding, moment),)
    return _Look(rule, brand, brand.data_version, days[-1], None, raised)


def _alert(rule: AlertRule, brand: Brand, episode: Episode, finding: AlertFinding, moment: int) -> Alert:
    return Alert(
        brand_id=rule.brand_id,
        rule_id=rule.id,
        day=episode.last,
        subject="",
        data_version=brand.data_version,
        raised_at=moment,
        title=rule_words(rule.draft),
        finding=finding,
    )


def _keep(store: Store, look: _Look, now: datetime) -> int:
    """Write the look, its alerts, their messages and the request for a run in one transaction."""
    with store.write() as work:
        if not work.alerts.note_evaluation(look.rule, version=look.version, day=look.day, due_at=look.due_at):
            return 0
        stored = [one for one in (work.alerts.add(raised) for raised in look.raised) if one is not None]
        for alert in stored:
            _send(work, alert, look.rule.draft, look.brand, now)
            if look.rule.draft.kind is not AlertKind.FEEDBACK:
                _mark(work, alert)
        if stored and look.rule.draft.kind not in WITHOUT_SERIES:
            asked = f"alert {stored[0].id}, {metric_label(look.rule.draft.metric)}{segment_words(look.rule.draft)}"
            for job in FOLLOW_UP_JOBS:
                work.jobs.add_request(job, asked, int(now.timestamp()))
        work.commit()
    return len(stored)


def _mark(work: UnitOfWork, alert: Alert) -> None:
    """Leave a note on the charts; it goes with the alert."""
    text = f"Alert: {alert.title}"
    note = Annotation(alert.brand_id, alert.day, alert.day, text, "", alert.raised_at, mark_of(alert.id), (ALERT_TAG,))
    work.annotations.add(note)


def _send(work: UnitOfWork, alert: Alert, draft: AlertDraft, brand: Brand, now: datetime) -> None:
    message = alert_message(alert, draft, brand.name)
    for channel in work.channels.list_of(brand.id):
        if channel.enabled and channel.id in draft.channels:
            key = f"{message_keys_of(alert)}{channel.id}"
            post(work, OutboxDraft(brand.id, key, OutboxKind.ALERT, target_of(channel.id), message.payload()), now)
