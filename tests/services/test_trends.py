from datetime import date, timedelta

import pytest

from learning.domain.digest import Sureness
from learning.domain.enums import Basis
from learning.domain.facts import Fact
from learning.domain.trends import Bucket, Comparison, Headline, Scope, TrendQuery, TrendResult
from services.figures.trends import headlines, trend
from tests.services.hand_made import HandMade, Row, make, spec

FIRST = date(2026, 9, 7)


def day(offset: int) -> date:
    return FIRST + timedelta(days=offset)


@pytest.fixture
def brand(sqlite_url: str) -> HandMade:
    made = make(sqlite_url)
    rows = [
        Row(day(offset), {Fact.IMPRESSIONS: 100 + offset % 7, Fact.LIKES: 2 + offset % 3 + (4 if offset > 27 else 0)})
        for offset in range(56)
    ]
    made.put(spec("x", Basis.ACTIVITY), rows)
    made.put(spec("youtube", Basis.ACTIVITY), [Row(day(40), {Fact.IMPRESSIONS: 500})])
    return made


def ask(brand: HandMade, metric: str, scope: Scope, bucket: Bucket = Bucket.DAY, *, split: bool = False) -> TrendResult:
    with brand.read() as work:
        return trend(work, TrendQuery(scope, metric, bucket, by_platform=split))


def scope(brand: HandMade, first: int, last: int, compare: Comparison = Comparison.PREVIOUS) -> Scope:
    return Scope(brand.brand_id, day(first), day(last), where={"platform": ("x",)}, compare=compare)


def ask_headline(brand: HandMade, metric: str, asked: Scope) -> Headline:
    with brand.read() as work:
        return headlines(work, asked, (metric,))[0]


def test_a_daily_trend_has_a_point_per_day_and_a_rolling_mean_with_its_range(brand: HandMade) -> None:
    result = ask(brand, "engagement_rate", scope(brand, 28, 55))
    (series,) = result.series
    assert len(series.points) == 28
    assert series.points[0].value.value == pytest.approx((2 + 28 % 3 + 4) / 100)
    last = series.rolling[-1]
    expected = sum(6 + offset % 3 for offset in range(49, 56)) / sum(100 + offset % 7 for offset in range(49, 56))
    assert last.value == pytest.approx(expected)
    assert (last.low or 1) < expected < (last.high or 0)


def test_the_earlier_range_lies_whole_weeks_before(brand: HandMade) -> None:
    result = ask(brand, "impressions", scope(brand, 28, 55))
    assert result.shift_days == 28
    assert [point.start for point in result.previous] == [day(offset) for offset in range(28)]
    assert result.headline.previous_first == day(0)


def test_a_real_rise_has_an_interval_above_zero(brand: HandMade) -> None:
    change = ask(brand, "likes", scope(brand, 28, 55)).headline.change
    assert change is not None
    assert change.relative == pytest.approx((28 * 6 + 28) / (28 * 2 + 27) - 1, abs=0.02)
    assert change.low is not None
    assert 0 < change.low < (change.relative or 0)


def test_figures_side_by_side_are_judged_as_so_many_looks(brand: HandMade) -> None:
    asked = scope(brand, 28, 55)
    with brand.read() as work:
        one = headlines(work, asked, ("impressions",))[0]
        three = headlines(work, asked, ("engagement_rate", "impressions", "likes", "views"))
    assert {found.looked_at for found in three} == {3}
    assert [found.sureness for found in three] == [Sureness.REAL, Sureness.CHANCE, Sureness.REAL, Sureness.EARLY]
    assert one.looked_at == 1
    assert one.p_value == three[1].p_value


def test_weeks_are_clipped_to_the_range_and_have_intervals(brand: HandMade) -> None:
    result = ask(brand, "impressions", scope(brand, 30, 55), Bucket.WEEK)
    points = result.series[0].points
    assert (points[0].start, points[0].finish) == (day(30), day(34))
    assert points[1].value.n == 7
    assert points[1].value.low is not None
    assert result.series[0].rolling == ()


def test_months_begin_on_their_first_day(brand: HandMade) -> None:
    points = ask(brand, "impressions", scope(brand, 0, 55), Bucket.MONTH).series[0].points
    assert [(point.start, point.finish) for point in points] == [
        (day(0), date(2026, 9, 30)),
        (date(2026, 10, 1), date(2026, 10, 31)),
        (date(2026, 11, 1), day(55)),
    ]


def test_platforms_can_be_told_apart(brand: HandMade) -> None:
    everything = Scope(brand.brand_id, day(28), day(55))
    result = ask(brand, "impressions", everything, split=True)
    assert [series.platform for series in result.series] == ["x", "youtube"]
    assert len(result.series[1].points) == 1


