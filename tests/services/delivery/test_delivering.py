"""Each message reaches its receiver once, whatever fails in between; the receivers stand on this machine's sockets."""

from __future__ import annotations

import pytest

from learning.domain.channels import MailRoute, MailSecurity
from learning.domain.outbox import OutboxEntry, OutboxStatus
from services.delivery import hooks, mail
from services.delivery.channels import MailDraft, add_channel, ask_for_test, remove_channel, target_of
from services.delivery.delivering import WAITS, deliver_due
from tests.services.callers import caller
from tests.services.delivery.conftest import Post
from tests.services.delivery.sinks import HttpSink, MailSink

DAY = 86_400


def entries(post: Post) -> tuple[OutboxEntry, ...]:
    with post.services.store.read() as work:
        return work.outbox.list_of(post.brand_id)


def test_a_webhook_gets_the_message_with_its_id_in_header_and_body(any_post: Post, http_sink: HttpSink) -> None:
    channel = any_post.hook(http_sink.address)
    ask_for_test(any_post.services.store, any_post.brand_id, channel.id, who=caller(), now=any_post.watch.now())
    assert deliver_due(any_post.services) == 1
    (entry,) = entries(any_post)
    assert (entry.status, entry.attempts, entry.last_error) == (OutboxStatus.SENT, 1, None)
    ((path, body),) = http_sink.taken.bodies
    assert path == "/hook/t0ken-in-the-path?team=9"
    assert (body["id"], body["kind"], body["brand"]) == (entry.public_id, "channel_test", "Acme")
    assert body["title"] == "Bellwether: a test"
    assert http_sink.taken.copies == {entry.public_id: 1}
    assert deliver_due(any_post.services) == 0
    assert http_sink.taken.copies == {entry.public_id: 1}


def test_a_mail_carries_its_id_and_a_subject_in_one_line(any_post: Post, mail_sink: MailSink) -> None:
    channel = any_post.mail(mail_sink.port)
    ask_for_test(any_post.services.store, any_post.brand_id, channel.id, who=caller(), now=any_post.watch.now())
    assert deliver_due(any_post.services) == 1
    (entry,) = entries(any_post)
    (letter,) = mail_sink.taken.bodies
    assert letter["X-Bellwether-Delivery"] == entry.public_id
    assert letter["To"] == "ann@acme.example"
    assert "test of the channel mail" in letter.get_payload()


