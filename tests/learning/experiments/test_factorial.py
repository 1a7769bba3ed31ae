"""What each part of a test of several things did: by hand, beside a regression, in noise, and where it stays open."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from learning.domain.errors import BadOption
from learning.domain.experiment_designs import ArmDesign, ExperimentDesign
from learning.domain.experiments import ArmSums, MetricKind, MetricSpec, TestState
from learning.domain.factorial import Factor
from learning.experiments.analysis import analyse_test
from learning.experiments.design_checks import check_design, plan_of
from learning.experiments.factor_designs import cross_factors
from learning.experiments.factorial import factor_effects

CLICKS = MetricSpec("clicks", MetricKind.BINOMIAL)
HEADLINE, IMAGE = Factor("headline", ("short", "long")), Factor("image", ("photo", "drawing", "film"))


def design(*factors: Factor, **options: object) -> ExperimentDesign:
    values = {"running_share": 0.0} | options
    return ExperimentDesign((CLICKS,), cross_factors(factors), factors=factors, planned_n=40_000, **values)  # type: ignore[arg-type]  # a test names its options


def sums(made: ExperimentDesign, n: int, rates: dict[tuple[str, ...], float]) -> list[ArmSums]:
    return [ArmSums(arm.label, n, round(n * rates[arm.levels])) for arm in made.arms]


def test_every_combination_is_a_version_and_the_one_as_today_is_the_control() -> None:
    made = design(HEADLINE, IMAGE)
    check_design(made)
    assert [arm.label for arm in made.arms][:2] == ["short + photo", "short + drawing"]
    assert (len(made.arms), made.control) == (6, "short + photo")


@pytest.mark.parametrize(
    ("factors", "arms", "said"),
    [
        ((HEADLINE,), None, "two or more"),
        ((HEADLINE, HEADLINE), None, "a name of its own"),
        ((HEADLINE, Factor("image", ("photo",))), None, "two or more levels"),
        ((HEADLINE, Factor("image", tuple(map(str, range(40))))), None, "at most 50"),
        ((HEADLINE, IMAGE), cross_factors((HEADLINE, IMAGE))[:-1], "each of the 6 combinations"),
        ((HEADLINE, IMAGE), (*cross_factors((HEADLINE, IMAGE))[:-1], ArmDesign("X")), "one level each of"),
        ((), cross_factors((HEADLINE, IMAGE)), "factors that they are levels of"),
    ],
)
def test_a_design_that_lacks_a_combination_is_refused_in_words(factors, arms, said) -> None:
    with pytest.raises(BadOption) as refused:
        check_design(ExperimentDesign((CLICKS,), arms or cross_factors(factors), factors=factors))
    assert said in f"{refused.value.message} {refused.value.fix}"


def test_main_effects_and_the_interaction_of_two_by_two_are_those_of_the_four_logarithms() -> None:
    made = design(HEADLINE, Factor("image", ("photo", "film")))
    rates = {("short", "photo"): 0.05, ("short", "film"): 0.06, ("long", "photo"): 0.055, ("long", "film"): 0.08}
    headline, image, both = factor_effects(CLICKS, sums(made, 10_000, rates), plan_of(made), at_end=True)
    assert headline.lift == pytest.approx(np.sqrt(0.055 * 0.08 / (0.05 * 0.06)) - 1)
    assert image.lift == pytest.approx(np.sqrt(0.06 * 0.08 / (0.05 * 0.055)) - 1)
    assert both.lift == pytest.approx(0.08 * 0.05 / (0.055 * 0.06) - 1)
    assert (headline.n, both.n, both.factors, both.levels) == (40_000, 40_000, ("headline", "image"), ("long", "film"))


def test_effects_and_their_errors_are_those_of_a_saturated_regression() -> None:
    made = design(HEADLINE, IMAGE, alpha=0.05)
    rates = {arm.levels: 0.05 + 0.004 * place for place, arm in enumerate(made.arms)}
    arms = sums(made, 20_000, rates)
    found = factor_effects(CLICKS, arms, plan_of(made), at_end=True)
    means = np.array([arm.total / arm.n for arm in arms])
    variances = (1 - means) / means / 20_000
    code = {"short": -0.5, "long": 0.5}
    columns = []
    for arm in made.arms:
        head = code[arm.levels[0]]
        drawing, film = (float(arm.levels[1] == one) - 1 / 3 for one in ("drawing", "film"))
        columns.append([1.0, head, drawing, film, head * drawing, head * film])
    fitted = sm.WLS(np.log(means), np.array(columns), weights=1 / variances).fit()
    wanted = dict(zip(range(5), fitted.params[1:], strict=True))
    spread = np.sqrt(np.diag(np.linalg.inv(np.array(columns).T @ np.diag(1 / variances) @ np.array(columns))))[1:]
    for place, one in enumerate(found):
        assert one.lift == pytest.approx(np.expm1(wanted[place]))
        z = wanted[place] / spread[place]
        assert one.p_value == pytest.approx(2 * float(stats.norm.sf(abs(z))), rel=0.01, abs=1e-9)


@pytest.mark.parametrize("tests", [400, pytest.param(10_000, marks=pytest.mark.slow)])
def test_in_noise_hardly_any_part_of_any_test_is_called(tests: int) -> None:
    made = design(HEADLINE, Factor("image", ("photo", "film")), running_share=0.4)
    rng, called = np.random.default_rng(5), 0
    for _ in range(tests):
        arms = [ArmSums(arm.label, 10_000, float(rng.binomial(10_000, 0.05))) for arm in made.arms]
        found = factor_effects(CLICKS, arms, plan_of(made), at_end=True)
        called += any((one.p_adjusted or 0) <= 0.05 for one in found)
        for one in found:
            assert ((one.low or 0) > 0 or (one.high or 0) < 0) == ((one.p_adjusted or 0) <= 0.05)
    assert called / tests <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / tests)


@pytest.mark.parametrize(
    ("n", "total", "said"),
    [(0, 0, "has nobody"), (100, 0, "no value above zero"), (100, 100, "are alike"), (1, 1, "a single unit")],
)
def test_one_version_without_a_value_leaves_a_reason_in_every_effect(n: int, total: int, said: str) -> None:
    made = design(HEADLINE, IMAGE)
    arms = sums(made, 10_000, {arm.levels: 0.05 for arm in made.arms})
    arms[3] = ArmSums(arms[3].arm, n, total)
    found = factor_effects(CLICKS, arms, plan_of(made), at_end=True)
    assert len(found) == 5
    assert all(one.lift is None and said in (one.reason or "") and arms[3].arm in (one.reason or "") for one in found)


def test_the_report_of_a_factorial_test_holds_its_parts_and_that_of_another_none() -> None:
    made = design(HEADLINE, IMAGE)
    arms = sums(made, 10_000, {arm.levels: 0.05 for arm in made.arms})
    report = analyse_test(plan_of(made), {"clicks": arms}, TestState(14, is_over=True))
    assert [one.factors for one in report.factorial] == [
        ("headline",),
        ("image",),
        ("image",),
        ("headline", "image"),
        ("headline", "image"),
    ]
    plain = ExperimentDesign((CLICKS,), (ArmDesign("A"), ArmDesign("B")))
    two = [ArmSums("A", 100, 10), ArmSums("B", 100, 12)]
    assert analyse_test(plan_of(plain), {"clicks": two}, TestState(14)).factorial == ()
