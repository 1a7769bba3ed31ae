from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from learning.domain.alerts import AlertDirection, AlertKind, AlertStatus
from learning.domain.annotations import ALERT_TAG, Annotation
from learning.domain.outbox import OutboxKind, OutboxStatus
from learning.domain.timekeys import day_of
from services.alerts.rules import acknowledge, mute_rule, remove_rule
from services.alerts.sentences import message_keys_of
from services.delivery.channels import remove_channel
from services.jobs.catalogue import JOBS
from tests.services.alerts.conftest import FIRST, HIGH_CLICKS, Watched
from tests.services.callers import caller

CALM = dict.fromkeys(range(30), 100.0)


def days(watched: Watched) -> list[int]:
    return [(day_of(one.day) - FIRST).days for one in reversed(watched.alerts())]


def notes(watched: Watched) -> list[Annotation]:
    with watched.store.read() as work:
        return [note for note in work.annotations.list_between(watched.brand_id, 0, 30_000) if ALERT_TAG in note.tags]


def test_a_metric_that_passes_its_threshold_raises_one_alert_and_asks_for_a_run(watched: Watched) -> None:
    watched.put(CALM)
    watched.rule(where={"persona": ("busy",)})
    assert watched.look() == 0
    watched.put({30: 200.0})
    assert watched.look() == 1
    assert watched.look() == 0
    (alert,) = watched.alerts()
    assert alert.finding.words == "Clicks of busy: 200 on 1 Oct 2026, above 150."
    assert (alert.status, alert.finding.value) == (AlertStatus.OPEN, 200.0)
    with watched.store.read() as work:
        requests = work.jobs.list_requests()
    assert {one.job for one in requests} == {"insights", "adaptation"} <= {job.name for job in JOBS}
    assert {one.who for one in requests} == {f"alert {alert.id}, clicks of busy"}


def test_other_segments_raise_nothing(quick: Watched) -> None:
    quick.put(CALM)
    quick.rule(where={"persona": ("busy",)})
    quick.put({30: 900.0}, persona="calm")
    assert quick.look() == 0


def test_what_is_so_already_when_the_rule_is_made_is_told_and_older_days_are_not(quick: Watched) -> None:
    quick.put({**CALM, 10: 400.0, 29: 300.0})
    quick.rule()
    assert quick.look() == 1
    assert days(quick) == [29]


def test_within_a_cool_down_nothing_is_raised_and_afterwards_what_lasts_is(watched: Watched) -> None:
    watched.put(CALM)
    watched.rule(cooldown_hours=48)
    watched.put({30: 200.0, 31: 100.0})
    assert watched.look() == 1
    watched.put({32: 210.0})
    watched.forward(24)
    assert watched.look() == 0
    assert watched.look() == 0
    watched.forward(24)
    assert watched.look() == 1
    assert days(watched) == [30, 32]


def test_an_episode_that_goes_on_is_told_once(quick: Watched) -> None:
    quick.put(CALM)
    quick.rule(cooldown_hours=1)
    for day in (30, 31, 32):
        quick.put({day: 200.0})
        quick.look()
        quick.forward(24)
    assert days(quick) == [30]


def test_an_import_of_many_days_is_one_message_that_names_them_all(quick: Watched) -> None:
    quick.put(CALM)
    quick.rule()
    quick.look()
    quick.put({30: 100.0, 33: 200.0, 36: 100.0, 40: 300.0})
    assert quick.look() == 1
    (alert,) = quick.alerts()
    assert alert.finding.earlier_days == (FIRST + timedelta(days=33),)
    assert days(quick) == [40]


def test_a_muted_rule_waits_and_an_alert_that_was_seen_keeps_who_saw_it(quick: Watched) -> None:
    quick.put(CALM)
    rule = quick.rule()
    mute_rule(quick.store, quick.brand_id, rule.id, 2, who=caller(), now=quick.now)
    quick.put({30: 200.0})
    assert quick.look() == 0
    quick.forward(49)
    assert quick.look() == 1
    seen = acknowledge(
        quick.store, quick.brand_id, quick.alerts()[0].id, who=caller("bob"), note=" sale ", now=quick.now
    )
    again = acknowledge(quick.store, quick.brand_id, seen.id, who=caller("eve"), note="", now=quick.now)
    assert (again.status, again.who, again.note) == (AlertStatus.ACKNOWLEDGED, "bob", "sale")


def test_each_channel_gets_the_message_with_the_posts_that_caused_it(watched: Watched) -> None:
    channel = watched.channel()
    watched.put(CALM)
    watched.rule(channels=(channel.id,))
    watched.put({30: 200.0})
    watched.put_posts(30, {"spring-sale": 150.0, "hello": 50.0})
    assert watched.look() == 1
    (entry,) = watched.outbox()
    (alert,) = watched.alerts()
    assert (entry.kind, entry.dedupe_key) == (OutboxKind.ALERT, f"{message_keys_of(alert)}{channel.id}")
    assert "- spring-sale: 150, 75 % of the figure" in entry.payload["text"]
    with watched.store.read() as work:
        assert "delivery" in {one.job for one in work.jobs.list_requests()}


