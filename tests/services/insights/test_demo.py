"""The demo brand through the ordinary import: what was planted is found with its sign, what was not is silent."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from db.engine import Store, open_store
from learning.domain.insights import Insight, InsightKind, Tier
from services.clock import MovedClock
from services.demo.brand import DEMO_DAYS, DEMO_SEED, find_demo, load_simulation
from services.demo.simulation import SimulationRequest, write_simulation
from services.insights.running import run_insights
from services.schema import migrate
from services.settings import Settings

pytestmark = pytest.mark.slow
NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tuple[tuple[Insight, ...], dict[str, Any]]:
    """The insights of the demo brand, and what was planted in it."""
    folder: Path = tmp_path_factory.mktemp("demo")
    url = f"sqlite:///{folder / 'bellwether.db'}"
    migrate(url, backup_dir=folder)
    store: Store = open_store(url)
    settings = Settings(database_url=url, data_dir=folder)
    written = write_simulation(SimulationRequest(DEMO_SEED, DEMO_DAYS, date(2026, 11, 20)), folder / "made")
    load_simulation(store, settings, MovedClock(NOW), written, with_changes=False)
    brand = find_demo(store)
    assert brand is not None
    run_insights(store, brand.id, NOW)
    with store.read() as work:
        insights = work.insights.list_of(brand.id)
    store.close()
    return insights, json.loads(written.truth.read_text(encoding="utf-8"))


def planted(truth: dict[str, Any]) -> dict[tuple[tuple[str, str], ...], float]:
    """Levels -> log lift."""
    return {tuple(sorted(one["levels"].items())): one["log_lift"] for one in truth["effects"]}


def levels_of(one: Insight) -> tuple[tuple[str, str], ...]:
    subject = one.finding.candidate.subject
    what = dict(subject.what)
    return ((what["attribute"], what["level"]),) if "level" in what else subject.segment


def confirmed(insights: tuple[Insight, ...], kind: InsightKind) -> list[Insight]:
    return [
        one
        for one in insights
        if one.finding.tier is Tier.CONFIRMED
        and one.finding.candidate.subject.kind is kind
        and one.finding.candidate.subject.metric == "engagement_rate"
    ]


def test_planted_attributes_are_found_with_their_sign_and_no_others(
    found: tuple[tuple[Insight, ...], dict[str, Any]],
) -> None:
    insights, truth = found
    effects = planted(truth)
    swapped = {level for one in truth["events"] if one["kind"] == "swap" for level in one["levels"]}
    told = {levels_of(one): one.finding.effect or 0.0 for one in confirmed(insights, InsightKind.ATTRIBUTE_EFFECT)}
    # Two generators exchanged places: each did well for a part of the time, the third never.
    judged = {levels: effect for levels, effect in told.items() if levels[0][0] != "generator"}
    assert judged
    assert all(levels in effects and effects[levels] * effect > 0 for levels, effect in judged.items())
    of_generators = [effect for levels, effect in told.items() if levels[0][0] == "generator"]
    assert all((effect > 0) == (levels[0][1] in swapped) for levels, effect in told.items() if effect in of_generators)


def test_the_cells_of_persona_and_device_that_were_planted_are_found_with_their_sign(
    found: tuple[tuple[Insight, ...], dict[str, Any]],
) -> None:
    insights, truth = found
    cells = {levels: lift for levels, lift in planted(truth).items() if len(levels) == 2}
    told = {
        levels_of(one): one.finding.effect or 0.0
        for one in confirmed(insights, InsightKind.SEGMENT_GAP)
        if len(levels_of(one)) == 2
    }
    assert told.keys() <= cells.keys()
    assert len(told) >= len(cells) - 1
    assert all(cells[levels] * effect > 0 for levels, effect in told.items())
