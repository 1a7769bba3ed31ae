from __future__ import annotations

from dataclasses import replace

import pytest

from learning.domain.errors import BadOption
from learning.domain.experiment_designs import ArmDesign, ExperimentDesign
from learning.domain.experiments import GoodWay, MetricKind, MetricRole, MetricSpec
from learning.experiments.design_checks import check_design, plan_of

CLICKS = MetricSpec("clicks", MetricKind.BINOMIAL)
LOSSES = MetricSpec("unsubscribes", MetricKind.BINOMIAL, GoodWay.DOWN, MetricRole.GUARDRAIL, 0.1)
SOUND = ExperimentDesign((CLICKS, LOSSES), (ArmDesign("a", 2.0, is_control=True), ArmDesign("b")), planned_n=100)


def test_a_sound_design_becomes_the_plan_of_the_engine():
    check_design(SOUND)
    plan = plan_of(SOUND)
    assert (plan.control, dict(plan.weights), plan.planned_n) == ("a", {"a": 2.0, "b": 1.0}, 100)
    assert plan.metrics[0] is CLICKS


def test_without_a_named_control_the_first_arm_is_none():
    assert plan_of(replace(SOUND, arms=(ArmDesign("a"), ArmDesign("b")))).control is None


@pytest.mark.parametrize(
    "change",
    [
        {"arms": (ArmDesign("a"),)},
        {"arms": (ArmDesign("a"), ArmDesign("a"))},
        {"arms": (ArmDesign("a"), ArmDesign(" "))},
        {"arms": (ArmDesign("a"), ArmDesign("b", 0.0))},
        {"arms": (ArmDesign("a"), ArmDesign("b", float("inf")))},
        {"arms": (ArmDesign("a", is_control=True), ArmDesign("b", is_control=True))},
        {"metrics": ()},
        {"metrics": (LOSSES,)},
        {"metrics": (CLICKS, CLICKS)},
        {"metrics": (CLICKS, replace(LOSSES, margin=1.5))},
        {"metrics": (CLICKS, replace(LOSSES, name="clicks"))},
        {"planned_n": 1},
        {"planned_days": 0},
        {"alpha": 0.0},
        {"running_share": 1.0},
        {"capped": ("nothing",)},
    ],
)
def test_what_cannot_be_run_is_refused(change):
    with pytest.raises(BadOption):
        check_design(replace(SOUND, **change))