def test_a_new_rule_sends_although_the_store_gives_numbers_of_a_removed_one_again(quick: Watched) -> None:
    channel = quick.channel()
    quick.put({**CALM, 29: 200.0})
    removed = quick.rule(channels=(channel.id,))
    assert quick.look() == 1
    with quick.store.write() as work:
        work.outbox.finish(quick.outbox()[0], OutboxStatus.SENT, 0)
        work.commit()
    remove_rule(quick.store, quick.brand_id, removed.id, who=caller(), now=quick.now)
    quick.forward(1)
    quick.rule(channels=(channel.id,), threshold=160.0)
    assert quick.look() == 1
    assert [one.status for one in quick.outbox()] == [OutboxStatus.WAITING, OutboxStatus.SENT]


def test_a_channel_gets_nothing_of_rules_that_chose_a_removed_one(quick: Watched) -> None:
    removed = quick.channel()
    quick.put(CALM)
    quick.rule(channels=(removed.id,))
    remove_channel(quick.store, quick.brand_id, removed.id, who=caller(), now=quick.now)
    assert quick.channel().id == removed.id, "the store gives the number again"
    quick.put({30: 200.0})
    assert quick.look() == 1
    assert quick.outbox() == ()


def test_a_withdrawal_is_not_told_to_a_channel_that_was_removed(quick: Watched) -> None:
    removed = quick.channel()
    quick.put(CALM)
    quick.rule(channels=(removed.id,))
    batch = quick.put({30: 200.0})
    assert quick.look() == 1
    with quick.store.write() as work:
        work.outbox.finish(quick.outbox()[0], OutboxStatus.SENT, 0)
        work.commit()
    remove_channel(quick.store, quick.brand_id, removed.id, who=caller(), now=quick.now)
    assert quick.undo(batch)
    assert [one.kind for one in quick.outbox()] == [OutboxKind.ALERT]


def test_the_message_names_the_part_that_the_change_comes_from(quick: Watched) -> None:
    quick.put(CALM)
    quick.put(CALM, persona="calm")
    quick.rule(threshold=350.0)
    quick.put({30: 290.0})
    quick.put({30: 100.0}, persona="calm")
    assert quick.look() == 1
    (segment,) = quick.alerts()[0].finding.segments
    assert (segment.dimension, segment.value, segment.share) == ("persona", "busy", 1.0)


def test_an_undo_withdraws_what_came_of_its_rows_and_tells_who_was_told(watched: Watched) -> None:
    channel = watched.channel()
    watched.put({**CALM, 28: 180.0})
    watched.rule(channels=(channel.id,))
    watched.look()
    watched.forward(48)
    batch = watched.put({30: 200.0})
    assert watched.look() == 2 - len(days(watched)[:1])
    raised = watched.alerts()[0]
    with watched.store.write() as work:
        entry = work.outbox.list_under(message_keys_of(raised))[0]
        work.outbox.finish(entry, OutboxStatus.SENT, 0)
        work.commit()
    assert "Alert: Clicks on a day above 150" in [note.text for note in notes(watched)]
    withdrawn = watched.undo(batch)
    assert {note.source for note in notes(watched)} == {f"alert:{one.id}" for one in watched.alerts()[1:]}
    assert withdrawn == (f"alert {raised.id}: Clicks on a day above 150",)
    assert watched.alerts()[0].status is AlertStatus.WITHDRAWN
    newest = watched.outbox()[0]
    assert newest.kind is OutboxKind.ALERT_WITHDRAWN
    assert "no longer holds" in newest.payload["text"]
    assert watched.undo(batch) == withdrawn, "a second undo answers the same"


def test_an_undo_takes_back_a_message_that_waits_and_a_new_import_raises_anew(quick: Watched) -> None:
    channel = quick.channel()
    quick.put(CALM)
    quick.rule(channels=(channel.id,))
    quick.look()
    batch = quick.put({30: 200.0})
    quick.look()
    quick.undo(batch)
    assert quick.outbox()[0].status is OutboxStatus.WITHDRAWN
    assert quick.look() == 0
    quick.put({30: 201.0})
    assert quick.look() == 1
    assert [one.status for one in quick.alerts()] == [AlertStatus.OPEN, AlertStatus.WITHDRAWN]


def test_what_other_data_still_shows_stays(quick: Watched) -> None:
    quick.put(CALM)
    quick.rule()
    quick.put({30: 200.0})
    quick.look()
    other = quick.put({31: 100.0})
    assert quick.undo(other) == ()
    assert quick.alerts()[0].status is AlertStatus.OPEN


@pytest.mark.parametrize("kind", [AlertKind.EXPECTED_RANGE, AlertKind.ANOMALY])
def test_the_unusual_is_told_with_what_was_expected(quick: Watched, kind: AlertKind) -> None:
    quick.put({day: 100.0 + day % 7 * 10 + day * 7 % 5 for day in range(60)})
    draft = replace(HIGH_CLICKS, kind=kind, threshold=None, direction=AlertDirection.ABOVE)
    quick.rule(draft)
    assert quick.look() == 0
    quick.put({60: 900.0})
    assert quick.look() == 1
    words = quick.alerts()[0].finding.words
    assert ("to be expected (95 % of such days)" in words) == (kind is AlertKind.EXPECTED_RANGE)


def test_two_workers_at_once_raise_it_once(watched: Watched) -> None:
    from services.alerts import evaluating  # noqa: PLC0415 - its inner steps, to interleave them

    watched.put(CALM)
    watched.rule()
    watched.put({30: 200.0})
    moment = int(watched.now.timestamp())
    with watched.store.read() as work:
        rule = work.alerts.list_rules()[0]
        looks = [evaluating._look(work, rule, moment) for _ in range(2)]
    assert [evaluating._keep(watched.store, look, watched.now) for look in looks] == [1, 0]
    assert len(watched.alerts()) == 1
