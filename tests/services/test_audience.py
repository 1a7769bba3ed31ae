from dataclasses import replace
from datetime import timedelta

import pytest

from learning.domain.audience import AudienceGrid, Enough, GridQuery
from learning.domain.digest import Sureness
from learning.domain.enums import Basis, MeasureKind
from learning.domain.errors import BadOption
from learning.domain.facts import Fact
from learning.domain.figures import FigureQuery
from learning.domain.observations import SegmentKey
from learning.domain.posts import PostsQuery
from services.audience.breakdown import audience_grid
from services.content.behind import posts_behind
from services.figures.asking import figures
from tests.services.audience_brands import CUT, DAYS, FIRST, PERSONAS, rows, scope
from tests.services.hand_made import HandMade, Row, make, spec


@pytest.fixture
def brand(sqlite_url: str) -> HandMade:
    return make(sqlite_url)


def grid(brand: HandMade, metric: str = "click_through_rate", **options: object) -> AudienceGrid:
    with brand.read() as work:
        return audience_grid(work, GridQuery(scope(brand), metric, **options))  # type: ignore[arg-type] - by name


def test_every_cell_and_total_equals_the_figure_of_the_same_question(brand: HandMade) -> None:
    brand.put(CUT, rows())
    found = grid(brand)
    with brand.read() as work:
        by_both = figures(
            work,
            FigureQuery(brand.brand_id, FIRST, scope(brand).last, ("persona", "device"), {}, ("click_through_rate",)),
        )
        whole = figures(work, FigureQuery(brand.brand_id, FIRST, scope(brand).last, (), {}, ("click_through_rate",)))
    assert len(found.cells) == len(by_both.rows) == 6
    for row in by_both.rows:
        key = row.keys[0][1], row.keys[1][1]
        assert found.cells[key].value == row.values["click_through_rate"]
    assert found.whole is not None
    assert found.whole.value.value == whole.rows[0].values["click_through_rate"].value
    assert set(found.row_totals) == set(PERSONAS)
    assert found.rows[0] in PERSONAS
    assert found.columns == ("mobile", "desktop")


def test_shares_add_up_and_the_index_is_against_the_whole(brand: HandMade) -> None:
    brand.put(CUT, rows({("Parents", "mobile"): 2.0}))
    found = grid(brand)
    assert sum(cell.share or 0 for cell in found.cells.values()) == pytest.approx(1.0)
    assert found.share_of == "impressions"
    cell, whole = found.cells["Parents", "mobile"], found.whole
    assert whole is not None
    assert cell.index == pytest.approx(100 * (cell.value.value or 0) / (whole.value.value or 1))
    assert (cell.index or 0) > 120


