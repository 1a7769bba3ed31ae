"""The reference numbers of two independent engines, through the same door as the command."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import NormalIndPower, TTestIndPower
from statsmodels.stats.proportion import confint_proportions_2indep
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from services.experiment_cases.answers import answer_case, answer_cases, read_cases

CONTROL, TREATMENT = {"n": 5000, "sum": 400}, {"n": 5100, "sum": 452}


def matches(got: object, expected: object, case: dict[str, float]) -> bool:
    if isinstance(expected, list):
        return isinstance(got, list) and all(matches(one, two, case) for one, two in zip(got, expected, strict=True))
    if expected is None or got is None:
        return expected is None and got is None
    return abs(float(got) - float(expected)) <= case["abs_tol"] + case["rel_tol"] * abs(float(expected))


def answer(kind: str, inputs: dict[str, object], **settings: object) -> dict[str, object]:
    return dict(answer_case({"id": "x", "kind": kind, "inputs": inputs, "settings": settings}))


def two(**settings: object) -> dict[str, object]:
    return answer("binomial", {"control": CONTROL, "treatment": TREATMENT}, **settings)


def test_every_golden_case_is_met_to_its_tolerance(shared: Path) -> None:
    path = shared / "golden" / "experiments.json"
    found = answer_cases(read_cases(path))
    cases = json.loads(path.read_text(encoding="utf-8"))["cases"]
    wrong = [
        (case["id"], key, found[case["id"]].get(key), expected)
        for case in cases
        for key, expected in case["expected"].items()
        if not matches(found[case["id"]].get(key), expected, case)
    ]
    assert cases
    assert wrong == []


def test_every_listed_format_is_answered_with_exactly_its_keys(shared: Path) -> None:
    formats = json.loads((shared / "golden" / "experiments.json").read_text(encoding="utf-8"))["formats"]
    for one in formats:
        found = answer(
            one["kind"], {}, **{**one["settings"], "alpha": 0.05, "sides": 2, "tuning_N": 100, "prior": None}
        )
        assert set(one["expected"]) <= set(found), one
        assert found["reason"]


def test_one_sided_ranges_are_open_on_the_far_side_and_their_p_values_add_to_one() -> None:
    greater, less = (two(test="welch_t_delta", lift="relative", alpha=0.05, sides=side) for side in ("greater", "less"))
    both = two(test="welch_t_delta", lift="relative", alpha=0.10, sides=2)
    assert greater["ci"] == [pytest.approx(both["ci"][0]), None]
    assert less["ci"] == [None, pytest.approx(both["ci"][1])]
    assert greater["p_value"] + less["p_value"] == pytest.approx(1)
    assert greater["p_value"] == pytest.approx(both["p_value"] / 2)


def test_a_negative_baseline_keeps_the_sign_of_the_difference() -> None:
    inputs = {
        "control": {"n": 100, "sum": -500.0, "sum_squares": 5000.0},
        "treatment": {"n": 100, "sum": -400.0, "sum_squares": 4000.0},
    }
    found = answer("mean", inputs, test="welch_t_delta", lift="relative", alpha=0.05, sides=2)
    assert found["estimate"] == pytest.approx(0.2)
    assert "below zero" in str(found["reason"])
    classic = answer("mean", inputs, test="welch_t", alpha=0.05, sides=2)
    assert classic["rel_effect"] == pytest.approx(0.2)
    assert classic["rel_ci"] == [None, None]


def test_lower_is_better_turns_the_chance_and_swaps_the_risks() -> None:
    up, down = (
        two(test="bayes_normal_effect", lift="relative", alpha=0.05, prior=None, inverse=way) for way in (False, True)
    )
    assert up["chance_to_win"] + down["chance_to_win"] == pytest.approx(1)
    assert up["risk_choose_control_loss"] == down["risk_choose_treatment_loss"]
    assert up["ci"] == down["ci"]


def test_a_prior_on_the_other_scale_is_carried_over_by_the_control() -> None:
    base = CONTROL["sum"] / CONTROL["n"]
    of_lift = {"scale": "relative", "mean": 0.02, "variance": 0.01}
    of_rate = {"scale": "absolute", "mean": 0.02 * base, "variance": 0.01 * base**2}
    one, other = (
        two(test="bayes_normal_effect", lift="relative", alpha=0.1, prior=prior) for prior in (of_lift, of_rate)
    )
    assert one["posterior_mean"] == pytest.approx(other["posterior_mean"])
    assert one["posterior_sd"] == pytest.approx(other["posterior_sd"])


def test_the_quantile_variance_is_that_of_its_order_statistics_and_has_a_floor() -> None:
    arm = {"n": 1000, "n_star": 1000, "nu": 0.9, "quantile_hat": 50.0, "quantile_lower": 47.0, "quantile_upper": 53.0}
    better = {**arm, "quantile_hat": 55.0}
    found = answer("quantile", {"control": arm, "treatment": better}, test="welch_t_delta", lift="absolute", alpha=0.05)
    # Each arm: variance / n = 999 / 1000 x (6 / (2 x 1.959964))^2.
    assert found["se"] == pytest.approx((2 * 0.999 * (6 / (2 * 1.9599639845)) ** 2) ** 0.5)
    flat = {**arm, "quantile_lower": 50.0, "quantile_upper": 50.0}
    floored = answer(
        "quantile", {"control": flat, "treatment": flat}, test="welch_t_delta", lift="absolute", alpha=0.05
    )
    assert floored["se"] == pytest.approx((2 * 1e-5 / 1000) ** 0.5)


def test_rates_with_unequal_variance_agree_with_statsmodels() -> None:
    found = answer(
        "mean",
        {"control": {**CONTROL, "sum_squares": 400}, "treatment": {**TREATMENT, "sum_squares": 452}},
        test="welch_t",
        alpha=0.05,
        sides=2,
    )
    arms = [
        DescrStatsW(np.array([0.0, 1.0]), np.array([arm["n"] - arm["sum"], arm["sum"]])) for arm in (TREATMENT, CONTROL)
    ]
    means = CompareMeans(*arms)
    assert found["p_value"] == pytest.approx(means.ttest_ind(usevar="unequal")[1])
    assert found["abs_ci"] == pytest.approx(means.tconfint_diff(usevar="unequal"))
    pooled = answer(
        "mean",
        {"control": {**CONTROL, "sum_squares": 400}, "treatment": {**TREATMENT, "sum_squares": 452}},
        test="welch_t",
        alpha=0.01,
        sides=2,
        equal_var=True,
    )
    assert pooled["p_value"] == pytest.approx(means.ttest_ind(usevar="pooled")[1])
    assert pooled["abs_ci"] == pytest.approx(means.tconfint_diff(alpha=0.01, usevar="pooled"))


@pytest.mark.parametrize(("method", "compare"), [("newcomb", "diff"), ("score", "diff"), ("score", "ratio")])
def test_intervals_of_two_rates_agree_with_statsmodels(method: str, compare: str) -> None:
    found = two(method=method, compare=compare, alpha=0.1)
    assert found["ci"] == pytest.approx(
        confint_proportions_2indep(452, 5100, 400, 5000, method=method, compare=compare, alpha=0.1), rel=1e-7
    )


def test_several_arms_are_adjusted_as_statsmodels_adjusts() -> None:
    arms = [{"n": 5000, "sum": count} for count in (452, 431, 405, 300)]
    found = answer(
        "multi_arm_binomial",
        {"control": CONTROL, "treatments": arms},
        test="welch_t_delta",
        lift="relative",
        alpha=0.05,
        sides=2,
    )
    singles = [
        answer("binomial", {"control": CONTROL, "treatment": arm}, test="welch_t_delta", lift="relative", alpha=0.05)[
            "p_value"
        ]
        for arm in arms
    ]
    assert found["p_values"] == pytest.approx(singles)
    assert found["holm"] == pytest.approx(multipletests(singles, method="holm")[1])
    assert found["benjamini_hochberg"] == pytest.approx(multipletests(singles, method="fdr_bh")[1])


@pytest.mark.parametrize(("sides", "name"), [(2, "two-sided"), ("greater", "larger")])
@pytest.mark.parametrize("ratio", [1, 3])
def test_planned_sizes_agree_with_statsmodels(sides: object, name: str, ratio: int) -> None:
    rates = answer(
        "power_prop", {"p_control": 0.1, "p_treatment": 0.13}, alpha=0.05, power=0.9, ratio=ratio, sides=sides
    )
    assert rates["n_per_arm"] == pytest.approx(
        NormalIndPower().solve_power(rates["effect_size_h"], None, 0.05, 0.9, ratio, name), rel=1e-6
    )
    means = answer("power_mean_d", {"cohen_d": 0.2}, alpha=0.05, power=0.8, ratio=ratio, sides=sides)
    assert means["n_per_arm"] == pytest.approx(TTestIndPower().solve_power(0.2, None, 0.05, 0.8, ratio, name), rel=1e-6)


def test_the_smallest_effect_of_a_size_needs_that_size() -> None:
    start = {"mean": 10.0, "variance": 400.0, "n_total": 10_000}
    smallest = answer(
        "power_mean",
        start,
        alpha=0.05,
        sides=2,
        ratio_treatment_to_control=1,
        solve="rel_effect_size",
        target_power=0.8,
    )
    assert smallest["power"] == 0.8
    back = answer(
        "power_mean",
        start,
        alpha=0.05,
        sides=2,
        ratio_treatment_to_control=1,
        solve="n_obs",
        target_power=0.8,
        rel_effect=smallest["rel_effect"],
    )
    assert back["n_total"] == pytest.approx(10_000, abs=1)
