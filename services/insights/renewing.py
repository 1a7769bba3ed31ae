"""What the findings of a run make of the insights that are there: new, renewed, back again, resolved, expired."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from db.unit import UnitOfWork
from learning.domain.actions import ActionState
from learning.domain.brands import Brand
from learning.domain.goals import Goal
from learning.domain.insight_log import Sighting
from learning.domain.insights import Candidate, Finding, Insight, InsightKind, InsightStatus
from learning.insights.confidence import EXPIRES_BELOW, confidence_at, has_new_evidence, is_turned
from learning.insights.fingerprints import fingerprint
from learning.insights.priorities import goal_of, impact_of, priority_of
from learning.metrics.catalog import CATALOG
from learning.metrics.definitions import Form
from services.insights.settings import InsightSettings

ENDED: Final = frozenset({InsightStatus.RESOLVED, InsightStatus.EXPIRED, InsightStatus.WITHDRAWN})
UNDECIDED: Final = frozenset({InsightStatus.NEW, InsightStatus.SEEN})
SHOWN: Final = (InsightStatus.NEW, InsightStatus.SEEN, InsightStatus.ACCEPTED, InsightStatus.ACTED_ON)
"""Statuses of insights that hold."""
ENOUGH_NEW: Final = 0.1
"""So many more units, as a share of what it rested on, answer whether it still holds."""
ENOUGH_DAYS: Final = 7
TURNED: Final = "The data now say the opposite of what they said before."
NOT_SO: Final = "What was counted is not so any more."
GONE: Final = "Looked at again with {more}, it does not stand any more."
EVIDENCE_GONE: Final = "The import {file} that it rests on was undone."
NOTES_GONE: Final = "Notes of customers that it rests on are gone."
FADED: Final = "Nothing has confirmed it for {days:.0f} days."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run knows beside its findings."""

    brand: Brand
    settings: InsightSettings
    goals: Sequence[Goal]
    tested: Mapping[str, Candidate]
    """Fingerprint -> what was looked at, whether it stands or not."""
    failed: frozenset[str]
    """Detectors that could not look: nothing follows from their silence."""
    moment: int
    """UTC seconds."""
    looked_anew: frozenset[str]
    """Detectors that were asked in this run; of the others what they proposed before was judged again."""

    def is_news(self, detector: str, seen: Insight) -> bool:
        """Whether a run says anything new of an insight: other data, or another look."""
        return detector in self.looked_anew or seen.data_version != self.brand.data_version


def keep_findings(work: UnitOfWork, findings: Sequence[Finding], outcome: Outcome) -> None:
    """Store what a run found in the caller's transaction, with one line of history per insight."""
    brand, moment = outcome.brand, outcome.moment
    known = {one.fingerprint: one for one in work.insights.list_of(brand.id)}
    lines: list[Sighting] = []
    for finding in findings:
        mark = fingerprint(finding.candidate.subject)
        before = known.pop(mark, None)
        stored = _renewed(before, finding, outcome) if before else work.insights.add(_new(mark, finding, outcome))
        if before:
            work.insights.update(stored)
        if before is None or outcome.is_news(finding.candidate.detector, before):
            n = finding.candidate.n
            figures = (finding.confidence, finding.effect, finding.low, finding.high, n)
            lines.append(Sighting(stored.id, moment, brand.data_version, *figures))
    for missing in known.values():
        if missing.status in ENDED or missing.finding.candidate.detector in outcome.failed:
            continue
        if outcome.is_news(missing.finding.candidate.detector, missing):
            lines.append(Sighting(missing.id, moment, brand.data_version, None))
        changed = _missed(missing, outcome, is_done=_is_done(work, missing))
        if changed != missing:
            work.insights.update(changed)
    work.insights.add_sightings(lines)


def fade(work: UnitOfWork, brand_id: int, settings: InsightSettings, moment: int) -> int:
    """Let go of insights that nothing has renewed for long; return how many."""
    faded = 0
    for one in work.insights.list_of(brand_id, UNDECIDED):
        changed = _expired(one, settings, moment)
        if changed != one:
            work.insights.update(changed)
            faded += 1
    return faded


