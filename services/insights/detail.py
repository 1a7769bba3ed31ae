"""One insight with everything that a person may ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from db.unit import UnitOfWork
from learning.domain.explanations import Explanation, KnownQuote
from learning.domain.holdings import ContentCard
from learning.domain.insight_log import Sighting
from learning.domain.insights import Implementation, Subject
from learning.insights.explanations import explain
from services.insights.bearings import bearings_of
from services.insights.following import implementation_of
from services.insights.listing import ListedInsight, as_of, with_holds
from services.insights.settings import InsightSettings, read_settings
from services.insights.trials import Trial, trial_of


@dataclass(frozen=True, slots=True)
class InsightDetail:
    """An insight, what stands behind it and against it, and how sure each run was."""

    listed: ListedInsight
    settings: InsightSettings
    explanation: Explanation
    cards: Mapping[int, ContentCard]
    """The posts of the evidence that are still there."""
    sightings: tuple[Sighting, ...]
    trial: Trial | None
    """The plan of a test; None where there is nothing to vary."""
    implementation: Implementation
    """How far the change is that it led to."""
    like: tuple[ListedInsight, ...]
    """The same finding on other metrics."""


def insight_detail(
    work: UnitOfWork, brand_id: int, insight_id: int, moment: int, *, who: str, quotes: tuple[KnownQuote, ...] = ()
) -> InsightDetail:
    """Read one insight of a brand as it stands at a moment (UTC seconds).

    Raises:
        NotFound: The brand has no such insight.
    """
    insight = work.insights.get(brand_id, insight_id)
    settings = read_settings(work, brand_id)
    finding, subject = insight.finding, insight.finding.candidate.subject
    like = [
        as_of(other, moment, settings)
        for other in work.insights.list_of(brand_id)
        if other.id != insight.id and _is_like(other.finding.candidate.subject, subject)
    ]
    listed = as_of(insight, moment, settings, work.insight_log.list_dampings(brand_id))
    return InsightDetail(
        listed=with_holds(work, brand_id, [listed], moment)[0],
        settings=settings,
        explanation=explain(finding, bearings_of(work, insight, who=who, quotes=quotes)),
        cards=work.figures.read_cards(list(finding.candidate.evidence.posts)),
        sightings=work.insights.list_sightings(brand_id, insight.id),
        trial=trial_of(insight),
        implementation=implementation_of(
            None if insight.action_id is None else work.actions.get(brand_id, insight.action_id).state
        ),
        like=tuple(like),
    )


def _is_like(one: Subject, other: Subject) -> bool:
    return (one.kind, one.segment, one.what) == (other.kind, other.segment, other.what) and bool(one.metric)
