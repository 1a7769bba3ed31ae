"""The report of months over stored notes, with what was done; merged notes count as people who asked."""

from __future__ import annotations

from datetime import timedelta

from db.engine import Store
from learning.domain.brands import Brand
from learning.domain.feedback_entries import FeedbackDraft
from learning.domain.feedback_loop import SuggestionTarget
from services.clock import MovedClock
from services.feedback.entries import FeedbackDesk
from services.feedback.looping import take_up, take_up_all
from services.feedback.months import MonthReport, month_report
from services.feedback.themes import ThemeDesk
from services.feedback.trialing import plan_test
from tests.services.callers import caller


def brand_of(store: Store) -> Brand:
    with store.read() as work:
        (brand,) = work.brands.list_all()
    return brand


def report_of(store: Store, clock: MovedClock) -> MonthReport | None:
    with store.read() as work:
        return month_report(work, brand_of(store), clock.now())


def test_months_tell_counts_and_what_was_done_and_what_came_of_it(
    desk: FeedbackDesk, store: Store, clock: MovedClock
) -> None:
    for month in range(5):
        for place in range(4):
            desk.add(
                FeedbackDraft("the price is too high" if place <= month else "love the colours"), who=caller("ann")
            )
        clock.at += timedelta(days=31)
    answered = desk.add(FeedbackDraft("the price should be shown first"), who=caller("ann"))
    desk.answer(answered.id, "it is shown first", who=caller())
    idea = desk.add(FeedbackDraft("you should post more recipes about price"), who=caller("ann"))
    take_up_all(store, clock)
    with store.read() as work:
        (suggestion,) = [
            one
            for one in work.feedback_loop.list_of(idea.brand_id)
            if one.suggested.target is SuggestionTarget.TEST_IDEA and idea.id in one.suggested.notes
        ]
    planned = plan_test(store, brand_of(store), suggestion.id, who=caller("ben"), clock=clock)
    report = report_of(store, clock)
    assert report is not None
    assert (len(report.months), report.notes) == (6, 22)
    trend, done = next((trend, done) for trend, done in report.themes if trend.name == "price")
    assert trend.counts == (1, 2, 3, 4, 4, 2)
    assert trend.slope is not None
    assert trend.slope > 0
    assert (done.answered, [test.id for test, _ in done.tests]) == (1, [planned.record.id])
    assert {one.name for one in report.feelings} >= {"neutral", "positive"}
    ThemeDesk(store, brand_of(store), clock).archive("price", who=caller("ann"))
    after = report_of(store, clock)
    assert after is not None
    assert "price" not in {trend.name for trend, _ in after.themes}


def test_without_notes_there_is_no_report(desk: FeedbackDesk, store: Store, clock: MovedClock) -> None:
    entry = desk.add(FeedbackDraft("hello there"), who=caller("ann"))
    desk.remove(entry.id, who=caller("ann"))
    assert report_of(store, clock) is None


def test_merged_notes_count_as_people_who_asked_in_themes_and_suggestions(
    desk: FeedbackDesk, store: Store, clock: MovedClock
) -> None:
    first = desk.add(FeedbackDraft("the delivery is too slow"), who=caller("ann"))
    others = [desk.add(FeedbackDraft("Der Versand war viel zu langsam und niemand hat geantwortet"), who=caller("ben"))]
    others.append(desk.add(FeedbackDraft("nothing came for two weeks"), who=caller("cem")))
    brand_id = first.brand_id
    take_up(store, brand_id, clock)

    def delivery() -> list[tuple[int, tuple[int, ...]]]:
        with store.read() as work:
            found = work.feedback_loop.list_of(brand_id)
        return [
            (one.suggested.n, one.suggested.notes)
            for one in found
            if (one.entity.name, one.suggested.target) == ("delivery", SuggestionTarget.TOPIC)
        ]

    assert delivery() == []
    for other in others:
        desk.merge(other.id, first.id, who=caller())
    assert delivery() == [(3, (first.id, *(other.id for other in others)))]
    page = ThemeDesk(store, brand_of(store), clock).show()
    trend = next(one for one in page.trends if one.name == "delivery")
    assert (trend.n, trend.negative) == (3, 3)
    assert [note.id for note in page.quotes["delivery"]] == [first.id]
    desk.stand_alone(others[0].id, who=caller())
    assert delivery() == []
    desk.merge(others[0].id, first.id, who=caller())
    assert len(delivery()) == 1
    desk.remove(first.id, who=caller())
    assert delivery() == []
    assert len(desk.list_all()) == 2
