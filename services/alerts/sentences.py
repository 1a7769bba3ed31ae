"""Alerts in words: the rule, the title, the message; with plain spaces, as mails and chats take them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from learning.domain.alerts import (
    Alert,
    AlertDirection,
    AlertDraft,
    AlertFinding,
    AlertKind,
    CausePost,
    CauseSegment,
    Episode,
    Sensitivity,
)
from learning.domain.platforms import platform_name
from learning.domain.timekeys import day_of
from learning.metrics.catalog import CATALOG
from learning.metrics.definitions import MetricUnit
from services.delivery.messages import Message
from services.imports.after import span_words

DEVICES: Final = {"mobile": "on phone", "desktop": "on desktop", "tablet": "on tablet"}
SIDES: Final = {
    AlertDirection.ABOVE: "above",
    AlertDirection.BELOW: "below",
    AlertDirection.EITHER: "outside of",
}
DAYS_NAMED: Final = 5


def mark_of(alert_id: int) -> str:
    """Name the source of the note that an alert leaves on the charts."""
    return f"alert:{alert_id}"


def message_keys_of(alert: Alert) -> str:
    """Begin the dedupe keys of an alert's messages; with its time, as the number of a removed one is given again."""
    return f"alert:{alert.id}:{alert.raised_at}:"


def metric_label(name: str) -> str:
    """Name a metric within a sentence: 'engagement rate'."""
    label = CATALOG[name].label if name in CATALOG else name.removeprefix("extra.").replace("_", " ")
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def figure_words(value: float | None, metric: str) -> str:
    """Write a figure of a metric: '3.2 %', '12,400', '1 min 20 s'."""
    if value is None:
        return "unknown"
    unit = CATALOG[metric].unit if metric in CATALOG else MetricUnit.NUMBER
    if unit is MetricUnit.RATE:
        return f"{value * 100:.3g} %"
    if unit is MetricUnit.SECONDS:
        minutes, seconds = divmod(round(value), 60)
        return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def rule_words(draft: AlertDraft) -> str:
    """Say in one line when a rule speaks."""
    if draft.kind is AlertKind.INSIGHT:
        kind = draft.insight_kind.value.replace("_", " ") if draft.insight_kind else "any kind"
        about = f" on {metric_label(draft.metric)}" if draft.metric else ""
        return f"A new confirmed insight ({kind}){about}"
    if draft.kind is AlertKind.FEEDBACK:
        return "A customer's note waits for more than 24 hours"
    label = metric_label(draft.metric)
    subject = f"{label[:1].upper()}{label[1:]}{segment_words(draft)}"
    if draft.kind is AlertKind.THRESHOLD:
        span = "over 7 days" if draft.window_days > 1 else "on a day"
        return f"{subject} {span} {SIDES[draft.direction]} {figure_words(draft.threshold, draft.metric)}"
    how = "" if draft.sensitivity is Sensitivity.USUAL else f" ({draft.sensitivity.value})"
    if draft.kind is AlertKind.ANOMALY:
        side = {AlertDirection.ABOVE: "unusually high", AlertDirection.BELOW: "unusually low"}
        return f"{subject} {side.get(draft.direction, 'unusual')}{how}"
    return f"{subject} {SIDES[draft.direction]} what was to be expected{how}"


def segment_words(draft: AlertDraft) -> str:
    """Say which part of the data a rule watches: ' of Busy parents on phone, TikTok'."""
    parts = [value_name(name, value) for name, values in draft.where.items() for value in values]
    return f" of {', '.join(parts)}" if parts else ""


def value_name(dimension: str, value: str) -> str:
    """Name a value of a dimension."""
    if dimension == "platform":
        return platform_name(value)
    return DEVICES.get(value, value) if dimension == "device" else value


def part_name(one: CauseSegment) -> str:
    """Name the part that a change comes from: 'LinkedIn', 'the device mobile'."""
    return platform_name(one.value) if one.dimension == "platform" else f"the {one.dimension} {one.value}"


def finding_words(draft: AlertDraft, episode: Episode) -> str:
    """Say what happened, on which day and against what."""
    day = day_of(episode.last)
    span = span_words(day, day)
    value = figure_words(episode.value, draft.metric)
    label = metric_label(draft.metric)
    what = f"{label[:1].upper()}{label[1:]}{segment_words(draft)}"
    if draft.kind is AlertKind.THRESHOLD:
        over = f"in the 7 days to {span}" if draft.window_days > 1 else f"on {span}"
        return f"{what}: {value} {over}, {SIDES[draft.direction]} {figure_words(draft.threshold, draft.metric)}."
    if draft.kind is AlertKind.ANOMALY:
        return f"{what}: {value} on {span}, which is unusual for this series."
    low, high = figure_words(episode.low, draft.metric), figure_words(episode.high, draft.metric)
    return f"{what}: {value} on {span}; about {low} to {high} was to be expected (95 % of such days)."


def alert_message(alert: Alert, draft: AlertDraft, brand: str) -> Message:
    """Write the message of an alert: what, where it comes from, which posts, what to do."""
    lines = [alert.finding.words, *cause_lines(alert.finding, draft)]
    if alert.finding.earlier_days:
        lines.append(f"The same on {days_words(alert.finding.earlier_days)}.")
    lines += ["", f"Rule: {draft.name}. To mute or change it: Settings, Alerts."]
    return Message(f"{brand}: {alert.title}", "\n".join(lines), brand)


def withdrawn_message(alert: Alert, brand: str) -> Message:
    """Write that an alert which was sent no longer holds."""
    text = f"{alert.finding.words}\n\nThis no longer holds: {alert.note}"
    return Message(f"{brand}: taken back: {alert.title}", text, brand)


def cause_lines(finding: AlertFinding, draft: AlertDraft) -> list[str]:
    """Name the parts and posts behind it, one line each."""
    lines = segment_lines(finding)
    if finding.posts:
        lines.append("Posts behind it:")
    for post in finding.posts:
        told = post_words(post, draft)
        lines.append(f"- {post.name}{f': {told}' if told else ''}{f' {post.permalink}' if post.permalink else ''}")
    return lines


def segment_lines(finding: AlertFinding) -> list[str]:
    """Name the parts of the data that a change comes from."""
    return [
        f"About {one.share * 100:.0f} % of the change since the week before comes from {part_name(one)}."
        for one in finding.segments
    ]


def post_words(post: CausePost, draft: AlertDraft) -> str:
    """Say how much of the figure a post is."""
    if post.value is None:
        return ""
    share = f", {post.share * 100:.0f} % of the figure" if post.share is not None else ""
    return f"{figure_words(post.value, draft.metric)}{share}"


def days_words(days: Sequence[date]) -> str:
    """Name some days: '3 Nov 2026, 5 Nov 2026 and 4 more'."""
    named = ", ".join(span_words(day, day) for day in days[:DAYS_NAMED])
    return f"{named} and {len(days) - DAYS_NAMED} more" if len(days) > DAYS_NAMED else named
