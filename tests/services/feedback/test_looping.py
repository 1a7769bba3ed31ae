"""The loop: batches, suggestions, use by insights, and workers that are killed between any two statements."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from db.engine import Store
from learning.domain.errors import BadOption
from learning.domain.feedback_entries import EntryState, FeedbackDraft, LinkKind
from learning.domain.feedback_loop import Entity, EntityKind, Report, ReportType, Suggestion, SuggestionTarget
from services.clock import MovedClock
from services.feedback import looping
from services.feedback.entries import FeedbackDesk, Labels
from services.feedback.looping import report, take_up, take_up_all
from tests.services.callers import caller

ROOT = Path(__file__).resolve().parents[3]
SPRING = ((LinkKind.CAMPAIGN, "spring"),)
KILLING = """
import os, signal, sys
from sqlalchemy import event
from db.engine import open_store
from services.clock import SystemClock
from services.feedback import looping
looping.BATCH = 6
def child(url, last):
    store, seen = open_store(url), [0]
    def count(*_):
        seen[0] += 1
        if seen[0] == last:
            os.kill(os.getpid(), signal.SIGKILL)
    for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(store._engine, name, count)
    looping.take_up_all(store, SystemClock())
    os._exit(0)
kills = 0
while True:
    pid = os.fork()
    if not pid:
        child(sys.argv[1], 1 + 3 * kills)
    if os.waitpid(pid, 0)[1] == 0:
        break
    kills += 1
print(kills)
"""


def suggestions(store: Store, brand_id: int) -> dict[tuple[str, str], Suggestion]:
    with store.read() as work:
        return {(one.entity.name, one.suggested.target): one for one in work.feedback_loop.list_of(brand_id)}


def told(brand_id: int, number: int) -> Report:
    entity = Entity(EntityKind.PROFILE, "recipe writer")
    return Report(
        brand_id, "engagement", "generator", entity, ReportType.LOW_ENGAGEMENT, 10**9 * 2 + number, "p", 0.1, 0.3
    )


def test_a_batch_marks_its_notes_and_makes_suggestions_that_a_removal_takes_back(
    desk: FeedbackDesk, store: Store, clock: MovedClock
) -> None:
    notes = [desk.add(FeedbackDraft("the delivery is too slow", about=SPRING), who=caller("ann")) for _ in range(3)]
    brand_id = notes[0].brand_id
    batch = take_up(store, brand_id, clock)
    assert batch is not None
    assert (batch.notes, batch.entities) == (3, 3)
    assert take_up(store, brand_id, clock) is None
    assert {note.state for note in desk.list_all()} == {EntryState.READ}
    found = suggestions(store, brand_id)
    fix = found["spring", SuggestionTarget.CONTENT_FIX].suggested
    assert (fix.n, fix.of, fix.notes) == (3, 3, tuple(note.id for note in notes))
    assert "3 of 3 notes that judge it complain" in fix.reasoning
    late = desk.add(
        FeedbackDraft("the delivery is too slow", about=SPRING, suggestion="say how long"), who=caller("ben")
    )
    take_up(store, brand_id, clock)
    after = suggestions(store, brand_id)
    assert after["spring", SuggestionTarget.CONTENT_FIX].suggested.n == 4
    assert after["spring", SuggestionTarget.TEST_IDEA].suggested.change == "Try: say how long"
    desk.remove(late.id, who=caller())
    assert {key: one.suggested for key, one in suggestions(store, brand_id).items()} == {
        key: one.suggested for key, one in found.items()
    }
    desk.relabel(notes[0].id, Labels(themes=("price",)), who=caller("ann"))
    assert ("delivery", SuggestionTarget.TOPIC) not in suggestions(store, brand_id)


def test_reports_of_parts_go_the_same_way_and_bad_ones_are_refused(
    desk: FeedbackDesk, store: Store, clock: MovedClock
) -> None:
    brand_id = desk.add(FeedbackDraft("hello there"), who=caller("ann")).brand_id
    at = int(clock.now().timestamp())
    for number in range(6):
        entity = Entity(EntityKind.PROFILE, "recipe writer")
        report(
            store,
            Report(brand_id, "engagement", "generator", entity, ReportType.LOW_ENGAGEMENT, at + number),
            who=caller(),
        )
    batch = take_up(store, brand_id, clock)
    assert batch is not None
    assert batch.reports == 6
    one = suggestions(store, brand_id)["recipe writer", SuggestionTarget.SEGMENT_STRATEGY]
    assert one.suggested.confidence == pytest.approx(0.69, abs=0.01)
    with pytest.raises(BadOption, match="entity"):
        report(store, Report(brand_id, "a", "b", Entity(EntityKind.PROFILE, " "), ReportType.PRAISE, at), who=caller())
    with pytest.raises(BadOption, match="score"):
        report(
            store,
            Report(brand_id, "a", "b", entity, ReportType.PRAISE, at, engagement_score=float("nan")),
            who=caller(),
        )


def test_batches_hold_a_hundred_at_most(desk: FeedbackDesk, store: Store, clock: MovedClock, monkeypatch) -> None:
    assert looping.BATCH == 100
    monkeypatch.setattr(looping, "BATCH", 2)
    for _ in range(5):
        desk.add(FeedbackDraft("too slow"), who=caller("ann"))
    assert take_up_all(store, clock) == 5
    with store.read() as work:
        batches = work.feedback_loop.list_batches(desk.list_all()[0].brand_id)
    assert [one.notes for one in batches] == [1, 2, 2]


def test_workers_killed_between_any_two_statements_take_up_everything_once(
    desk: FeedbackDesk, store: Store, any_database_url: str, tmp_path: Path
) -> None:
    said = [*["the delivery is too slow"] * 3, "please add a dark theme"]
    notes = [desk.add(FeedbackDraft(words, about=SPRING), who=caller("ann")) for words in said]
    brand_id = notes[0].brand_id
    for number in range(6):
        report(store, told(brand_id, number), who=caller())
    environment = {"PATH": os.environ["PATH"], "BELLWETHER_DATA_DIR": str(tmp_path)}
    driver = [sys.executable, "-c", KILLING, any_database_url]
    ended = subprocess.run(driver, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert int(ended.stdout) > 12, "it was killed before or after every statement and at every commit"
    with store.read() as work:
        batches = work.feedback_loop.list_batches(brand_id)
        assert work.feedback_loop.list_unprocessed(brand_id, 10) == ()
    assert (sum(one.notes for one in batches), sum(one.reports for one in batches)) == (4, 6)
    assert Counter(note.state for note in desk.list_all()) == {EntryState.READ: 4}
    found = suggestions(store, brand_id)
    assert found["recipe writer", SuggestionTarget.SEGMENT_STRATEGY].suggested.n == 6
    fix = found["spring", SuggestionTarget.CONTENT_FIX].suggested
    assert (fix.n, len(set(fix.notes))) == (3, 3)
