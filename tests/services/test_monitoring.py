from __future__ import annotations

from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from learning.domain.outbox import OutboxDraft, OutboxKind
from services.clock import SystemClock
from services.jobs.board import JobBoard
from services.monitoring import Monitor
from services.operations import flush_operations, track_operation
from services.settings import load_settings
from tests.services.callers import caller
from tests.services.hand_made import make


def values(monitor: Monitor) -> dict[tuple[str, tuple[str, ...]], float]:
    families = text_string_to_metric_families(monitor.render().decode())
    return {
        (one.name, tuple(sorted(f"{key}={value}" for key, value in one.labels.items()))): one.value
        for family in families
        for one in family.samples
    }


def test_a_scrape_tells_jobs_lease_queues_and_operations(any_database_url: str) -> None:
    acme = make(any_database_url)
    flush_operations(acme.store)
    now = int(SystemClock().now().timestamp())
    with acme.store.write() as work:
        work.leases.take("me", now - 5, 60)
        work.outbox.add(OutboxDraft(acme.brand_id, "x", OutboxKind.CHANNEL_TEST, "channel:1", {}), now - 60)
        work.commit()
    JobBoard(acme.store).request("uploads", caller("ann"), SystemClock().now())
    for _ in range(3):
        with track_operation("probe", "file"):
            pass
    with pytest.raises(ValueError, match="x"), track_operation("probe", "file"):
        raise ValueError("x")
    flush_operations(acme.store)
    monitor = Monitor(load_settings({"DATABASE_URL": any_database_url}))
    try:
        found = values(monitor)
        assert found["bellwether_database_up", ()] == 1
        assert found["bellwether_worker_up", ()] == 1
        assert 5 <= found["bellwether_worker_lease_age_seconds", ()] < 60
        assert found["bellwether_run_requests_waiting", ()] == 1
        assert found["bellwether_outbox_waiting", ()] == 1
        assert found["bellwether_outbox_oldest_seconds", ()] >= 60
        operation = ("component=probe", "operation=file")
        assert found["bellwether_operation_seconds_count", operation] == 4
        assert found["bellwether_operation_seconds_bucket", (*operation[:1], "le=+Inf", *operation[1:])] == 4
        assert (
            found["bellwether_operation_errors_total", ("component=probe", "error=ValueError", "operation=file")] == 1
        )
        with track_operation("probe", "file"):
            pass
        flush_operations(acme.store)
        assert values(monitor)["bellwether_operation_seconds_count", operation] == 5, "counters only grow"
        assert values(monitor)["bellwether_operation_seconds_count", operation] == 5
    finally:
        monitor.close()
        acme.store.close()


def test_without_a_database_it_says_so(tmp_path: Path) -> None:
    monitor = Monitor(load_settings({"DATABASE_URL": f"sqlite:///{tmp_path}/none/none.db"}))
    assert values(monitor) == {("bellwether_database_up", ()): 0.0}
