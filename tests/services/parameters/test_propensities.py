"""A mechanism in shadow beside another change: its arms are weighed by their own probability, or not at all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from learning.domain.decisions import DecisionLine, OutcomeLine
from learning.domain.off_policy import OffPolicy
from learning.domain.parameters import Cohort, ParameterKey, ParameterKind, ParameterSpec
from services.callers import Caller
from services.parameters.definitions import define_parameter
from services.parameters.serving import Ask
from services.parameters.shadows import ShadowView, list_shadows
from tests.services.actions.bench import QUICK, ActionBench, open_action_bench
from tests.services.actions.copies import copied_bench
from tests.services.actions.test_shadowing import adjust, open_envelope

POLICY = replace(QUICK, window_seconds=0, bake_seconds=0)
REWARDS = {"question": 3.0, "story": 1.0}
WANTED = 0.7
OTHER, TREATED = 2.0, 0.25
"""What the other change adds for whom it reaches, and the share of the units that is."""
TRUTH = WANTED * 3 + (1 - WANTED) * 1 + TREATED * OTHER
SERVED = 2 + TREATED * OTHER


def in_shadow_beside_a_change(bench: ActionBench) -> ParameterKey:
    key = open_envelope(bench)
    bench.started(name="length", from_value="long", to_value="short", ramp=(0.5, 1.0), holdout=0.5)
    adjust(bench, key, WANTED)
    return key


def report(bench: ActionBench, seed: int, count: int = 1_500, *, exposed: bool = True) -> None:
    """Programs report what they were told, with its probability, and what came of it."""
    rng = np.random.default_rng(seed)
    asks = [Ask(f"unit {seed} {number}") for number in range(count)]
    told = bench.parameters.get_many(bench.brand, "content", asks)
    lines = [
        DecisionLine(
            f"{bench.now} {ask.unit}",
            bench.now,
            "content",
            str(ask.unit),
            arm=served.arm,
            propensity=served.propensity,
            exposures=served.exposures if exposed else (),
        )
        for ask, served in zip(asks, told, strict=True)
    ]
    is_treated = np.array([any(each.cohort is Cohort.TREATED for each in served.exposures) for served in told])
    means = np.array([REWARDS[served.arm or ""] for served in told]) + OTHER * is_treated
    with bench.store.write() as work:
        work.decisions.add(bench.brand.id, lines)
        ids = work.decisions.find_ids(bench.brand.id, [line.key for line in lines])
        outcomes = [
            (ids[line.key], OutcomeLine(line.key, line.key, bench.now, {"clicks": float(value)}))
            for line, value in zip(lines, rng.poisson(means), strict=True)
        ]
        work.decisions.add_outcomes(bench.brand.id, outcomes)
        work.commit()


def look(bench: ActionBench, key: ParameterKey) -> ShadowView:
    with bench.store.read() as work:
        parameter = work.parameters.find(key)
        assert parameter is not None
        return list_shadows(work, [parameter], bench.now)[0]


def estimated(bench: ActionBench, key: ParameterKey) -> OffPolicy:
    found = look(bench, key).estimate
    assert found is not None
    return found


def test_beside_another_change_the_arm_is_weighed_by_its_own_probability(tmp_path: Path, any_database_url: str) -> None:
    with open_action_bench(tmp_path, any_database_url, POLICY) as bench:
        key = in_shadow_beside_a_change(bench)
        report(bench, 1)
        found = estimated(bench, key)
        assert found.why_not == "", "the probabilities of both choices together would not fit"
        assert found.estimate == pytest.approx(TRUTH, abs=0.2)
        assert found.served == pytest.approx(SERVED, abs=0.2)


def test_what_does_not_tell_on_which_side_it_fell_gets_no_verdict(tmp_path: Path, sqlite_url: str) -> None:
    with open_action_bench(tmp_path, sqlite_url, POLICY) as bench:
        key = in_shadow_beside_a_change(bench)
        report(bench, 2, exposed=False)
        assert "do not fit" in estimated(bench, key).why_not


def test_an_own_trial_of_the_envelope_leaves_the_probability_of_the_arm_as_it_is(
    tmp_path: Path, sqlite_url: str
) -> None:
    with open_action_bench(tmp_path, sqlite_url, POLICY) as bench:
        key = open_envelope(bench)
        to = {"least_weight": 0.1, "largest_step": 0.2, "until": bench.now + 864_000}
        with bench.store.read() as work:
            closed = work.parameters.find(replace(key, name="hooks.envelope"))
            assert closed is not None
            live = work.parameters.find_live(closed.id)
            assert live is not None
        bench.started(name="hooks.envelope", from_value=live.value, to_value=to, ramp=(0.5, 1.0), holdout=0.5)
        adjust(bench, key, WANTED)
        report(bench, 3)
        found = estimated(bench, key)
        assert found.why_not == ""
        assert found.estimate == pytest.approx(WANTED * 3 + (1 - WANTED) + TREATED * OTHER, abs=0.2)


def test_where_two_weights_choose_the_estimate_is_refused_with_their_names(tmp_path: Path, sqlite_url: str) -> None:
    with open_action_bench(tmp_path, sqlite_url, POLICY) as bench:
        key = in_shadow_beside_a_change(bench)
        other, spec = replace(key, name="tones"), ParameterSpec(ParameterKind.WEIGHTS)
        who = Caller("adm", bench.trail, bench.clock)
        define_parameter(bench.store, other, spec, {"warm": 0.5, "cold": 0.5}, who=who)
        report(bench, 4, count=50)
        view = look(bench, key)
        assert view.estimate is None
        assert "content chooses by the weights of hooks and tones" in view.why_not


@pytest.mark.slow
@pytest.mark.timeout(3_600)
def test_beside_another_change_the_interval_holds_the_truth_about_as_often_as_it_says(tmp_path: Path) -> None:
    held, runs = 0, 100
    for seed in range(runs):
        with copied_bench(tmp_path / str(seed), POLICY) as bench:
            key = in_shadow_beside_a_change(bench)
            report(bench, seed, 600)
            found = estimated(bench, key)
        assert found.low is not None
        assert found.high is not None
        held += found.low <= TRUTH - SERVED <= found.high
    # 95 %, and four standard errors of so many runs: sides are drawn with a secret of each installation.
    assert held >= 0.86 * runs
