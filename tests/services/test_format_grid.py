"""A metric by an attribute of posts and by platform, on planted posts."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from learning.domain.enums import Basis
from learning.domain.errors import BadOption
from learning.domain.facts import Fact
from learning.domain.post_grids import AttributeGrid, Certainty, GridQuery
from learning.domain.posts import PostsQuery
from learning.domain.trends import Scope
from services.content.behind import posts_behind
from services.content.format_grid import attribute_grid
from tests.services.hand_made import HandMade, Row, make, spec

FIRST = date(2026, 9, 7)


def posts(platform: str, kind: str, count: int, rate: float, generator: np.random.Generator) -> list[Row]:
    found: list[Row] = []
    for place in range(count):
        seen = int(generator.uniform(800, 2_500))
        likes = int(generator.poisson(rate * np.exp(generator.normal(0, 0.3)) * seen))
        facts: dict[Fact, float] = {Fact.IMPRESSIONS: seen, Fact.LIKES: likes}
        found.append(Row(FIRST + timedelta(days=place % 28), facts, content=f"{platform}{kind}{place}", format=kind))
    return found


@pytest.fixture
def brand(sqlite_url: str) -> HandMade:
    generator = np.random.default_rng(9)
    made = make(sqlite_url)
    made.put(
        spec("instagram", Basis.LIFETIME, "content"),
        [
            *posts("i", "reel", 30, 0.06, generator),
            *posts("i", "image", 30, 0.03, generator),
            *posts("i", "story", 3, 0.04, generator),
        ],
    )
    made.put(
        spec("linkedin", Basis.LIFETIME, "content"),
        [*posts("l", "image", 20, 0.02, generator), *posts("l", "text", 20, 0.02, generator)],
    )
    return made


def ask(
    brand: HandMade, metric: str = "engagement_rate", attribute: str = "format", **where: tuple[str, ...]
) -> AttributeGrid:
    scope = Scope(brand.brand_id, FIRST, FIRST + timedelta(days=27), where)
    with brand.read() as work:
        return attribute_grid(work, GridQuery(scope, metric, attribute))


def test_the_planted_format_is_confirmed_and_named_as_the_best(brand: HandMade) -> None:
    found = ask(brand)
    best = found.best
    assert best is not None
    assert (best.attribute, best.platform) == ("reel", "instagram")
    assert best.gap is not None
    assert best.gap.low < 2.0 < best.gap.high * 1.2
    assert best.value.n == 30


def test_formats_that_do_not_differ_are_not_called_different(brand: HandMade) -> None:
    cells = {cell.attribute: cell.certainty for cell in ask(brand).cells if cell.platform == "linkedin"}
    assert cells == {"image": Certainty.OPEN, "text": Certainty.OPEN}


def test_few_posts_are_counted_and_not_compared(brand: HandMade) -> None:
    (story,) = [cell for cell in ask(brand).cells if cell.attribute == "story"]
    assert (story.certainty, story.gap, story.value.n) == (Certainty.TOO_FEW, None, 3)


def test_cells_hold_ratios_of_sums_and_add_up_to_their_platform(brand: HandMade) -> None:
    found = ask(brand)
    (column,) = [one for one in found.columns if one.platform == "linkedin"]
    own = [cell for cell in found.cells if cell.platform == "linkedin"]
    assert sum(cell.value.n for cell in own) == column.value.n == 40
    assert (
        min(cell.value.value or 0 for cell in own)
        < (column.value.value or 0)
        < max(cell.value.value or 1 for cell in own)
    )
    assert all((cell.value.low or 1) < (cell.value.value or 0) < (cell.value.high or 0) for cell in own)


def test_a_total_is_the_mean_of_a_post(brand: HandMade) -> None:
    cells = {(cell.platform, cell.attribute): cell.value.value or 0 for cell in ask(brand, "impressions").cells}
    assert all(800 < value < 2_500 for value in cells.values())


def test_posts_that_few_saw_are_left_out_and_counted(brand: HandMade) -> None:
    facts: dict[Fact, float] = {Fact.IMPRESSIONS: 20, Fact.LIKES: 19}
    brand.put(spec("instagram", Basis.LIFETIME, "content"), [Row(FIRST, facts, content="tiny", format="reel")])
    assert ask(brand).left_out == 1


def test_filters_hold_and_an_attribute_that_nobody_states_is_a_reason(brand: HandMade) -> None:
    assert {cell.platform for cell in ask(brand, platform=("linkedin",)).cells} == {"linkedin"}
    assert "topic" in (ask(brand, attribute="topic").reason or "")
    assert "by post" in (ask(brand, "conversion_rate").reason or "")


def test_days_with_many_posts_are_compared_with_days_with_one_and_a_cell_names_its_posts(brand: HandMade) -> None:
    generator = np.random.default_rng(3)
    rows = [
        Row(
            FIRST + timedelta(days=day),
            {Fact.IMPRESSIONS: 5_000, Fact.LIKES: int(generator.poisson(5_000 * (0.03 if day % 2 else 0.06)))},
            content=f"x{day}-{number}",
        )
        for day in range(28)
        for number in range(4 if day % 2 else 1)
    ]
    brand.put(spec("x", Basis.LIFETIME, "content"), rows)
    found = ask(brand, attribute="posts that day", platform=("x",))
    cells = {cell.attribute: cell for cell in found.cells}
    assert {name: cell.value.n for name, cell in cells.items()} == {"alone": 14, "4 and more": 56}
    assert cells["4 and more"].certainty is Certainty.CONFIRMED
    assert cells["4 and more"].gap is not None
    assert cells["4 and more"].gap.high < 1
    scope = Scope(brand.brand_id, FIRST, FIRST + timedelta(days=27), {"platform": ("x",)})
    with brand.read() as work:
        behind = posts_behind(work, PostsQuery(scope, "engagement_rate", only=cells["alone"].posts))
    assert {row.card.external_id for row in behind.rows} == {f"x{day}-0" for day in range(0, 28, 2)}


def test_a_length_that_no_export_states_is_a_reason(brand: HandMade) -> None:
    assert "lengths" in (ask(brand, attribute="length").reason or "")


@pytest.mark.parametrize(("metric", "attribute"), [("charm", "format"), ("reach", "format"), ("likes", "colour")])
def test_what_cannot_be_asked_is_refused(brand: HandMade, metric: str, attribute: str) -> None:
    with pytest.raises(BadOption):
        ask(brand, metric, attribute)
