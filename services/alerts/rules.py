"""Rules as people write, mute and remove them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.alerts import (
    WITHOUT_SERIES,
    Alert,
    AlertDirection,
    AlertDraft,
    AlertKind,
    AlertRule,
    AlertStatus,
    RuleChange,
)
from learning.domain.errors import BadOption, Refused
from learning.domain.permissions import Permission
from learning.metrics.catalog import CATALOG
from learning.metrics.definitions import MetricUnit
from services.alerts.sentences import mark_of, message_keys_of
from services.alerts.watching import WEEK, newest_day, read_watched
from services.callers import Caller
from services.figures.availability import available

LONGEST_NAME: Final = 80
MOST_RULES: Final = 100
LONGEST_COOLDOWN_HOURS: Final = 24 * 90
LONGEST_MUTE_DAYS: Final = 365


def add_rule(store: Store, brand_id: int, draft: AlertDraft, *, who: Caller, now: datetime) -> AlertRule:
    """Store a rule and return it with its id; it speaks of the newest day and of those to come.

    Raises:
        BadOption: Name, metric, filter, threshold or cool-down cannot be used.
        Refused: The brand has as many rules as one may have.
    """
    with who.write(store, brand_id, Permission.ALERT) as (work, actor):
        kept = checked(work, brand_id, draft)
        if len(work.alerts.list_rules(brand_id)) >= MOST_RULES:
            raise Refused(f"There are {MOST_RULES} alert rules already.", "Remove one that nobody needs.")
        rule = work.alerts.add_rule(
            AlertRule(brand_id, kept, actor.name, int(now.timestamp()), watch_from=newest_day(work, brand_id))
        )
        work.commit()
    return rule


def change_rule(
    store: Store, brand_id: int, rule_id: int, draft: AlertDraft, *, who: Caller, now: datetime
) -> AlertRule:
    """Let a rule say something else from now on, and keep what it said; the same again changes nothing.

    Like a new one it speaks of the newest day and of those to come; its alerts stay, and so does its silence.

    Raises:
        NotFound: The brand has no such rule.
        BadOption: Name, metric, filter, threshold or cool-down cannot be used.
    """
    with who.write(store, brand_id, Permission.ALERT, f"rule:{rule_id}") as (work, actor):
        before = work.alerts.get_rule(brand_id, rule_id)
        kept = checked(work, brand_id, draft)
        if kept == before.draft:
            return before
        moment = int(now.timestamp())
        changed = replace(
            before,
            draft=kept,
            watch_from=newest_day(work, brand_id),
            evaluated_version=0,
            evaluated_day=None,
            due_at=None,
        )
        work.alerts.add_rule_change(RuleChange(rule_id, before.draft, actor.name, moment))
        work.alerts.update_rule(changed)
        work.commit()
    return changed


def draft_at(rule: AlertRule, changes: Sequence[RuleChange], moment: int) -> AlertDraft:
    """Return what a rule said at a moment (UTC seconds), by its changes, the oldest first."""
    return next((one.before for one in changes if one.changed_at > moment), rule.draft)


def checked(work: UnitOfWork, brand_id: int, draft: AlertDraft) -> AlertDraft:
    """Return a rule as it is stored, or refuse it.

    Raises:
        BadOption: Something of it cannot be used.
    """
    name = " ".join(draft.name.split())
    _require(0 < len(name) <= LONGEST_NAME, "the name of an alert", name, f"1 to {LONGEST_NAME} characters")
    hours = draft.cooldown_hours
    _require(1 <= hours <= LONGEST_COOLDOWN_HOURS, "the cool-down", str(hours), "hours from 1 to 2,160 (90 days)")
    held = {channel.id for channel in work.channels.list_of(brand_id)}
    for channel_id in draft.channels:
        _require(channel_id in held, "a channel", str(channel_id), "the id of a channel of this brand")
    known = {metric.name: metric for metric in available(work, brand_id).metrics}
    if draft.metric or draft.kind not in WITHOUT_SERIES:
        offered = ", ".join(known) or "none yet: import data first"
        _require(draft.metric in known or draft.metric in CATALOG, "the metric", draft.metric, f"one of {offered}")
    if draft.kind is AlertKind.THRESHOLD:
        _check_threshold(draft)
    elif draft.threshold is not None:
        raise BadOption("the threshold", f"{draft.threshold:g}", "none: only an alert on a threshold has one")
    if draft.kind not in WITHOUT_SERIES and newest_day(work, brand_id) is not None:
        # An unknown dimension or value is refused by the question itself.
        read_watched(work, brand_id, draft)
    return replace(draft, name=name)


def mute_rule(store: Store, brand_id: int, rule_id: int, days: int, *, who: Caller, now: datetime) -> AlertRule:
    """Let a rule be silent for some days; 0 lets it speak again.

    Raises:
        NotFound: The brand has no such rule.
        BadOption: The number of days cannot be used.
    """
    _require(0 <= days <= LONGEST_MUTE_DAYS, "days of silence", str(days), f"0 to {LONGEST_MUTE_DAYS}")
    until = int((now + timedelta(days=days)).timestamp()) if days else None
    with who.write(store, brand_id, Permission.ALERT, f"rule:{rule_id}") as (work, _):
        rule = replace(work.alerts.get_rule(brand_id, rule_id), muted_until=until)
        work.alerts.update_rule(rule)
        work.commit()
    return rule


def remove_rule(store: Store, brand_id: int, rule_id: int, *, who: Caller, now: datetime) -> None:
    """Remove a rule with its alerts; messages of it that were not sent yet are taken back.

    Raises:
        NotFound: The brand has no such rule.
    """
    with who.write(store, brand_id, Permission.ALERT, f"rule:{rule_id}") as (work, _):
        work.alerts.get_rule(brand_id, rule_id)
        for alert in work.alerts.list_of_rule(rule_id):
            work.outbox.withdraw(message_keys_of(alert), int(now.timestamp()))
            work.annotations.remove_from_source(brand_id, mark_of(alert.id))
        work.alerts.remove_rule(brand_id, rule_id)
        work.commit()


def acknowledge(store: Store, brand_id: int, alert_id: int, *, who: Caller, note: str, now: datetime) -> Alert:
    """Note that a person has seen an alert; a second time changes nothing.

    Raises:
        NotFound: The brand has no such alert.
    """
    with who.write(store, brand_id, Permission.ALERT, f"alert:{alert_id}") as (work, actor):
        found = work.alerts.get(brand_id, alert_id)
        if found.status is not AlertStatus.OPEN:
            return found
        seen = replace(
            found, status=AlertStatus.ACKNOWLEDGED, who=actor.name, note=note.strip(), changed_at=int(now.timestamp())
        )
        work.alerts.update(seen)
        work.commit()
    return seen


def _check_threshold(draft: AlertDraft) -> None:
    unit = CATALOG[draft.metric].unit if draft.metric in CATALOG else MetricUnit.NUMBER
    value = draft.threshold
    fits = value is not None and math.isfinite(value) and (unit is not MetricUnit.RATE or 0 <= value <= 1)
    shown = "none" if value is None else f"{value:g}"
    _require(fits, "the threshold", shown, "a rate from 0 to 1" if unit is MetricUnit.RATE else "a number")
    _require(draft.direction is not AlertDirection.EITHER, "the side of a threshold", "either", "above or below")
    _require(draft.window_days in (1, WEEK), "the days of a threshold", str(draft.window_days), "1 or 7")


def _require(met: bool, option: str, value: str, allowed: str) -> None:  # noqa: FBT001 - read as a sentence
    if not met:
        raise BadOption(option, value, allowed)
