"""Every format of a case over random people, against scipy, statsmodels and the conventions written down once more.

The references start from the values of people, not from their sums, and share no code with the product.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import NormalIndPower, TTestIndPower
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from services.experiment_cases.answers import answer_case
from tests.services.experiment_cases.references import DRAWN, Side, binomial, cuped, effect, rounds, t_answer, two

SIDES = (2, "greater", "less")
LIFTS = ("relative", "absolute")
ADJUSTMENTS = {
    "bonferroni": "bonferroni",
    "holm": "holm",
    "holm_sidak": "holm-sidak",
    "hochberg": "simes-hochberg",
    "benjamini_hochberg": "fdr_bh",
    "benjamini_yekutieli": "fdr_by",
}


def answer(kind: str, inputs: dict[str, object], **settings: object) -> dict[str, object]:
    return dict(answer_case({"id": "x", "kind": kind, "inputs": inputs, "settings": settings}))


def assert_same(found: dict[str, object], expected: dict[str, object]) -> None:
    for name, value in expected.items():
        got = found[name]
        if isinstance(value, list | np.ndarray):
            assert isinstance(got, list)
            for one, other in zip(got, value, strict=True):
                assert (one is None) == (other is None or not math.isfinite(other)), (name, got, value)
                if one is not None:
                    assert one == pytest.approx(other, rel=1e-6, abs=1e-9), name
        else:
            assert got == pytest.approx(value, rel=1e-6, abs=1e-9), name


@pytest.mark.parametrize("lift", LIFTS)
@pytest.mark.parametrize("kind", sorted(DRAWN))
def test_the_delta_method_of_every_kind_on_both_scales_and_all_sides(kind: str, lift: str) -> None:
    for draw in rounds(1):
        control, treatment, inputs = two(kind, draw)
        alpha = float(draw.uniform(0.001, 0.3))
        for side in SIDES:
            found = answer(kind, inputs, test="welch_t_delta", lift=lift, alpha=alpha, sides=side)
            estimate, error, degrees = effect(control, treatment, lift)
            assert_same(found, {"estimate": estimate, "se": error, **t_answer(estimate, error, degrees, alpha, side)})


@pytest.mark.parametrize("lift", LIFTS)
def test_the_adjustment_by_the_value_before(lift: str) -> None:
    for draw in rounds(2):
        control, treatment, theta, share = cuped(draw)
        inputs = {"control": control.sums, "treatment": treatment.sums}
        found = answer("cuped_mean", inputs, test="welch_t_delta", lift=lift, alpha=0.1, sides=2)
        estimate, error, degrees = effect(control, treatment, lift)
        assert_same(found, {"estimate": estimate, "se": error, "theta": theta, "variance_ratio_control": share})
        assert_same(found, t_answer(estimate, error, degrees, 0.1, 2))
        watched = answer(
            "cuped_mean", inputs, test="asymptotic_confidence_sequence", lift=lift, alpha=0.1, sides=2, tuning_N=300
        )
        assert_same(watched, {**sequence(control, treatment, lift, 0.1, 300), "theta": theta})
        believed = answer("cuped_mean", inputs, test="bayes_normal_effect", lift=lift, alpha=0.1, prior=None)
        assert_same(believed, {**bayes(estimate, error, None, 0.1), "theta": theta})


def sequence(control: Side, treatment: Side, lift: str, alpha: float, tuned: float) -> dict[str, object]:
    """Two-sided, as in arXiv 2103.06476."""
    estimate, error, _ = effect(control, treatment, lift)
    n = control.n + treatment.n
    rho = math.sqrt((-2 * math.log(alpha) + math.log(-2 * math.log(alpha) + 1)) / tuned)
    grown = n * rho**2 + 1
    reach = error * math.sqrt(n) * math.sqrt(2 * grown * math.log(math.sqrt(grown) / alpha) / (n * rho) ** 2)
    t_squared = n * estimate**2 / (error * math.sqrt(n)) ** 2 * 1.0
    evidence = math.exp(min(700.0, rho**2 * n * t_squared / (2 * grown))) / math.sqrt(grown)
    return {
        "estimate": estimate,
        "se": error,
        "ci": [estimate - reach, estimate + reach],
        "p_value": min(1.0, 1 / evidence),
    }


@pytest.mark.parametrize("lift", LIFTS)
@pytest.mark.parametrize("kind", sorted(DRAWN))
def test_the_confidence_sequence_of_every_kind(kind: str, lift: str) -> None:
    for draw in rounds(3):
        control, treatment, inputs = two(kind, draw)
        alpha, tuned = float(draw.uniform(0.005, 0.2)), int(draw.integers(50, 20_000))
        expected = sequence(control, treatment, lift, alpha, tuned)
        if expected["p_value"] < 1e-290:  # type: ignore[operator]  # a number
            continue
        name = "asymptotic_confidence_sequence"
        assert_same(answer(kind, inputs, test=name, lift=lift, alpha=alpha, sides=2, tuning_N=tuned), expected)


def bayes(estimate: float, error: float, prior: tuple[float, float] | None, alpha: float) -> dict[str, object]:
    precision = 1 / error**2 + (0 if prior is None else 1 / prior[1])
    centre = (estimate / error**2 + (0 if prior is None else prior[0] / prior[1])) / precision
    law = stats.norm(centre, math.sqrt(1 / precision))
    gain = centre * law.sf(0) + law.std() * stats.norm.pdf(centre / law.std())
    return {
        "posterior_mean": centre,
        "posterior_sd": law.std(),
        "ci": list(law.interval(1 - alpha)),
        "chance_to_win": law.sf(0),
        "risk_choose_control_loss": gain,
        "risk_choose_treatment_loss": gain - centre,
    }


@pytest.mark.parametrize("kind", sorted(DRAWN))
def test_the_posterior_with_flat_and_proper_priors_on_either_scale(kind: str) -> None:
    for draw in rounds(4):
        control, treatment, inputs = two(kind, draw)
        lift, scale = draw.choice(LIFTS), draw.choice(LIFTS)
        mean_of, variance = float(draw.normal(0, 0.05)), float(draw.uniform(0.001, 0.5))
        estimate, error, _ = effect(control, treatment, lift)
        factor = 1.0 if lift == scale else abs(control.base) if scale == "relative" else 1 / abs(control.base)
        prior = {"scale": str(scale), "mean": mean_of, "variance": variance}
        for given, used in ((None, None), (prior, (mean_of * factor, variance * factor**2))):
            found = answer(kind, inputs, test="bayes_normal_effect", lift=str(lift), alpha=0.05, prior=given)
            assert_same(found, bayes(estimate, error, used, 0.05))
            turned = answer(
                kind, inputs, test="bayes_normal_effect", lift=str(lift), alpha=0.05, prior=given, inverse=True
            )
            assert turned["chance_to_win"] == pytest.approx(1 - found["chance_to_win"], abs=1e-9)  # type: ignore[operator]  # numbers
            assert turned["risk_choose_control_loss"] == found["risk_choose_treatment_loss"]


def classical(control: Side, treatment: Side, alpha: float, side: object, *, normal: bool = False) -> dict[str, object]:
    parts = [one.variance / one.n for one in (control, treatment)]
    gap, error = treatment.mean - control.mean, math.sqrt(sum(parts))
    degrees = sum(parts) ** 2 / sum(p**2 / (one.n - 1) for p, one in zip(parts, (control, treatment), strict=True))
    logs = [part / one.mean**2 for part, one in zip(parts, (control, treatment), strict=True)]
    log_degrees = sum(logs) ** 2 / sum(p**2 / (one.n - 1) for p, one in zip(logs, (control, treatment), strict=True))
    if normal:
        degrees = log_degrees = np.inf
    absolute = t_answer(gap, error, degrees, alpha, side)
    log_ci = t_answer(math.log(treatment.mean / control.mean), math.sqrt(sum(logs)), log_degrees, alpha, side)["ci"]
    lifts = [None if end is None else math.expm1(end) for end in log_ci]  # type: ignore[union-attr]  # a list
    # Below, a ratio has an end of its own: no lift lies under -100 %.
    return {
        "control": control.mean,
        "treatment": treatment.mean,
        "abs_effect": gap,
        "rel_effect": gap / control.mean,
        "abs_ci": absolute["ci"],
        "rel_ci": lifts,
        "p_value": absolute["p_value"],
        "statistic": gap / error,
    }


@pytest.mark.parametrize(("kind", "test"), [("mean", "welch_t"), ("ratio", "welch_t_delta_ratio")])
def test_means_and_ratios_with_the_range_of_the_log_ratio(kind: str, test: str) -> None:
    for draw in rounds(5):
        control, treatment, inputs = two(kind, draw)
        alpha = float(draw.uniform(0.01, 0.2))
        for normal in (False, True):
            found = answer(kind, inputs, test=test, alpha=alpha, sides=2, use_t=not normal, equal_var=False)
            assert_same(found, classical(control, treatment, alpha, 2, normal=normal))


def test_means_agree_with_statsmodels_on_both_kinds_of_variance() -> None:
    for draw in rounds(6):
        values = [draw.gamma(2, 10, int(draw.integers(5, 200))) for _ in range(2)]
        inputs = {
            name: {"n": len(one), "sum": float(one.sum()), "sum_squares": float((one**2).sum())}
            for name, one in zip(("control", "treatment"), values, strict=True)
        }
        compared = CompareMeans(DescrStatsW(values[1]), DescrStatsW(values[0]))
        for equal, name in ((False, "unequal"), (True, "pooled")):
            found = answer("mean", inputs, test="welch_t", alpha=0.05, sides=2, equal_var=equal)
            statistic, p_value, _ = compared.ttest_ind(usevar=name)
            assert_same(
                found, {"statistic": statistic, "p_value": p_value, "abs_ci": compared.tconfint_diff(usevar=name)}
            )


def test_adjusted_means_with_the_range_of_the_log_ratio() -> None:
    for draw in rounds(7):
        control, treatment, theta, _ = cuped(draw)
        inputs = {"control": control.sums, "treatment": treatment.sums}
        n = control.n + treatment.n
        centre = (control.sums["pre_sum"] + treatment.sums["pre_sum"]) / n
        moved = [
            Side(one.n, one.mean + theta * centre, one.variance, one.base, one.sums) for one in (control, treatment)
        ]
        found = answer("cuped_mean", inputs, test="cuped_welch_t", alpha=0.05, sides=2)
        assert_same(found, classical(moved[0], moved[1], 0.05, 2))


def test_rates_by_the_pooled_z_test_with_and_without_correction() -> None:
    for draw in rounds(8):
        control, treatment, inputs = two("binomial", draw)
        hits, n = [treatment.sums["sum"], control.sums["sum"]], [treatment.n, control.n]
        found = answer("binomial", inputs, test="pooled_z", alpha=0.05, sides=2, continuity_correction=False)
        assert_same(
            found, {"p_value": proportions_ztest(hits, n)[1], "control": control.mean, "treatment": treatment.mean}
        )
        pooled = sum(hits) / sum(n)
        error = math.sqrt(pooled * (1 - pooled) * (1 / n[0] + 1 / n[1]))
        gap, reach = treatment.mean - control.mean, stats.norm.ppf(0.975) * error
        assert_same(found, {"abs_ci": [gap - reach, gap + reach], "abs_effect": gap, "rel_effect": gap / control.mean})
        step = 0.5 * (1 / n[0] + 1 / n[1])
        corrected = answer("binomial", inputs, test="pooled_z", alpha=0.05, sides=2, continuity_correction=True)
        assert_same(corrected, {"p_value": min(1.0, 2 * stats.norm.sf(max(abs(gap) - min(step, abs(gap)), 0) / error))})


@pytest.mark.parametrize(("method", "compare"), [("newcomb", "diff"), ("score", "ratio")])
def test_intervals_of_two_rates(method: str, compare: str) -> None:
    for draw in rounds(9):
        control, treatment, inputs = two("binomial", draw)
        alpha = float(draw.uniform(0.01, 0.2))
        expected = confint_proportions_2indep(
            treatment.sums["sum"],
            treatment.n,
            control.sums["sum"],
            control.n,
            method=method,
            compare=compare,
            alpha=alpha,
        )
        assert_same(answer("binomial", inputs, method=method, compare=compare, alpha=alpha), {"ci": list(expected)})


def test_splits_over_any_number_of_arms() -> None:
    for draw in rounds(10):
        arms = int(draw.integers(2, 6))
        weights = draw.uniform(0.2, 3, arms)
        seen = draw.multinomial(int(draw.integers(50, 50_000)), weights / weights.sum())
        found = answer("srm", {"observed": seen.tolist(), "weights": weights.tolist()}, test="pearson_chi2")
        assert_same(found, {"p_value": stats.chisquare(seen, seen.sum() * weights / weights.sum()).pvalue})
        pair = {"observed": seen[:2].tolist(), "ratio_treatment_to_control": float(weights[1] / weights[0])}
        total, share = int(seen[:2].sum()), weights[1] / weights[:2].sum()
        gap, error = abs(seen[1] - total * share), math.sqrt(total * share * (1 - share))
        for corrected in (False, True):
            distance = (gap - min(0.5, gap) if corrected else gap) / error
            found = answer("srm_2arm", pair, test="normal_approx", continuity_correction=corrected)
            assert_same(found, {"p_value": 2 * stats.norm.sf(distance)})


def test_several_p_values_and_several_arms() -> None:
    for draw in rounds(11):
        values = draw.uniform(0, 1, int(draw.integers(1, 12))) ** 2
        found = answer("p_adjust", {"p_values": values.tolist()}, alpha=0.05)
        assert_same(found, {ours: multipletests(values, method=theirs)[1] for ours, theirs in ADJUSTMENTS.items()})
        control, arms = binomial(draw), [binomial(draw) for _ in range(int(draw.integers(1, 5)))]
        inputs = {"control": control.sums, "treatments": [arm.sums for arm in arms]}
        singles = [t_answer(*effect(control, arm, "relative"), 0.05, 2)["p_value"] for arm in arms]
        found = answer("multi_arm_binomial", inputs, test="welch_t_delta", lift="relative", alpha=0.05, sides=2)
        assert_same(found, {"p_values": singles, "holm": multipletests(singles, method="holm")[1]})
        assert_same(found, {"benjamini_hochberg": multipletests(singles, method="fdr_bh")[1]})


@pytest.mark.parametrize(("sides", "name"), [(2, "two-sided"), ("greater", "larger")])
def test_sizes_of_tests(sides: object, name: str) -> None:
    for draw in rounds(12):
        power, ratio_of, alpha = draw.uniform(0.5, 0.95), float(draw.uniform(0.5, 3)), float(draw.uniform(0.01, 0.1))
        p_control = float(draw.uniform(0.02, 0.5))
        p_treatment = p_control * float(draw.uniform(1.05, 1.5))
        settings = {"alpha": alpha, "power": power, "ratio": ratio_of, "sides": sides}
        h = 2 * math.asin(math.sqrt(p_treatment)) - 2 * math.asin(math.sqrt(p_control))
        found = answer("power_prop", {"p_control": p_control, "p_treatment": p_treatment}, **settings)
        size = NormalIndPower().solve_power(h, None, alpha, power, ratio_of, name)
        assert_same(found, {"effect_size_h": h, "n_per_arm": size})
        d = float(draw.uniform(0.05, 0.6))
        size = TTestIndPower().solve_power(d, None, alpha, power, ratio_of, name)
        assert_same(answer("power_mean_d", {"cohen_d": d}, **settings), {"n_per_arm": size})


def test_power_units_and_smallest_effect_of_means() -> None:
    for draw in rounds(13):
        start = {"mean": float(draw.uniform(2, 30)), "variance": float(draw.uniform(10, 900))}
        n_total, alpha = 2 * int(draw.integers(100, 3_000)), float(draw.uniform(0.01, 0.1))
        lift = float(draw.uniform(0.01, 0.06))
        settings = {"alpha": alpha, "sides": 2, "ratio_treatment_to_control": 1, "target_power": 0.8}
        d = lift * start["mean"] / math.sqrt(start["variance"])
        found = answer("power_mean", {**start, "n_total": n_total}, solve="power", rel_effect=lift, **settings)
        assert_same(found, {"power": TTestIndPower().power(d, n_total / 2, alpha), "abs_effect": lift * start["mean"]})
        found = answer("power_mean", {**start, "n_total": n_total}, solve="n_obs", rel_effect=lift, **settings)
        wanted = 2 * TTestIndPower().solve_power(d, None, alpha, 0.8)
        assert found["n_total"] - wanted == pytest.approx(0.5, abs=0.5 + 1e-3)  # type: ignore[operator]  # a number
        found = answer("power_mean", {**start, "n_total": n_total}, solve="rel_effect_size", **settings)
        # Its own solver stops early, so the answer is held against its power.
        d = float(found["abs_effect"]) / math.sqrt(start["variance"])  # type: ignore[arg-type]  # a number
        assert TTestIndPower().power(d, n_total / 2, alpha) == pytest.approx(0.8, abs=1e-9)
        assert_same(
            found, {"rel_effect": d * math.sqrt(start["variance"]) / start["mean"], "n_total": n_total, "power": 0.8}
        )
