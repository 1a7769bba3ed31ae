"""What a format does for each persona, read from a store."""

from __future__ import annotations

import numpy as np
import pytest

from learning.domain.errors import BadOption
from learning.domain.facts import Fact
from learning.domain.persona_effects import PersonaEffects, PersonaQuery
from services.audience.persona_effects import read_persona_effects
from tests.services.audience_brands import CUT, rows, scope
from tests.services.hand_made import HandMade, Row, make


def told(brand: HandMade, **changes: str) -> PersonaEffects:
    with brand.read() as work:
        return read_persona_effects(work, PersonaQuery(scope(brand), **({"metric": "click_through_rate"} | changes)))  # type: ignore[arg-type] - by name


def with_video(loved_by: str, lift: float) -> list[Row]:
    """Posts of which every third is a video; one persona clicks on videos more."""
    rng = np.random.default_rng(4)
    made = rows(seed=3, posts=60)
    for row in made:
        if row.format == "video" and row.segment.persona == loved_by:
            row.facts[Fact.CLICKS] = float(rng.poisson(row.facts[Fact.CLICKS] * lift))
    return made


def test_a_persona_that_likes_videos_more_stands_out_raw_and_pooled_side_by_side(sqlite_url: str) -> None:
    brand = make(sqlite_url)
    brand.put(CUT, with_video("Hikers", 2.2))
    found = told(brand)
    assert found.reason is None
    videos = {one.persona: one for one in found.effects if one.level == "video"}
    assert set(videos) == {"Parents", "Hikers", "Shoppers"}
    assert videos["Hikers"].q_value < 0.01
    assert (videos["Hikers"].pooled.value or 0) > (videos["Parents"].pooled.value or 0)
    for one in videos.values():
        assert one.raw.n == 20
        assert (one.raw.low or 0) < (one.raw.value or 0) < (one.raw.high or 0)
        assert 0 <= one.own_weight <= 1
    assert {one.level for one in found.levels} == {"text", "video"}


def test_without_personas_or_without_the_attribute_there_is_a_reason(sqlite_url: str) -> None:
    brand = make(sqlite_url)
    brand.put(CUT, rows())
    assert "fewer than two" in (told(brand, attribute="topic").reason or "")
    assert "no export" in (told(brand, metric="conversion_rate").reason or "")
    assert told(brand, dimension="channel").reason


@pytest.mark.parametrize("changes", [{"metric": "impressions"}, {"attribute": "charm"}, {"dimension": "shoe size"}])
def test_what_cannot_be_asked_is_refused(sqlite_url: str, changes: dict[str, str]) -> None:
    with pytest.raises(BadOption):
        told(make(sqlite_url), **changes)
