"""An insight as an A/B test: the plan prefilled, and the tests that get in its way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.brands import Brand
from learning.domain.errors import Refused
from learning.domain.experiment_designs import ArmDesign, ExperimentDesign
from learning.domain.experiment_records import ExperimentRecord
from learning.domain.experiments import GoodWay, MetricRole, MetricSpec
from learning.domain.insights import Insight
from learning.domain.permissions import Permission
from learning.experiments.planner import Baseline, TestSize, Wish, size_for_lift
from learning.governance.directions import METRICS_DOWN
from learning.imports.headers import slug
from learning.insights.trial_plans import TrialPlan, trial_plan
from learning.metrics.words import metric_words
from services.callers import Caller
from services.clock import Clock
from services.experiments.designing import ExperimentProposal, add_experiment
from services.experiments.overlaps import Overlap, find_overlaps
from services.insights.possibilities import why_not_tested
from services.insights.sentences import title_of

MOST_DAYS: Final = 365
"""A test that would take longer is planned without an end: somebody has to choose another one."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A plan with what it needs."""

    plan: TrialPlan
    size: TestSize


@dataclass(frozen=True, slots=True)
class Started:
    """A test made of an insight, still a draft, and the tests that it overlaps with."""

    record: ExperimentRecord
    overlaps: tuple[Overlap, ...]


def trial_of(insight: Insight) -> Trial | None:
    """Return the plan of a test of an insight; None where there is nothing to vary."""
    plan = trial_plan(insight.finding)
    if plan is None:
        return None
    wish = Wish({plan.control: 1.0, plan.treatment: 1.0}, plan.control, plan.units_per_day)
    return Trial(plan, size_for_lift(Baseline(plan.kind, plan.mean, plan.variance), plan.lift, wish))


def start_trial(store: Store, brand: Brand, insight_id: int, *, who: Caller, clock: Clock) -> Started:
    """Store the draft of a test of an insight; a second time returns the first draft.

    Raises:
        NotFound: The brand has no such insight.
        Refused: There is nothing in it that a test could vary.
    """
    with who.write(store, brand.id, Permission.TEST, f"insight:{insight_id}") as (work, actor):
        work.brands.lock(brand.id)
        insight = work.insights.get(brand.id, insight_id)
        if insight.experiment_id is None:
            record = draft_trial(work, insight, who=actor.name, at=int(clock.now().timestamp()))
            work.commit()
        else:
            record = work.experiments.get(brand.id, insight.experiment_id)
    return Started(record, find_overlaps(store, brand, record.id, clock))


def draft_trial(work: UnitOfWork, insight: Insight, *, who: str, at: int) -> ExperimentRecord:
    """Write the draft of a test of an insight in the caller's transaction, both linked.

    Raises:
        Refused: There is nothing in it that a test could vary.
    """
    trial = trial_of(insight)
    if trial is None:
        why = why_not_tested(insight.finding) or "There is nothing in it that a test could vary."
        refusal = Refused(why, "Or dismiss it with a reason.")
        refusal.code = "nothing_to_test"
        raise refusal
    record = add_experiment(work, insight.brand_id, _proposal(insight, trial), who=who, at=at)
    work.insights.update(replace(insight, experiment_id=record.id))
    return record


def _proposal(insight: Insight, trial: Trial) -> ExperimentProposal:
    plan, size = trial.plan, trial.size
    good = GoodWay.DOWN if plan.metric in METRICS_DOWN else GoodWay.UP
    days = size.days if size.days is not None and size.days <= MOST_DAYS else None
    program = dict(insight.finding.candidate.subject.what).get("component", "")
    control, treatment = _labels(plan)
    design = ExperimentDesign(
        metrics=(MetricSpec(plan.metric, plan.kind, good, MetricRole.PRIMARY),),
        arms=(
            ArmDesign(control, is_control=True, title=plan.control, value=plan.control),
            ArmDesign(treatment, title=plan.treatment, value=plan.treatment),
        ),
        unit=plan.unit,
        planned_n=size.units if days is not None else None,
        planned_days=days,
        component=program or plan.attribute,
    )
    levels = {plan.attribute: plan.treatment}
    return ExperimentProposal(
        name=(f"{program}, {plan.attribute}" if program else plan.attribute.capitalize())
        + f": {plan.treatment} against {plan.control}",
        design=design,
        hypothesis=f"{title_of(insight.finding)}. Does {plan.treatment} do that to the {metric_words(plan.metric)}?",
        topic=levels.get("topic", ""),
        hook=levels.get("hook", ""),
        segment=" · ".join(value for _, value in plan.segment),
    )


def _labels(plan: TrialPlan) -> tuple[str, str]:
    """What files and programs call the two arms; plain words where their names leave none, or the same."""
    control, treatment = slug(plan.control) or "control", slug(plan.treatment) or "treatment"
    return (control, treatment) if control != treatment else ("control", "treatment")
