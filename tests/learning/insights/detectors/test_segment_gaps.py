"""Gaps between segments as candidates of a run."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from learning.insights.detectors.segment_gaps import SegmentGaps
from learning.simulation.world import Attribute, WorldName
from tests.learning.insights.brand_worlds import simulated_brand
from tests.learning.insights.detectors.planted import confirmed


def test_exactly_the_planted_cells_of_persona_and_device_are_confirmed_with_their_sign() -> None:
    brand = simulated_brand(WorldName.DEMO, 3, days=100, metrics=("engagement_rate",))
    planted = {}
    for effect in brand.history.world.effects:
        levels = dict(effect.levels)
        if Attribute.PERSONA in levels:
            planted[levels[Attribute.DEVICE], levels[Attribute.PERSONA]] = effect.log_lift
    found = {
        tuple(value for _, value in one.candidate.subject.segment): one.effect
        for one in confirmed(SegmentGaps().detect(brand.data))
        if len(one.candidate.subject.segment) == 2
    }
    assert found.keys() <= planted.keys()
    assert len(found) >= len(planted) - 1
    assert all(np.sign(effect or 0) == np.sign(planted[cell]) for cell, effect in found.items())


@pytest.mark.parametrize("seed", range(3))
def test_a_brand_without_effects_gets_no_confirmed_gap(seed: int) -> None:
    brand = simulated_brand(WorldName.NOISE, seed, days=60, posts_per_day=4)
    assert not confirmed(SegmentGaps().detect(brand.data))


def test_segments_that_no_file_states_are_never_named() -> None:
    brand = simulated_brand(WorldName.DEMO, 4, days=40, metrics=("engagement_rate",))
    cells = brand.data.cells.copy()
    cells.loc[cells["persona"] == "Busy parents", "persona"] = ""
    found = SegmentGaps().detect(replace(brand.data, cells=cells))
    assert found
    assert all("" not in dict(one.subject.segment).values() for one in found)


def test_a_brand_without_segments_has_nothing_to_compare() -> None:
    brand = simulated_brand(WorldName.NOISE, 4, days=20)
    assert SegmentGaps().detect(replace(brand.data, cells=brand.data.cells.iloc[:0])) == ()
    alone = brand.data.cells.assign(persona="", device="", strategy="", channel="")
    assert list(SegmentGaps().detect(replace(brand.data, cells=alone))) == []