def test_unequal_lengths_are_told(brand: HandMade) -> None:
    assert ask_headline(brand, "impressions", scope(brand, 21, 41)).unequal_days is None
    assert ask_headline(brand, "impressions", scope(brand, 14, 34)).unequal_days == (21, 14)


def test_without_comparison_nothing_earlier_is_read(brand: HandMade) -> None:
    result = ask(brand, "impressions", scope(brand, 28, 55, Comparison.OFF))
    assert result.previous == ()
    assert result.headline.change is None


def test_a_range_of_ones_own_choice_can_be_compared_with(brand: HandMade) -> None:
    asked = Scope(brand.brand_id, day(28), day(34), compare_first=day(7))
    headline = ask_headline(brand, "impressions", asked)
    assert (headline.previous_first, headline.previous_last) == (day(7), day(13))


def test_activity_is_shown_before_lifetime_and_the_other_basis_is_named(brand: HandMade) -> None:
    brand.put(spec("x", Basis.LIFETIME, "content"), [Row(day(30), {Fact.IMPRESSIONS: 7}, content="a")])
    result = ask(brand, "impressions", scope(brand, 28, 55))
    assert result.basis is Basis.ACTIVITY
    assert result.other_bases == (Basis.LIFETIME,)


def test_a_metric_that_only_lifetime_has_is_shown_on_lifetime(brand: HandMade) -> None:
    brand.put(spec("x", Basis.LIFETIME, "content"), [Row(day(30), {Fact.SAVES: 7}, content="a")])
    result = ask(brand, "saves", scope(brand, 28, 55))
    assert result.basis is Basis.LIFETIME
    assert result.headline.value.value == 7


def test_a_metric_without_data_has_a_reason_and_no_points(brand: HandMade) -> None:
    result = ask(brand, "revenue", scope(brand, 28, 55))
    assert result.series[0].points == ()
    assert result.headline.value.value is None
    assert result.headline.value.reason


def test_an_empty_brand_has_no_points_and_no_error(sqlite_url: str) -> None:
    empty = make(sqlite_url)
    result = ask(empty, "impressions", Scope(empty.brand_id, day(0), day(6)))
    assert result.series[0].points == ()
    assert result.headline.value.reason


def test_a_range_of_ones_own_choice_may_have_another_length_and_says_so(brand: HandMade) -> None:
    asked = Scope(
        brand.brand_id,
        day(28),
        day(34),
        where={"platform": ("x",)},
        compare=Comparison.OFF,
        compare_first=day(0),
        compare_last=day(13),
    )
    headline = ask_headline(brand, "impressions", asked)
    assert (headline.previous_first, headline.previous_last) == (day(0), day(13))
    assert headline.unequal_days == (7, 14)
    result = ask(brand, "impressions", asked)
    assert [point.start for point in result.previous] == [day(offset) for offset in range(14)]


def test_lifetime_totals_of_ranges_of_different_length_say_so_too(brand: HandMade) -> None:
    rows = [Row(day(offset), {Fact.SAVES: 7}, content=str(offset)) for offset in range(40)]
    brand.put(spec("x", Basis.LIFETIME, "content"), rows)
    plain = Scope(brand.brand_id, day(28), day(34), where={"platform": ("x",)})
    assert ask_headline(brand, "saves", plain).unequal_days is None
    longer = Scope(brand.brand_id, day(28), day(34), plain.where, compare_first=day(0), compare_last=day(13))
    assert ask_headline(brand, "saves", longer).unequal_days == (7, 14)


def test_period_totals_that_fit_no_week_are_drawn_one_point_a_stated_period(brand: HandMade) -> None:
    # Exported from Sunday to Saturday: no such week lies within one from Monday to Sunday.
    weeks = [(day(6 + 7 * week), day(12 + 7 * week)) for week in range(4)]
    rows = [Row(first, {Fact.SESSIONS: 100.0 + place}, last=last) for place, (first, last) in enumerate(weeks)]
    brand.put(spec("ga4", Basis.PERIOD), rows)
    asked = Scope(brand.brand_id, day(6), day(33), where={"platform": ("ga4",)}, compare=Comparison.OFF)
    result = ask(brand, "sessions", asked, Bucket.WEEK)
    (series,) = result.series
    assert result.stated
    assert [(point.start, point.finish) for point in series.points] == weeks
    assert [point.value.value for point in series.points] == [100, 101, 102, 103]
    assert result.headline.value.value == 406
    assert not ask(brand, "sessions", asked, Bucket.MONTH).stated
