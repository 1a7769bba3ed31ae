"""A receiver that fails holds no change up, and gets each message about it once after it has healed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from learning.domain.actions import ActionCommand, ActionState
from learning.domain.outbox import OutboxStatus
from learning.domain.policies import Role
from services.actions.orders import Order
from services.delivery import hooks
from services.delivery.delivering import WAITS, deliver_due
from tests.services.actions.bench import DRAFT
from tests.services.delivery.conftest import Post
from tests.services.delivery.sinks import HttpSink


def test_a_receiver_that_fails_holds_no_change_up(
    any_post: Post, http_sink: HttpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(hooks._LIMITS, "rto", "0.5")
    services = any_post.services
    with services.store.read() as work:
        brand = work.brands.get(any_post.brand_id)
    services.people.add(brand, "ann", Role.MARKETER)
    any_post.hook(http_sink.address)
    faults = ["500", "slow", "drop"]
    http_sink.taken.faults = list(faults)
    draft = replace(DRAFT, brand_id=brand.id)
    action = services.actions.perform(Order(brand, ActionCommand.PROPOSE, "ann", "one", draft=draft)).action_id
    answer = services.actions.perform(Order(brand, ActionCommand.SUBMIT, "ann", "two", action))
    assert answer.state is ActionState.IN_REVIEW
    for attempt in range(len(faults)):
        assert deliver_due(services) == 0
        any_post.watch.forward(WAITS[attempt])
    assert deliver_due(services) == 1
    with services.store.read() as work:
        (entry,) = work.outbox.list_of(brand.id)
    assert entry.status is OutboxStatus.SENT
    assert set(http_sink.taken.copies) == {entry.public_id}
    assert services.trail.verify(services.store).sound
