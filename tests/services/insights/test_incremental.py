"""A run that asks only detectors whose data changed proposes what a run of all would, whatever went before."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import delete

from db.engine import Store, open_store
from db.schema.rollups import kept_sums
from learning.domain.insights import Candidate
from services.insights.running import run_insights
from tests.services.imports.workshop import Workshop, open_workshop
from tests.services.insights.planted import table

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
FIRST = date(2026, 6, 1)
EVENTS = "content_id,hour,platform,persona,device,impressions,likes,clicks"
Proposed = dict[str, tuple[Candidate, ...]]
SITE = "date,channel,sessions,conversions"


def a_file(rng: np.random.Generator, number: int) -> tuple[str, str]:
    """Posts (some of them known already), what segments did with posts by the hour, or a site by the day."""
    first = int(rng.integers(0, 100))
    kind = rng.integers(3)
    if kind == 0:
        return f"posts {number}.csv", table(first, int(rng.integers(20, 90)), float(rng.choice([0.0, 0.8])))
    lines = [EVENTS if kind == 1 else SITE]
    for day in range(first, first + int(rng.integers(3, 40))):
        when = FIRST + timedelta(days=day)
        for name in ("Parents", "Students"):
            seen = int(rng.integers(200, 900))
            if kind == 1:
                event = f"e{rng.integers(day, day + 9)},{when} {rng.integers(24):02d}:00,app,{name},mobile"
                lines.append(f"{event},{seen},{rng.poisson(seen * 0.03)},{rng.poisson(seen * 0.01)}")
            else:
                lines.append(f"{when},{name},{seen},{rng.poisson(seen * 0.02)}")
    return f"{SITE if kind == 2 else EVENTS} {number}.csv".replace(",", " "), "\n".join(lines)


def proposed(store: Store, brand_id: int) -> Proposed:
    with store.read() as work:
        return {name: one.candidates for name, one in work.insight_log.list_candidates(brand_id).items()}


def proposed_by_all(shop: Workshop, copy: Path, now: datetime) -> Proposed:
    """What every detector proposes from sums that are made anew, in a copy of the store that remembers nothing."""
    held = shop.settings.data_dir / "bellwether.db"
    with closing(sqlite3.connect(held)) as rows, closing(sqlite3.connect(copy)) as into:
        rows.backup(into)
    fresh = open_store(f"sqlite:///{copy}")
    try:
        with fresh.write() as work:
            work.connection.execute(delete(kept_sums))
            work.commit()
        run_insights(fresh, shop.brand.id, now, whole=True)
        return proposed(fresh, shop.brand.id)
    finally:
        fresh.close()


def walk(folder: Path, seed: int, steps: int) -> Iterator[tuple[Proposed, Proposed]]:
    """Import, undo and redo at random; after each step give what a run proposes, and what one of all would."""
    rng = np.random.default_rng(seed)
    with open_workshop(folder) as shop:
        live: list[str] = []
        undone: list[str] = []
        for step in range(steps):
            shop.clock.wait(hours=float(rng.integers(1, 30)))
            move = rng.random()
            if undone and move < 0.3:
                shop.redo(undone[0])
                live.append(undone.pop(0))
            elif live and move < 0.5:
                shop.undo(live[0])
                undone.append(live.pop(0))
            else:
                name, text = a_file(rng, step)
                (report,) = shop.commit(shop.file(name, text))
                assert report.batch_id is not None, report
                live.append(report.batch_id)
            now = NOW + timedelta(hours=step)
            run_insights(shop.store, shop.brand.id, now)
            yield proposed(shop.store, shop.brand.id), proposed_by_all(shop, folder / f"{step}.db", now)


def test_an_incremental_run_proposes_what_a_full_one_would(tmp_path: Path) -> None:
    for found, by_all in walk(tmp_path, seed=3, steps=5):
        assert found == by_all


@pytest.mark.slow
@pytest.mark.timeout(0)
@pytest.mark.parametrize("seed", range(2, 22))
def test_incremental_runs_propose_what_full_ones_would_on_any_way(tmp_path: Path, seed: int) -> None:
    for found, by_all in walk(tmp_path, seed=seed, steps=10):
        assert found == by_all
