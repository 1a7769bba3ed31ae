"""The insights of a brand as they stand now: decayed, ranked, with what a person decided about their like."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from db.unit import UnitOfWork
from learning.domain.insight_log import Damping, InsightRun
from learning.domain.insights import Insight, InsightKind, InsightStatus, Priority, Subject, Tier
from learning.governance.damping import HeldDown, held_down
from learning.insights.confidence import confidence_at
from learning.insights.priorities import priority_of, priority_score
from services.actions.damping import read_failures
from services.actions.policies import policy_of
from services.insights.proposals import parameters_behind, proposal_of
from services.insights.renewing import SHOWN
from services.insights.settings import InsightSettings, read_settings

_RANK: Final = tuple(Priority)
PAIR: Final = "="
BETWEEN: Final = "; "


@dataclass(frozen=True, slots=True)
class ListedInsight:
    """An insight at one moment."""

    insight: Insight
    """With the confidence and the priority of that moment."""
    is_sure_enough: bool
    """Whether it may become a proposal by the setting of the brand."""
    is_large_enough: bool = True
    """Likewise by its size; what is counted, or goes together, has no size in percent and may."""
    damped_by: Damping | None = None
    """A person does not want to hear of findings like this one."""
    held_by: HeldDown | None = None
    """A change like the one that it proposes was rejected or rolled back lately."""


@dataclass(frozen=True, slots=True)
class InsightList:
    """Insights, the most important first, and the run that they come from."""

    rows: tuple[ListedInsight, ...]
    settings: InsightSettings
    run: InsightRun | None
    """The newest that succeeded."""
    failure: InsightRun | None
    """The newest run, if a part of it failed."""
    dampings: tuple[Damping, ...]

    @property
    def shown(self) -> tuple[ListedInsight, ...]:
        """Those that nobody damped."""
        return tuple(row for row in self.rows if row.damped_by is None)


def list_insights(
    work: UnitOfWork, brand_id: int, moment: int, statuses: Collection[InsightStatus] | None = SHOWN
) -> InsightList:
    """Return the insights of some statuses (None: of any) as they stand at a moment (UTC seconds)."""
    settings = read_settings(work, brand_id)
    dampings = work.insight_log.list_dampings(brand_id)
    found = [as_of(one, moment, settings, dampings) for one in work.insights.list_of(brand_id, statuses)]
    rows = with_holds(work, brand_id, found, moment)
    newest = work.insight_log.find_run(brand_id)
    return InsightList(
        by_rank(rows),
        settings,
        work.insight_log.find_run(brand_id, succeeded=True),
        newest if newest is not None and newest.failure else None,
        dampings,
    )


def with_holds(work: UnitOfWork, brand_id: int, rows: Sequence[ListedInsight], moment: int) -> Sequence[ListedInsight]:
    """Say which of them propose what failed lately."""
    policy = policy_of(work, brand_id)
    failed = read_failures(work, brand_id, moment, policy)
    if not failed:
        return rows
    known = parameters_behind(work, [row.insight for row in rows], brand_id)
    drafts = [proposal_of(row.insight, who="", moment=moment, reason="", parameters=known) for row in rows]
    return [
        row if draft is None else replace(row, held_by=held_down(draft, failed, moment, policy.damp_seconds))
        for row, draft in zip(rows, drafts, strict=True)
    ]


def as_of(one: Insight, moment: int, settings: InsightSettings, dampings: Collection[Damping] = ()) -> ListedInsight:
    """Return an insight as it stands at a moment."""
    confidence = confidence_at(one, moment, half_life_days=settings.half_life_days)
    now = replace(one, confidence=confidence, priority=priority_of(one.finding, confidence))
    subject = one.finding.candidate.subject
    damped = next((each for each in dampings if is_like(each, subject) and each.insight_id != one.id), None)
    measured, effect = one.finding.candidate.measured, one.finding.effect
    has_size = measured is not None and measured.is_log_ratio and effect is not None
    return ListedInsight(
        now,
        is_sure_enough=confidence >= settings.minimum_confidence,
        is_large_enough=not has_size or abs(effect or 0.0) >= settings.smallest_effect,
        damped_by=damped,
    )


def by_rank(rows: Iterable[ListedInsight]) -> tuple[ListedInsight, ...]:
    """Order insights as a person looks at them, what is held down last."""
    return tuple(sorted(rows, key=_rank))


def pairs_text(subject: Subject) -> str:
    """Write what a finding is about as the dampings keep it."""
    return BETWEEN.join(f"{name}{PAIR}{value}" for name, value in (*subject.segment, *subject.what))


def is_like(damping: Damping, subject: Subject) -> bool:
    """Tell whether a dismissed kind of finding covers a subject: the same kind, and all that it names."""
    if damping.kind is not subject.kind or damping.metric not in ("", subject.metric):
        return False
    wanted = set(filter(None, damping.about.split(BETWEEN)))
    return wanted <= set(pairs_text(subject).split(BETWEEN))


def _rank(row: ListedInsight) -> tuple[bool, bool, int, bool, bool, float, float, int]:
    """What is not held down first, the most urgent first; of the same urgency what moves the brand's own figures."""
    one = row.insight
    return (
        row.damped_by is not None,
        row.held_by is not None,
        _RANK.index(one.priority),
        one.finding.candidate.subject.kind is InsightKind.OPERATION,
        one.finding.tier is not Tier.CONFIRMED,
        -priority_score(one.finding, one.confidence),
        -one.confidence,
        one.id,
    )
