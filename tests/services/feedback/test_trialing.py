"""A suggested idea becomes the draft of a test once, with its plan from the brand's posts, and the thread shows it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from db.engine import Store
from learning.domain.brands import Brand
from learning.domain.enums import Basis
from learning.domain.errors import Refused
from learning.domain.experiment_records import ExperimentState
from learning.domain.facts import Fact
from learning.domain.feedback_entries import EntryState, FeedbackDraft, FeedbackEntry
from learning.domain.feedback_loop import Suggestion, SuggestionState, SuggestionTarget
from services.clock import MovedClock
from services.feedback.entries import FeedbackDesk
from services.feedback.looping import take_up_all
from services.feedback.proposing import dismiss_suggestion
from services.feedback.threads import thread_of
from services.feedback.trialing import plan_test
from services.settings import load_settings
from tests.services.callers import caller
from tests.services.hand_made import HandMade, Row, make, spec

NOW = datetime(2019, 4, 1, 9, tzinfo=UTC)


@pytest.fixture
def acme(sqlite_url: str) -> HandMade:
    return make(sqlite_url)


def brand_of(store: Store) -> Brand:
    with store.read() as work:
        (brand,) = work.brands.list_all()
    return brand


def said(acme: HandMade) -> tuple[FeedbackEntry, Suggestion]:
    clock = MovedClock(NOW)
    desk = FeedbackDesk(acme.store, load_settings({}), brand_of(acme.store), clock)
    note = desk.add(
        FeedbackDraft("You should post more recipes for beginners", persona="busy parents"), who=caller("ann")
    )
    take_up_all(acme.store, clock)
    with acme.store.read() as work:
        (idea,) = [
            one
            for one in work.feedback_loop.list_of(acme.brand_id)
            if one.suggested.target is SuggestionTarget.TEST_IDEA
        ]
    return note, idea


def test_an_idea_becomes_a_draft_with_a_plan_from_the_posts_and_its_notes_have_led_to_it(acme: HandMade) -> None:
    days = [date(2019, 3, 1) + timedelta(days=n) for n in range(30)]
    posts = [
        Row(day, {Fact.IMPRESSIONS: 1_000, Fact.LIKES: 30 + n % 20}, content=f"p{n}") for n, day in enumerate(days)
    ]
    acme.put(spec("x", Basis.LIFETIME, "content"), posts)
    note, idea = said(acme)
    clock = MovedClock(NOW + timedelta(hours=2))
    planned = plan_test(acme.store, brand_of(acme.store), idea.id, who=caller("ben"), clock=clock)
    assert planned.size is not None
    assert planned.record.state is ExperimentState.DRAFT
    assert planned.record.hypothesis.startswith("Try: You should post more recipes for beginners.")
    design = json.loads(planned.record.design)
    assert [arm["value"] for arm in design["arms"]] == ["as now", "Try: You should post more recipes for beginners"]
    assert (design["planned_n"], design["planned_days"]) == (planned.size.units, planned.size.days)
    assert design["planned_n"] > 0
    with acme.store.read() as work:
        thread = thread_of(work, acme.brand_id, note.id)
        (decided,) = [one for one in work.feedback_loop.list_of(acme.brand_id) if one.id == idea.id]
    assert [(one.test.id, one.decision) for one in thread.tests] == [(planned.record.id, None)]
    assert (thread.note.state, thread.note.waited(0)) == (EntryState.ACTED, 7_200)
    assert (decided.state, decided.experiment_id) == (SuggestionState.TESTED, planned.record.id)
    with pytest.raises(Refused, match="decided already: planned as a test"):
        plan_test(acme.store, brand_of(acme.store), idea.id, who=caller("ben"), clock=clock)
    take_up_all(acme.store, clock)
    with acme.store.read() as work:
        assert work.experiments.get(acme.brand_id, planned.record.id) == planned.record


def test_without_posts_the_draft_has_no_size_and_a_left_idea_makes_none(acme: HandMade) -> None:
    _, idea = said(acme)
    planned = plan_test(acme.store, brand_of(acme.store), idea.id, who=caller("ben"), clock=MovedClock(NOW))
    assert planned.size is None
    assert json.loads(planned.record.design)["planned_n"] is None


def test_a_dismissed_idea_makes_no_test(acme: HandMade) -> None:
    _, idea = said(acme)
    dismiss_suggestion(acme.store, acme.brand_id, idea.id, who=caller("ben"), now=NOW)
    with pytest.raises(Refused):
        plan_test(acme.store, brand_of(acme.store), idea.id, who=caller("ben"), clock=MovedClock(NOW))
