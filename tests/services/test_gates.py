"""Learning gates: stored, checked, and applied where content is compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from learning.domain.enums import Basis
from learning.domain.errors import BadOption
from learning.domain.facts import Fact
from learning.domain.gates import DEFAULT_GATES, LearningGates
from learning.domain.trends import ContentQuery, Ranking, Scope
from services.content.ranking import content_table
from services.gates import read_gates, set_gates
from tests.services.hand_made import HandMade, Row, make, spec

DAY = date(2026, 9, 7)


@pytest.fixture
def brand(sqlite_url: str) -> HandMade:
    return make(sqlite_url)


def store(brand: HandMade, gates: LearningGates) -> None:
    with brand.store.write() as work:
        set_gates(work, brand.brand_id, gates)
        work.commit()


def test_a_brand_begins_with_the_defaults(brand: HandMade) -> None:
    with brand.read() as work:
        assert read_gates(work, brand.brand_id) == DEFAULT_GATES


def test_what_is_set_holds_and_raises_the_settings_version(brand: HandMade) -> None:
    wanted = LearningGates(250, 6, 10, 0.031, 9_000)
    with brand.read() as work:
        before = work.brands.get(brand.brand_id).settings_version
    store(brand, wanted)
    with brand.read() as work:
        assert read_gates(work, brand.brand_id) == wanted
        assert work.brands.get(brand.brand_id).settings_version > before


def test_setting_the_same_again_changes_nothing(brand: HandMade) -> None:
    store(brand, replace(DEFAULT_GATES, minimum_likes=7))
    with brand.read() as work:
        before = work.brands.get(brand.brand_id).settings_version
    store(brand, replace(DEFAULT_GATES, minimum_likes=7))
    with brand.read() as work:
        assert work.brands.get(brand.brand_id).settings_version == before


@pytest.mark.parametrize(
    "change",
    [
        {"success_rate": 1.2},
        {"minimum_views": -1},
        {"minimum_age_hours": float("nan")},
        {"success_views": float("inf")},
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_stored(brand: HandMade, change: dict[str, float]) -> None:
    with pytest.raises(BadOption) as refused:
        store(brand, replace(DEFAULT_GATES, minimum_likes=9, **change))
    assert refused.value.fix.startswith("Give ")
    with brand.read() as work:
        assert read_gates(work, brand.brand_id) == DEFAULT_GATES


def test_a_value_spoiled_by_hand_gives_way_to_the_default(brand: HandMade) -> None:
    with brand.store.write() as work:
        work.settings.put(brand.brand_id, "gates.success_rate", "many")
        work.commit()
    with brand.read() as work:
        assert read_gates(work, brand.brand_id).success_rate == DEFAULT_GATES.success_rate


def post(name: str, impressions: int, likes: int, offset: int = 0) -> Row:
    return Row(DAY + timedelta(days=offset), {Fact.IMPRESSIONS: impressions, Fact.LIKES: likes}, content=name)


def test_successes_are_counted_among_posts_that_teach(brand: HandMade) -> None:
    rows = [post("good", 1_000, 30), post("weak", 1_000, 10), post("wide", 6_000, 20), post("few", 50, 20)]
    brand.put(spec("x", Basis.LIFETIME, "content"), rows)
    scope = Scope(brand.brand_id, DAY, DAY + timedelta(days=6))
    with brand.read() as work:
        table = content_table(work, ContentQuery(scope, "likes", Ranking.VOLUME))
    marks = {row.card.external_id: row.success for row in table.rows}
    assert marks == {"good": True, "weak": False, "wide": True, "few": None}
    assert (table.judged, table.successes) == (3, 2)


def test_the_gates_of_the_brand_decide_which_posts_are_ranked(brand: HandMade) -> None:
    brand.put(spec("x", Basis.LIFETIME, "content"), [post("seen", 1_000, 30), post("few", 150, 20)])
    scope = Scope(brand.brand_id, DAY, DAY + timedelta(days=6))
    with brand.read() as work:
        wide = content_table(work, ContentQuery(scope, "engagement_rate"))
        strict = content_table(
            work, ContentQuery(scope, "engagement_rate", gates=replace(DEFAULT_GATES, minimum_views=500))
        )
    assert (wide.ranked, strict.ranked, strict.below_minimum) == (2, 1, 1)
