"""Records of actions to sentences: what changes, how far it has come, what was measured, what can go wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from learning.domain.action_board import Waiting
from learning.domain.actions import (
    ActionDraft,
    ActionEvent,
    ActionRecord,
    ActionState,
    LedgerRow,
    VoteKind,
)
from learning.domain.brands import Brand
from learning.domain.judgements import HOLDOUT, Finding, Judgement, MetricNumbers
from learning.domain.parameters import Value
from learning.governance.reasons import reason_of
from learning.governance.risk import Risk, RiskLevel
from learning.metrics.words import metric_words
from services.actions.cards import ASKING_DAYS, MOST_ASKING, ActionCard
from services.actions.step_words import COMMAND_WORDS
from ui.calendar_words import day_words, moment_words
from ui.imports.wording import plain
from ui.numbers import NO_BREAK, change_words, count_words

STATE_WORDS: Final = {
    ActionState.DRAFT: "Draft",
    ActionState.IN_REVIEW: "Waiting for approval",
    ActionState.APPROVED: "Approved, not started",
    ActionState.SCHEDULED: "Scheduled",
    ActionState.ROLLING: "Live, being measured",
    ActionState.PAUSED: "Paused",
    ActionState.AWAITING_DECISION: "Measured: keep it?",
    ActionState.REJECTED: "Rejected",
    ActionState.WITHDRAWN: "Withdrawn",
    ActionState.EXPIRED: "Expired",
    ActionState.STALE: "Out of date",
    ActionState.KEPT: "Kept",
    ActionState.ROLLED_BACK: "Rolled back",
    ActionState.FAILED: "Could not be started",
}
STATE_ICONS: Final = {
    ActionState.DRAFT: "edit_note",
    ActionState.IN_REVIEW: "how_to_vote",
    ActionState.APPROVED: "check",
    ActionState.SCHEDULED: "schedule",
    ActionState.ROLLING: "play_arrow",
    ActionState.PAUSED: "pause",
    ActionState.AWAITING_DECISION: "gavel",
    ActionState.KEPT: "check_circle",
    ActionState.ROLLED_BACK: "undo",
}
STATE_COLOURS: Final = {
    ActionState.IN_REVIEW: "blue",
    ActionState.APPROVED: "blue",
    ActionState.ROLLING: "violet",
    ActionState.PAUSED: "orange",
    ActionState.AWAITING_DECISION: "blue",
    ActionState.KEPT: "green",
    ActionState.ROLLED_BACK: "orange",
    ActionState.FAILED: "red",
}
WAITING_WORDS: Final = {
    Waiting.REVIEW: "Owed: a look at a change that went past the approval",
    Waiting.DECISION: "Measured: keep it, or roll it back",
    Waiting.PAUSED: "Paused: go on, or roll back",
    Waiting.ANEW: "Approved before the database was restored: say yes or no once more",
    Waiting.APPROVAL: "Waiting for your yes or no",
    Waiting.START: "Approved: start it, or give it a time",
    Waiting.DRAFT: "Drafts: hand them in for approval, or withdraw them",
}
VOTE_WORDS: Final = {
    VoteKind.PERSON: "approved",
    VoteKind.SELF: "approved their own change (this brand is run by one person)",
    VoteKind.POLICY: "approved by an automatic rule",
    VoteKind.BYPASS: "went past the approval in an emergency",
}
PREDICTION_WORDS: Final = {"better": "Better", "same": "About the same", "worse": "Worse"}
FINDING_WORDS: Final = {
    Finding.HOLDS: ":material/check_circle: holds",
    Finding.BROKEN: ":material/cancel: broken",
    Finding.MISSING: ":material/hourglass_empty: no fresh data",
    Finding.MISMATCH: ":material/error: uneven split",
    Finding.TOO_FEW: ":material/hourglass_top: too few units yet",
}
RISK_WORDS: Final = {RiskLevel.LOW: "Low", RiskLevel.MEDIUM: "Medium", RiskLevel.HIGH: "High"}
RISK_COLOURS: Final = {RiskLevel.LOW: "green", RiskLevel.MEDIUM: "orange", RiskLevel.HIGH: "red"}
PART_WORDS: Final = {
    "to": "new value",
    "from": "value before",
    "reason": "reason",
    "evidence": "evidence",
    "expected": "expected effect",
    "guardrails": "guardrails",
    "ramp": "stages",
    "holdout": "holdout",
    "undo": "undo plan",
    "base_version": "version it builds on",
}
BY_ADVICE: Final = frozenset({"more", "less"})
"""Operations whose new value is a sentence of advice by itself."""
LONGEST_VALUE: Final = 120


def sentence(words: str) -> str:
    """Begin words as a sentence does; what follows stays as it is."""
    return words[:1].upper() + words[1:]


def value_words(value: Value) -> str:
    """Write a value: a number, a text, on or off, or shares by arm."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, Mapping) and ("until" in value or not value):
        return _envelope_words(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{arm} {weight:.0%}" for arm, weight in value.items())
    if isinstance(value, float):
        return f"{value:,.6g}"
    text = str(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE].rsplit(' ', 1)[0]} …"


