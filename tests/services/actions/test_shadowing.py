"""A new mechanism runs in shadow first, and only a person's word lets it serve; on either engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from learning.domain.actions import ActionCommand
from learning.domain.errors import NotFound, RuleRefused
from learning.domain.parameters import Adjustment, ParameterKey, ParameterKind, ParameterSpec
from learning.domain.policies import DAY, Policy, Role, SystemActor
from learning.domain.shadows import ShadowState, ShadowStep
from services.callers import Caller
from services.needs import Asked, ended_shadows
from services.parameters.definitions import define_parameter
from services.parameters.shadows import ShadowView, list_shadows
from tests.services.actions.bench import QUICK, ActionBench, open_action_bench

BASE = {"question": 0.5, "story": 0.5}
BANDIT = "thompson 1"


@pytest.fixture
def bench(tmp_path: Path, any_database_url: str) -> Iterator[ActionBench]:
    with open_action_bench(tmp_path, any_database_url, replace(QUICK, window_seconds=0, bake_seconds=0)) as opened:
        yield opened


def refused(code: str):
    return pytest.raises(RuleRefused, check=lambda error: error.code == code)


def open_envelope(bench: ActionBench, step: float = 0.2) -> ParameterKey:
    """Weights with an envelope that was kept."""
    key = ParameterKey(bench.brand.id, "content", "set", "hooks")
    closed = replace(key, name="hooks.envelope")
    with bench.store.read() as work:
        known = work.parameters.find(closed)
        live = None if known is None else work.parameters.find_live(known.id)
    if known is None:
        parts = {"who": Caller("adm", bench.trail, bench.clock)}
        define_parameter(bench.store, key, ParameterSpec(ParameterKind.WEIGHTS), BASE, **parts)
        define_parameter(bench.store, closed, ParameterSpec(ParameterKind.ENVELOPE), {}, **parts)
    to = {"least_weight": 0.1, "largest_step": step, "until": bench.now + 30 * DAY}
    action = bench.started(name="hooks.envelope", from_value=live.value if live else {}, to_value=to, ramp=(1.0,))
    bench.feed(action, lift=0.4)
    bench.do(ActionCommand.FINISH, "bob", action)
    bench.do(ActionCommand.KEEP, "bob", action)
    bench.clock.wait(hours=1)
    return key


def adjust(bench: ActionBench, key: ParameterKey, question: float, *, command: str = "", mechanism: str = BANDIT):
    value = {"question": question, "story": 1 - question}
    parts = {"why": "it earned more", "command": command or bench.key(), "mechanism": mechanism}
    return bench.adjusting.adjust(bench.brand, key, value, who=SystemActor.ENGINE, **parts)


def decide(bench: ActionBench, run: int, *, go: bool = True, who: str = "bob", command: str = ""):
    told = {"go": go, "who": who, "reason": "the numbers say so", "command": command or bench.key()}
    return bench.shadows.decide(bench.brand, run, **told)


def served(bench: ActionBench) -> object:
    return bench.parameters.get(bench.brand, "content", unit="u1").values["hooks"]


def look(bench: ActionBench, key: ParameterKey) -> ShadowView:
    with bench.store.read() as work:
        parameter = work.parameters.find(key)
        assert parameter is not None
        return list_shadows(work, [parameter], bench.now)[0]


def test_in_shadow_its_steps_are_kept_and_sealed_and_the_approved_value_serves(bench: ActionBench) -> None:
    key = open_envelope(bench)
    first, second = adjust(bench, key, 0.6), adjust(bench, key, 0.75)
    assert isinstance(first, ShadowStep)
    assert isinstance(second, ShadowStep)
    assert (first.number, second.number) == (1, 2), "it goes on from what it would have set"
    assert served(bench) == BASE
    with refused("outside_envelope"):
        adjust(bench, key, 0.99)
    (begun,) = bench.audit("shadow_begun")
    assert begun["mechanism"] == BANDIT
    assert [row["value"]["question"] for row in bench.audit("shadow_adjusted")] == [0.6, 0.75]  # type: ignore[index]
    assert bench.audit("adjusted") == []
    assert bench.trail.verify(bench.store).sound


def test_it_passes_only_after_its_time_with_enough_outcomes_and_by_another_approvers_word(bench: ActionBench) -> None:
    key = open_envelope(bench)
    bench.report("content", 20)
    bench.clock.wait(hours=1)
    run = adjust(bench, key, 0.6).run_id
    bench.report("content", 5)
    with refused("shadow_too_short"):
        decide(bench, run)
    bench.clock.wait(hours=2)
    with refused("not_allowed"):
        decide(bench, run, who="ann")
    with pytest.raises(NotFound):
        decide(bench, run + 7)
    bench.stops.kill(bench.brand, "ann", "numbers look wrong", "stop")
    with refused("killed"):
        decide(bench, run)
    bench.stops.unkill(bench.brand, "bob", "found it", "go")
    assert decide(bench, run, command="once").state is ShadowState.PASSED
    assert decide(bench, run, command="once").decided_by == "bob", "the same command again has no second effect"
    with refused("already_decided"):
        decide(bench, run, who="cat")
    assert served(bench) == BASE, "what it set in shadow does not serve afterwards either"
    made = adjust(bench, key, 0.6)
    assert isinstance(made, Adjustment)
    assert made.mechanism == BANDIT
    assert served(bench) == {"question": 0.6, "story": 0.4}


def test_when_its_time_is_over_it_waits_on_home_for_a_persons_word(bench: ActionBench) -> None:
    key = open_envelope(bench)
    run = adjust(bench, key, 0.6).run_id
    bench.report("content", 20)

    def waiting() -> list[tuple[str, object]]:
        asked = Asked(bench.brand.id, "bob", bench.clock.now(), bench.clock.now().date())
        with bench.store.read() as work:
            return [(need.subject, dict(need.parameters)) for need in ended_shadows(work, asked)]

    assert waiting() == []
    bench.clock.wait(hours=2)
    assert waiting() == [("hooks", {"component": "content"})]
    decide(bench, run)
    assert waiting() == []


def test_without_fresh_outcomes_it_never_passes_however_long_it_waits(bench: ActionBench) -> None:
    key = open_envelope(bench)
    bench.report("content", 50)
    bench.clock.wait(hours=1)
    run = adjust(bench, key, 0.6).run_id
    bench.clock.wait(days=20)
    bench.report("content", 50, metric="saves")
    with refused("shadow_too_few"):
        decide(bench, run)
    assert look(bench, key).reported == 0
    assert look(bench, key).estimate is None
    assert served(bench) == BASE


def test_a_stopped_mechanism_stays_stopped_in_its_envelope_and_another_version_begins_anew(bench: ActionBench) -> None:
    key = open_envelope(bench)
    run = adjust(bench, key, 0.6).run_id
    assert decide(bench, run, go=False).state is ShadowState.STOPPED
    with refused("shadow_stopped"):
        adjust(bench, key, 0.6)
    assert isinstance(adjust(bench, key, 0.6, mechanism="thompson 2"), ShadowStep)


def test_who_passed_needs_not_again_in_another_envelope_unless_its_bounds_grew(bench: ActionBench) -> None:
    key = open_envelope(bench)
    bench.let_pass(key, {"question": 0.6, "story": 0.4}, BANDIT)
    open_envelope(bench, 0.15)
    assert isinstance(adjust(bench, key, 0.6), Adjustment)
    open_envelope(bench, 0.3)
    assert isinstance(adjust(bench, key, 0.6), ShadowStep)


def test_the_same_adjustment_with_the_same_key_is_made_once_and_another_with_it_is_refused(bench: ActionBench) -> None:
    key = open_envelope(bench)
    assert adjust(bench, key, 0.6, command="one") == adjust(bench, key, 0.6, command="one")
    bench.let_pass(key, {"question": 0.6, "story": 0.4}, "other 1")
    made = adjust(bench, key, 0.6, command="two", mechanism="other 1")
    assert adjust(bench, key, 0.6, command="two", mechanism="other 1") == made
    with refused("key_used"):
        adjust(bench, key, 0.55, command="two", mechanism="other 1")
    assert len(bench.audit("adjusted")) == 1


def test_a_mechanism_without_a_name_is_refused_and_a_person_adjusts_without_a_shadow(bench: ActionBench) -> None:
    key = open_envelope(bench)
    with refused("unnamed_mechanism"):
        adjust(bench, key, 0.6, mechanism=" ")
    by_hand = {"who": "bob", "why": "a look at the numbers", "command": bench.key()}
    assert isinstance(bench.adjusting.adjust(bench.brand, key, {"question": 0.6, "story": 0.4}, **by_hand), Adjustment)


def test_the_author_of_the_envelope_lets_nothing_go_on_unless_one_person_runs_the_brand(bench: ActionBench) -> None:
    key = open_envelope(bench)
    run = adjust(bench, key, 0.6).run_id
    bench.report("content", 5)
    bench.clock.wait(hours=2)
    bench.people.put_role(bench.brand, "ann", Role.APPROVER)
    with refused("own_action"):
        decide(bench, run, who="ann")
    bench.set_policy(replace(bench.policy, four_eyes=False))
    assert decide(bench, run, who="ann").state is ShadowState.PASSED


def test_the_person_sees_what_it_would_have_brought_beside_what_was_served(bench: ActionBench) -> None:
    key = open_envelope(bench)
    adjust(bench, key, 0.7)
    for arm in BASE:
        bench.report("content", 40, arm=arm, propensity=0.5)
    view = look(bench, key)
    assert (view.reported, view.served.n if view.served else 0) == (80, 80)
    assert view.estimate is not None
    assert view.estimate.n == 80
    assert view.estimate.low is not None
    assert view.wanted == {"question": 0.7, "story": pytest.approx(0.3)}


def test_the_defaults_are_a_week_and_fifty_decisions() -> None:
    assert (Policy().shadow_seconds, Policy().shadow_decisions) == (7 * DAY, 50)
