"""Automatic approval: rules that an administrator allows for a time, and every week what came of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.actions import ActionRecord, LedgerRow, Vote
from learning.domain.brands import Brand
from learning.domain.errors import BadOption, NotFound
from learning.domain.outbox import OutboxDraft, OutboxKind
from learning.domain.policies import DAY, AutomaticRule, Policy
from services.actions.telling import place_words
from services.delivery.channels import post, target_of
from services.delivery.messages import Message

LONGEST: Final = 90 * DAY
"""A rule ends at the latest then, and has to be allowed anew."""
WEEK: Final = 7 * DAY


@dataclass(frozen=True, slots=True)
class AutomaticChange:
    """One change that a rule approved."""

    action: ActionRecord
    vote: Vote
    """Of the rule; its reason names the rule."""
    ledger: LedgerRow | None
    """What came of it, if it has ended."""


@dataclass(frozen=True, slots=True)
class AutomaticReport:
    """What rules did in a span of time."""

    since: int
    until: int
    changes: tuple[AutomaticChange, ...]
    rules: tuple[AutomaticRule, ...]
    """Those that stand at its end."""


def with_rule(policy: Policy, rule: AutomaticRule, now: int) -> Policy:
    """Return a policy with a rule, in place of an earlier one for the same parameter.

    Raises:
        BadOption: It would not end within 90 days, or approve more a day than may start.
    """
    if not now < rule.until <= now + LONGEST:
        raise BadOption("until", _day(rule.until), f"a moment from now to {_day(now + LONGEST)}: a rule ends")
    if rule.per_day > policy.starts_a_day:
        raise BadOption("per_day", f"{rule.per_day}", f"a count from 1 to {policy.starts_a_day}, the limit of the day")
    return replace(policy, automatic=(*_without(policy, _kind(rule)), rule))


def without_rule(policy: Policy, component: str, operation: str, name: str) -> Policy:
    """Return a policy without the rule for a parameter.

    Raises:
        NotFound: It has none.
    """
    left = _without(policy, (component, operation, name))
    if len(left) == len(policy.automatic):
        raise NotFound("rule", f"{component}.{operation}.{name}")
    return replace(policy, automatic=left)


def automatic_report(work: UnitOfWork, brand_id: int, policy: Policy, *, since: int, until: int) -> AutomaticReport:
    """List every change that a rule approved in a span of time, the oldest first."""
    ends = {row.action_id: row for row in work.action_log.list_ledger(brand_id)}
    votes = work.action_log.list_policy_votes(brand_id, since, until)
    changes = [
        AutomaticChange(work.actions.get(brand_id, vote.action_id), vote, ends.get(vote.action_id)) for vote in votes
    ]
    return AutomaticReport(since, until, tuple(changes), tuple(rule for rule in policy.automatic if rule.until > until))


def post_report(store: Store, brand: Brand, policy: Policy, now: datetime) -> int:
    """Post 'what I changed' of the last week to every channel of a brand; nothing where no rule did or stands."""
    until = int(now.timestamp())
    with store.write() as work:
        report = automatic_report(work, brand.id, policy, since=until - WEEK, until=until)
        if report.changes or report.rules:
            message = Message(f"What I changed: {len(report.changes)} this week", report_words(report), brand.name)
            for channel in work.channels.list_of(brand.id):
                if channel.enabled:
                    key = f"automatic:{brand.id}:{until // WEEK}:{channel.id}"
                    draft = OutboxDraft(brand.id, key, OutboxKind.ACTION, target_of(channel.id), message.payload())
                    post(work, draft, now)
        work.commit()
    return len(report.changes)


def report_words(report: AutomaticReport) -> str:
    """Write a report as lines: each change with its rule and what came of it, then the rules that stand."""
    lines = []
    for each in report.changes:
        draft, end = each.action.draft, each.ledger
        came = each.action.state.value.replace("_", " ")
        if end is not None and end.effect is not None and end.low is not None and end.high is not None:
            came += f", {end.metric} {end.effect:+.1%} ({end.low:+.1%} to {end.high:+.1%}, n {end.n:,})"
        lines.append(
            f"Action {each.action.id}, {place_words(each.action)}: {draft.from_value} -> {draft.to_value} "
            f"by the rule {each.vote.reason}: {came}"
        )
    lines += [f"Allowed until {_day(rule.until)}: {rule.title}, {rule.per_day} a day" for rule in report.rules]
    return "\n".join(lines) or "No rule approved anything, and none stands."


def _without(policy: Policy, kind: tuple[str, str, str]) -> tuple[AutomaticRule, ...]:
    return tuple(rule for rule in policy.automatic if _kind(rule) != kind)


def _kind(rule: AutomaticRule) -> tuple[str, str, str]:
    return rule.component, rule.operation, rule.name


def _day(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).date().isoformat()
