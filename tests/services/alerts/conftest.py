from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from learning.domain.alerts import Alert, AlertDirection, AlertDraft, AlertKind, AlertRule
from learning.domain.channels import Channel, ChannelKind
from learning.domain.enums import Basis
from learning.domain.facts import Fact
from learning.domain.observations import SegmentKey
from learning.domain.outbox import OutboxEntry
from services.alerts.evaluating import evaluate_behind
from services.alerts.rules import add_rule
from services.clock import MovedClock
from services.imports.undo import UndoService
from services.settings import load_settings
from tests.services.callers import caller
from tests.services.hand_made import HandMade, Row, make, spec

FIRST = date(2026, 9, 1)
NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
DAILY = spec("x", Basis.ACTIVITY, "persona")
POSTS = spec("x", Basis.ACTIVITY, "content")
HIGH_CLICKS = AlertDraft("Many clicks", AlertKind.THRESHOLD, "clicks", AlertDirection.ABOVE, 150.0)


class Watched:
    """A brand with daily clicks, and a clock that is put forward by hand."""

    def __init__(self, acme: HandMade) -> None:
        self.acme = acme
        self.store = acme.store
        self.brand_id = acme.brand_id
        self.now = NOW

    def put(self, clicks: Mapping[int, float], persona: str = "busy") -> str:
        """Import clicks by day of the series."""
        segment = SegmentKey(persona=persona)
        rows = [
            Row(FIRST + timedelta(days=day), {Fact.CLICKS: value}, segment=segment) for day, value in clicks.items()
        ]
        return self.acme.put(DAILY, rows)

    def put_posts(self, day: int, clicks: Mapping[str, float]) -> str:
        """Import clicks of posts on a day."""
        rows = [Row(FIRST + timedelta(days=day), {Fact.CLICKS: value}, content=name) for name, value in clicks.items()]
        return self.acme.put(POSTS, rows)

    def rule(self, draft: AlertDraft = HIGH_CLICKS, **changes: object) -> AlertRule:
        return add_rule(self.store, self.brand_id, replace(draft, **changes), who=caller("ann"), now=self.now)  # type: ignore[arg-type]

    def channel(self) -> Channel:
        with self.store.write() as work:
            wanted = Channel(self.brand_id, "hook", ChannelKind.WEBHOOK, "http://x", "ann", 0, sealed="env:HOOK")
            stored = work.channels.add(wanted)
            work.commit()
        return stored

    def look(self) -> int:
        return evaluate_behind(self.store, self.now)

    def forward(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    def undo(self, batch_id: str) -> tuple[str, ...]:
        settings = load_settings({"DATABASE_URL": str(self.store.url)})
        return UndoService(self.store, settings, MovedClock(self.now)).undo(batch_id, who=caller()).withdrawn

    def alerts(self) -> tuple[Alert, ...]:
        with self.store.read() as work:
            return work.alerts.list_of(self.brand_id)

    def outbox(self) -> tuple[OutboxEntry, ...]:
        with self.store.read() as work:
            return work.outbox.list_of(self.brand_id)


@pytest.fixture
def watched(any_database_url: str) -> Iterator[Watched]:
    made = Watched(make(any_database_url))
    yield made
    made.store.close()


@pytest.fixture
def quick(sqlite_url: str) -> Iterator[Watched]:
    """The same on SQLite alone."""
    made = Watched(make(sqlite_url))
    yield made
    made.store.close()
