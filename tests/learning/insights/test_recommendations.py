"""What is recommended, and what a test of it would look like."""

from __future__ import annotations

import pytest

from learning.domain.experiments import MetricKind
from learning.domain.insights import InsightKind, Rival, RivalKind, Tier
from learning.experiments.planner import Baseline, Wish, size_for_lift
from learning.insights.recommendations import Recommendation, recommendations
from learning.insights.trial_plans import TrialPlan, trial_plan
from tests.learning.insights.findings import finding

UNITS = {"unit_mean": 0.02, "unit_variance": 0.0002, "units_per_day": 3.0, "levels": 12.0}


def test_a_confirmed_choice_is_used_and_tested_an_unsure_one_tested_first() -> None:
    assert recommendations(finding()) == ("use_more", "test_it")
    assert recommendations(finding(tier=Tier.WORTH_TESTING)) == ("test_it", "use_more")
    explained = Rival(RivalKind.UNEVEN, "platform", explained=0.7)
    assert recommendations(finding(rivals=(explained,))) == ("test_it", "use_more")


def test_of_what_happened_the_cause_is_looked_for() -> None:
    fall = finding(kind=InsightKind.TREND, good=False, recommendation=Recommendation.FIND_CAUSE)
    assert recommendations(fall) == ("find_cause",)
    spike = finding(kind=InsightKind.ANOMALY, good=False, recommendation=Recommendation.LOOK_AT_POSTS)
    assert recommendations(spike) == ("look_at_posts", "find_cause")


def test_a_counted_fact_is_not_tested() -> None:
    stale = finding(kind=InsightKind.DATA_QUALITY, measured=None, recommendation=Recommendation.IMPORT_AGAIN)
    assert recommendations(stale) == ("import_again",)


def test_a_better_level_is_tried_against_the_usual_and_a_worse_one_is_the_control() -> None:
    better = trial_plan(finding(numbers=UNITS))
    assert better is not None
    assert (better.control, better.treatment, better.lift) == ("as usual", "repairs", 0.3)
    assert (better.kind, better.mean, better.variance, better.units_per_day) == (MetricKind.RATIO, 0.02, 0.0002, 3.0)
    worse = trial_plan(finding(numbers=UNITS, good=False, effect=-0.2))
    assert worse is not None
    assert (worse.control, worse.treatment) == ("repairs", "as usual")
    assert worse.lift == pytest.approx(0.25)


def test_of_two_levels_the_other_one_is_named() -> None:
    words = {"attribute": "links", "level": "with a link", "against": "none"}
    what = (("attribute", "links"), ("level", "with a link"))
    plan = trial_plan(finding(numbers=UNITS | {"levels": 2.0}, words=words, what=what))
    assert plan is not None
    assert (plan.attribute, plan.control, plan.treatment) == ("links", "none", "with a link")


def test_a_whole_formula_is_tried_as_one() -> None:
    structure = (("hook", "question"), ("topic", "repairs"))
    plan = trial_plan(finding(numbers=UNITS, kind=InsightKind.WINNING_FORMULA, what=structure))
    assert plan is not None
    assert (plan.attribute, plan.treatment, plan.control) == ("structure", "hook question + topic repairs", "as usual")


def test_the_planner_of_tests_takes_it_as_it_is() -> None:
    plan = trial_plan(finding(numbers=UNITS))
    assert isinstance(plan, TrialPlan)
    wish = Wish({plan.control: 0.5, plan.treatment: 0.5}, plan.control, plan.units_per_day)
    size = size_for_lift(Baseline(plan.kind, plan.mean, plan.variance), plan.lift, wish)
    assert size.reason is None
    # 16 (spread / difference)^2 an arm is the rule of thumb at 80 % (Lehr 1992); the look at the end has 3 % of alpha.
    assert size.units == pytest.approx(2 * 16 * 0.0002 / 0.006**2 * 1.15, rel=0.05)
    assert size.days == 70


def test_there_is_no_plan_where_nothing_can_be_varied_or_nothing_is_known() -> None:
    assert trial_plan(finding(numbers=UNITS, kind=InsightKind.SEGMENT_GAP)) is None
    assert trial_plan(finding(numbers=UNITS, what=(("with", "save_rate"),))) is None
    assert trial_plan(finding(numbers=UNITS | {"unit_variance": 0.0})) is None
    assert trial_plan(finding()) is None


def test_an_effect_too_small_to_plan_for_is_planned_at_two_percent() -> None:
    plan = trial_plan(finding(numbers=UNITS, effect=0.004))
    assert plan is not None
    assert plan.lift == 0.02
