"""Whole reports, on made-up sums and on Cookie Cats."""

from __future__ import annotations

import csv
import math
from dataclasses import replace
from pathlib import Path

import pytest

from learning.domain.experiment_verdicts import GuardrailState, Level, Rule, VerdictWord
from learning.domain.experiments import (
    ArmSums,
    GoodWay,
    MetricKind,
    MetricRole,
    MetricSpec,
    QuantileBounds,
    TestPlan,
    TestState,
)
from learning.experiments.analysis import analyse_test

SIGNUP = MetricSpec("signup", MetricKind.BINOMIAL)
SPEED = MetricSpec("seconds", MetricKind.MEAN, GoodWay.DOWN, MetricRole.GUARDRAIL, margin=0.02)
PLAN = TestPlan((SIGNUP,), {"A": 1, "B": 1}, "A", planned_n=20_000, planned_days=14)
OVER = TestState(14.0, is_over=True)


def arms(a: int, b: int, n: int = 10_000) -> dict[str, list[ArmSums]]:
    return {"signup": [ArmSums("A", n, a), ArmSums("B", n, b)]}


def test_a_winner_is_shipped_with_all_that_stands_behind_it() -> None:
    report = analyse_test(PLAN, arms(1_000, 1_200), OVER)
    (result,) = report.results
    assert (report.verdict.word, report.verdict.arm) == (VerdictWord.SHIP, "B")
    assert result.shown.lift == pytest.approx(0.2)
    assert (result.arm, result.against, result.value, result.base_value) == ("B", "A", 0.12, 0.1)
    assert result.shown.low is not None
    assert result.shown.low > 0.08
    assert result.posterior is not None
    assert result.posterior.chance_to_win > 0.999
    assert result.posterior.lift < 0.2
    assert report.sample_ratio.level is Level.GREEN
    assert report.width is not None
    assert "80,000 would halve it" in report.width.sentence


def test_equal_inputs_give_equal_reports() -> None:
    assert analyse_test(PLAN, arms(1_000, 1_100), OVER) == analyse_test(PLAN, arms(1_000, 1_100), OVER)


def test_the_order_of_the_arms_says_nothing_about_the_control() -> None:
    turned = {"signup": arms(1_000, 1_200)["signup"][::-1]}
    one, other = analyse_test(PLAN, arms(1_000, 1_200), OVER), analyse_test(PLAN, turned, OVER)
    assert one.results == other.results
    assert one.verdict == other.verdict


def test_while_a_test_runs_the_range_is_the_always_valid_one_and_wider() -> None:
    running = analyse_test(PLAN, arms(500, 560, 5_000), TestState(8.0))
    ended = analyse_test(replace(PLAN, planned_n=10_000, planned_days=7), arms(500, 560, 5_000), TestState(8.0))
    assert running.verdict.word is VerdictWord.KEEP_RUNNING
    assert running.verdict.days_left == 8
    one, other = running.results[0].shown, ended.results[0].shown
    assert (one.low or 0) < (other.low or 0)
    assert (one.high or 0) > (other.high or 0)


def test_without_a_named_control_both_arms_are_compared_with_the_other_and_pay_once() -> None:
    report = analyse_test(replace(PLAN, control=None), arms(1_000, 1_200), OVER)
    named = analyse_test(PLAN, arms(1_000, 1_200), OVER)
    first, second = report.results
    assert (first.arm, second.arm) == ("A", "B")
    assert first.against == "the other version"
    assert second.p_adjusted == named.results[0].p_adjusted
    assert (1 + (first.shown.lift or 0)) * (1 + (second.shown.lift or 0)) == pytest.approx(1)
    assert report.verdict.arm == "B"


def test_of_several_arms_without_control_each_is_compared_with_the_others_together() -> None:
    sums = {"signup": [ArmSums(name, 4_000, total) for name, total in (("x", 400), ("y", 520), ("z", 410))]}
    plan = TestPlan((SIGNUP,), {"x": 1, "y": 1, "z": 1}, None, planned_n=12_000)
    report = analyse_test(plan, sums, OVER)
    assert report.results[1].base_value == pytest.approx(810 / 8_000)
    assert report.verdict.arm == "y"
    p_values = [result.shown.p_value or 0 for result in report.results]
    assert report.results[1].p_adjusted == pytest.approx(3 * min(p_values))


def test_an_uneven_split_withholds_the_verdict_whatever_the_lift() -> None:
    sums = {"signup": [ArmSums("A", 10_000, 1_000), ArmSums("B", 10_600, 1_400)]}
    report = analyse_test(PLAN, sums, OVER)
    assert (report.verdict.word, report.verdict.rule) == (VerdictWord.DONT_TRUST, Rule.UNEVEN_SPLIT)
    assert "A 10,000, B 10,600" in report.verdict.reason