def _envelope_words(value: Mapping[str, float]) -> str:
    if not value:
        return "closed"
    day = datetime.fromtimestamp(value["until"], UTC).date()
    parts = {name: number for name, number in value.items() if name != "until"}
    told = ", ".join(f"{name.replace('_', ' ')} {number:g}" for name, number in parts.items())
    return f"{told}, until {day_words(day)}"


def title_words(draft: ActionDraft) -> str:
    """Say in a line what a change does."""
    if draft.operation in BY_ADVICE:
        return value_words(draft.to_value)
    return f"{draft.name} of {draft.component}: {value_words(draft.from_value)} → {value_words(draft.to_value)}"


def state_badge(state: ActionState) -> str:
    """Write a state as a badge: sign, word and colour."""
    icon = f":material/{STATE_ICONS[state]}: " if state in STATE_ICONS else ""
    return f":{STATE_COLOURS.get(state, 'gray')}-badge[{icon}{STATE_WORDS[state]}]"


def risk_badge(risk: Risk) -> str:
    """Write a risk as a badge."""
    return f":{RISK_COLOURS[risk.level]}-badge[{RISK_WORDS[risk.level]} risk]"


def risk_words(risk: Risk) -> str:
    """Say why the risk is what it is."""
    parts = []
    if risk.step is not None:
        parts.append(f"the value moves by {risk.step:.0%}")
    else:
        parts.append("the value is no number, so its size cannot be told")
    at_once = risk.first_share == 1
    parts.append("everybody meets it at once" if at_once else f"at first {risk.first_share:.0%} of all units meet it")
    parts.append("nothing would stop it by itself" if risk.unguarded else "a broken guardrail stops it by itself")
    return f"**{RISK_WORDS[risk.level]}**: {', '.join(parts)}."


def context_words(draft: ActionDraft) -> str:
    """Say whom a change is about."""
    if not draft.context:
        return "everybody"
    return " · ".join(f"{name}: {plain(value)}" for name, value in draft.context.items())


def affected_words(card: ActionCard) -> str:
    """Say who meets a change, and how many there are."""
    draft = card.record.draft
    among = f" with {context_words(draft)}" if draft.context else ""
    if draft.by_hand:
        return f"Everybody{among} whom it reaches where a person makes the change, at once."
    if not card.asking:
        return f"Nobody yet: no program has asked for {plain(draft.component)} in the last {ASKING_DAYS} days."
    more = "more than " if card.asking >= MOST_ASKING else ""
    first = draft.ramp[0] * (1 - draft.holdout)
    return (
        f"At first {first:.0%} of those whom {plain(draft.component)} serves{among}: it decided about {more}"
        f"{count_words(card.asking, 'unit')} in the last {ASKING_DAYS} days."
    )


