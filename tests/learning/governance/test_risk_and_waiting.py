from __future__ import annotations

from dataclasses import replace

import pytest

from learning.domain.action_board import OpenAction, Waiting
from learning.domain.actions import ActionState, ExpectedEffect
from learning.domain.policies import Role
from learning.governance.risk import RiskLevel, risk_of
from learning.governance.waiting import waits_for
from tests import drafts

DRAFT = replace(drafts.DRAFT, from_value=100, to_value=110, expected=ExpectedEffect("clicks", 0.0, 0.1))


@pytest.mark.parametrize(
    ("changes", "level"),
    [
        ({}, RiskLevel.LOW),
        ({"to_value": 130}, RiskLevel.MEDIUM),
        ({"to_value": 160}, RiskLevel.HIGH),
        ({"from_value": "a", "to_value": "b"}, RiskLevel.MEDIUM),
        ({"from_value": 0}, RiskLevel.MEDIUM),
        ({"ramp": (1.0,)}, RiskLevel.MEDIUM),
        ({"guardrails": ()}, RiskLevel.HIGH),
        ({"holdout": 0.0}, RiskLevel.HIGH),
    ],
)
def test_risk_follows_from_step_first_stage_guardrails_and_holdout(
    changes: dict[str, object], level: RiskLevel
) -> None:
    assert risk_of(replace(DRAFT, **changes)).level is level  # type: ignore[arg-type]  # a test names its changes


@pytest.mark.parametrize(
    ("state", "who", "role", "voted", "found"),
    [
        (ActionState.IN_REVIEW, "bob", Role.APPROVER, False, Waiting.APPROVAL),
        (ActionState.IN_REVIEW, "bob", Role.APPROVER, True, None),
        (ActionState.IN_REVIEW, "ann", Role.APPROVER, False, None),
        (ActionState.IN_REVIEW, "bob", Role.MARKETER, False, None),
        (ActionState.PAUSED, "ann", Role.APPROVER, False, Waiting.PAUSED),
        (ActionState.DRAFT, "ann", Role.MARKETER, False, Waiting.DRAFT),
        (ActionState.DRAFT, "bob", Role.MARKETER, False, None),
        (ActionState.DRAFT, "ann", Role.VIEWER, False, None),
        (ActionState.SCHEDULED, "bob", Role.APPROVER, False, None),
        (ActionState.AWAITING_DECISION, "bob", None, False, None),
    ],
)
def test_an_action_waits_for_those_who_may_lead_it_on(
    state: ActionState, who: str, role: Role | None, voted: bool, found: Waiting | None
) -> None:
    assert waits_for(OpenAction(1, state, "ann", "x", voted), who, role, four_eyes=True) is found


def test_what_was_approved_before_a_restore_waits_for_those_who_have_not_said_yes_again() -> None:
    anew = OpenAction(1, ActionState.IN_REVIEW, "ann", "x", voted=False, anew=True)
    assert waits_for(anew, "bob", Role.APPROVER, four_eyes=True) is Waiting.ANEW
    assert waits_for(replace(anew, voted=True), "bob", Role.APPROVER, four_eyes=True) is None
    assert waits_for(anew, "ann", Role.APPROVER, four_eyes=True) is None


def test_in_a_brand_that_one_person_runs_an_own_proposal_waits_for_its_author() -> None:
    own = OpenAction(1, ActionState.IN_REVIEW, "ann", "x", voted=False)
    assert waits_for(own, "ann", Role.APPROVER, four_eyes=False) is Waiting.APPROVAL
