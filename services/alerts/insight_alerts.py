"""Alerts on insights: those that are new and confirmed since a rule last looked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from db.unit import UnitOfWork
from learning.domain.alerts import Alert, AlertDraft, AlertFinding, AlertRule, CausePost
from learning.domain.insights import Insight, InsightStatus, Priority, Tier
from services.alerts.causes import POSTS_NAMED
from services.insights.sentences import title_of

OPEN: Final = (InsightStatus.NEW, InsightStatus.SEEN)
MOST_TOLD: Final = 5
DAY_SECONDS: Final = 86_400


def new_insight_alerts(work: UnitOfWork, rule: AlertRule, moment: int) -> tuple[int, tuple[Alert, ...]]:
    """Return the number of the newest run, and one alert for all insights that the rule asks for and has not told.

    Only insights that were first found after the rule was made: what stood there before is no news.
    """
    run = work.insight_log.find_run(rule.brand_id, succeeded=True)
    told = {each for one in work.alerts.list_of_rule(rule.id) for each in one.subject.split(",")}
    since = max([rule.created_at, *(one.changed_at for one in work.alerts.list_rule_changes(rule.id))])
    wanted = [
        one
        for one in work.insights.list_of(rule.brand_id, OPEN)
        if one.first_seen >= since and fits(rule.draft, one) and str(one.id) not in told
    ]
    raised = (_alert(work, rule, sorted(wanted, key=_rank), moment),) if wanted else ()
    return (0 if run is None else run.id), raised


def _rank(one: Insight) -> tuple[int, float, int]:
    """The most important first, then the surest."""
    return list(Priority).index(one.priority), -one.confidence, one.id


def fits(draft: AlertDraft, one: Insight) -> bool:
    """Say whether a rule asks for an insight: confirmed, and of the kind, the metric and the part that it names."""
    subject = one.finding.candidate.subject
    own = dict(subject.segment)
    return (
        one.finding.tier is Tier.CONFIRMED
        and draft.insight_kind in (None, subject.kind)
        and draft.metric in ("", subject.metric)
        and all(own.get(name) in values for name, values in draft.where.items())
    )


def _alert(work: UnitOfWork, rule: AlertRule, found: Sequence[Insight], moment: int) -> Alert:
    first = found[0]
    finding = first.finding
    cards = work.figures.read_cards(list(finding.candidate.evidence.posts[:POSTS_NAMED]))
    sentences = [f"{title_of(one.finding)} (95 %, n = {one.finding.candidate.n:,})." for one in found[:MOST_TOLD]]
    if len(found) > MOST_TOLD:
        sentences.append(f"And {len(found) - MOST_TOLD} more.")
    about = AlertFinding(
        words="\n".join(sentences),
        value=finding.effect,
        low=finding.low,
        high=finding.high,
        n=finding.candidate.n,
        posts=tuple(
            CausePost(card.content_id, card.title or card.external_id, card.permalink, None, None)
            for card in cards.values()
        ),
        insight_id=first.id,
    )
    more = f", and {len(found) - 1} more" if len(found) > 1 else ""
    return Alert(
        brand_id=rule.brand_id,
        rule_id=rule.id,
        day=moment // DAY_SECONDS,
        subject=",".join(str(one.id) for one in found),
        data_version=first.data_version,
        raised_at=moment,
        title=f"{title_of(finding)}{more}",
        finding=about,
    )
