"""Notes of customers as quotes beside an insight: which speak of it, and how much each weighs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from db.unit import UnitOfWork
from learning.domain.explanations import KnownQuote
from learning.domain.feedback import FeedbackStrength, Feeling
from learning.domain.feedback_entries import FeedbackEntry, FeedbackSource, Labeller, LinkKind, Relation
from learning.domain.insights import Insight
from learning.domain.timekeys import day_of
from learning.insights.explanations import speaks_of

STRENGTHS: Final = {
    FeedbackStrength.NICE_TO_KNOW: 0.5,
    FeedbackStrength.MATTERS: 1.0,
    FeedbackStrength.DEAL_BREAKER: 2.0,
}
OWN_VIEW: Final = 0.5
"""What somebody of the team thinks counts half of what a customer said."""
FELT: Final = {Feeling.NEGATIVE: -0.6, Feeling.POSITIVE: 0.6}
"""Of a feeling that a person set: the score is the machine's and may say otherwise."""
MOST_PART: Final = 0.5
"""A campaign with this share of the posts behind an insight is what it is about."""


def quotes_of(work: UnitOfWork, insight: Insight, notes: Sequence[FeedbackEntry]) -> tuple[KnownQuote, ...]:
    """Return the notes that speak of an insight, the oldest first."""
    evidence = insight.finding.candidate.evidence
    campaigns = _campaigns(work, evidence.posts) | {value for name, value in evidence.filters if name == "campaign"}
    quotes = (_quote(one, insight, campaigns) for one in notes)
    return tuple(quote for quote in quotes if speaks_of(insight.finding, quote))


def used_quotes(work: UnitOfWork, insight: Insight) -> tuple[KnownQuote, ...]:
    """Return the notes that the loop found to speak of an insight and that still do, the oldest first."""
    used = (Relation.USED_IN,)
    linked = work.feedback_entries.list_linked(insight.brand_id, used, LinkKind.INSIGHT, str(insight.id))
    return quotes_of(work, insight, linked)


def weigh(note: FeedbackEntry) -> tuple[float, str]:
    """Say how much a note counts among quotes, and why; numbers are never weighed with it."""
    weight = STRENGTHS[note.strength] if note.strength else 1.0
    is_plain = note.strength_by is Labeller.MACHINE and weight == 1.0
    reasons = [] if note.strength is None or is_plain else [str(note.strength)]
    if note.source is FeedbackSource.OWN_VIEW:
        weight *= OWN_VIEW
        reasons.append("own view, counts half")
    return weight, ", ".join(reasons) or "one note"


def _quote(note: FeedbackEntry, insight: Insight, campaigns: set[str]) -> KnownQuote:
    weight, reason = weigh(note)
    about = [("topic", theme) for theme in note.themes] + [("theme", theme) for theme in note.themes]
    if note.persona:
        about.append(("persona", note.persona))
    contents, is_direct = [], False
    own = {
        (LinkKind.INSIGHT, str(insight.id)),
        (LinkKind.TEST, str(insight.experiment_id)),
        (LinkKind.ACTION, str(insight.action_id)),
    }
    for link in note.links:
        is_direct = is_direct or (link.kind, link.target) in own
        if link.kind is LinkKind.CAMPAIGN:
            about.append(("campaign", link.target))
            is_direct = is_direct or link.target in campaigns
        elif link.kind is LinkKind.CONTENT and link.target.isdigit():
            contents.append(int(link.target))
    day = datetime.fromtimestamp(note.entered_at, UTC).date() if note.said_day is None else day_of(note.said_day)
    return KnownQuote(
        note.id,
        day,
        note.text,
        _felt(note),
        tuple(about),
        tuple(contents),
        is_direct,
        weight,
        reason,
        note.source.value if note.source else "",
    )


def _felt(note: FeedbackEntry) -> float:
    """-1 to 1; what is neutral, mixed or unread speaks neither for nor against."""
    if note.feeling not in FELT:
        return 0.0
    sign = FELT[note.feeling]
    return note.score if note.score is not None and note.score * sign > 0 and abs(note.score) > abs(sign) else sign


def _campaigns(work: UnitOfWork, posts: Sequence[int]) -> set[str]:
    named = work.contents.list_campaigns(posts)
    counts = Counter(named.values())
    return {name for name, count in counts.items() if count >= MOST_PART * len(posts)}
