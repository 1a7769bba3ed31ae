"""What change a finding proposes: a step of a parameter that knows its level, else something that a person does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from learning.domain.actions import DEFAULT_HOLDOUT, DEFAULT_RAMP, ActionState, GuardrailMargin
from learning.domain.insights import Insight, InsightStatus
from learning.domain.parameters import ParameterKey, ParameterKind, ParameterSpec
from learning.domain.policies import Role
from learning.insights.recommendations import Recommendation
from services.actions.performing import ActionService
from services.demo import findings
from services.demo.actions import MARKETER
from services.insights.deciding import accept_insight
from services.insights.proposals import proposal_of
from services.insights.running import run_insights
from services.parameters.definitions import define_parameter
from services.people import PeopleService
from tests.services.callers import caller
from tests.services.hand_made import HandMade
from tests.services.insights.planted import NOW, Fixed, brand, insights, video

TRAIL = caller().trail
WEIGHTS = {"image": 0.5, "video": 0.3, "text": 0.2}


@pytest.fixture
def made(sqlite_url: str) -> HandMade:
    found = brand(sqlite_url)
    run_insights(found.store, found.brand_id, NOW)
    return found


def define(made: HandMade, name: str, context: dict[str, str]) -> None:
    key = ParameterKey(made.brand_id, "planner", "write", name, context)
    define_parameter(made.store, key, ParameterSpec(ParameterKind.WEIGHTS), WEIGHTS, who=caller("root"))


def accepted(made: HandMade):
    return accept_insight(made.store, made.brand_id, video(made).id, who=caller("ada"), now=NOW).action.draft


def with_recommendation(one: Insight, name: Recommendation) -> Insight:
    candidate = replace(one.finding.candidate, recommendation=name.value)
    return replace(one, finding=replace(one.finding, candidate=candidate))


def test_what_no_program_asks_for_is_done_by_a_person_for_everybody_at_once(made: HandMade) -> None:
    draft = accepted(made)
    assert draft.to_value == "Publish more posts in the format “video”"
    assert (draft.by_hand, draft.ramp, draft.holdout, draft.guardrails) == (True, (1.0,), 0.0, ())


def test_a_parameter_that_knows_the_level_takes_a_step_towards_it_and_is_tried_beside_a_holdout(made: HandMade) -> None:
    define(made, "Format", {})
    draft = accepted(made)
    assert (draft.component, draft.operation, draft.name, draft.by_hand) == ("planner", "write", "Format", False)
    assert (draft.from_value, draft.to_value) == (
        dict(sorted(WEIGHTS.items())),
        pytest.approx({"image": 0.428571, "text": 0.171429, "video": 0.4}, abs=1e-6),
    )
    assert (draft.ramp, draft.holdout) == (DEFAULT_RAMP, DEFAULT_HOLDOUT)
    assert draft.guardrails == (GuardrailMargin("conversion_rate", 0.1),)


@pytest.mark.parametrize(("name", "context"), [("hook", {}), ("format", {"persona": "Busy parents"})])
def test_a_parameter_of_another_name_or_for_other_people_is_left_alone(made: HandMade, name, context) -> None:
    define(made, name, context)
    assert accepted(made).by_hand


def test_what_asks_to_look_for_the_cause_proposes_nothing(made: HandMade) -> None:
    one = with_recommendation(video(made), Recommendation.FIND_WHAT_FAILS)
    assert proposal_of(one, who="ada", moment=0, reason="") is None


def test_less_of_what_does_worse_is_expected_to_move_the_metric_the_other_way(made: HandMade) -> None:
    one = with_recommendation(video(made), Recommendation.USE_LESS)
    finding = replace(one.finding, candidate=replace(one.finding.candidate, good=False), low=-0.5, high=-0.2)
    draft = proposal_of(replace(one, finding=finding), who="ada", moment=0, reason="")
    assert draft is not None
    assert (draft.operation, draft.to_value) == ("less", "Publish fewer posts in the format “video”")
    assert (draft.expected.low, draft.expected.high) == (pytest.approx(0.25), pytest.approx(1.0))


def test_the_sample_marketer_hands_in_one_finding_and_only_once(made: HandMade, monkeypatch) -> None:
    monkeypatch.setattr(findings, "LEFT_TO_THE_NEWCOMER", 0)
    actions = ActionService(made.store, TRAIL, Fixed())
    with made.read() as work:
        of = work.brands.get(made.brand_id)
    assert findings.hand_in_finding(made.store, actions, TRAIL, Fixed(), of) == 0, "nobody is there to do it"
    PeopleService(made.store, TRAIL, Fixed()).add(of, MARKETER, Role.MARKETER, is_sample=True)
    assert findings.hand_in_finding(made.store, actions, TRAIL, Fixed(), of) == 1
    assert findings.hand_in_finding(made.store, actions, TRAIL, Fixed(), of) == 0
    with made.read() as work:
        (record,) = work.actions.list_of(made.brand_id)
    assert (record.state, record.draft.author) == (ActionState.IN_REVIEW, MARKETER)
    assert [one.who for one in insights(made, [InsightStatus.ACCEPTED])] == [MARKETER]
