"""Thousands of tests in one pass: the same answers as one by one, and Upworthy."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from learning.domain.experiment_verdicts import Rule, VerdictWord
from learning.domain.experiments import ArmSums, GoodWay, MetricKind, MetricSpec, TestPlan, TestState
from learning.experiments.analysis import CAUTIOUS, analyse_test
from learning.experiments.many import Batch, analyse_batch
from learning.experiments.sums import COLUMNS


def batch_of(sums: np.ndarray, labels: list[list[str]], control: np.ndarray, **changes: object) -> Batch:
    tests = len(sums)
    fields: dict[str, object] = {
        "kind": MetricKind.BINOMIAL,
        "good": GoodWay.UP,
        "sums": sums,
        "labels": labels,
        "control": control,
        "weights": np.where(np.isnan(sums[..., 0]), np.nan, 1.0),
        "planned_n": np.full(tests, np.nan),
        "running_share": np.zeros(tests),
        "days": np.full(tests, 14.0),
        "at_end": np.ones(tests, dtype=np.bool_),
        "is_over": np.ones(tests, dtype=np.bool_),
        "days_left": np.zeros(tests),
        "units_seen_twice": np.zeros(tests),
    }
    fields |= changes
    fields.setdefault("has_run_out", np.asarray(fields["at_end"]) | np.asarray(fields["is_over"]))
    return Batch(**fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("over", [True, False])
def test_a_batch_says_of_each_test_what_the_report_says(named: bool, over: bool) -> None:
    generator = np.random.default_rng(1)
    sums = np.full((60, 3, COLUMNS), np.nan)
    sizes = generator.integers(2, 4, 60)
    labels = [["B", "A", "C"][:size] for size in sizes]
    for test, size in enumerate(sizes):
        units = generator.integers(2_000, 2_400, size)
        sums[test, :size, 0] = units
        sums[test, :size, 1] = generator.binomial(units, generator.choice([0.001, 0.1, 0.12], size))
    control = np.full(60, 1.0 if named else np.nan)
    share, planned = 0.4, 3_900.0 if over else 9_000.0
    batch = batch_of(
        sums,
        labels,
        control,
        running_share=np.full(60, share),
        planned_n=np.full(60, planned),
        at_end=np.full(60, over),
        is_over=np.full(60, over),
        days_left=np.full(60, 0.0 if over else 12.0),
    )
    found = analyse_batch(batch, CAUTIOUS)
    metric = MetricSpec("m", MetricKind.BINOMIAL)
    for test, size in enumerate(sizes):
        arms = [ArmSums(labels[test][arm], *sums[test, arm, :2].tolist()) for arm in range(size)]
        plan = TestPlan((metric,), dict.fromkeys(labels[test], 1.0), "A" if named else None, planned_n=int(planned))
        report = analyse_test(plan, {"m": arms}, TestState(14.0, is_over=over))
        assert (found.verdicts[test].word, found.verdicts[test].rule) == (report.verdict.word, report.verdict.rule)
        assert found.verdicts[test].arm == report.verdict.arm
        leader = max(report.results, key=lambda one: -np.inf if one.shown.low is None else one.shown.lift or -1.0)
        if leader.shown.low is not None:
            assert found.low[test] == pytest.approx(leader.shown.low)
            assert found.p_adjusted[test] == pytest.approx(leader.p_adjusted)


def test_ten_thousand_tests_take_about_a_second() -> None:
    generator = np.random.default_rng(2)
    sums = np.full((10_000, 2, COLUMNS), np.nan)
    sums[..., 0] = generator.integers(1_000, 5_000, (10_000, 2))
    sums[..., 1] = generator.binomial(sums[..., 0].astype(int), 0.05)
    began = time.process_time()
    found = analyse_batch(batch_of(sums, [["A", "B"]] * 10_000, np.zeros(10_000)), CAUTIOUS)
    assert time.process_time() - began < 5
    assert len(found.verdicts) == 10_000


def upworthy(shared: Path) -> tuple[np.ndarray, list[list[str]]]:
    frame = pd.read_parquet(shared / "data" / "upworthy_headline_tests" / "split_visible.parquet")
    frame = frame.sort_values("clickability_test_id", kind="stable")
    groups = [part for _, part in frame.groupby("clickability_test_id", sort=False) if len(part) > 1]
    sums = np.full((len(groups), max(map(len, groups)), COLUMNS), np.nan)
    for test, part in enumerate(groups):
        sums[test, : len(part), 0] = part["impressions"]
        sums[test, : len(part), 1] = part["clicks"]
    return sums, [[str(place) for place in range(len(part))] for part in groups]


def test_upworthy_the_arm_listed_first_is_no_control_and_chance_finds_few_winners(shared: Path) -> None:
    sums, labels = upworthy(shared)
    assert len(labels) > 2_500
    none = np.full(len(labels), np.nan)
    found = analyse_batch(batch_of(sums, labels, none, min_conversions=20), CAUTIOUS)
    shipped = np.array([one.word is VerdictWord.SHIP for one in found.verdicts])
    # About one headline test in five has a clear winner against its other headlines together.
    assert 0.15 < shipped.mean() < 0.25
    split = np.array([one.rule is Rule.UNEVEN_SPLIT for one in found.verdicts])
    assert 0.1 < split.mean() < 0.2
    # Arms are sorted by clicks: with the first as control most winners would never be seen.
    first = analyse_batch(batch_of(sums, labels, np.zeros(len(labels)), min_conversions=20), CAUTIOUS)
    assert np.mean([one.word is VerdictWord.SHIP for one in first.verdicts]) < 0.6 * shipped.mean()


def test_upworthy_with_clicks_dealt_by_chance_has_hardly_any_winner(shared: Path) -> None:
    sums, labels = upworthy(shared)
    generator = np.random.default_rng(6)
    units, clicks = np.nan_to_num(sums[..., 0]), np.nan_to_num(sums[..., 1])
    rate = clicks.sum(axis=1, keepdims=True) / units.sum(axis=1, keepdims=True)
    sums[..., 1] = np.where(np.isnan(sums[..., 0]), np.nan, generator.binomial(units.astype(int), rate))
    found = analyse_batch(batch_of(sums, labels, np.full(len(labels), np.nan), min_conversions=0), CAUTIOUS)
    assert np.mean(np.nan_to_num(found.p_adjusted, nan=1.0) <= 0.05) <= 0.05
