"""Gaps between persona x device cells of simulated brands, held against what was planted."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from learning.domain.audience import GapTier
from learning.insights.segments import FEWEST_DEGREES, Judgement, judge_gaps
from learning.simulation.history import History, draw_history
from learning.simulation.vocabulary import DEVICES, PERSONAS
from learning.simulation.world import Attribute, WorldName, build_world
from learning.stats.unit_contrasts import UnitTable, contrast_parts

METRICS = (("clicks", "impressions", 1.0), ("likes", "impressions", 1.0), ("revenue", "sessions", None))


def history(name: WorldName, seed: int, days: int = 45) -> History:
    rng = np.random.default_rng(seed)
    return draw_history(build_world(name, days, rng), date(2026, 8, 1), days, posts_per_day=5, rng=rng)


def judge(drawn: History) -> tuple[list[tuple[str, str, str]], Judgement]:
    """(metric, persona, device) of every comparison of the grid, and the verdict."""
    cells = drawn.activity.groupby(["post", "persona", "device"], as_index=False).sum(numeric_only=True)
    part = cells["persona"].map(PERSONAS.index) * len(DEVICES) + cells["device"].map(DEVICES.index)
    names: list[tuple[str, str, str]] = []
    columns: list[list[float]] = [[], [], [], []]
    for top, bottom, event_size in METRICS:
        table = UnitTable(
            cells["post"].to_numpy(dtype=np.int64),
            part.to_numpy(dtype=np.int64),
            len(PERSONAS) * len(DEVICES),
            cells[top].to_numpy(dtype=np.float64),
            cells[bottom].to_numpy(dtype=np.float64),
        )
        found = contrast_parts(table, event_size=event_size)
        for place in np.flatnonzero(np.isfinite(found.log_ratio) & (found.degrees >= FEWEST_DEGREES)).tolist():
            names.append((top, PERSONAS[place // len(DEVICES)], DEVICES[place % len(DEVICES)]))
            own = found.log_ratio, found.error, found.degrees, found.units
            for column, values in zip(columns, own, strict=True):
                column.append(float(values[place]))
    log_ratios, errors, degrees, units = (np.array(column) for column in columns)
    return names, judge_gaps(log_ratios, errors, degrees, units.tolist())


@pytest.mark.parametrize("seed", range(4))
def test_a_simulated_brand_without_effects_has_no_confirmed_gap(seed: int) -> None:
    _, verdict = judge(history(WorldName.NOISE, seed))
    assert GapTier.CONFIRMED not in verdict.tiers


@pytest.mark.parametrize("seed", [1, 2])
def test_cells_that_were_planted_are_confirmed_with_their_sign(seed: int) -> None:
    drawn = history(WorldName.DEMO, seed, days=90)
    names, verdict = judge(drawn)
    planted = [effect for effect in drawn.world.effects if len(effect.levels) == 2]
    found = {name: place for place, name in enumerate(names)}
    seen = 0
    for effect in planted:
        levels = dict(effect.levels)
        place = found["clicks", levels[Attribute.PERSONA], levels[Attribute.DEVICE]]
        if verdict.tiers[place] is GapTier.CONFIRMED:
            seen += 1
            assert np.sign(verdict.shrunken[place]) == np.sign(effect.log_lift)
    assert seen >= len(planted) - 1