def test_a_split_that_breaks_in_one_segment_is_broken() -> None:
    segments = {"phone": [5_000.0, 5_600.0], "desktop": [5_000.0, 4_400.0]}
    report = analyse_test(PLAN, arms(1_000, 1_200), OVER, segments=segments)
    assert report.sample_ratio.p_value == 1
    assert report.sample_ratio.level is Level.RED
    assert report.verdict.rule is Rule.UNEVEN_SPLIT


def test_people_who_saw_both_versions_pause_the_result() -> None:
    state = replace(OVER, units_seen_twice=500)
    assert analyse_test(PLAN, arms(1_000, 1_200), state).verdict.rule is Rule.SEEN_TWICE
    few = analyse_test(PLAN, arms(1_000, 1_200), replace(OVER, units_seen_twice=40))
    assert few.verdict.word is VerdictWord.SHIP
    assert any("more than one version" in note for note in few.notes)


@pytest.mark.parametrize(
    ("mean", "state", "word"),
    [
        (2.0, GuardrailState.KEPT, VerdictWord.SHIP),
        (2.04, GuardrailState.UNCLEAR, VerdictWord.TOO_CLOSE),
        (2.2, GuardrailState.BROKEN, VerdictWord.KEEP),
    ],
)
def test_a_guardrail_is_kept_unclear_or_broken(mean: float, state: GuardrailState, word: VerdictWord) -> None:
    plan = replace(PLAN, metrics=(SIGNUP, SPEED))
    n = 10_000
    slow = [ArmSums(arm, n, n * one, n * (one**2 + 0.25)) for arm, one in (("A", 2.0), ("B", mean))]
    report = analyse_test(plan, {**arms(1_000, 1_200), "seconds": slow}, OVER)
    assert report.guardrails[0].state is state
    assert report.verdict.word is word


def test_secondary_metrics_are_adjusted_together() -> None:
    others = [MetricSpec(name, MetricKind.BINOMIAL, role=MetricRole.SECONDARY) for name in ("s", "t", "u")]
    sums = arms(1_000, 1_050)
    for metric, hits in zip(others, (1_090, 1_010, 1_085), strict=True):
        sums[metric.name] = [ArmSums("A", 10_000, 1_000), ArmSums("B", 10_000, hits)]
    report = analyse_test(replace(PLAN, metrics=(SIGNUP, *others)), sums, OVER)
    found = {result.metric: result for result in report.results}
    assert found["s"].p_adjusted == pytest.approx(
        min(3 / 2 * (found["u"].shown.p_value or 0), 3 * (found["s"].shown.p_value or 0))
    )


def test_lower_is_better_ships_the_arm_with_less() -> None:
    plan = replace(PLAN, metrics=(replace(SIGNUP, good=GoodWay.DOWN),))
    report = analyse_test(plan, arms(1_200, 1_000), OVER)
    assert report.verdict.arm == "B"
    assert report.results[0].posterior is not None
    assert report.results[0].posterior.chance_to_win > 0.99
    assert report.results[0].posterior.loss_if_chosen < report.results[0].posterior.loss_if_kept


def test_money_is_told_per_person_in_the_currency() -> None:
    metric = MetricSpec("revenue", MetricKind.MEAN, currency="EUR")
    sums = {"revenue": [ArmSums("A", 10_000, 20_000, 140_000), ArmSums("B", 10_000, 21_000, 150_000)]}
    report = analyse_test(replace(PLAN, metrics=(metric,)), sums, OVER)
    found = report.results[0].posterior
    assert found is not None
    assert found.money_if_kept == pytest.approx(2.0 * found.loss_if_kept)


def test_sums_of_the_value_before_narrow_the_range_and_are_told() -> None:
    n = 10_000.0
    metric = MetricSpec("rounds", MetricKind.MEAN)
    plain, adjusted = [], []
    for arm, mean in (("A", 10.0), ("B", 10.2)):
        total, squares = n * mean, n * (mean**2 + 9)
        plain.append(ArmSums(arm, n, total, squares))
        adjusted.append(
            replace(plain[-1], before_total=5 * n, before_squares=29 * n, before_product=n * (5 * mean + 4.8))
        )
    plan = replace(PLAN, metrics=(metric,))
    wide, narrow = (analyse_test(plan, {"rounds": one}, OVER).results[0] for one in (plain, adjusted))
    assert narrow.adjusted_share == pytest.approx(1 - 4.8**2 / (4 * 9), abs=0.001)
    assert wide.adjusted_share is None
    assert (narrow.shown.high or 0) - (narrow.shown.low or 0) < 0.65 * ((wide.shown.high or 0) - (wide.shown.low or 0))


