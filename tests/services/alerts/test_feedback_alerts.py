"""Alerts on notes that nobody used or answered within a day."""

from __future__ import annotations

from dataclasses import replace

from learning.domain.alerts import AlertDraft, AlertKind
from learning.domain.feedback_entries import FeedbackEntry
from services.alerts.preview import preview_rule
from tests.services.alerts.conftest import Watched

LATE = AlertDraft("Late", AlertKind.FEEDBACK, cooldown_hours=1)


def say(watched: Watched, text: str) -> FeedbackEntry:
    with watched.store.write() as work:
        stored = work.feedback_entries.add(
            FeedbackEntry(watched.brand_id, text, {}, "ann", int(watched.now.timestamp()))
        )
        work.commit()
    return stored


def test_late_notes_are_told_once_and_together_and_answered_ones_never(watched: Watched) -> None:
    say(watched, "late before anybody watched")
    watched.forward(30)
    watched.rule(LATE)
    first, second, answered = (say(watched, text) for text in ("the app crashes", "too expensive", "the old logo"))
    with watched.store.write() as work:
        work.feedback_entries.update(replace(answered, answered_at=int(watched.now.timestamp()), answer="no"))
        work.commit()
    watched.forward(23)
    assert watched.look() == 0
    watched.forward(2)
    assert watched.look() == 1
    (alert,) = watched.alerts()
    assert alert.subject == f"{first.id},{second.id}"
    assert alert.title == "2 notes of customers are late"
    assert "the app crashes" in alert.finding.words
    assert watched.look() == 0
    say(watched, "still too slow")
    watched.forward(25)
    assert watched.look() == 1
    with watched.store.read() as work:
        assert not [note for note in work.annotations.list_between(watched.brand_id, 0, 10**5) if "late" in note.text]
        assert work.jobs.list_requests() == ()


def test_a_rule_on_waiting_notes_is_tried_on_the_past(watched: Watched) -> None:
    say(watched, "the app crashes")
    quick = say(watched, "too expensive")
    with watched.store.write() as work:
        work.feedback_entries.update(replace(quick, answered_at=int(watched.now.timestamp()), answer="no"))
        work.commit()
    watched.forward(5 * 24)
    say(watched, "still waits, but not for long")
    with watched.store.read() as work:
        found = preview_rule(work, watched.brand_id, LATE, int(watched.now.timestamp()))
    assert [day - int(watched.now.timestamp()) // 86_400 for day in found.fired] == [-4]
