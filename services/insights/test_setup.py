"""Which findings are worth a test, and the drafts that the system makes of them; a person starts them or does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.brands import Brand
from learning.domain.errors import BadOption
from learning.domain.experiment_records import ExperimentQuery, ExperimentRecord, ExperimentState, ListedExperiment
from learning.domain.insights import Insight, InsightKind, InsightStatus
from learning.domain.permissions import Permission
from learning.domain.policies import SystemActor
from learning.insights.recommendations import Recommendation, recommendations
from services.callers import Caller
from services.experiments.design_json import design_from_json
from services.insights.bearings import known_tests
from services.insights.listing import ListedInsight, list_insights
from services.insights.trials import Trial, draft_trial, trial_of

OPEN: Final = frozenset({InsightStatus.NEW, InsightStatus.SEEN})
LONGEST_DAYS: Final = 60
"""What would take longer is nothing to draft without being asked."""
LEAST_CONFIDENCE: Final = 0.5
"""Of now: what nothing has renewed for long is not worth a test any more."""


def draft_tests(store: Store, brand: Brand, *, who: Caller, now: datetime) -> tuple[ExperimentRecord, ...]:
    """Draft tests of the findings of a brand that are worth one, as many as may wait for a person at once.

    Worth one is what advises a test first, is open, not damped and still likely, can be varied within two months, and
    is about something that no draft or running test varies and no ended test of the same metric has answered. The
    same is never drafted twice, not even after a person put the draft away.

    Args:
        store: The store.
        brand: Whose findings.
        who: The system; drafts carry its name.
        now: The present moment.

    Returns:
        The drafts that were made, the most urgent finding first; all of them or none are stored.
    """
    made: list[ExperimentRecord] = []
    with who.write(store, brand.id, Permission.TEST) as (work, actor):
        work.brands.lock(brand.id)
        found = list_insights(work, brand.id, int(now.timestamp()))
        tests = work.experiments.list_page(brand.id, ExperimentQuery())
        room = found.settings.test_drafts - len(waiting_drafts(tests))
        varied = _varied(work, brand.id, [one.experiment for one in tests if _is_open(one)])
        for insight, trial in _worth_testing(work, brand.id, found.shown, tests):
            if room <= len(made):
                break
            names = _names(insight) | {trial.plan.attribute}
            if names & varied:
                continue
            try:
                record = draft_trial(work, insight, who=actor.name, at=int(now.timestamp()))
            except BadOption:
                # A name that no test can have (too long, say): a person may still plan it under another one.
                continue
            made.append(record)
            varied |= names
        work.commit()
    return tuple(made)


def waiting_drafts(tests: Sequence[ListedExperiment]) -> tuple[ExperimentRecord, ...]:
    """Return the drafts of the system that nobody has started or put away, the newest first."""
    records = (one.experiment for one in tests)
    return tuple(
        one for one in records if one.state is ExperimentState.DRAFT and one.created_by == SystemActor.ENGINE.value
    )


def _worth_testing(
    work: UnitOfWork, brand_id: int, rows: Sequence[ListedInsight], tests: Sequence[ListedExperiment]
) -> Iterator[tuple[Insight, Trial]]:
    answered = {(one.metric, one.attribute, one.level) for test in tests for one in known_tests(test)}
    tried = {_about(one) for one in work.insights.list_of(brand_id) if one.experiment_id is not None}
    for row in rows:
        one = row.insight
        if one.status not in OPEN or row.held_by is not None or one.confidence < LEAST_CONFIDENCE:
            continue
        if _about(one) in tried or recommendations(one.finding)[:1] != (Recommendation.TEST_IT,):
            continue
        trial = trial_of(one)
        if trial is None or trial.size.days is None or trial.size.days > LONGEST_DAYS:
            continue
        plan = trial.plan
        levels = {plan.treatment, plan.control}
        if not any((plan.metric, plan.attribute, level) in answered for level in levels):
            yield one, trial


def _varied(work: UnitOfWork, brand_id: int, tests: Sequence[ExperimentRecord]) -> set[str]:
    """What open tests vary: two tests of one thing at a time would hide or feign each other's effect."""
    numbers = {one.id for one in tests}
    linked = [one for one in work.insights.list_of(brand_id) if one.experiment_id in numbers]
    return {design_from_json(one.design).component for one in tests}.union(*map(_names, linked))


def _names(one: Insight) -> set[str]:
    """The attributes that a finding is about, all of a formula; of a program its name."""
    subject = one.finding.candidate.subject
    what = dict(subject.what)
    if subject.kind is InsightKind.WINNING_FORMULA:
        return set(what)
    return {what[name] for name in ("component", "attribute") if name in what}


def _about(one: Insight) -> tuple[object, ...]:
    subject = one.finding.candidate.subject
    return subject.kind, subject.segment, subject.what


def _is_open(one: ListedExperiment) -> bool:
    record = one.experiment
    return record.state in {ExperimentState.DRAFT, ExperimentState.RUNNING} and not record.is_finished