def test_groups_known_before_the_test_take_out_an_uneven_draw() -> None:
    # Phones convert at 2 %, desktops at 20 %; B drew more desktops by chance, and no version does anything.
    phones = [ArmSums("A", 5_100, 102), ArmSums("B", 4_900, 98)]
    desktops = [ArmSums("A", 4_900, 980), ArmSums("B", 5_100, 1_020)]
    whole = {
        "signup": [
            ArmSums(one.arm, one.n + two.n, one.total + two.total) for one, two in zip(phones, desktops, strict=True)
        ]
    }
    plain = analyse_test(PLAN, whole, OVER).results[0]
    weighed = analyse_test(PLAN, whole, OVER, strata={"signup": [phones, desktops]}).results[0]
    assert plain.shown.lift == pytest.approx(0.0333, abs=0.001)
    assert weighed.shown.lift == pytest.approx(0.0, abs=1e-9)
    assert (weighed.shown.high or 0) < (plain.shown.high or 0)


def test_quantiles_are_compared_by_their_order_statistics() -> None:
    metric = MetricSpec("p90", MetricKind.QUANTILE, GoodWay.DOWN)
    sums = [
        ArmSums(arm, 5_000, quantile=QuantileBounds(0.9, value, value - 0.2, value + 0.2, 5_000))
        for arm, value in (("A", 8.0), ("B", 7.0))
    ]
    report = analyse_test(replace(PLAN, metrics=(metric,)), {"p90": sums}, OVER)
    assert report.verdict.arm == "B"
    assert report.results[0].shown.lift == pytest.approx(-0.125)


@pytest.mark.parametrize(
    "sums",
    [
        [],
        [ArmSums("A", 10, 5)],
        [ArmSums("A", 0, 0), ArmSums("B", 0, 0)],
        [ArmSums("A", 100, 0), ArmSums("B", 100, 0)],
        [ArmSums("A", 1, 1), ArmSums("B", 1, 0)],
        [ArmSums("A", 100, 100), ArmSums("B", 100, 3)],
        [ArmSums("B", 100, 10), ArmSums("C", 100, 3)],
    ],
)
@pytest.mark.parametrize("over", [True, False])
def test_what_cannot_be_compared_is_explained_and_never_nan(sums: list[ArmSums], over: bool) -> None:
    report = analyse_test(PLAN, {"signup": sums}, TestState(9.0, is_over=over))
    assert report.verdict.word in {VerdictWord.DONT_TRUST, VerdictWord.KEEP_RUNNING}
    for result in report.results:
        for span in (result.fixed, result.running, result.shown):
            assert all(one is None or math.isfinite(one) for one in (span.lift, span.low, span.high, span.p_value))
            assert span.low is not None or span.reason


def cookie_cats(shared: Path) -> dict[str, list[ArmSums]]:
    with (shared / "data" / "cookie_cats" / "cookie_cats.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    found: dict[str, list[ArmSums]] = {"retention_7": [], "retention_1": [], "rounds": []}
    for arm in ("gate_40", "gate_30"):
        mine = [row for row in rows if row["version"] == arm]
        n = len(mine)
        for name in ("retention_7", "retention_1"):
            found[name].append(ArmSums(arm, n, sum(row[name].upper() == "TRUE" for row in mine)))
        rounds = [float(row["sum_gamerounds"]) for row in mine]
        found["rounds"].append(ArmSums(arm, n, sum(rounds), sum(value**2 for value in rounds)))
    return found


def test_cookie_cats_keeps_the_gate_at_thirty_with_an_amber_split(shared: Path) -> None:
    metrics = (
        MetricSpec("retention_7", MetricKind.BINOMIAL),
        MetricSpec("retention_1", MetricKind.BINOMIAL, role=MetricRole.SECONDARY),
        MetricSpec("rounds", MetricKind.MEAN, role=MetricRole.SECONDARY),
    )
    plan = TestPlan(metrics, {"gate_30": 1, "gate_40": 1}, "gate_30", running_share=0.0)
    report = analyse_test(plan, cookie_cats(shared), TestState(14.0, is_over=True))
    assert (report.verdict.word, report.verdict.rule, report.verdict.arm) == (VerdictWord.KEEP, Rule.WORSE, "gate_30")
    assert report.sample_ratio.level is Level.AMBER
    assert report.sample_ratio.p_value == pytest.approx(0.008607987810836262)
    seven, one, rounds = report.results
    assert (seven.shown.low, seven.shown.high) == pytest.approx((-0.06889, -0.01663), abs=1e-5)
    assert one.shown.p_value == pytest.approx(0.0744, abs=1e-4)
    assert (rounds.shown.low, rounds.shown.high) == pytest.approx((-0.06882720697851796, 0.027043898920938503))
