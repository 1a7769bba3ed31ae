import pytest

from learning.domain.audience import GapQuery, GapReport, GapTier, MixQuery
from learning.domain.errors import BadOption
from learning.domain.figures import CountedUnit
from learning.insights.segments import leading_gaps
from learning.metrics.personalization import PERSONALIZATION
from services.audience.gaps import segment_gaps, under_performers
from services.audience.mix import what_differs
from tests.services.audience_brands import CUT, rows, scope
from tests.services.hand_made import HandMade, make

SPLITS = (("persona", "device"), ("persona",), ("device",))


@pytest.fixture
def brand(sqlite_url: str) -> HandMade:
    return make(sqlite_url)


def gaps(brand: HandMade, splits: tuple[tuple[str, ...], ...] = SPLITS) -> GapReport:
    with brand.read() as work:
        return segment_gaps(work, GapQuery(scope(brand), splits, PERSONALIZATION))


def test_a_planted_gap_is_found_with_its_size_and_its_sign(brand: HandMade) -> None:
    brand.put(CUT, rows({("Parents", "mobile"): 0.6}))
    report = gaps(brand)
    first = leading_gaps(report.gaps, 1)[0]
    assert first.segment == (("persona", "Parents"), ("device", "mobile"))
    assert first.tier is GapTier.CONFIRMED
    assert first.better is False
    assert first.low < 0.6 - 1 < first.high
    assert first.paired
    assert (first.n, first.counted) == (60, CountedUnit.POSTS)
    assert (first.value or 1) < (first.rest or 0)


def test_every_comparison_that_was_made_is_counted(brand: HandMade) -> None:
    brand.put(CUT, rows())
    report = gaps(brand)
    # 6 cells, 3 personas, 2 devices, on the two metrics that the data hold.
    assert report.looked_at == len(report.gaps) == 22
    assert {gap.metric for gap in report.gaps} == {"click_through_rate", "engagement_score"}


def test_where_nothing_differs_nothing_is_called_real(brand: HandMade) -> None:
    for seed in (11, 12, 13):
        brand.put(CUT, rows(seed=seed))
        report = gaps(brand)
        assert report.of_tier(GapTier.CONFIRMED) == ()
        assert leading_gaps(report.gaps, 5) == report.of_tier(GapTier.WORTH_TESTING)[:5]


def test_few_posts_ask_for_more_instead_of_an_answer(brand: HandMade) -> None:
    brand.put(CUT, rows(posts=7, shown=600.0))
    report = gaps(brand)
    assert {gap.tier for gap in report.gaps} == {GapTier.NOT_ENOUGH}
    assert all((gap.more_needed or 0) > 0 for gap in report.gaps)


def test_who_is_behind_is_told_and_who_is_ahead_is_not(brand: HandMade) -> None:
    brand.put(CUT, rows({("Parents", "mobile"): 0.6, ("Hikers", "desktop"): 1.8}))
    behind = under_performers(gaps(brand))
    assert (("persona", "Parents"), ("device", "mobile")) in {gap.segment for gap in behind}
    assert (("persona", "Hikers"), ("device", "desktop")) not in {gap.segment for gap in behind}


def test_a_brand_without_the_dimension_has_a_reason(brand: HandMade) -> None:
    brand.put(CUT, rows(posts=10))
    report = gaps(brand, (("channel",),))
    assert report.gaps == ()
    assert report.reason


def test_one_persona_alone_has_no_rest(brand: HandMade) -> None:
    brand.put(CUT, [row for row in rows(posts=10) if row.segment.persona == "Parents"])
    assert gaps(brand, (("persona",),)).gaps == ()


def test_another_mix_of_formats_is_told_as_what_differs(brand: HandMade) -> None:
    """Videos do three times as well; one persona hardly sees any."""
    made = rows()
    for row in made:
        factor = 3 if row.format == "video" else 1
        shown = 0.05 if row.format == "video" and row.segment.persona == "Shoppers" else 1
        for fact in row.facts:
            row.facts[fact] = float(round(row.facts[fact] * shown * (1 if fact.value == "impressions" else factor)))
    brand.put(CUT, made)
    with brand.read() as work:
        report = what_differs(work, MixQuery(scope(brand), (("persona", "Shoppers"),), "click_through_rate"))
    formats = next(one for one in report.differences if one.attribute == "format")
    assert report.differences[0] is formats
    assert formats.mix < -0.2
    assert abs(formats.inside) < abs(formats.mix) / 2
    video = next(level for level in formats.levels if level.level == "video")
    assert video.segment_share < 0.1 < video.rest_share
    assert (report.segment_value or 1) < (report.rest_value or 0)


def test_the_same_mix_leaves_the_gap_inside(brand: HandMade) -> None:
    brand.put(CUT, rows({("Parents", "mobile"): 0.5, ("Parents", "desktop"): 0.5}))
    with brand.read() as work:
        report = what_differs(work, MixQuery(scope(brand), (("persona", "Parents"),), "engagement_score"))
        with pytest.raises(BadOption):
            what_differs(work, MixQuery(scope(brand), (("persona", "Parents"),), "likes"))
    formats = next(one for one in report.differences if one.attribute == "format")
    assert abs(formats.mix) < 0.1
    assert formats.inside < -0.3
