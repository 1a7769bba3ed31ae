"""Undo of an import: what rested on it is withdrawn and named, what still stands comes back, redo brings back all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from learning.domain.insights import Insight, InsightStatus
from services.actions.trail import Trail
from services.imports.undo import RedoRequest, UndoService
from services.insights.deciding import accept_insight, dismiss_insight
from services.insights.running import run_insights
from tests.services.callers import caller
from tests.services.imports.workshop import Workshop, open_workshop
from tests.services.insights.planted import is_video, table

TRAIL = Trail(b"test")

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Workshop]:
    with open_workshop(tmp_path) as opened:
        yield opened


def bring(shop: Workshop, name: str, text: str) -> str:
    (report,) = shop.commit(shop.file(name, text))
    assert report.batch_id is not None
    return report.batch_id


def look(shop: Workshop, days: int = 0) -> None:
    run_insights(shop.store, shop.brand.id, NOW + timedelta(days=days))


def of(shop: Workshop, *statuses: InsightStatus) -> list[Insight]:
    with shop.store.read() as work:
        return list(work.insights.list_of(shop.brand.id, statuses or None))


def undo(shop: Workshop, batch: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    report = UndoService(shop.store, shop.settings, shop.clock).undo(batch, who=caller())
    return report.withdrawn, report.flagged


def test_undo_withdraws_and_names_what_rested_on_the_import_and_redo_brings_it_back(shop: Workshop) -> None:
    batch = bring(shop, "posts.csv", table(0, 160))
    look(shop)
    before = {one.fingerprint: one.finding for one in of(shop, InsightStatus.NEW)}
    assert any(is_video(one) for one in of(shop))
    withdrawn, flagged = undo(shop, batch)
    assert len(withdrawn) == len(before)
    assert any("Posts in the format “video” had a higher engagement rate" in name for name in withdrawn)
    assert flagged == ()
    look(shop, 1)
    assert {one.status for one in of(shop)} == {InsightStatus.WITHDRAWN}
    assert of(shop)[0].mark == "The import posts.csv that it rests on was undone."
    UndoService(shop.store, shop.settings, shop.clock).redo(RedoRequest(batch, caller("ada")))
    look(shop, 2)
    after = {one.fingerprint: one.finding for one in of(shop, InsightStatus.NEW)}
    assert after.keys() == before.keys()
    assert [one.effect for one in after.values()] == [one.effect for one in before.values()]


def test_what_the_rest_of_the_data_still_shows_comes_back_as_it_was_without_the_import(shop: Workshop) -> None:
    bring(shop, "first.csv", table(0, 160))
    look(shop)
    alone = {one.fingerprint: one.finding.effect for one in of(shop, InsightStatus.NEW)}
    batch = bring(shop, "second.csv", table(160, 60, lift=0.0))
    look(shop, 1)
    undo(shop, batch)
    look(shop, 2)
    assert {one.fingerprint: one.finding.effect for one in of(shop, InsightStatus.NEW)} == alone


def test_what_a_person_acted_on_is_flagged_and_the_mark_goes_when_its_data_is_back(shop: Workshop) -> None:
    batch = bring(shop, "posts.csv", table(0, 160))
    look(shop)
    accepted = next(one for one in of(shop) if is_video(one))
    accept_insight(shop.store, shop.brand.id, accepted.id, who=caller("ada"), now=NOW)
    _, flagged = undo(shop, batch)
    assert [name.split(":")[0] for name in flagged] == ["action 1", f"insight {accepted.id}"]
    (kept,) = of(shop, InsightStatus.ACCEPTED)
    assert kept.mark.startswith("The import posts.csv")
    UndoService(shop.store, shop.settings, shop.clock).redo(RedoRequest(batch, caller("ada")))
    look(shop, 1)
    assert [one.mark for one in of(shop, InsightStatus.ACCEPTED)] == [""]


def test_what_was_dismissed_is_dismissed_again_when_its_data_is_back(shop: Workshop) -> None:
    batch = bring(shop, "posts.csv", table(0, 160))
    look(shop)
    dismissed = next(one for one in of(shop) if is_video(one))
    dismiss_insight(shop.store, shop.brand.id, dismissed.id, who=caller("ada"), now=NOW, reason="known")
    withdrawn, _ = undo(shop, batch)
    assert f"insight {dismissed.id}" in [name.split(":")[0] for name in withdrawn]
    UndoService(shop.store, shop.settings, shop.clock).redo(RedoRequest(batch, caller("ada")))
    look(shop, 1)
    assert [one.id for one in of(shop, InsightStatus.DISMISSED)] == [dismissed.id]


def test_an_import_of_another_time_touches_nothing(shop: Workshop) -> None:
    bring(shop, "posts.csv", table(0, 160))
    old = "content_id,platform,published_at,format,title,impressions,likes,clicks\nold,x,2020-01-05,image,Old,900,9,3"
    batch = bring(shop, "old.csv", old)
    look(shop)
    withdrawn, _ = undo(shop, batch)
    assert not any("video" in name for name in withdrawn)
