from __future__ import annotations

import numpy as np
import pytest

from learning.domain.experiments import ArmSums, MetricKind, MetricSpec
from learning.experiments.family import measure_effects
from learning.experiments.segments import segment_effects
from learning.experiments.stratified import stratified_pairs
from learning.experiments.sums import COLUMNS, against

METRIC = MetricSpec("signup", MetricKind.BINOMIAL)


def drawn(lifts: list[float], seed: int, n: int = 5_000) -> dict[str, list[ArmSums]]:
    generator = np.random.default_rng(seed)
    return {
        f"s{place}": [
            ArmSums("A", n, generator.binomial(n, 0.1)),
            ArmSums("B", n, generator.binomial(n, 0.1 * (1 + lift))),
        ]
        for place, lift in enumerate(lifts)
    }


def test_chance_differences_between_segments_are_drawn_to_the_whole_and_not_called() -> None:
    called, shrunken, raw = 0, [], []
    for seed in range(200):
        found = segment_effects(METRIC, drawn([0.1] * 8, seed), control="A")
        called += any((one.q_value or 0) <= 0.05 for one in found.effects)
        shrunken += [abs((one.lift or 0) - 0.1) for one in found.effects]
        raw += [abs((one.raw or 0) - 0.1) for one in found.effects]
    assert called / 200 <= 0.09
    assert np.mean(shrunken) < 0.6 * np.mean(raw)
    assert "Exploratory" in found.label


def test_a_segment_where_the_effect_turns_around_stands_out() -> None:
    found = segment_effects(METRIC, drawn([0.2] * 5 + [-0.2], 3, n=20_000), control="A")
    odd = found.effects[-1]
    assert (odd.q_value or 1) < 0.01
    assert (odd.lift or 0) < 0
    assert (found.p_value or 1) < 0.001
    assert found.spread > 0.05


def test_the_ranges_of_shrunken_effects_hold_the_truth() -> None:
    generator = np.random.default_rng(9)
    held = []
    for seed in range(200):
        lifts = np.expm1(generator.normal(0.05, 0.08, 10)).tolist()
        found = segment_effects(METRIC, drawn(lifts, seed + 1_000), control="A")
        held += [(one.low or 0) <= lift <= (one.high or 0) for one, lift in zip(found.effects, lifts, strict=True)]
    assert 0.90 <= np.mean(held) <= 0.98


def test_segments_without_conversions_or_a_single_one_have_a_reason() -> None:
    parts = drawn([0.1, 0.1], 1) | {"empty": [ArmSums("A", 5, 0), ArmSums("B", 5, 0)]}
    found = segment_effects(METRIC, parts, control="A")
    assert found.effects[2].lift is None
    assert found.effects[2].reason
    assert segment_effects(METRIC, {}, control="A").effects == ()
    assert segment_effects(METRIC, drawn([0.1], 1), control="A").effects[0].reason


def test_strata_take_out_chance_differences_in_who_got_which_arm() -> None:
    generator = np.random.default_rng(4)
    plain, weighed = [], []
    for _ in range(400):
        sums = np.full((2, 2, COLUMNS), np.nan)
        for stratum, rate in enumerate((0.02, 0.5)):
            first = generator.binomial(2_000, 0.5)
            for arm, units in enumerate((first, 2_000 - first)):
                sums[stratum, arm, :2] = units, generator.binomial(units, rate)
        pooled = against(MetricKind.BINOMIAL, sums.sum(axis=0, keepdims=True), np.zeros(1))
        plain.append(measure_effects(pooled.arm, pooled.base).effect[0, 1])
        pairs = stratified_pairs(MetricKind.BINOMIAL, sums, 0)
        effects = measure_effects(pairs.arm, pairs.base)
        weighed.append((effects.effect[0, 1], effects.error[0, 1]))
    effect, error = np.array(weighed).T
    assert effect.std() < 0.9 * np.std(plain)
    assert error.mean() == pytest.approx(effect.std(), rel=0.12)