def test_changes_of_cells_are_judged_as_so_many_looks(brand: HandMade) -> None:
    brand.put(CUT, rows())
    half = FIRST + timedelta(days=DAYS // 2)
    with brand.read() as work:
        found = audience_grid(work, GridQuery(replace(scope(brand), first=half), "click_through_rate"))
    assert found.whole is not None
    every = [*found.cells.values(), *found.row_totals.values(), *found.column_totals.values(), found.whole]
    tested = [cell for cell in every if cell.p_value is not None]
    assert len(tested) == len(every)
    ordered = sorted(cell.p_value or 0.0 for cell in tested)
    passed = [place for place, p in enumerate(ordered, start=1) if p * len(ordered) / place <= 0.05]
    real = [cell for cell in tested if cell.sureness is Sureness.REAL]
    assert len(real) == max(passed, default=0)
    assert all(cell.change and (cell.change.low or 0) * (cell.change.high or 0) > 0 for cell in real)


def test_small_cells_are_not_enough_data_and_are_never_indexed(brand: HandMade) -> None:
    small = [
        replace(row, content=f"q{place}", segment=SegmentKey(persona="Rare", device="mobile"))
        for place, row in enumerate(rows(posts=1)[:3])
    ]
    brand.put(CUT, [*rows(), *small])
    cell = grid(brand).cells["Rare", "mobile"]
    assert cell.enough is Enough.TOO_LITTLE
    assert cell.index is None
    assert cell.reason == "3 posts: 5 are needed"


def test_the_exposure_gate_of_the_brand_holds(brand: HandMade) -> None:
    brand.put(CUT, rows(shown=40.0, posts=9))
    found = grid(brand)
    assert found.minimum_exposure == 100
    assert {cell.enough for cell in found.cells.values()} == {Enough.TOO_LITTLE}
    with brand.store.write() as work:
        work.settings.put(brand.brand_id, "gates.minimum_views", "10")
        work.commit()
    assert grid(brand).cells["Parents", "mobile"].enough is not Enough.TOO_LITTLE


def test_the_change_is_from_the_matched_days_before(brand: HandMade) -> None:
    before = [replace(row, day=row.day and row.day - timedelta(days=DAYS)) for row in rows(seed=2)]
    before = [replace(row, content="old" + row.content) for row in before]
    brand.put(CUT, [*rows({("Hikers", "desktop"): 3.0}), *before])
    found = grid(brand)
    assert found.previous == (FIRST - timedelta(days=DAYS), FIRST - timedelta(days=1))
    change = found.cells["Hikers", "desktop"].change
    assert change is not None
    assert (change.low or 0) > 0.5


def test_a_metric_or_dimension_without_data_says_so_in_words(brand: HandMade) -> None:
    brand.put(CUT, rows(posts=8))
    assert grid(brand, "revenue_per_session").reason == (
        "no export gives revenue per session by persona and device for these days and filters"
    )
    assert (grid(brand, "satisfaction").reason or "").startswith("not measured")
    with pytest.raises(BadOption, match="columns"):
        grid(brand, columns="persona")
    with pytest.raises(BadOption):
        grid(brand, "nonsense")
    with pytest.raises(BadOption):
        grid(brand, rows="nonsense")


def test_named_dimensions_split_as_well(brand: HandMade) -> None:
    cut = spec("youtube", Basis.ACTIVITY, "country")
    brand.put(
        cut,
        [
            Row(
                FIRST + timedelta(days=day),
                {Fact.VIEWS: 1_000.0 + day, Fact.LIKES: 30.0 + day % 5},
                segment=SegmentKey(named=(("country", country),)),
            )
            for day in range(DAYS)
            for country in ("DE", "FR")
        ],
    )
    found = grid(brand, "engagement_rate", rows="country", columns=None)
    assert found.rows == ("DE", "FR")
    assert found.columns == ("",)
    assert found.cells["DE", ""].enough is Enough.ENOUGH


def test_a_score_is_a_half_where_the_range_is_what_is_usual_and_moves_with_the_segment(brand: HandMade) -> None:
    brand.put(CUT, rows({("Parents", "mobile"): 2.0}))
    found = grid(brand, "engagement_score")
    assert found.whole is not None
    assert found.whole.value.value == pytest.approx(0.5)
    high, low = found.cells["Parents", "mobile"].value, found.cells["Parents", "desktop"].value
    assert (high.value or 0) > 0.55
    assert (low.value or 1) < 0.5
    assert 0 < (high.low or 0) < (high.value or 0) < (high.high or 1) < 1


def test_the_yardstick_of_the_score_does_not_move_with_the_range(brand: HandMade) -> None:
    weak = [replace(row, day=FIRST + timedelta(days=40), content="w" + row.content) for row in rows(seed=3, posts=20)]
    for row in weak:
        row.facts[Fact.LIKES] = row.facts[Fact.SHARES] = 1.0
    brand.put(CUT, [*rows(), *weak])
    assert (grid(brand, "engagement_score").whole or found_nothing()).value.value > 0.5  # type: ignore[operator] - has one


def test_posts_behind_a_score_are_listed_by_rate_and_behind_a_rating_not_at_all(brand: HandMade) -> None:
    brand.put(CUT, rows(posts=5))
    with brand.read() as work:
        behind = posts_behind(work, PostsQuery(scope(brand), "engagement_score"))
        rated = posts_behind(work, PostsQuery(scope(brand), "satisfaction"))
    assert behind.query.metric == "engagement_rate"
    assert len(behind.rows) == 5
    assert (rated.rows, rated.reason) == ((), "ratings and predictions are not given by post")


def found_nothing() -> AudienceGrid:
    raise AssertionError("the grid has no whole")


def test_satisfaction_is_the_mean_weighted_by_those_who_answered(brand: HandMade) -> None:
    def rated(persona: str, score: float, people: float, day: int) -> Row:
        return Row(
            FIRST + timedelta(days=day),
            {Fact.SESSIONS: 100.0},
            segment=SegmentKey(persona=persona),
            extras={"satisfaction": score},
            weights={"satisfaction": people},
        )

    cut = spec("web", Basis.ACTIVITY, "persona")
    ratings = [rated("Parents", 8.0, 10, 0), rated("Parents", 9.0, 30, 1), rated("Hikers", 4.0, 5, 0)]
    brand.put(cut, ratings, kind=MeasureKind.AVERAGE)
    found = grid(brand, "satisfaction", columns=None)
    assert found.cells["Parents", ""].value.value == pytest.approx(8.75)
    assert found.whole is not None
    assert found.whole.value.value == pytest.approx((80 + 270 + 20) / 45)


def test_persona_predictions_are_counted_where_the_truth_arrives(brand: HandMade) -> None:
    cut = spec("web", Basis.ACTIVITY, "persona")
    brand.put(
        cut,
        [
            Row(
                FIRST + timedelta(days=day),
                {},
                segment=SegmentKey(persona="Parents"),
                extras={"persona_predictions": 100.0, "correct_persona_predictions": 90.0 + day % 7},
            )
            for day in range(DAYS)
        ],
    )
    value = grid(brand, "persona_prediction_accuracy", columns=None).cells["Parents", ""].value
    assert value.value == pytest.approx(0.93)
    assert (value.low or 0) < 0.93 < (value.high or 0) <= 1
    assert value.n == DAYS