@pytest.mark.parametrize("faults", [["500", "500"], ["slow", "500"], ["drop", "500", "slow"]], ids="-".join)
@pytest.mark.parametrize("kind", ["hook", "mail"])
def test_a_receiver_that_fails_for_a_while_takes_the_message_once(
    post: Post, kind: str, faults: list[str], request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(hooks._LIMITS, "rto", "0.5")
    monkeypatch.setattr(mail, "TIMEOUT_SECONDS", 0.5)
    sink = request.getfixturevalue("http_sink" if kind == "hook" else "mail_sink")
    channel = post.hook(sink.address) if kind == "hook" else post.mail(sink.port)
    sink.taken.faults = list(faults)
    ask_for_test(post.services.store, post.brand_id, channel.id, who=caller(), now=post.watch.now())
    for attempt in range(len(faults)):
        assert deliver_due(post.services) == 0
        assert deliver_due(post.services) == 0, "it was tried again before its wait was over"
        (entry,) = entries(post)
        assert (entry.status, entry.attempts) == (OutboxStatus.WAITING, attempt + 1)
        assert entry.last_error
        post.watch.forward(WAITS[attempt] + 1)
    assert deliver_due(post.services) == 1
    (entry,) = entries(post)
    assert entry.status is OutboxStatus.SENT
    copies = 1 + faults.count("drop")
    assert sink.taken.copies == {entry.public_id: copies}, "one id, whatever the tries"


def test_a_receiver_that_is_away_holds_up_no_other_and_is_tried_once_a_run(post: Post, mail_sink: MailSink) -> None:
    dead = post.hook("http://127.0.0.1:9/gone")
    alive = post.mail(mail_sink.port)
    for channel in (dead, dead, alive):
        ask_for_test(post.services.store, post.brand_id, channel.id, who=caller(), now=post.watch.now())
    assert deliver_due(post.services) == 1
    tried = [entry.attempts for entry in entries(post) if entry.target == target_of(dead.id)]
    assert sorted(tried) == [0, 1]
    assert len(mail_sink.taken.copies) == 1


def test_after_the_last_try_it_is_given_up_and_a_person_may_ask_again(post: Post, http_sink: HttpSink) -> None:
    channel = post.hook(http_sink.address)
    http_sink.taken.faults = ["500"] * len(WAITS)
    ask_for_test(post.services.store, post.brand_id, channel.id, who=caller(), now=post.watch.now())
    for _ in WAITS:
        deliver_due(post.services)
        post.watch.forward(DAY)
    (entry,) = entries(post)
    assert entry.status is OutboxStatus.FAILED
    assert "error=500" in (entry.last_error or "")
    assert deliver_due(post.services) == 0
    with post.services.store.write() as work:
        work.outbox.retry(post.brand_id, entry.id, int(post.watch.now().timestamp()))
        work.commit()
    assert deliver_due(post.services) == 1
    assert http_sink.taken.copies == {entry.public_id: 1}


def test_a_mail_that_some_got_is_not_sent_to_them_again(post: Post, mail_sink: MailSink) -> None:
    route = MailRoute(
        "127.0.0.1", "b@acme.example", ("ann@acme.example", "gone@acme.example"), mail_sink.port, MailSecurity.NONE
    )
    own, now = post.services, post.watch.now()
    channel = add_channel(own.store, own.settings, post.brand_id, MailDraft("team", route), who=caller("ann"), now=now)
    ask_for_test(own.store, post.brand_id, channel.id, who=caller(), now=now)
    assert deliver_due(own) == 1
    post.watch.forward(DAY)
    assert deliver_due(own) == 0
    (entry,) = entries(post)
    assert (entry.status, entry.last_error) == (
        OutboxStatus.SENT,
        "Some got it, but gone@acme.example was refused (550).",
    )
    assert mail_sink.taken.copies == {entry.public_id: 1}


def test_a_mail_that_was_taken_is_sent_once_however_the_server_says_goodbye(post: Post, mail_sink: MailSink) -> None:
    channel = post.mail(mail_sink.port)
    mail_sink.taken.faults = ["rude"]
    ask_for_test(post.services.store, post.brand_id, channel.id, who=caller(), now=post.watch.now())
    assert deliver_due(post.services) == 1
    assert entries(post)[0].status is OutboxStatus.SENT


def test_a_channel_that_was_removed_gets_nothing_more(post: Post, http_sink: HttpSink) -> None:
    channel = post.hook(http_sink.address)
    ask_for_test(post.services.store, post.brand_id, channel.id, who=caller(), now=post.watch.now())
    remove_channel(post.services.store, post.brand_id, channel.id, who=caller(), now=post.watch.now())
    assert deliver_due(post.services) == 0
    assert entries(post)[0].status is OutboxStatus.WITHDRAWN
    assert not http_sink.taken.copies


def test_what_goes_wrong_is_told_without_the_secret(post: Post, http_sink: HttpSink, caplog) -> None:
    channel = post.hook("http://127.0.0.1:9/services/T0PSECRETPATH?key=T0PSECRETQUERY")
    http_sink.taken.faults = ["500"]
    other = post.hook(http_sink.address, "other")
    for each in (channel, other):
        ask_for_test(post.services.store, post.brand_id, each.id, who=caller(), now=post.watch.now())
    with caplog.at_level("WARNING"):
        deliver_due(post.services)
    told = caplog.text + "".join(str(entry) for entry in entries(post))
    assert "did not take the message" in told
    for secret in ("T0PSECRETPATH", "T0PSECRETQUERY", "t0ken-in-the-path"):
        assert secret not in told
