"""The system's own reports: made by the run after an import, once, taken back with it, and turned into suggestions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from learning.domain.errors import BadOption
from learning.domain.feedback_loop import Entity, EntityKind, Report, ReportType, Suggestion
from services.clock import MovedClock
from services.feedback.looping import OWN_SOURCE, report, take_up_all
from services.imports.undo import UndoService
from services.insights.running import run_insights
from tests.services.callers import caller
from tests.services.imports.workshop import Workshop, open_workshop

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
HEAD = "Post ID,Publish time,Platform,Generator,Impressions,Likes"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Workshop]:
    with open_workshop(tmp_path) as opened:
        yield opened


def table(start: int, likes: list[int], generator: str) -> str:
    rows = (
        f"{start + n},2026-11-{n % 18 + 1:02d} 08:00,instagram,{generator},1000,{count}"
        for n, count in enumerate(likes)
    )
    return "\n".join([HEAD, *rows])


def bring(shop: Workshop, name: str, text: str) -> str:
    (found,) = shop.commit(shop.file(name, text))
    assert found.batch_id is not None, found
    return found.batch_id


def look(shop: Workshop) -> int:
    run_insights(shop.store, shop.brand.id, NOW)
    return take_up_all(shop.store, MovedClock(NOW))


def state(shop: Workshop) -> tuple[tuple[Report, ...], tuple[Suggestion, ...]]:
    with shop.store.read() as work:
        return work.feedback_loop.list_from(shop.brand.id, OWN_SOURCE), work.feedback_loop.list_of(shop.brand.id)


def test_posts_far_below_the_benchmark_suggest_more_uniqueness_until_their_import_is_undone(shop: Workshop) -> None:
    bring(shop, "good.csv", table(100, [40] * 30, "writer"))
    assert look(shop) == 0
    assert state(shop) == ((), ())
    batch = bring(shop, "bad.csv", table(500, [10] * 7, "copier"))
    assert look(shop) == 7
    reports, (suggestion,) = state(shop)
    assert {(one.entity.name, one.type, one.target) for one in reports} == {
        ("copier", ReportType.LOW_ENGAGEMENT, "content")
    }
    assert {(one.engagement_score, one.benchmark_score) for one in reports} == {(0.01, 0.04)}
    assert suggestion.suggested.change.startswith("Increase uniqueness")
    assert suggestion.suggested.confidence >= 0.7
    # The same data again, and the same file again, tell nothing new.
    run_insights(shop.store, shop.brand.id, NOW, whole=True)
    bring(shop, "good.csv", table(100, [40] * 30, "writer"))
    assert look(shop) == 0
    assert state(shop)[0] == reports
    undone = UndoService(shop.store, shop.settings, shop.clock).undo(batch, who=caller())
    assert "7 reports on engagement" in undone.withdrawn
    assert state(shop) == ((), ())
    look(shop)
    assert state(shop) == ((), ())


def test_a_later_capture_that_is_no_longer_far_takes_its_report_back(shop: Workshop) -> None:
    bring(shop, "good.csv", table(100, [40] * 30, "writer"))
    bring(shop, "bad.csv", table(500, [10] * 7, "copier"))
    look(shop)
    later = bring(shop, "later.csv", table(500, [38] * 7, "copier"))
    look(shop)
    assert state(shop) == ((), ())
    UndoService(shop.store, shop.settings, shop.clock).undo(later, who=caller())
    assert look(shop) == 7
    assert len(state(shop)[1]) == 1


def test_nobody_else_reports_by_the_name_of_the_system(shop: Workshop) -> None:
    entity = Entity(EntityKind.PROFILE, "copier")
    with pytest.raises(BadOption, match="source"):
        report(
            shop.store, Report(shop.brand.id, OWN_SOURCE, "content", entity, ReportType.LOW_ENGAGEMENT, 1), who=caller()
        )
