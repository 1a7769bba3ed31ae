"""`bellwether alerts`: what a brand's people want to be told of, tried on the past, and what they were told."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from db.unit import UnitOfWork
from learning.domain.alerts import (
    Alert,
    AlertDirection,
    AlertDraft,
    AlertKind,
    AlertPreview,
    AlertRule,
    AlertStatus,
    RuleChange,
    Sensitivity,
)
from learning.domain.brands import Brand
from learning.domain.errors import NotFound
from learning.domain.insights import InsightKind
from learning.domain.timekeys import day_of
from services.alerts.evaluating import evaluate_behind
from services.alerts.preview import preview_rule
from services.alerts.rules import LONGEST_NAME, acknowledge, add_rule, change_rule, checked, mute_rule, remove_rule
from services.alerts.sentences import days_words, rule_words
from services.bootstrap import Services, services_of
from services.brands import find_brand
from services.callers import Operator
from services.cli.metrics import dimension_filter
from services.cli.shared_options import shared_options
from services.cli.verb import Answer, Call, Verb

WHO: Final = "command line"
SIDES: Final = tuple(side.value for side in AlertDirection)


def _configure(parser: argparse.ArgumentParser) -> None:
    names = "list|rules|add|preview|change|history|ack|mute|remove"
    verbs = parser.add_subparsers(dest="what", required=True, metavar=names)
    shared = [shared_options()]
    listed = verbs.add_parser("list", help="alerts that nobody has seen", parents=shared)
    listed.add_argument("--all", action="store_true", help="also those that were seen or withdrawn")
    verbs.add_parser("rules", help="what is watched", parents=shared)
    for name, words in (("add", "watch a figure or insights"), ("preview", "try a rule on the last 90 days")):
        _add_rule_options(verbs.add_parser(name, help=words, parents=shared))
    change = verbs.add_parser("change", help="let a rule say something else; what is not given stays", parents=shared)
    change.add_argument("id", type=int, help="the rule")
    _add_rule_options(change, anew=False)
    verbs.add_parser("history", help="who changed a rule, from what", parents=shared).add_argument("id", type=int)
    seen = verbs.add_parser("ack", help="note that an alert was seen", parents=shared)
    seen.add_argument("id", type=int)
    seen.add_argument("--note", default="", help="what came of it")
    mute = verbs.add_parser("mute", help="let a rule be silent", parents=shared)
    mute.add_argument("id", type=int, help="the rule")
    mute.add_argument("days", type=int, help="for so many days; 0 lets it speak again")
    verbs.add_parser("remove", help="remove a rule with its alerts", parents=shared).add_argument("id", type=int)


def _add_rule_options(parser: argparse.ArgumentParser, *, anew: bool = True) -> None:
    """Of a change everything may be left out: None stands for what the rule says already."""
    parser.add_argument("--name", help="what people know it by (default: the rule in words)")
    parser.add_argument("--metric", default="" if anew else None, metavar="NAME", help="the figure to watch")
    kind = parser.add_mutually_exclusive_group(required=anew)
    kind.add_argument("--above", type=float, metavar="VALUE", help="a day above it; a rate counts to 1")
    kind.add_argument("--below", type=float, metavar="VALUE", help="a day below it")
    kind.add_argument("--unexpected", nargs="?", const="either", choices=SIDES, help="out of the expected range")
    kind.add_argument("--anomaly", nargs="?", const="either", choices=SIDES, help="unusual in any way")
    kinds = [one.value for one in InsightKind]
    kind.add_argument("--insight", nargs="?", const="any", choices=["any", *kinds], help="a new confirmed insight")
    kind.add_argument("--late-feedback", action="store_true", help="a customer's note waits for more than 24 hours")
    parser.add_argument(
        "--days", type=int, default=1 if anew else None, choices=(1, 7), help="a threshold over one day or seven"
    )
    parser.add_argument(
        "--where",
        nargs="+",
        action="extend",
        type=dimension_filter,
        default=[] if anew else None,
        metavar="DIM=VALUE",
        help="the segment",
    )
    levels = [one.value for one in Sensitivity]
    usual = Sensitivity.USUAL.value if anew else None
    parser.add_argument("--sensitivity", choices=levels, default=usual, help="how unusual it must be")
    hours = 24 if anew else None
    parser.add_argument("--cooldown", type=int, default=hours, metavar="HOURS", help="silence after one (default: 24)")
    parser.add_argument(
        "--channel", action="append", default=[] if anew else None, metavar="NAME", help="beside the page"
    )


def _run(call: Call) -> Answer:
    with services_of(call.settings) as services:
        if call.options.what == "list":
            evaluate_behind(services.store, services.clock.now())
        with services.store.read() as work:
            brand = find_brand(work, call.brand)
            if brand is None:
                raise NotFound("brand", call.brand or "with data")
            if call.options.what in {"list", "rules", "preview", "history"}:
                return _shown(work, call, brand, int(services.clock.now().timestamp()))
        return _changed(services, call, brand)


def _shown(work: UnitOfWork, call: Call, brand: Brand, moment: int) -> Answer:
    if call.options.what == "preview":
        return _previewed(preview_rule(work, brand.id, checked(work, brand.id, _draft(work, call, brand)), moment))
    if call.options.what == "history":
        return _history(work.alerts.get_rule(brand.id, call.options.id), work.alerts.list_rule_changes(call.options.id))
    if call.options.what == "rules":
        rules = work.alerts.list_rules(brand.id)
        lines = [f"{rule.id:>4}  {rule.draft.name}: {rule_words(rule.draft)}" for rule in rules]
        return Answer({"rules": [_rule_json(rule) for rule in rules]}, "\n".join(lines) or "Nothing is watched yet.")
    statuses = tuple(AlertStatus) if call.options.all else (AlertStatus.OPEN,)
    found = work.alerts.list_of(brand.id, statuses)
    lines = [f"{one.id:>4}  {one.status.value:<12} {one.finding.words}" for one in found]
    return Answer({"alerts": [_alert_json(one) for one in found]}, "\n".join(lines) or "No alerts.")


def _changed(services: Services, call: Call, brand: Brand) -> Answer:
    store, chosen, now = services.store, call.options, services.clock.now()
    who = services.caller(Operator(WHO))
    match chosen.what:
        case "add":
            with store.read() as work:
                draft = _draft(work, call, brand)
            rule = add_rule(store, brand.id, draft, who=who, now=now)
            return Answer({"rule": _rule_json(rule)}, f"Rule {rule.id}: {rule_words(rule.draft)}.")
        case "change":
            with store.read() as work:
                draft = _changed_draft(work, call, brand, work.alerts.get_rule(brand.id, chosen.id).draft)
            rule = change_rule(store, brand.id, chosen.id, draft, who=who, now=now)
            return Answer({"rule": _rule_json(rule)}, f"Rule {rule.id}: {rule_words(rule.draft)}.")
        case "ack":
            seen = acknowledge(store, brand.id, chosen.id, who=who, note=chosen.note, now=now)
            return Answer({"alert": _alert_json(seen)}, f"Alert {seen.id} is {seen.status.value}.")
        case "mute":
            rule = mute_rule(store, brand.id, chosen.id, chosen.days, who=who, now=now)
            words = "speaks again" if rule.muted_until is None else f"is silent for {chosen.days} days"
            return Answer({"rule": _rule_json(rule)}, f"Rule {rule.id} {words}.")
        case _:
            remove_rule(store, brand.id, chosen.id, who=who, now=now)
            return Answer({"removed": chosen.id}, f"Rule {chosen.id} is removed.")


def _draft(work: UnitOfWork, call: Call, brand: Brand) -> AlertDraft:
    chosen = call.options
    kind, side, threshold = _condition(chosen)
    draft = AlertDraft(
        name=chosen.name or "",
        kind=kind,
        metric=chosen.metric,
        direction=side,
        threshold=threshold,
        window_days=chosen.days,
        where=_filters(chosen.where),
        sensitivity=Sensitivity(chosen.sensitivity),
        insight_kind=InsightKind(chosen.insight) if chosen.insight not in {None, "any"} else None,
        cooldown_hours=chosen.cooldown,
        channels=_channel_ids(work, brand, chosen.channel),
    )
    return draft if draft.name else replace(draft, name=rule_words(draft)[:LONGEST_NAME])


def _changed_draft(work: UnitOfWork, call: Call, brand: Brand, before: AlertDraft) -> AlertDraft:
    """What the rule says with what was given; one that was named by its words is named by the new ones."""
    chosen = call.options
    draft = before
    if _gives_condition(chosen):
        kind, side, threshold = _condition(chosen)
        insight = InsightKind(chosen.insight) if chosen.insight not in {None, "any"} else None
        days = draft.window_days if kind is AlertKind.THRESHOLD else 1
        draft = replace(draft, kind=kind, direction=side, threshold=threshold, insight_kind=insight, window_days=days)
    given = {
        "metric": chosen.metric,
        "window_days": chosen.days,
        "sensitivity": None if chosen.sensitivity is None else Sensitivity(chosen.sensitivity),
        "cooldown_hours": chosen.cooldown,
        "where": None if chosen.where is None else _filters(chosen.where),
        "channels": None if chosen.channel is None else _channel_ids(work, brand, chosen.channel),
    }
    draft = replace(draft, **{name: value for name, value in given.items() if value is not None})
    if chosen.name:
        return replace(draft, name=chosen.name)
    was_words = before.name == rule_words(before)[:LONGEST_NAME]
    return replace(draft, name=rule_words(draft)[:LONGEST_NAME]) if was_words else draft


def _filters(pairs: Sequence[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    where: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        where[name] = (*where.get(name, ()), value)
    return where


def _channel_ids(work: UnitOfWork, brand: Brand, names: Sequence[str]) -> tuple[int, ...]:
    channels: list[int] = []
    for name in names:
        found = work.channels.find_named(brand.id, name)
        if found is None:
            raise NotFound("channel", name)
        channels.append(found.id)
    return tuple(channels)


def _gives_condition(chosen: argparse.Namespace) -> bool:
    told = (chosen.above, chosen.below, chosen.insight, chosen.anomaly, chosen.unexpected)
    return chosen.late_feedback or any(one is not None for one in told)


def _condition(chosen: argparse.Namespace) -> tuple[AlertKind, AlertDirection, float | None]:
    if chosen.above is not None:
        return AlertKind.THRESHOLD, AlertDirection.ABOVE, chosen.above
    if chosen.below is not None:
        return AlertKind.THRESHOLD, AlertDirection.BELOW, chosen.below
    if chosen.insight is not None:
        return AlertKind.INSIGHT, AlertDirection.EITHER, None
    if chosen.late_feedback:
        return AlertKind.FEEDBACK, AlertDirection.EITHER, None
    kind = AlertKind.ANOMALY if chosen.anomaly is not None else AlertKind.EXPECTED_RANGE
    return kind, AlertDirection(chosen.anomaly or chosen.unexpected), None


def _previewed(found: AlertPreview) -> Answer:
    fired = [day_of(day) for day in found.fired]
    payload = {"days": found.days, "fired": [day.isoformat() for day in fired], "reason": found.reason}
    if found.reason is not None:
        return Answer(payload, f"Nothing can be said: {found.reason}.")
    times = "once" if len(fired) == 1 else f"{len(fired)} times"
    where = f": {days_words(fired)}" if fired else ""
    return Answer(payload, f"It would have spoken {times} in {found.days} days{where}.")


def _history(rule: AlertRule, changes: Sequence[RuleChange]) -> Answer:
    lines = [f"{_moment(rule.created_at)}  {rule.who} wrote it"]
    lines += [f"{_moment(one.changed_at)}  {one.who} changed it; before: {rule_words(one.before)}" for one in changes]
    told = [
        {
            "at": _moment(one.changed_at),
            "who": one.who,
            "before": {"name": one.before.name, "rule": rule_words(one.before)},
        }
        for one in changes
    ]
    return Answer({"rule": _rule_json(rule), "changes": told}, "\n".join([*lines, f"Now: {rule_words(rule.draft)}"]))


def _rule_json(rule: AlertRule) -> dict[str, object]:
    draft = rule.draft
    return {
        "id": rule.id,
        "name": draft.name,
        "rule": rule_words(draft),
        "kind": draft.kind.value,
        "metric": draft.metric or None,
        "direction": draft.direction.value,
        "threshold": draft.threshold,
        "days": draft.window_days,
        "where": {name: list(values) for name, values in draft.where.items()},
        "sensitivity": draft.sensitivity.value,
        "cooldown_hours": draft.cooldown_hours,
        "channels": list(draft.channels),
        "muted_until": None if rule.muted_until is None else _moment(rule.muted_until),
    }


def _alert_json(one: Alert) -> dict[str, object]:
    return {
        "id": one.id,
        "rule": one.rule_id,
        "day": day_of(one.day).isoformat(),
        "title": one.title,
        "words": one.finding.words,
        "value": one.finding.value,
        "low": one.finding.low,
        "high": one.finding.high,
        "posts": [{"content": post.content_id, "name": post.name, "share": post.share} for post in one.finding.posts],
        "segments": [
            {"dimension": part.dimension, "value": part.value, "share": part.share} for part in one.finding.segments
        ],
        "status": one.status.value,
        "who": one.who or None,
        "note": one.note or None,
        "raised_at": _moment(one.raised_at),
        "data_version": one.data_version,
    }


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")


ALERTS: Final = Verb(_configure, _run)
