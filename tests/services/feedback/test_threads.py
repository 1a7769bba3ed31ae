"""From a quote to an insight to an action and back; notes beside an insight never change its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from db.engine import Store
from learning.domain.errors import Refused
from learning.domain.explanations import Stance
from learning.domain.feedback import Feeling
from learning.domain.feedback_entries import (
    EntryLink,
    EntryState,
    FeedbackDraft,
    FeedbackEntry,
    FeedbackSource,
    LinkKind,
    Relation,
)
from learning.domain.feedback_loop import SuggestionState
from learning.domain.insights import InsightStatus
from services.actions.trail import Trail
from services.clock import MovedClock
from services.feedback.entries import FeedbackDesk
from services.feedback.looping import take_up_all
from services.feedback.proposing import dismiss_suggestion, propose_suggestion
from services.feedback.quotes import used_quotes
from services.feedback.threads import notes_behind, thread_of
from services.insights.deciding import accept_insight
from services.insights.detail import InsightDetail, insight_detail
from services.insights.renewing import SHOWN
from services.insights.running import run_insights
from services.insights.sentences import title_of
from services.settings import load_settings
from tests.services.callers import caller
from tests.services.hand_made import HandMade
from tests.services.insights.planted import NOW, brand, insights, video

TRAIL = Trail(b"k" * 32)


@pytest.fixture
def world(sqlite_url: str) -> Iterator[HandMade]:
    made = brand(sqlite_url)
    run_insights(made.store, made.brand_id, NOW)
    yield made
    made.store.close()


def desk_of(world: HandMade, folder: Path, clock: MovedClock) -> FeedbackDesk:
    with world.store.read() as work:
        own = work.brands.get(world.brand_id)
    return FeedbackDesk(world.store, load_settings({"BELLWETHER_DATA_DIR": str(folder)}), own, clock)


def detail(store: Store, brand_id: int, insight_id: int) -> InsightDetail:
    with store.read() as work:
        quotes = used_quotes(work, work.insights.get(brand_id, insight_id))
        return insight_detail(work, brand_id, insight_id, int(NOW.timestamp()), who="ann", quotes=quotes)


def test_a_quote_is_used_within_its_day_leads_to_an_action_and_is_found_from_both_ends(
    world: HandMade, tmp_path: Path
) -> None:
    clock, insight = MovedClock(NOW), video(world)
    desk = desk_of(world, tmp_path, clock)
    before = detail(world.store, world.brand_id, insight.id)
    about = ((LinkKind.INSIGHT, str(insight.id)),)
    good = desk.add(
        FeedbackDraft("love the videos, they are great", FeedbackSource.SALES_CALL, about=about), who=caller("ann")
    )
    bad = desk.add(FeedbackDraft("the videos are awful and far too slow", about=about), who=caller("ben"))
    clock.at += timedelta(hours=2, minutes=45)
    take_up_all(world.store, clock)
    after = detail(world.store, world.brand_id, insight.id)
    told = {one.quote.id: one for one in after.explanation.why.quotes}
    assert {number: one.stance for number, one in told.items()} == {
        good.id: Stance.AGREES,
        bad.id: Stance.DISAGREES,
    }
    assert (told[good.id].quote.weight, told[good.id].quote.source) == (1.0, "sales call")
    assert after.listed == before.listed, "quotes change no number"
    assert replace(after.explanation.why, quotes=()) == before.explanation.why
    used = desk.get(good.id)
    assert (used.state, used.waited(0)) == (EntryState.USED, 9_900)
    desk.remove(good.id, who=caller())
    desk.remove(bad.id, who=caller())
    assert detail(world.store, world.brand_id, insight.id) == before, "as though nobody had said anything"


def test_an_accepted_insight_takes_its_notes_along_and_the_thread_goes_both_ways(
    world: HandMade, tmp_path: Path
) -> None:
    clock, insight = MovedClock(NOW), video(world)
    desk = desk_of(world, tmp_path, clock)
    note = desk.add(FeedbackDraft("love the videos", about=((LinkKind.INSIGHT, str(insight.id)),)), who=caller("ann"))
    same = desk.add(FeedbackDraft("love the videos", persona="student"), who=caller("ben"))
    desk.merge(same.id, note.id, who=caller())
    take_up_all(world.store, clock)
    accepted = accept_insight(world.store, world.brand_id, insight.id, who=caller("ann"), now=NOW)
    assert desk.get(note.id).state is EntryState.ACTED
    with world.store.read() as work:
        thread = thread_of(work, world.brand_id, note.id)
        back = notes_behind(work, world.brand_id, LinkKind.ACTION, str(accepted.action.id))
    assert [(one.insight.id, one.stance) for one in thread.insights] == [(insight.id, Stance.AGREES)]
    assert [(one.action.id, one.outcome) for one in thread.actions] == [(accepted.action.id, None)]
    assert [one.persona for one in thread.same] == ["student"]
    assert [one.id for one in back] == [note.id]


def test_a_new_run_of_insights_is_held_against_notes_that_were_read_before(world: HandMade, tmp_path: Path) -> None:
    clock, insight = MovedClock(NOW), video(world)
    desk = desk_of(world, tmp_path, clock)
    note = desk.add(FeedbackDraft("the carousels confuse me"), who=caller("ann"))
    take_up_all(world.store, clock)
    assert desk.get(note.id).state is EntryState.READ
    assert take_up_all(world.store, clock) == 0
    with world.store.write() as work:
        link = EntryLink(Relation.ABOUT, LinkKind.INSIGHT, str(insight.id), note.entered_at)
        work.feedback_entries.link(note, [link])
        work.commit()
    run_insights(world.store, world.brand_id, NOW, whole=True)
    take_up_all(world.store, clock)
    assert desk.get(note.id).state is EntryState.USED


def test_a_suggestion_becomes_a_proposal_once_and_one_that_is_left_stays_away(
    desk: FeedbackDesk, store: Store, clock: MovedClock
) -> None:
    notes = [desk.add(FeedbackDraft("the delivery is too slow"), who=caller("ann")) for _ in range(3)]
    brand_id = notes[0].brand_id
    take_up_all(store, clock)
    with store.read() as work:
        first, second, *_ = work.feedback_loop.list_of(brand_id)
    made = propose_suggestion(store, brand_id, first.id, who=caller("ann"), now=clock.now())
    assert made.action.draft.to_value == first.suggested.change
    assert made.action.draft.evidence == f"feedback:{first.id}"
    assert {desk.get(one.id).state for one in notes} == {EntryState.ACTED}
    dismiss_suggestion(store, brand_id, second.id, who=caller("ann"), now=clock.now())
    for one in (first, second):
        with pytest.raises(Refused, match="decided already"):
            propose_suggestion(store, brand_id, one.id, who=caller("ben"), now=clock.now())
    desk.add(FeedbackDraft("the delivery is too slow"), who=caller("cem"))
    take_up_all(store, clock)
    with store.read() as work:
        states = {one.id: one.state for one in work.feedback_loop.list_of(brand_id)}
    assert (states[first.id], states[second.id]) == (SuggestionState.PROPOSED, SuggestionState.DISMISSED)


def test_a_theme_that_rises_becomes_an_insight_and_goes_when_its_notes_do(world: HandMade, tmp_path: Path) -> None:
    moment = int(NOW.timestamp())
    with world.store.write() as work:
        for number in range(220):
            ago = number // 2 + 1
            theme = "delivery" if ago <= 28 and number % 3 else "price" if number % 5 == 0 else "taste"
            note = FeedbackEntry(
                world.brand_id,
                f"about {theme}",
                {},
                "ann",
                moment - ago * 86_400,
                feeling=Feeling.NEGATIVE,
                themes=(theme,),
            )
            work.feedback_entries.add(note)
        work.commit()
    run_insights(world.store, world.brand_id, NOW, whole=True)
    (risen,) = [
        one for one in insights(world, SHOWN) if dict(one.finding.candidate.subject.what).get("theme") == "delivery"
    ]
    assert title_of(risen.finding) == "Customers began to speak of \u201cdelivery\u201d"
    assert (risen.finding.candidate.good, risen.status) == (False, InsightStatus.NEW)
    desk = desk_of(world, tmp_path, MovedClock(NOW))
    for note in desk.list_all():
        if "delivery" in note.themes:
            desk.remove(note.id, who=caller())
    with world.store.read() as work:
        assert {request.job for request in work.jobs.list_requests()} == {"patterns"}
    run_insights(world.store, world.brand_id, NOW, whole=True)
    (gone,) = [one for one in insights(world) if one.id == risen.id]
    assert (gone.status, gone.earlier) == (InsightStatus.WITHDRAWN, InsightStatus.NEW)
    assert "gone" in gone.mark
