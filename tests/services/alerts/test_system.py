"""Troubles of the system itself reach the channels once, and Home."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from learning.domain.channels import Channel, ChannelKind
from learning.domain.errors import BadOption
from learning.domain.needs import NeedKind
from learning.domain.operations import OperationRecord
from learning.domain.outbox import OutboxKind
from services.alerts.operation_troubles import OperationMarks
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


def operate(watched: Watched, part: str, count: int, *, failed: int = 0, slow: int = 0, ago: int = 60) -> None:
    began = (int(watched.now.timestamp()) - ago) * 1000
    records = [
        OperationRecord(began, part, "x", 9_000.0 if place < slow else 10.0, "Boom" if place < failed else None)
        for place in range(count)
    ]
    with watched.store.write() as work:
        work.operations.add(records, ())
        work.commit()


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ({"count": 100, "failed": 30}, ["the part 'page' of the system fails often"]),
        ({"count": 100, "failed": 12}, []),
        ({"count": 19, "failed": 19}, []),
        ({"count": 100, "slow": 20}, ["the part 'page' of the system is slow"]),
        ({"count": 100, "slow": 5}, []),
        ({"count": 100, "failed": 30, "ago": 1_000}, []),
    ],
)
def test_operations_are_told_that_surely_fail_or_take_long_more_often_than_a_brand_puts_up_with(
    quick: Watched, told: dict[str, int], wanted: list[str]
) -> None:
    operate(quick, "page", **told)
    assert titles(quick) == wanted


def test_jobs_may_take_their_time_and_a_brand_sets_what_it_puts_up_with(quick: Watched) -> None:
    quick.channel()
    operate(quick, "jobs", 100, slow=100)
    assert titles(quick) == []
    operate(quick, "answer", 100, failed=30, slow=30)
    assert tell_troubles(quick.store, quick.now) == 2
    assert tell_troubles(quick.store, quick.now + timedelta(minutes=5)) == 0
    with quick.store.write() as work:
        set_system_alerts(work, quick.brand_id, SystemAlerts(operations=OperationMarks(0.5, 10_000)))
        work.commit()
    assert titles(quick) == []
    for marks in (OperationMarks(1.5), OperationMarks(0.1, 0)):
        with quick.store.write() as work, pytest.raises(BadOption):
            set_system_alerts(work, quick.brand_id, SystemAlerts(operations=marks))
    with quick.store.write() as work:
        work.settings.put(quick.brand_id, "alerts.failing_operations", "nan")
        work.settings.put(quick.brand_id, "alerts.slow_operations_ms", "soon")
        assert read_system_alerts(work, quick.brand_id).operations == OperationMarks()
