"""What a person does with an insight, and that it happens once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from db.engine import Store
from learning.domain.actions import ActionCommand, ActionState
from learning.domain.brands import Brand
from learning.domain.errors import BadOption, NotFound, Refused
from learning.domain.experiment_records import ExperimentState
from learning.domain.insights import InsightStatus
from learning.domain.policies import Role
from learning.governance.situation import Wish
from services.actions.orders import Order
from services.actions.performing import ActionService
from services.actions.trail import Trail
from services.callers import OPERATOR
from services.experiments.analysing import view_experiment
from services.experiments.designing import ExperimentProposal, create_experiment
from services.insights.deciding import (
    Breadth,
    accept_insight,
    dismiss_insight,
    lift_dismissal,
    mark_seen,
)
from services.insights.listing import InsightList, is_like, list_insights
from services.insights.running import run_insights
from services.insights.settings import InsightSettings, set_settings
from services.insights.trials import start_trial
from services.people import PeopleService
from tests.services.callers import caller, person
from tests.services.experiments.bench import DESIGN
from tests.services.hand_made import HandMade
from tests.services.insights.planted import NOW, POSTS, Fixed, brand, posts, video

TRAIL = Trail(b"test")
WHY = "Videos do better than pictures for every persona."


@pytest.fixture
def made(sqlite_url: str) -> HandMade:
    found = brand(sqlite_url)
    run_insights(found.store, found.brand_id, NOW)
    return found


def listed(made: HandMade) -> InsightList:
    with made.read() as work:
        return list_insights(work, made.brand_id, int(NOW.timestamp()))


def test_an_accepted_insight_becomes_a_draft_that_somebody_has_to_approve(made: HandMade) -> None:
    accepted = accept_insight(
        made.store, made.brand_id, video(made).id, who=caller("ada"), now=NOW, reason="Let us try it."
    )
    draft = accepted.action.draft
    assert accepted.action.state is ActionState.DRAFT
    assert (draft.component, draft.operation, draft.name) == ("format", "more", "video")
    assert (draft.reason, draft.author) == ("Let us try it.", "ada")
    assert draft.evidence == f"insight:{video(made).id}"
    finding = video(made).finding
    assert (draft.expected.metric, draft.expected.low, draft.expected.high) == (
        "engagement_rate",
        finding.low,
        finding.high,
    )
    assert (video(made).status, video(made).action_id) == (InsightStatus.ACCEPTED, accepted.action.id)
    with made.read() as work:
        (drafted,) = work.audit.read(subject=f"action:{accepted.action.id}")
    assert drafted.actor == OPERATOR


def test_a_second_decision_is_refused_with_who_made_the_first(made: HandMade) -> None:
    accept_insight(made.store, made.brand_id, video(made).id, who=caller("ada"), now=NOW)
    with pytest.raises(Refused, match="accepted by ada on 21 November 2026"):
        accept_insight(made.store, made.brand_id, video(made).id, who=caller("bob"), now=NOW)
    with pytest.raises(Refused, match="accepted by ada"):
        dismiss_insight(made.store, made.brand_id, video(made).id, who=caller("bob"), now=NOW, reason="no")


def test_an_insight_that_is_not_sure_enough_by_now_becomes_no_proposal(made: HandMade) -> None:
    with pytest.raises(Refused, match=r"a change takes at least 0\.70"):
        accept_insight(made.store, made.brand_id, video(made).id, who=caller("ada"), now=NOW + timedelta(days=7))
    with made.store.write() as work:
        set_settings(work, made.brand_id, InsightSettings(minimum_confidence=0.4))
        work.commit()
    assert accept_insight(
        made.store, made.brand_id, video(made).id, who=caller("ada"), now=NOW + timedelta(days=7)
    ).action


def test_an_insight_whose_effect_is_too_small_becomes_no_proposal(made: HandMade) -> None:
    with made.store.write() as work:
        set_settings(work, made.brand_id, InsightSettings(smallest_effect=10.0))
        work.commit()
    with pytest.raises(Refused, match=r"Its effect is about .*; a change takes at least 1000\.0%") as refused:
        accept_insight(made.store, made.brand_id, video(made).id, who=caller("ada"), now=NOW)
    assert refused.value.code == "too_small"
    with made.store.write() as work:
        set_settings(work, made.brand_id, InsightSettings())
        work.commit()
    assert accept_insight(made.store, made.brand_id, video(made).id, who=caller("ada"), now=NOW).action


def test_a_dismissed_insight_damps_the_same_on_other_metrics_until_that_is_lifted(made: HandMade) -> None:
    found = video(made)
    damping = dismiss_insight(made.store, made.brand_id, found.id, who=caller("ada"), now=NOW, reason="  We  know. ")
    assert damping.reason == "We know."
    assert video(made).status is InsightStatus.DISMISSED
    assert all(row.insight.id != found.id for row in listed(made).rows)
    same = found.finding.candidate.subject
    assert is_like(damping, replace(same, metric="save_rate"))
    assert not is_like(damping, replace(same, what=(("attribute", "format"), ("level", "text"))))
    lift_dismissal(made.store, made.brand_id, damping.id, who=caller("bob"), now=NOW)
    assert video(made).status is InsightStatus.SEEN
    assert listed(made).dampings == ()


def test_a_whole_attribute_can_be_damped_and_what_is_damped_stands_last(sqlite_url: str) -> None:
    made = brand(sqlite_url, posts(240, lift=1.2))
    run_insights(made.store, made.brand_id, NOW)
    dismiss_insight(
        made.store, made.brand_id, video(made).id, who=caller("ada"), now=NOW, reason="known", breadth=Breadth.ATTRIBUTE
    )
    rows = listed(made).rows
    like = [
        dict(row.insight.finding.candidate.subject.what).get("attribute") == "format"
        and row.insight.finding.candidate.subject.kind == "attribute_effect"
        for row in rows
    ]
    assert [row.damped_by is not None for row in rows] == like == sorted(like)


def test_a_dismissal_needs_a_reason(made: HandMade) -> None:
    with pytest.raises(BadOption, match="reason"):
        dismiss_insight(made.store, made.brand_id, video(made).id, who=caller("ada"), now=NOW, reason=" ")
    assert video(made).status is InsightStatus.NEW


def test_a_dismissed_insight_stays_dismissed_when_it_is_found_again(made: HandMade) -> None:
    dismiss_insight(made.store, made.brand_id, video(made).id, who=caller("ada"), now=NOW, reason="known")
    made.put(POSTS, posts(30, seed=8, start=160))
    run_insights(made.store, made.brand_id, NOW + timedelta(days=1))
    assert video(made).status is InsightStatus.DISMISSED


def test_looking_marks_a_new_insight_as_seen_and_nothing_else(made: HandMade) -> None:
    assert mark_seen(made.store, made.brand_id, video(made).id).status is InsightStatus.SEEN
    dismiss_insight(made.store, made.brand_id, video(made).id, who=caller("ada"), now=NOW, reason="known")
    assert mark_seen(made.store, made.brand_id, video(made).id).status is InsightStatus.DISMISSED
    with pytest.raises(NotFound):
        mark_seen(made.store, made.brand_id, 999)


def test_an_insight_becomes_a_prefilled_test_once_and_others_in_the_way_are_named(made: HandMade) -> None:
    owner = brand_record(made.store, made.brand_id)
    other = replace(DESIGN, unit="post")
    create_experiment(made.store, owner, ExperimentProposal("Other", other), who=caller("ada"), now=NOW)
    started = start_trial(made.store, owner, video(made).id, who=caller("ada"), clock=Fixed())
    again = start_trial(made.store, owner, video(made).id, who=caller("ada"), clock=Fixed())
    assert started.record.id == again.record.id == video(made).experiment_id
    assert started.record.state is ExperimentState.DRAFT
    assert [one.name for one in started.overlaps] == ["Other"]
    view = view_experiment(made.store, owner, started.record.id, who="ada", clock=Fixed())
    assert view.design.primary.name == "engagement_rate"
    assert view.design.component == "format"
    assert [arm.title for arm in view.design.arms] == ["as usual", "video"]
    assert view.design.planned_n
    assert view.design.planned_days


def brand_record(store: Store, brand_id: int) -> Brand:
    with store.read() as work:
        return work.brands.get(brand_id)


def test_an_insight_that_proposes_what_was_rejected_comes_last_and_takes_a_reason(made: HandMade) -> None:
    people = PeopleService(made.store, TRAIL, Fixed())
    with made.read() as work:
        acme = work.brands.get(made.brand_id)
    for name, role in (("ada", Role.MARKETER), ("bob", Role.APPROVER)):
        people.add(acme, name, role)
    accepted = accept_insight(made.store, made.brand_id, video(made).id, who=person("ada"), now=NOW, reason=WHY)
    service = ActionService(made.store, TRAIL, Fixed())
    number = accepted.action.id
    service.perform(Order(acme, ActionCommand.SUBMIT, "ada", "in", number))
    service.perform(Order(acme, ActionCommand.REJECT, "bob", "no", number, Wish(reason="We lack a camera.")))

    found = listed(made)
    held = [row for row in found.rows if row.held_by is not None]
    assert held
    assert {dict(row.insight.finding.candidate.subject.what).get("level") for row in held} == {"video"}
    assert [row.held_by is not None for row in found.rows] == sorted(row.held_by is not None for row in found.rows)
    again = next(row.insight for row in held if row.is_sure_enough)
    with pytest.raises(Refused) as refused:
        accept_insight(made.store, made.brand_id, again.id, who=person("ada"), now=NOW)
    assert refused.value.code == "damped"
    assert "We lack a camera." in refused.value.message
    later = NOW + timedelta(hours=1)
    done = accept_insight(made.store, made.brand_id, again.id, who=person("ada"), now=later, reason="We bought one.")
    assert done.action.draft.reason == "We bought one."