def _new(mark: str, finding: Finding, outcome: Outcome) -> Insight:
    return _with_impact(
        Insight(
            brand_id=outcome.brand.id,
            fingerprint=mark,
            finding=finding,
            status=InsightStatus.NEW,
            priority=priority_of(finding),
            impact=None,
            data_version=outcome.brand.data_version,
            first_seen=outcome.moment,
            renewed_at=outcome.moment,
            confidence=finding.confidence,
            settings_version=outcome.brand.settings_version,
        ),
        outcome,
    )


def _renewed(before: Insight, finding: Finding, outcome: Outcome) -> Insight:
    if is_turned(before.finding, finding):
        return replace(_new(before.fingerprint, finding, outcome), id=before.id, mark=TURNED)
    returns = before.status in ENDED
    status = (before.earlier or InsightStatus.NEW) if returns else before.status
    fresh = returns or has_new_evidence(before.finding, finding)
    changed = replace(
        before,
        finding=finding,
        status=status,
        earlier=None,
        mark="",
        priority=priority_of(finding),
        renewed_at=outcome.moment if fresh else before.renewed_at,
        confidence=finding.confidence,
        data_version=outcome.brand.data_version,
        settings_version=outcome.brand.settings_version,
    )
    return _with_impact(changed, outcome)


def _with_impact(found: Insight, outcome: Outcome) -> Insight:
    candidate = found.finding.candidate
    goal = goal_of(candidate, outcome.goals)
    impact = impact_of(candidate, goal)
    if impact is None:
        return replace(found, impact=None, impact_unit="")
    name = candidate.subject.metric
    is_total = CATALOG[name].form in (Form.TOTAL, Form.UNIQUE)
    span = "" if not is_total else " per day" if goal else " in 28 days"
    return replace(found, impact=impact, impact_unit=name + span)


def _is_done(work: UnitOfWork, one: Insight) -> bool:
    """Whether the change that was made of an insight was kept: nobody waits for it any more."""
    if one.status is not InsightStatus.ACTED_ON or one.action_id is None:
        return False
    return work.actions.get(one.brand_id, one.action_id).state is ActionState.KEPT


def _missed(missing: Insight, outcome: Outcome, *, is_done: bool) -> Insight:
    """An insight that a run did not find: answered by enough new data, or it fades while nobody decided about it."""
    if missing.status not in UNDECIDED and not is_done:
        return missing
    before = missing.finding.candidate
    now = outcome.tested.get(missing.fingerprint)
    if before.subject.kind is InsightKind.FEEDBACK_THEME and (now is None or now.n < before.n):
        return replace(missing, status=InsightStatus.WITHDRAWN, earlier=missing.status, mark=NOTES_GONE)
    earlier = missing.status if is_done else missing.earlier
    if before.measured is None:
        return replace(missing, status=InsightStatus.RESOLVED, earlier=earlier, mark=NOT_SO)
    more = None if now is None else _new_evidence(before, now)
    if more:
        return replace(missing, status=InsightStatus.RESOLVED, earlier=earlier, mark=GONE.format(more=more))
    return missing if is_done else _expired(missing, outcome.settings, outcome.moment)


def _new_evidence(before: Candidate, now: Candidate) -> str | None:
    """What was seen since, in words; None where it is too little to say that a finding is gone."""
    units = now.n - before.n
    if units >= max(1.0, ENOUGH_NEW * before.n):
        return f"{units} more {now.counted.value}"
    first, last = before.evidence.last, now.evidence.last
    if first is not None and last is not None and (last - first).days >= ENOUGH_DAYS:
        return f"{(last - first).days} more days"
    return None


def _expired(one: Insight, settings: InsightSettings, moment: int) -> Insight:
    if confidence_at(one, moment, half_life_days=settings.half_life_days) >= EXPIRES_BELOW:
        return one
    days = (moment - one.renewed_at) / 86_400
    return replace(one, status=InsightStatus.EXPIRED, mark=FADED.format(days=days))
