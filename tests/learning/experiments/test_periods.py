"""A split that was changed while a test ran: each period within itself, and no more false winners."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from learning.domain.experiment_advice import Advice
from learning.domain.experiment_verdicts import Level
from learning.domain.experiments import ArmSums, MetricKind, MetricSpec, TestPlan, TestState
from learning.experiments.advice import propose
from learning.experiments.analysis import analyse_test
from learning.experiments.checks import check_splits
from learning.experiments.family import Effects, Looking, judge, measure_effects
from learning.experiments.periods import Period, period_pairs
from learning.experiments.sums import against, stack_sums

CLICKS = MetricSpec("clicks", MetricKind.BINOMIAL)
EVEN = {"A": 1.0, "B": 1.0, "C": 1.0}


def plan(**options: object) -> TestPlan:
    values = {"control": "A", "planned_n": 60_000} | options
    return TestPlan((CLICKS,), EVEN, **values)  # type: ignore[arg-type]  # a test names its options


def arms(*values: tuple[int, int]) -> list[ArmSums]:
    return [ArmSums(label, n, x) for label, (n, x) in zip("ABC", values, strict=False)]


def test_versions_of_one_rate_in_each_period_show_no_effect_though_the_pooled_sums_do() -> None:
    early, late = arms((5_000, 500), (5_000, 500)), arms((9_000, 180), (1_000, 20))
    pairs = period_pairs(MetricKind.BINOMIAL, [early, late], 0)
    assert pairs.arm.mean[0, 1] == pytest.approx(pairs.base.mean[0, 1])
    pooled = against(MetricKind.BINOMIAL, stack_sums(arms((14_000, 680), (6_000, 520))), np.array([0.0]))
    assert pooled.arm.mean[0, 1] > 1.5 * pooled.base.mean[0, 1]


def test_one_period_is_the_test_as_it_would_be_without_periods() -> None:
    only = arms((5_000, 240), (5_000, 300), (5_000, 250))
    state = TestState(10)
    apart = analyse_test(plan(), {"clicks": only}, state, periods=[Period(EVEN, {"clicks": only})])
    together = analyse_test(plan(), {"clicks": only}, state)
    assert apart.results == together.results
    assert apart.verdict == together.verdict


def test_a_period_of_a_handful_of_people_waits() -> None:
    early, late = arms((5_000, 500), (5_000, 550)), arms((40, 0), (20, 0))
    pairs = period_pairs(MetricKind.BINOMIAL, [early, late], 0)
    assert (pairs.arm.n[0, 1], pairs.base.n[0, 1]) == (5_000, 5_000)


def test_the_split_is_checked_against_what_was_planned_in_each_period() -> None:
    shares = ({"A": 1.0, "B": 1.0}, {"A": 9.0, "B": 1.0})
    good = check_splits("AB", [(shares[0], np.array([5_000.0, 5_040.0])), (shares[1], np.array([9_020.0, 980.0]))])
    assert (good.level, dict(good.expected)["B"]) == (Level.GREEN, pytest.approx(6_020.0))
    bad = check_splits("AB", [(shares[0], np.array([5_000.0, 5_040.0])), (shares[1], np.array([8_500.0, 1_500.0]))])
    assert bad.level is Level.RED


def test_a_version_that_does_worse_is_proposed_to_give_its_people_to_those_that_are_still_open() -> None:
    sums = {"clicks": arms((6_000, 300), (6_000, 310), (6_000, 180))}
    report = analyse_test(plan(), sums, TestState(8))
    found = propose(plan(), report, EVEN, is_over=False)
    assert found is not None
    assert found.advice is Advice.REALLOCATE
    assert dict(found.shares) == pytest.approx({"A": 0.475, "B": 0.475, "C": 0.05})
    assert "C does worse than A" in found.reason
    assert propose(plan(), report, dict(found.shares), is_over=False) is None
    calm = analyse_test(plan(), {"clicks": arms((6_000, 300), (6_000, 310), (6_000, 290))}, TestState(8))
    assert propose(plan(), calm, EVEN, is_over=False) is None
    two = TestPlan((CLICKS,), {"A": 1, "B": 1}, "A", 60_000)
    harm = analyse_test(two, {"clicks": arms((6_000, 300), (6_000, 180))}, TestState(8))
    stopped = propose(two, harm, two.weights, is_over=False)
    assert stopped is not None
    assert stopped.advice is Advice.STOP_FOR_HARM


@pytest.mark.parametrize("tests", [200, pytest.param(6_000, marks=pytest.mark.slow)])
def test_whoever_changes_the_split_by_the_results_calls_no_more_tests_of_nothing(tests: int) -> None:
    """Twenty looks at two arms of one rate; after the fifth the arm that is behind falls to a tenth of the people."""
    generator, planned, a_look = np.random.default_rng(41), 20_000, 1_000
    called = 0
    for _ in range(tests):
        early = generator.binomial([[500, 500]] * 5, 0.1).sum(axis=0)
        behind = int(early[1] > early[0])
        late_n = np.array([900, 100]) if behind == 1 else np.array([100, 900])
        late = np.cumsum(generator.binomial([late_n] * 15, 0.1), axis=0)
        effects = [period_effects(early * 0 + 2_500, early, late_n * (k + 1), late[k]) for k in range(15)]
        stacked = Effects(*(np.array([getattr(one, name) for one in effects]) for name in NAMES))
        at_end = np.zeros((15, 1), dtype=np.bool_)
        at_end[-1] = True
        found = judge(stacked, Looking(0.05, 0.4, planned, at_end), None)
        called += bool(np.any(found.p_value <= 0.05))
        assert stacked.n[-1, 0] == pytest.approx(20 * a_look)
    assert called / tests <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / tests)


NAMES = ("effect", "error", "degrees", "on_log", "n")


def period_effects(n_early, x_early, n_late, x_late) -> Effects:
    periods = [[ArmSums("A", n[0], x[0]), ArmSums("B", n[1], x[1])] for n, x in ((n_early, x_early), (n_late, x_late))]
    pairs = period_pairs(MetricKind.BINOMIAL, periods, 0)
    found = replace(measure_effects(pairs.arm, pairs.base), n=pairs.clock)
    return Effects(*(getattr(found, name)[0, 1:] for name in NAMES))
