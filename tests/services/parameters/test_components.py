"""What decides in a component, what was changed, and what came of it, on either engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from learning.domain.actions import ActionCommand
from learning.domain.components import StrategyKind
from learning.domain.decisions import DecisionLine, OutcomeLine
from learning.domain.errors import BadOption, NotFound
from learning.domain.parameters import ParameterKey, ParameterKind, ParameterSpec
from learning.domain.policies import DAY, AutomaticRule, SystemActor
from services.actions.adjusting import AdjustingService
from services.callers import Caller
from services.parameters.component_json import component_to_json, line_to_json
from services.parameters.component_list import ComponentLine, list_components
from services.parameters.components import ComponentPage, read_component
from services.parameters.definitions import define_parameter
from tests.services.actions.bench import QUICK, ActionBench, open_action_bench

WEIGHTS = {"question": 0.5, "story": 0.5}


@pytest.fixture
def bench(tmp_path: Path, any_database_url: str) -> Iterator[ActionBench]:
    with open_action_bench(tmp_path, any_database_url, replace(QUICK, window_seconds=0, bake_seconds=0)) as opened:
        yield opened


def define(bench: ActionBench, name: str, spec: ParameterSpec, base: object) -> ParameterKey:
    key = ParameterKey(bench.brand.id, "content", "set", name)
    define_parameter(bench.store, key, spec, base, who=Caller("adm", bench.trail, bench.clock))  # type: ignore[arg-type]
    return key


def look(bench: ActionBench, **more: object) -> ComponentPage:
    with bench.store.read() as work:
        return read_component(work, bench.brand, "content", bench.now, **more)  # type: ignore[arg-type]


def listed(bench: ActionBench) -> dict[str, ComponentLine]:
    with bench.store.read() as work:
        return {line.component: line for line in list_components(work, bench.brand.id, bench.now)}


def decide(bench: ActionBench, key: str, at: int, *, arm: str | None = None, error: str | None = None, **told: float):
    details: dict[str, object] = {"total_ms": 100.0} | ({} if error is None else {"error": error})
    with bench.store.write() as work:
        work.decisions.add(bench.brand.id, [DecisionLine(key, at, "content", arm=arm, details=details)])
        id_ = work.decisions.find_ids(bench.brand.id, [key])[key]
        if told:
            work.decisions.add_outcomes(bench.brand.id, [(id_, OutcomeLine(f"{key} o", key, at, told))])
        work.commit()


def test_a_component_that_nobody_knows_is_refused_and_an_empty_brand_has_none(bench: ActionBench) -> None:
    assert listed(bench) == {}
    with pytest.raises(NotFound):
        look(bench)


def test_one_with_a_parameter_alone_is_decided_by_people_and_has_no_course(bench: ActionBench) -> None:
    define(bench, "gap", ParameterSpec(ParameterKind.NUMBER, 0, 10, 0.5), 2.0)
    page = look(bench)
    (view,) = page.parameters
    assert (view.strategy.kind, view.serves, view.version, view.since) == (StrategyKind.PEOPLE, 2.0, 0, None)
    assert (page.metric, page.decisions, page.operations, page.newest_decision) == ("", 0, None, None)
    line = listed(bench)["content"]
    assert (line.parameters, line.changes, line.last_change, line.live) == (1, 0, None, 0)


def test_what_people_do_by_hand_alone_is_no_component(bench: ActionBench) -> None:
    bench.propose(component="hook", name="question", by_hand=True, ramp=(1.0,), holdout=0.0, guardrails=())
    assert listed(bench) == {}
    bench.propose(component="hook", name="place")
    assert listed(bench)["hook"].parameters == 1


def test_while_a_change_is_tried_the_version_before_serves_the_rest_and_after_it_the_new_one(
    bench: ActionBench,
) -> None:
    action = bench.started()
    bench.feed(action, lift=0.4)
    (view,) = look(bench).parameters
    assert (view.strategy.kind, view.serves, view.version) == (StrategyKind.TRIAL, "story", 0)
    assert view.strategy.trial is not None
    assert view.strategy.trial.id == action
    (change,) = look(bench).changes
    assert change.measured is not None
    assert change.measured.holdout == 40, "a look at the data of just now"
    bench.do(ActionCommand.ADVANCE, "bob", action)
    bench.feed(action, lift=0.4)
    bench.do(ActionCommand.FINISH, "bob", action)
    bench.do(ActionCommand.KEEP, "bob", action)
    page = look(bench)
    (view,) = page.parameters
    assert (view.strategy.kind, view.serves, view.version) == (StrategyKind.PEOPLE, "question", 1)
    assert (view.who, view.since) == ("bob", bench.now)
    assert [event.command.value for event in page.marks] == ["start", "advance", "keep"]
    (change,) = page.changes
    assert change.ledger is not None
    assert change.ledger.decision == "kept"
    assert change.measured is not None
    assert change.measured.primary.low > 0, "the report of its end"
    assert listed(bench)["content"].last_change == bench.now


def test_a_rule_and_an_envelope_say_that_they_decide_and_a_stop_says_that_they_do_not(bench: ActionBench) -> None:
    gap = define(bench, "gap", ParameterSpec(ParameterKind.NUMBER), 2.0)
    hooks = define(bench, "hooks", ParameterSpec(ParameterKind.WEIGHTS), WEIGHTS)
    define(bench, "hooks.envelope", ParameterSpec(ParameterKind.ENVELOPE), {})
    rule = AutomaticRule("content", "set", "gap", 0.1, 1, bench.now + DAY)
    bench.set_policy(replace(bench.policy, automatic=(rule,)))
    to = {"least_weight": 0.1, "largest_step": 0.2, "until": bench.now + 10 * DAY}
    action = bench.started(name="hooks.envelope", from_value={}, to_value=to, ramp=(1.0,))
    bench.feed(action, lift=0.4)
    adjusting = AdjustingService(bench.store, bench.trail, bench.clock)
    moved = {"question": 0.6, "story": 0.4}
    bench.let_pass(hooks, moved, "thompson 1")
    asked = {"why": "it earned more", "command": "adjust", "mechanism": "thompson 1"}
    adjusting.adjust(bench.brand, hooks, moved, who=SystemActor.ENGINE, **asked)
    views = {view.parameter.key.name: view for view in look(bench).parameters}
    assert set(views) == {"gap", "hooks"}, "an envelope is told with its parameter"
    assert views["gap"].strategy.rule == rule
    assert gap.name == "gap"
    tried = views["hooks"].strategy
    assert (tried.kind, tried.trial.id if tried.trial else 0) == (StrategyKind.ENVELOPE, action)
    assert views["hooks"].serves == WEIGHTS, "while the envelope is tried, it reaches the treated alone"
    bench.do(ActionCommand.FINISH, "bob", action)
    bench.do(ActionCommand.KEEP, "bob", action, reason="It is what we want, whatever the range says.")
    views = {view.parameter.key.name: view for view in look(bench).parameters}
    assert views["hooks"].serves == moved
    assert listed(bench)["content"].decides == ((StrategyKind.ENVELOPE, 1), (StrategyKind.RULE, 1))
    bench.stops.kill(bench.brand, "ann", "numbers look wrong", "stop")
    stopped = {view.parameter.key.name: view for view in look(bench).parameters}["hooks"]
    assert (stopped.strategy.stopped, stopped.serves) == (True, WEIGHTS), "the approved value serves"


def test_days_are_those_of_the_brand_with_mean_range_and_n_and_arms_with_theirs(bench: ActionBench) -> None:
    define(bench, "hooks", ParameterSpec(ParameterKind.WEIGHTS), WEIGHTS)
    now = bench.now
    for number, (arm, clicks) in enumerate([("question", 8), ("question", 10), ("story", 12), ("gone", 9)]):
        decide(bench, f"a{number}", now - 60, arm=arm, clicks=clicks, quality_score=5)
    decide(bench, "silent", now - 60, arm="story")
    decide(bench, "before", now - DAY, clicks=7)
    page = look(bench)
    today, yesterday = page.days[-1], page.days[-2]
    assert len(page.days) == 28
    assert today.day - yesterday.day == timedelta(days=1)
    assert today.value is not None
    assert (today.decisions, today.value.n) == (5, 5), "nothing reported is none of a sum"
    assert today.value.mean == pytest.approx(39 / 5)
    assert today.value.low is not None
    assert today.value.low < 39 / 5 < today.value.high
    assert yesterday.value is not None
    assert (yesterday.value.mean, yesterday.value.low) == (7, None), "one has no range"
    (arms,) = page.arms
    found = {arm.arm: (arm.weight, arm.decisions, arm.value.mean if arm.value else None) for arm in arms.arms}
    assert found == {"question": (0.5, 2, 9.0), "story": (0.5, 2, 6.0), "gone": (None, 1, 9.0)}
    quality = look(bench, metric="quality_score").days[-1].value
    assert quality is not None
    assert quality.n == 4, "of what is no sum only what was measured counts"
    with pytest.raises(BadOption):
        look(bench, metric="revenue")
    with pytest.raises(BadOption):
        look(bench, shown_days=3)


def test_operations_count_as_well_gone_only_where_failures_are_told(bench: ActionBench) -> None:
    for number in range(3):
        decide(bench, f"a{number}", bench.now - 60)
    told = look(bench).operations
    assert told is not None
    assert (told.judged, told.median_ms) == (0, 100.0)
    decide(bench, "b", bench.now - 60, error="Timeout")
    decide(bench, "c", bench.now - 60, success=0, response_ms=300)
    told = look(bench).operations
    assert told is not None
    assert (told.judged, told.succeeded, dict(told.errors), told.timed) == (5, 3, {"Timeout": 1}, 5)
    assert told.low is not None
    assert told.low < 0.6 < told.high


def test_what_is_told_is_told_as_json_too(bench: ActionBench) -> None:
    bench.started()
    page = component_to_json(look(bench))
    assert page["parameters"][0]["strategy"] | {"adjusted": None} == {
        "decides": "trial",
        "action_id": 1,
        "rule": None,
        "envelope": None,
        "stopped": False,
        "shadow": None,
        "adjusted": None,
    }
    assert page["changes"][0]["to"] == "question"
    assert page["marks"][0]["command"] == "start"
    assert line_to_json(listed(bench)["content"])["decides"] == {"trial": 1}
