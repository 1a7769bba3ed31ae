"""Troubles of the system itself reach the channels once, and Home."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from learning.domain.channels import Channel, ChannelKind
from learning.domain.errors import BadOption
from learning.domain.needs import NeedKind
from learning.domain.outbox import OutboxKind
from services.alerts.system import SystemAlerts, list_troubles, read_system_alerts, set_system_alerts, tell_troubles
from services.needs import Asked, list_needs
from tests.services.alerts.conftest import Watched
from tests.services.imports.workshop import open_workshop
from tests.services.insights.planted import table


def fail(watched: Watched, times: int) -> None:
    with watched.store.write() as work:
        work.jobs.put_state(replace(work.jobs.get_state("insights"), failures=times))
        work.commit()


def titles(watched: Watched) -> list[str]:
    with watched.store.read() as work:
        return [one.title for one in list_troubles(work, work.brands.get(watched.brand_id), watched.now)]


def sent(watched: Watched) -> list[str]:
    with watched.store.read() as work:
        entries = work.outbox.list_of(watched.brand_id)
    return sorted(one.payload["title"] for one in entries if one.kind is OutboxKind.SYSTEM)


def test_a_job_that_keeps_failing_is_told_once_a_day_and_stands_on_home(quick: Watched) -> None:
    quick.channel()
    fail(quick, 2)
    assert tell_troubles(quick.store, quick.now) == 0
    fail(quick, 3)
    assert tell_troubles(quick.store, quick.now) == 1
    assert tell_troubles(quick.store, quick.now + timedelta(minutes=5)) == 0
    assert tell_troubles(quick.store, quick.now + timedelta(days=1)) == 1
    assert sent(quick) == ["Bellwether: the job 'insights' keeps failing"] * 2
    with quick.store.read() as work:
        needs = list_needs(work, Asked(quick.brand_id, "ann", quick.now, quick.now.date()))
    assert [(one.kind, one.page) for one in needs] == [(NeedKind.SYSTEM, "health")]


def test_an_open_breaker_is_told_each_day_and_a_stale_source_once(tmp_path: Path) -> None:
    with open_workshop(tmp_path) as shop:
        shop.commit(shop.file("posts.csv", table(0, 20)))
        with shop.store.write() as work:
            work.channels.add(Channel(shop.brand.id, "hook", ChannelKind.WEBHOOK, "http://x", "ann", 0, sealed="env:H"))
            work.gates.put(shop.brand.id, replace(work.gates.lock(shop.brand.id), breaker_open=True))
            work.commit()
        now = shop.clock.now() + timedelta(days=30)
        with shop.store.read() as work:
            found = list_troubles(work, shop.brand, now)
        assert found[0].title == "no change can start"
        assert found[1].title.startswith("X is ")
        assert found[1].of_source
        assert tell_troubles(shop.store, now) == 2
        assert tell_troubles(shop.store, now + timedelta(days=1)) == 1


def test_a_brand_decides_from_how_many_failures_on_and_whether_it_is_told(quick: Watched) -> None:
    quick.channel()
    fail(quick, 4)
    with quick.store.write() as work:
        set_system_alerts(work, quick.brand_id, SystemAlerts(told=True, failures=5))
        work.commit()
    assert titles(quick) == []
    with quick.store.write() as work:
        set_system_alerts(work, quick.brand_id, SystemAlerts(told=False, failures=1))
        assert read_system_alerts(work, quick.brand_id) == SystemAlerts(told=False, failures=1)
        work.commit()
    assert titles(quick) != []
    assert tell_troubles(quick.store, quick.now) == 0
    with quick.store.write() as work, pytest.raises(BadOption, match="Failures of a job in a row"):
        set_system_alerts(work, quick.brand_id, SystemAlerts(failures=0))
