"""The rule strategy at work: in shadow first, then inside of its envelope, by how the newest operations went."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from learning.domain.actions import ActionCommand
from learning.domain.errors import BadOption
from learning.domain.parameters import ParameterKey, ParameterKind, ParameterSpec
from learning.domain.policies import DAY
from learning.domain.shadows import ShadowState
from learning.governance.success_rule import MECHANISM, Pace
from services.callers import Caller
from services.parameters.adaptation_settings import AdaptationSettings, read_adaptation, set_adaptation
from services.parameters.adapting import adapt_all
from services.parameters.definitions import define_parameter
from services.parameters.pinning import PinWish
from tests.services.actions.bench import QUICK, ActionBench, open_action_bench

RULE = {"largest_step": 1.0, "low": 0.0, "high": 4.0, "rule_operations": 20.0}


@pytest.fixture
def bench(tmp_path: Path, any_database_url: str) -> Iterator[ActionBench]:
    with open_action_bench(tmp_path, any_database_url, replace(QUICK, window_seconds=0, bake_seconds=0)) as opened:
        yield opened


def open_envelope(bench: ActionBench, **bounds: float) -> ParameterKey:
    """A number that serves 2, with an envelope that was kept."""
    key = ParameterKey(bench.brand.id, "content", "set", "gap")
    parts = {"who": Caller("adm", bench.trail, bench.clock)}
    define_parameter(bench.store, key, ParameterSpec(ParameterKind.NUMBER, 0, 10, 0.5), 2.0, **parts)
    define_parameter(bench.store, replace(key, name="gap.envelope"), ParameterSpec(ParameterKind.ENVELOPE), {}, **parts)
    to = {**bounds, "until": bench.now + 30 * DAY}
    action = bench.started(name="gap.envelope", from_value={}, to_value=to, ramp=(1.0,))
    bench.feed(action, lift=0.4)
    bench.do(ActionCommand.FINISH, "bob", action)
    bench.do(ActionCommand.KEEP, "bob", action)
    bench.clock.wait(hours=1)
    return key


def operate(bench: ActionBench, failed: int, well: int) -> None:
    bench.clock.wait(hours=1)
    bench.report("content", failed, details={"error": "Timeout"})
    bench.report("content", well, details={"error": ""})
    bench.clock.wait(hours=1)


def adapt(bench: ActionBench) -> int:
    return adapt_all(bench.store, bench.adjusting, bench.clock)


def served(bench: ActionBench) -> object:
    return bench.parameters.get(bench.brand, "content", unit="u1").values["gap"]


def let_pass(bench: ActionBench, key: ParameterKey) -> None:
    bench.let_pass(key, 2.5, MECHANISM)
    bench.clock.wait(hours=1)


def test_it_begins_in_shadow_where_nothing_of_it_serves_and_each_step_needs_new_operations(bench: ActionBench) -> None:
    key = open_envelope(bench, **RULE)
    assert adapt(bench) == 0, "no operation is known"
    operate(bench, failed=12, well=8)
    assert (adapt(bench), adapt(bench)) == (1, 0)
    operate(bench, failed=20, well=0)
    assert (adapt(bench), served(bench)) == (1, 2.0)
    with bench.store.read() as work:
        parameter = work.parameters.find(key)
        assert parameter is not None
        (run,) = work.shadows.list_of(parameter.id, MECHANISM)
        steps = work.shadows.list_steps(run.id)
    assert [step.value for step in steps] == [2.5, 3.0]
    assert steps[0].why == "8 of the newest 20 operations went well, under 70%: one step further"


def test_after_a_persons_word_it_serves_step_by_step_and_comes_back_to_what_was_approved(bench: ActionBench) -> None:
    let_pass(bench, open_envelope(bench, **RULE))
    values = []
    for failed, well in ((20, 0), (10, 10), (4, 16), (0, 20), (0, 20), (0, 20)):
        operate(bench, failed, well)
        adapt(bench)
        values.append(served(bench))
    assert values == [2.5, 3.0, 3.0, 2.5, 2.0, 2.0]
    assert bench.trail.verify(bench.store).sound


def test_it_leaves_alone_what_carries_no_rule_is_stopped_or_is_pinned(bench: ActionBench) -> None:
    key = open_envelope(bench, **RULE)
    let_pass(bench, key)
    operate(bench, failed=20, well=0)
    bench.stops.kill(bench.brand, "ann", "numbers look wrong", "stop")
    assert adapt(bench) == 0
    bench.stops.unkill(bench.brand, "bob", "found it", "go")
    wish = PinWish(key, bench.now + 2 * DAY, "The spring campaign runs on just this gap.")
    bench.pins.pin(bench.brand, wish, Caller("ann", bench.trail, bench.clock), bench.key())
    refusals = bench.count_refused()
    assert adapt(bench) == 0
    assert bench.count_refused() == refusals, "what is pinned is not even asked for"
    bench.clock.wait(days=3)
    operate(bench, failed=20, well=0)
    assert (adapt(bench), served(bench)) == (1, 2.5)


def test_without_a_rule_nothing_moves_and_a_stopped_run_stays_stopped(bench: ActionBench) -> None:
    open_envelope(bench, largest_step=1.0)
    operate(bench, failed=20, well=0)
    assert adapt(bench) == 0


def test_a_rule_that_a_person_stopped_in_shadow_is_not_asked_again(bench: ActionBench) -> None:
    key = open_envelope(bench, **RULE)
    operate(bench, failed=20, well=0)
    assert adapt(bench) == 1
    with bench.store.read() as work:
        parameter = work.parameters.find(key)
        assert parameter is not None
        (run,) = work.shadows.list_of(parameter.id, MECHANISM)
    told = {"go": False, "who": "bob", "reason": "it explores for nothing", "command": bench.key()}
    assert bench.shadows.decide(bench.brand, run.id, **told).state is ShadowState.STOPPED
    operate(bench, failed=20, well=0)
    refusals = bench.count_refused()
    assert (adapt(bench), bench.count_refused()) == (0, refusals)


def test_with_refinement_off_nothing_is_adjusted_and_the_pace_of_the_brand_holds(bench: ActionBench) -> None:
    open_envelope(bench, **RULE)
    operate(bench, failed=12, well=8)

    def put(**wanted: object) -> None:
        with bench.store.write() as work:
            set_adaptation(work, bench.brand.id, AdaptationSettings(**wanted))
            work.commit()

    put(refinement=False)
    assert adapt(bench) == 0
    put(pace=Pace(fewest_operations=1_000))
    assert adapt(bench) == 1, "a rule that looks at 20 does not wait for more"


def test_adaptation_settings_that_cannot_be_are_refused_and_spoiled_ones_are_the_default(bench: ActionBench) -> None:
    for pace in (Pace(0), Pace(50, 0.0), Pace(50, 1.5), Pace(50, float("nan"))):
        with bench.store.write() as work, pytest.raises(BadOption):
            set_adaptation(work, bench.brand.id, AdaptationSettings(pace=pace))
    with bench.store.write() as work:
        work.settings.put(bench.brand.id, "adaptation.learning_rate", "nan")
        work.settings.put(bench.brand.id, "adaptation.fewest_operations", "many")
        work.commit()
    with bench.store.read() as work:
        assert read_adaptation(work, bench.brand.id) == AdaptationSettings()
