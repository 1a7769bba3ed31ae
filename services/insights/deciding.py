"""What a person does with an insight: see it, accept it, dismiss it and its like, or put it to a test."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.actions import ActionRecord
from learning.domain.errors import BadOption, Refused
from learning.domain.feedback_entries import LinkKind
from learning.domain.insight_log import Damping
from learning.domain.insights import Insight, InsightStatus, Subject
from learning.domain.permissions import Permission
from services.actions.damping import damped, holds_of
from services.actions.drafting import draft_action
from services.callers import Caller
from services.insights.listing import PAIR, as_of, pairs_text
from services.insights.possibilities import HAPPENED, why_not_changed
from services.insights.proposals import parameters_behind, proposal_of
from services.insights.settings import read_settings

OPEN: Final = frozenset({InsightStatus.NEW, InsightStatus.SEEN})
LONGEST_REASON: Final = 500


class Breadth(StrEnum):
    """How much like a dismissed finding others are."""

    SAME = "same"
    """Only this one."""
    SUBJECT = "subject"
    """The same on any metric."""
    ATTRIBUTE = "attribute"
    """Whatever is about the same attribute, or the same program; of a finding about neither the same as SUBJECT."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """An insight that became a proposal."""

    insight: Insight
    action: ActionRecord


def mark_seen(store: Store, brand_id: int, insight_id: int) -> Insight:
    """Note that somebody looked at an insight.

    Raises:
        NotFound: The brand has no such insight.
    """
    with store.write() as work:
        found = work.insights.get(brand_id, insight_id)
        if found.status is InsightStatus.NEW:
            found = replace(found, status=InsightStatus.SEEN)
            work.insights.update(found)
            work.commit()
    return found


def accept_insight(
    store: Store, brand_id: int, insight_id: int, *, who: Caller, now: datetime, reason: str = ""
) -> Accepted:
    """Make a proposal of an insight, which somebody else has to approve; nothing changes before.

    Raises:
        NotFound: The brand has no such insight.
        Refused: Somebody decided already, it is not sure enough, or it says only what happened.
    """
    moment = int(now.timestamp())
    with who.write(store, brand_id, Permission.INSIGHT, f"insight:{insight_id}") as (work, actor):
        work.brands.lock(brand_id)
        found = _open(work, brand_id, insight_id)
        settings = read_settings(work, brand_id)
        listed = as_of(found, moment, settings)
        if not listed.is_sure_enough:
            raise _refusal(
                f"Its confidence is {listed.insight.confidence:.2f} by now; "
                f"a change takes at least {settings.minimum_confidence:.2f}.",
                "Run it as a test, or wait for more data.",
                "not_sure_enough",
            )
        if not listed.is_large_enough:
            raise _refusal(
                f"Its effect is about {found.finding.effect or 0:+.1%}; "
                f"a change takes at least {settings.smallest_effect:.1%}.",
                "Dismiss it, or set a smaller effect under Settings, Learning.",
                "too_small",
            )
        decided = replace(
            found, status=InsightStatus.ACCEPTED, who=actor.name, decided_at=moment, reason=reason.strip()
        )
        known = parameters_behind(work, [decided], brand_id)
        draft = proposal_of(decided, who=actor.name, moment=moment, reason=reason, parameters=known)
        if draft is None:
            why = why_not_changed(found.finding) or HAPPENED
            raise _refusal(why, "Or dismiss it with a reason.", "nothing_to_change")
        (hold,) = holds_of(work, brand_id, [draft], moment)
        if hold is not None and not reason.strip():
            raise damped(hold)
        action = draft_action(work, draft, who.trail, actor)
        decided = replace(decided, action_id=action.id)
        work.insights.update(decided)
        work.feedback_entries.follow(brand_id, (LinkKind.INSIGHT, str(found.id)), str(action.id), moment)
        work.commit()
    return Accepted(decided, action)


def dismiss_insight(
    store: Store,
    brand_id: int,
    insight_id: int,
    *,
    who: Caller,
    now: datetime,
    reason: str,
    breadth: Breadth = Breadth.SUBJECT,
) -> Damping:
    """Dismiss an insight with a reason; findings like it are kept, but shown below all others until that is lifted.

    Raises:
        NotFound: The brand has no such insight.
        Refused: Somebody decided already.
        BadOption: There is no reason.
    """
    text = " ".join(reason.split())
    if not text or len(text) > LONGEST_REASON:
        raise BadOption("reason", text[:40], f"a reason of 1 to {LONGEST_REASON} characters")
    moment = int(now.timestamp())
    with who.write(store, brand_id, Permission.INSIGHT, f"insight:{insight_id}") as (work, actor):
        work.brands.lock(brand_id)
        found = _open(work, brand_id, insight_id)
        subject = found.finding.candidate.subject
        about = _about(subject, breadth)
        metric = subject.metric if breadth is Breadth.SAME else ""
        damping = Damping(brand_id, found.id, subject.kind, metric, about, text, actor.name, moment)
        damping = work.insight_log.add_damping(damping)
        dismissed = replace(found, status=InsightStatus.DISMISSED, who=actor.name, decided_at=moment, reason=text)
        work.insights.update(dismissed)
        work.commit()
    return damping


def lift_dismissal(store: Store, brand_id: int, damping_id: int, *, who: Caller, now: datetime) -> Damping:
    """Take a dismissal back: its insight is open again, and findings like it are shown as any other.

    Raises:
        NotFound: The brand has no such dismissal.
    """
    with who.write(store, brand_id, Permission.INSIGHT, f"dismissal:{damping_id}") as (work, actor):
        work.brands.lock(brand_id)
        lifted = work.insight_log.lift_damping(brand_id, damping_id, who=actor.name, moment=int(now.timestamp()))
        found = work.insights.get(brand_id, lifted.insight_id)
        if found.status is InsightStatus.DISMISSED:
            work.insights.update(replace(found, status=InsightStatus.SEEN, who="", reason="", decided_at=None))
        work.commit()
    return lifted


def _open(work: UnitOfWork, brand_id: int, insight_id: int) -> Insight:
    found = work.insights.get(brand_id, insight_id)
    if found.status in OPEN:
        return found
    words = found.status.value.replace("_", " ")
    if found.decided_at is not None:
        at = datetime.fromtimestamp(found.decided_at, UTC)
        by = f" by {found.who}" if found.who else ""
        words += f"{by} on {at.day} {at:%B %Y} at {at:%H:%M} UTC"
    raise _refusal(f"This insight is {words}; nothing else happened.", "Read what was decided.", "decided")


def wide_of(subject: Subject) -> tuple[str, str] | None:
    """Return what a wide dismissal of a finding is about, name and value: its program or attribute, else None."""
    what = dict(subject.what)
    return next(((name, what[name]) for name in ("component", "attribute") if name in what), None)


def _about(subject: Subject, breadth: Breadth) -> str:
    wide = wide_of(subject)
    return pairs_text(subject) if breadth is not Breadth.ATTRIBUTE or wide is None else f"{wide[0]}{PAIR}{wide[1]}"


def _refusal(message: str, fix: str, code: str) -> Refused:
    refusal = Refused(message, fix)
    refusal.code = code
    return refusal
