"""Brands in which nothing happens, the whole way: exports written, imported, analysed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from learning.domain.insights import Tier
from learning.simulation.world import WorldName
from services.demo.simulation import SimulationRequest, write_simulation
from services.insights.running import run_insights
from tests.services.imports.workshop import NOW, open_workshop

LAST = date(2026, 11, 20)


def confirmed(request: SimulationRequest, folder: Path) -> list[str]:
    """What a run over the imported exports calls likely real; counted facts hold by themselves."""
    written = write_simulation(request, folder)
    with open_workshop(folder / "shop") as shop:
        shop.commit(*written.exports)
        run_insights(shop.store, shop.brand.id, NOW)
        with shop.store.read() as work:
            found = [one.finding for one in work.insights.list_of(shop.brand.id)]
    estimated = [one for one in found if one.candidate.measured is not None]
    return [str(one.candidate.subject) for one in estimated if one.tier is Tier.CONFIRMED]


@pytest.mark.slow
@pytest.mark.timeout(0)
def test_one_in_ten_brands_of_noise_at_most_gets_a_confirmed_finding(tmp_path: Path) -> None:
    shapes = [*[(120, 6.0)] * 14, *[(120, 3.0)] * 14, *[(180, 4.0)] * 12]
    wrong = []
    for seed, (days, posts) in enumerate(shapes, 501):
        request = SimulationRequest(seed, days, LAST, WorldName.NOISE, posts)
        wrong.append(confirmed(request, tmp_path / str(seed)))
    assert sum(map(bool, wrong)) <= len(shapes) / 10, [one for one in wrong if one]