def expected_words(draft: ActionDraft) -> str:
    """Write the expected effect with its range."""
    expected = draft.expected
    if not expected.metric:
        return "No effect was named."
    metric = metric_words(expected.metric)
    if expected.low is None or expected.high is None:
        return f"**{plain(metric)}**; how much, nobody could say."
    return f"**{plain(metric)}** by about {change_words(expected.low)} to {change_words(expected.high)}."


def lift_words(numbers: MetricNumbers | LedgerRow) -> str:
    """Write a measured effect with its range, or why there is none."""
    effect = numbers.effect if isinstance(numbers, LedgerRow) else numbers.lift
    if effect is None:
        return f"not measured: {numbers.reason}" if numbers.reason else "not measured"
    span = span_words(numbers)
    return f"{change_words(effect)} ({span}, 95{NO_BREAK}% range)" if span else change_words(effect)


def span_words(numbers: MetricNumbers | LedgerRow) -> str:
    """Write the range of a measured effect; '' where there is none."""
    if numbers.low is None or numbers.high is None:
        return ""
    return f"{change_words(numbers.low)} to {change_words(numbers.high)}"


def sizes_words(judged: Judgement) -> str:
    """Say how many units a look rests on."""
    return f"{count_words(judged.treated, 'unit')} with the change, {judged.holdout:,} held out"


def verdict_words(judged: Judgement) -> str:
    """Say in a sentence what was measured and beside what, and in another that it did not last where it did not."""
    primary = judged.primary
    metric = plain(metric_words(primary.metric))
    if primary.lift is None or primary.low is None or primary.high is None:
        return f"**Nothing can be said about {metric}**: {plain(primary.reason or reason_of(judged) or 'no data yet')}."
    span = f"{change_words(primary.low)} to {change_words(primary.high)}"
    beside = "against the holdout" if judged.method == HOLDOUT else "beside what it did not reach"
    told = f"(95{NO_BREAK}% range, {beside})."
    course = judged.course
    faded = f" But {plain(course.reason)}." if course is not None and course.fades else ""
    if primary.low > 0:
        return f"**{metric.capitalize()} went up by {span}** {told}{faded}"
    if primary.high < 0:
        return f"**{metric.capitalize()} went down by {span}** {told}{faded}"
    return f"**Too close to call**: {metric} {span} {told}"


def at_words(brand: Brand, at: int) -> str:
    """Write a moment where the brand is."""
    return moment_words(datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo(brand.time_zone)), brand.time_zone)


def stage_words(record: ActionRecord) -> str:
    """Say at which stage a live change is."""
    stage, ramp = record.progress.stage, record.draft.ramp
    if stage is None:
        return ""
    return f"stage {stage + 1} of {len(ramp)}: {ramp[stage]:.0%} of the units that are not held out"


def event_words(brand: Brand, event: ActionEvent) -> str:
    """Write a line of the history."""
    cause = str(event.detail.get("cause") or "")
    reason = event.reason or cause
    said = f": “{plain(reason)}”" if reason else ""
    return f"{at_words(brand, event.at)} · **{plain(event.who)}** {COMMAND_WORDS[event.command]}{said}"


def what_happens(card: ActionCard, brand: Brand, now: int) -> str:
    """Say what an approval leads to: when it starts, when it is looked at, and what stops it."""
    draft, policy = card.record.draft, card.policy
    if draft.by_hand:
        return (
            "You are then asked to make the change yourself, and to confirm it here. It is compared with the time "
            f"before, until {at_words(brand, now + policy.window_seconds)}; that can suggest an effect, not prove one."
        )
    first = draft.ramp[0] * (1 - draft.holdout)
    looked = at_words(brand, now + policy.bake_seconds)
    rails = ", ".join(
        f"{plain(metric_words(rail.metric))} gets worse by more than {rail.margin:.0%}" for rail in draft.guardrails
    )
    stops = f" It rolls itself back if {rails}." if rails else ""
    return (
        f"It starts with {first:.0%} of all units; {draft.holdout:.0%} keep the old value until the end. "
        f"First look at {looked}, decision on {at_words(brand, now + policy.window_seconds)}.{stops}"
    )
