"""A suggestion as an A/B test: a draft with a plan from the brand's own posts, and the notes that led to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.brands import Brand
from learning.domain.experiment_designs import ArmDesign, ExperimentDesign
from learning.domain.experiment_records import ExperimentRecord
from learning.domain.experiments import MetricKind, MetricRole, MetricSpec
from learning.domain.feedback_entries import EntryLink, LinkKind, Relation
from learning.domain.feedback_loop import EntityKind, Suggestion, SuggestionState
from learning.domain.permissions import Permission
from learning.domain.timekeys import day_key
from learning.experiments.design_checks import LONGEST
from learning.experiments.planner import Baseline, TestSize, Wish, size_for_lift
from learning.insights.brand_data import Gates
from learning.insights.post_outcomes import read_outcomes, teaching_posts
from learning.metrics.catalog import CATALOG
from services.callers import Caller
from services.clock import Clock
from services.experiments.designing import ExperimentProposal, create_experiment
from services.feedback.proposing import PRESENT, open_suggestion
from services.gates import read_gates
from services.insights.frames import choose_post_cuts, post_frame

METRIC: Final = "engagement_rate"
CONTROL: Final = "control"
TREATMENT: Final = "idea"
LIFT: Final = 0.1
"""What the test is planned to find: notes say what to try, not how much it would bring."""
MOST_DAYS: Final = 365
LATELY_DAYS: Final = 90


@dataclass(frozen=True, slots=True)
class Planned:
    """A suggestion that became the draft of a test."""

    suggestion: Suggestion
    record: ExperimentRecord
    size: TestSize | None
    """None where the brand has too few posts to plan by."""


def plan_test(store: Store, brand: Brand, suggestion_id: int, *, who: Caller, clock: Clock) -> Planned:
    """Store the draft of a test of a suggestion; its notes have led to it then.

    Raises:
        NotFound: The brand has no such suggestion.
        Refused: Somebody decided already.
    """
    now = clock.now()
    moment = int(now.timestamp())
    with store.read() as work:
        found = open_suggestion(work, brand.id, suggestion_id)
        size = _size(work, brand, day_key(now.date()))
    record = create_experiment(store, brand, _proposal(found, size), who=who, now=now)
    with who.write(store, brand.id, Permission.FEEDBACK, f"suggestion:{suggestion_id}") as (work, actor):
        work.brands.lock(brand.id)
        found = open_suggestion(work, brand.id, suggestion_id)
        decided = replace(found, state=SuggestionState.TESTED, who=actor.name, made_at=moment, experiment_id=record.id)
        work.feedback_loop.update(decided)
        for number in found.suggested.notes:
            note = work.feedback_entries.get(brand.id, number)
            work.feedback_entries.link(note, [EntryLink(Relation.LED_TO, LinkKind.TEST, str(record.id), moment)])
        if found.suggested.notes:
            work.feedback_entries.mark_used(brand.id, found.suggested.notes, moment)
        work.commit()
    return Planned(decided, record, size)


def _proposal(found: Suggestion, size: TestSize | None) -> ExperimentProposal:
    told, entity = found.suggested, found.entity
    days = None if size is None or size.days is None or size.days > MOST_DAYS else size.days
    design = ExperimentDesign(
        metrics=(MetricSpec(METRIC, MetricKind.RATIO, role=MetricRole.PRIMARY),),
        arms=(
            ArmDesign(CONTROL, is_control=True, title=PRESENT, value=PRESENT),
            ArmDesign(TREATMENT, title=told.change[:LONGEST], value=told.change[:LONGEST]),
        ),
        unit="post",
        planned_n=size.units if size is not None and days is not None else None,
        planned_days=days,
        component=told.target.value,
    )
    return ExperimentProposal(
        name=f"Suggestion {found.id}: {told.change}"[:LONGEST].rstrip(),
        design=design,
        hypothesis=f"{told.change}. {told.reasoning}.",
        topic=entity.name if entity.kind is EntityKind.THEME else "",
        segment=entity.name if entity.kind is EntityKind.PERSONA else "",
    )


def _size(work: UnitOfWork, brand: Brand, today: int) -> TestSize | None:
    """What a test of posts needs, by how the brand's posts of late vary; None from fewer than two that teach."""
    gates = read_gates(work, brand.id)
    own = Gates(
        gates.minimum_views, gates.minimum_age_hours, gates.minimum_likes, gates.success_rate, gates.success_views
    )
    posts = teaching_posts(post_frame(work, brand.id, choose_post_cuts(work, brand.id)), own)
    posts = posts[(posts["day"] > today - LATELY_DAYS) & (posts["day"] <= today)].reset_index(drop=True)
    read = read_outcomes(CATALOG[METRIC], posts)
    if read is None or len(read.rows) < 2:
        return None
    mean = float(read.events.sum() / read.exposure.sum())
    # The delta variance of a ratio of sums, of one post.
    spread = (read.events - mean * read.exposure) / read.exposure.mean()
    variance = float(np.var(spread, ddof=1))
    if variance <= 0:
        return None
    wish = Wish({CONTROL: 1.0, TREATMENT: 1.0}, CONTROL, len(read.rows) / LATELY_DAYS)
    return size_for_lift(Baseline(MetricKind.RATIO, mean, variance), LIFT, wish)
